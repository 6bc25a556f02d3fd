"""Graph's events to `Event`. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from providers.event import Event, Interval, Response, Show
from providers.http.request import refuse_other_than_text
from providers.marker import Marker
from providers.marker_codec import decode_marker
from providers.outlook.api import PEOPLE, PROPERTY, VIEW
from providers.outlook.times import span_of
from providers.outlook.uid import icalendar_uid

Item = Mapping[str, Any]
"""An event, as Graph gives it."""

_OUR_TRANSACTION = re.compile(r"[0-9a-v]{32}")
_OF_SERIES = ("occurrence", "exception")
_SHOWS = {
    "free": Show.FREE,
    "tentative": Show.TENTATIVE,
    "busy": Show.BUSY,
    "oof": Show.AWAY,
    "workingElsewhere": Show.ELSEWHERE,
}
_RESPONSES = {
    "notResponded": Response.NEEDS_ACTION,
    "tentativelyAccepted": Response.TENTATIVE,
    "accepted": Response.ACCEPTED,
    "declined": Response.DECLINED,
}


def event_of(item: Item, calendar: str, zone: str) -> Event | None:
    """An event in one person's calendar; None for one that is cancelled, and for a series: its occurrences are events.

    What a person made recurring is not ours any more, lest a whole series is moved or cancelled for one 1-on-1.

    Args:
        item: with our marker expanded, where it may be ours.
        calendar: email of its owner.
        zone: IANA name of the owner's.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it cannot be understood.
    """
    refuse_other_than_text(item, "id", "iCalUId", "transactionId", "type", "seriesMasterId", "createdDateTime")
    if not takes_place(item):
        return None
    common: dict[str, Any] = {
        "calendar": calendar,
        "uid": icalendar_uid(str(item.get("iCalUId") or "")),
        "span": span_of(item, zone),
        "show": show_of(item.get("showAs")),
        "all_day": bool(item.get("isAllDay")),
        "recurring": item.get("type") in _OF_SERIES,
    }
    ours = None if common["recurring"] else marker_of(item)
    if ours is None:
        return Event(**common, response=response_of(item.get("responseStatus")), people=item.get(PEOPLE))
    marker, written = ours
    answers = {_email(each): response_of(each.get("status"), invited=True) for each in _guests(item)}
    other = marker.member if calendar == marker.leader else marker.leader
    if len(answers) == 1 and calendar not in answers:  # Exchange may know who was invited by another address
        answers = {other: next(iter(answers.values()))}
    answers[calendar] = Response.ACCEPTED
    guests = sorted(answers.keys() - {calendar}) or [other]
    return Event(
        **common,
        response=Response.ACCEPTED,
        partner=guests[0] if len(guests) == 1 else None,
        marker=marker,
        written=written,
        answers=answers,
        etag=item["@odata.etag"],
        id=item["id"],
        people=len(guests) + 1,
    )


def kept_fields(item: Item) -> dict[str, Any]:
    """Only what is read of an event, should more have arrived: of who takes part, how many they are."""
    kept: dict[str, Any] = {name: item[name] for name in VIEW if name in item}
    if item.get("attendees"):
        kept[PEOPLE] = people_of(item)
    return kept


def takes_place(item: Item) -> bool:
    """Whether it is an event by itself, and was not cancelled."""
    return not item.get("isCancelled") and item.get("type") != "seriesMaster"


def may_be_ours(item: Item) -> bool:
    """Whether the transaction that made an event may have been one of ours, as far as its look tells."""
    return (
        item.get("type") not in _OF_SERIES and _OUR_TRANSACTION.fullmatch(item.get("transactionId") or "") is not None
    )


def marker_of(item: Item) -> tuple[Marker, Interval | None] | None:
    """Marker and last written span of an event of ours; None for a foreign one.

    A duplicate that a person makes bears the marker, too, but no transaction of ours.
    """
    for each in item.get("singleValueExtendedProperties") or ():
        if str(each.get("id")).casefold() == PROPERTY.casefold():
            parsed = decode_marker(each.get("value"))
            if parsed is not None and item.get("transactionId") == parsed[0].uid:
                return parsed
    return None


def people_of(item: Item) -> int | None:
    """How many people take part; rooms do not. None where the organizer lets attendees see nobody but themselves."""
    if item.get("hideAttendees") and not item.get("isOrganizer"):
        return None
    people = {_email(each) for each in _guests(item)}
    if item.get("organizer"):
        people.add(_email(item["organizer"]))
    return len(people)


def show_of(text: object) -> Show:
    """How an event shows its owner; one that does not say blocks."""
    return _SHOWS.get(str(text), Show.BUSY)


def response_of(status: Mapping[str, Any] | None, *, invited: bool = False) -> Response:
    """An answer; who is `invited`, and has given none, has yet to answer."""
    return _RESPONSES.get((status or {}).get("response") or "", Response.NEEDS_ACTION if invited else Response.NONE)


def _guests(item: Item) -> list[Mapping[str, Any]]:
    """Who was invited: no room, nor the organizer, whom some programs list among them, at times by another address."""
    return [
        each
        for each in item.get("attendees") or ()
        if each.get("type") != "resource" and (each.get("status") or {}).get("response") != "organizer"
    ]


def _email(recipient: Mapping[str, Any]) -> str:
    return str((recipient.get("emailAddress") or {}).get("address") or "").lower()
