"""VEVENT to Event: what an event means for its owner. Titles are matched here and go no further."""

from dataclasses import replace
from re import Pattern

from providers.event import Event, Response, Show
from providers.folder.decode import Component
from providers.folder.expand import Instance
from providers.folder.lines import Line, unescape
from providers.folder.mark import MARKER, WRITTEN
from providers.folder.merge import Series
from providers.marker import Marker
from providers.marker_codec import parse_marker, parse_written

_MICROSOFT = {
    "FREE": Show.FREE,
    "TENTATIVE": Show.TENTATIVE,
    "BUSY": Show.BUSY,
    "OOF": Show.AWAY,
    "WORKINGELSEWHERE": Show.ELSEWHERE,
}
_THUNDERBIRD = {"OUTOFOFFICE": Show.AWAY, "FOCUSTIME": Show.FOCUS, "WORKINGLOCATION": Show.ELSEWHERE}
"""X-GOOGLE-EVENT-TYPE: Google's own exports say nothing of event types; Thunderbird's, of a Google calendar, do."""
_RESPONSES = {
    "ACCEPTED": Response.ACCEPTED,
    "TENTATIVE": Response.TENTATIVE,
    "DECLINED": Response.DECLINED,
}


def marker_of(series: Series) -> Marker | None:
    """The marker of an event that is ours; None for a foreign one, also for a copy that bears our marker.

    A program that imports our event and exports it again may drop what it does not know: what another file says of
    the same UID counts too.
    """
    markers = (parse_marker(each.component.value(MARKER)) for each in (series.main, *series.superseded))
    return next((marker for marker in markers if marker is not None and marker.uid == series.uid), None)


def foreign(instance: Instance, owner: str, title: Pattern[str] | None) -> Event:
    """One instance of an event that is not ours, in the calendar of `owner`."""
    component = instance.vevent.component
    return Event(
        calendar=owner,
        uid=instance.vevent.uid,
        span=instance.span,
        show=show(component),
        all_day=instance.all_day,
        recurring=instance.recurring,
        response=_response(component, owner),
        partner=_partner(component, owner),
        title_matches=title is None or title.search(_title(component)) is not None,
    )


def ours(instance: Instance, series: Series, marker: Marker, owner: str, title: Pattern[str] | None) -> Event:
    """Our own event, in the calendar of `owner`."""
    component = series.main.component
    spans = (parse_written(each.component.value(WRITTEN)) for each in (series.main, *series.superseded))
    return replace(
        foreign(instance, owner, title),
        marker=marker,
        written=next((span for span in spans if span is not None), None),
        answers={address: _answer(line) for address, line in reversed(_attendees(component))},
        etag=series.etag,
    )


def show(component: Component) -> Show:
    """How the event shows its owner.

    Outlook's own word beats TRANSP and STATUS, because it writes TRANSP:OPAQUE for several of them. Apple's beats
    them where the two do not disagree on whether it blocks.
    """
    microsoft = _MICROSOFT.get(_word(component, "X-MICROSOFT-CDO-BUSYSTATUS"))
    if microsoft is not None:
        return microsoft
    thunderbird = _THUNDERBIRD.get(_word(component, "X-GOOGLE-EVENT-TYPE"))
    if thunderbird is not None:
        return thunderbird
    transparent = _word(component, "TRANSP")
    if transparent == "TRANSPARENT":
        return Show.FREE
    apple = _MICROSOFT.get(_word(component, "X-APPLE-EWS-BUSYSTATUS"))
    if apple is not None and apple is not Show.BUSY and not (apple is Show.FREE and transparent):
        return apple
    return Show.TENTATIVE if _word(component, "STATUS") == "TENTATIVE" else Show.BUSY


def _word(component: Component, name: str) -> str:
    return (component.value(name) or "").upper()


def _title(component: Component) -> str:
    return unescape(component.value("SUMMARY") or "")


def address(line: Line) -> str:
    """Email of an ORGANIZER or ATTENDEE, lower case; what stands in its place where there is none."""
    value = line.value.strip().lower()
    if value.startswith("mailto:") and "@" in value:
        return value.removeprefix("mailto:").strip()
    return (line.param("EMAIL") or value).strip().lower().removeprefix("mailto:")


def _attendees(component: Component) -> list[tuple[str, Line]]:
    return [(address(line), line) for line in component.all("ATTENDEE")]


def _answer(line: Line) -> Response:
    return _RESPONSES.get((line.param("PARTSTAT") or "").upper(), Response.NEEDS_ACTION)


def _response(component: Component, owner: str) -> Response:
    answers = [_answer(line) for email, line in _attendees(component) if email == owner]
    # Invited twice, through two lists: declined only where both are.
    return next((answer for answer in answers if answer is not Response.DECLINED), (answers or [Response.NONE])[0])


def _partner(component: Component, owner: str) -> str | None:
    people = [address(line) for line in component.all("ORGANIZER")]
    for email, line in _attendees(component):
        kind = (line.param("CUTYPE") or "").upper()
        if kind == "GROUP" or (kind not in ("ROOM", "RESOURCE") and "@" not in email):
            return None
        if kind not in ("ROOM", "RESOURCE"):
            people.append(email)
    others = sorted(set(people) - {owner})
    return others[0] if owner in people and len(others) == 1 and "@" in others[0] else None
