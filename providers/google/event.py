"""Google's events to `Event`. Pure."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from providers.event import Event, Interval, Response, Show
from providers.google.api import PROPERTY
from providers.http.request import refuse_other_than_text
from providers.interface import Account
from providers.marker import Marker
from providers.marker_codec import decode_marker
from providers.wall_clock import midnight, to_instant

Item = Mapping[str, Any]
"""An event resource, as far as its fields were asked for."""

_RESPONSES = {
    "needsAction": Response.NEEDS_ACTION,
    "accepted": Response.ACCEPTED,
    "tentative": Response.TENTATIVE,
    "declined": Response.DECLINED,
}
_TYPES = {"outOfOffice": Show.AWAY, "focusTime": Show.FOCUS}
_KEPT = frozenset(
    (
        "attendeesOmitted",
        "end",
        "etag",
        "eventType",
        "guestsCanSeeOtherGuests",
        "iCalUID",
        "id",
        "recurringEventId",
        "start",
        "status",
        "transparency",
        "visibility",
    )
)
_KEPT_OF_ATTENDEES = frozenset(("self", "organizer", "resource", "responseStatus"))


def kept_fields(item: Item) -> dict[str, Any]:
    """Only what we read of an event, should more arrive: other programs keep properties in events, too.

    Raises:
        ValueError, TypeError, AttributeError: it is no event.
    """
    kept = {name: value for name, value in item.items() if name in _KEPT}
    if (item.get("organizer") or {}).get("self"):
        kept["organizer"] = {"self": True}
    if attendees := item.get("attendees"):
        kept["attendees"] = [
            {name: value for name, value in attendee.items() if name in _KEPT_OF_ATTENDEES} for attendee in attendees
        ]
    if text := (item.get("extendedProperties") or {}).get("private", {}).get(PROPERTY):
        kept["extendedProperties"] = {"private": {PROPERTY: text}}
    return kept


def marker_of(item: Item) -> tuple[Marker, Interval | None] | None:
    """Marker and last written span of an event that is ours; None for a foreign one.

    A human's duplicate keeps the marker, but gets another id; so do the instances of one that a human made recurring.
    """
    text = (item.get("extendedProperties") or {}).get("private", {}).get(PROPERTY)
    found = decode_marker(text)
    return found if found is not None and found[0].uid == item.get("id") else None


def cancelled(item: Item) -> bool:
    """Whether the event does not take place (any more)."""
    return item.get("status") == "cancelled"


def span(item: Item, time_zone: str) -> tuple[Interval, bool]:
    """When it takes place, and whether all day: days in the owner's zone, which may have 23 or 25 hours.

    Raises:
        ValueError, TypeError, KeyError: it does not say when, or says nonsense.
    """
    found = Interval(_instant(item["start"], time_zone), _instant(item["end"], time_zone))
    if found.end < found.start:
        raise ValueError("it ends before it starts")
    return found, "date" in item["start"]


def show(item: Item) -> Show:
    """How the event shows its owner; a type yet to be invented counts like an ordinary event."""
    if item.get("eventType") == "workingLocation":
        return Show.ELSEWHERE
    if item.get("transparency") == "transparent":
        return Show.FREE
    by_type = _TYPES.get(item.get("eventType", "default"))
    return by_type or (Show.TENTATIVE if item.get("status") == "tentative" else Show.BUSY)


def people(item: Item) -> int | None:
    """How many people take part, the organizer among them, rooms not; None: nobody was invited, or it is not told."""
    attendees = item.get("attendees") or []
    organizes = (item.get("organizer") or {}).get("self")
    hidden = item.get("guestsCanSeeOtherGuests") is False and not organizes
    if not attendees or hidden or item.get("attendeesOmitted"):
        return None
    organizer_listed = any(attendee.get("organizer") for attendee in attendees)
    # An organizer whom the list does not name takes part as well; one who is the owner may be listed as just that.
    if organizes:
        organizer_listed = organizer_listed or any(attendee.get("self") for attendee in attendees)
    return sum(not attendee.get("resource") for attendee in attendees) + (not organizer_listed)


def response(item: Item) -> Response:
    """The owner's own answer."""
    own = [attendee for attendee in item.get("attendees") or [] if attendee.get("self")]
    return answer(own[0]) if own else Response.NONE


def answer(attendee: Item) -> Response:
    """One attendee's answer."""
    return _RESPONSES.get(attendee.get("responseStatus", ""), Response.NEEDS_ACTION)


def event_of(item: Item, account: Account, answers: Mapping[str, Response] | None = None) -> Event:
    """One event that takes place, in the account's calendar. Ours if it has both our id and our marker.

    Args:
        answers: of one of ours, by email, where more take part than the two.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it cannot be understood.
    """
    refuse_other_than_text(item, "id", "iCalUID", "recurringEventId", "status", "eventType")
    when, all_day = span(item, account.time_zone)
    count = people(item)
    marker, written = marker_of(item) or (None, None)
    ours = marker is not None
    partner = None
    if marker is not None and count == 2:
        partner = marker.member if account.email == marker.leader else marker.leader
        if answers is None:
            others = [one for one in item["attendees"] if not one.get("self") and not one.get("resource")]
            answers = {account.email: response(item), partner: answer(others[0])} if len(others) == 1 else {}
    return Event(
        calendar=account.email,
        uid=str(item.get("iCalUID") or item["id"]),
        span=when,
        show=show(item),
        all_day=all_day,
        recurring="recurringEventId" in item,
        response=response(item),
        partner=partner,
        people=count,
        marker=marker,
        written=written,
        answers=dict(answers or {}) if ours else {},
        etag=str(item["etag"]) if ours else None,
        id=str(item["id"]) if ours else None,
    )


def rfc3339(instant: datetime) -> str:
    """An instant as Google takes it, in UTC."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: str) -> datetime:
    """An instant as Google gives it, in UTC.

    Raises:
        ValueError: it is none.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("a time without an offset")
    return instant.astimezone(UTC)


def _instant(when: Item, time_zone: str) -> datetime:
    if "date" in when:
        return midnight(date.fromisoformat(when["date"]), time_zone)
    instant = datetime.fromisoformat(when["dateTime"])
    if instant.tzinfo is None:
        return to_instant(instant, when.get("timeZone") or time_zone)
    return instant.astimezone(UTC)
