"""VEVENT to Event: what an event means for its owner. Titles are matched here and go no further."""

from dataclasses import dataclass, replace
from re import Pattern

from providers.event import Event, Response, Show
from providers.ics.expand import Instance
from providers.ics.parse import WRITTEN, Component, Line
from providers.ics.series import Series, address
from providers.ics.text import unescape
from providers.marker import Marker
from providers.marker_codec import parse_written

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


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a VEVENT means for its owner, whenever it lies."""

    show: Show
    response: Response
    partner: str | None
    title_matches: bool

    @property
    def blocks(self) -> bool:
        """Whether it can keep its owner from meeting somebody."""
        return self.show not in (Show.FREE, Show.ELSEWHERE) and self.response is not Response.DECLINED


def meaning(component: Component, owner: str, title: Pattern[str] | None) -> Meaning:
    """What an event means in the calendar of `owner`."""
    return Meaning(
        show(component),
        _response(component, owner),
        _partner(component, owner),
        title is None or title.search(_title(component)) is not None,
    )


def foreign(instance: Instance, means: Meaning, uid: str, owner: str) -> Event:
    """One instance of an event that is not ours, in the calendar of `owner`."""
    return Event(
        calendar=owner,
        uid=uid,
        span=instance.span,
        show=means.show,
        all_day=instance.all_day,
        recurring=instance.recurring,
        response=means.response,
        partner=means.partner,
        title_matches=means.title_matches,
    )


def ours(instance: Instance, means: Meaning, series: Series, marker: Marker, owner: str) -> Event:
    """Our own event, in the calendar of `owner`."""
    component = series.main.component
    spans = (parse_written(each.component.value(WRITTEN)) for each in (series.main, *series.superseded))
    return replace(
        foreign(instance, means, series.uid, owner),
        marker=marker,
        written=next((span for span in spans if span is not None), None),
        answers={address(line): _answer(line) for line in reversed(component.all("ATTENDEE"))},
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


def _answer(line: Line) -> Response:
    return _RESPONSES.get((line.param("PARTSTAT") or "").upper(), Response.NEEDS_ACTION)


def _response(component: Component, owner: str) -> Response:
    answers = [_answer(line) for line in component.all("ATTENDEE") if address(line) == owner]
    # Invited twice, through two lists: declined only where both are.
    return next((answer for answer in answers if answer is not Response.DECLINED), (answers or [Response.NONE])[0])


def _partner(component: Component, owner: str) -> str | None:
    people = [address(line) for line in component.all("ORGANIZER")]
    for line in component.all("ATTENDEE"):
        email, kind = address(line), (line.param("CUTYPE") or "").upper()
        if kind == "GROUP" or (kind not in ("ROOM", "RESOURCE") and "@" not in email):
            return None
        if kind not in ("ROOM", "RESOURCE"):
            people.append(email)
    others = sorted(set(people) - {owner})
    return others[0] if owner in people and len(others) == 1 and "@" in others[0] else None
