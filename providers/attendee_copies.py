"""Attendees' copies of our meetings: recognised by the organizer's copy, as only that one bears our marker."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from providers.event import Calendar, Event, Interval, Response, Unknown


def recognise(calendars: Mapping[str, Calendar]) -> dict[str, Calendar]:
    """The same calendars, with attendees' copies marked, and our meetings taken out of blocks of free/busy.

    A foreign event that has the UID of one of our meetings, in the calendar of the marker's member, is that member's
    copy: it gets marker, written span and answers of the organizer's, and `follows`. It keeps its own time, which lags
    behind where the organizer's server has not told the attendee's yet.

    Where single events cannot be seen, a block of exactly our meeting's span is our meeting, and left out; also one of
    several of ours, end to end. A block that reaches beyond them may hide another meeting over ours: beyond ours is
    busy, over ours is unknown.

    Args:
        calendars: by email, of one run; also from several providers.
    """
    ours: dict[str, dict[str, Event]] = {}
    for email, calendar in calendars.items():
        for event in calendar.events:
            if event.marker is not None and not event.follows and email == event.marker.leader:
                ours.setdefault(event.marker.member, {})[event.uid] = event
    return {
        email: (_marked if calendar.listed else _without_ours)(calendar, ours.get(email, {}))
        for email, calendar in calendars.items()
    }


def _marked(calendar: Calendar, ours: Mapping[str, Event]) -> Calendar:
    """With every copy of our meetings marked."""
    events = tuple(
        replace(
            event,
            marker=meeting.marker,
            written=meeting.written,
            answers=meeting.answers,
            follows=True,
        )
        if event.marker is None and (meeting := ours.get(event.uid)) is not None
        else event
        for event in calendar.events
    )
    recognised = sum(event.follows for event in events) - sum(event.follows for event in calendar.events)
    return replace(calendar, events=events, held=calendar.held - recognised)


def _without_ours(calendar: Calendar, ours: Mapping[str, Event]) -> Calendar:
    """With our meetings taken out of the blocks."""
    spans = [meeting.span for meeting in ours.values() if meeting.answers.get(calendar.email) is not Response.DECLINED]
    blocks, hidden = without_ours(calendar.events, spans)
    why = (
        f"{calendar.email}: only free or busy can be seen, and a block reaches beyond the 1-on-1 at the same time, so "
        "another meeting may lie over it; it stays. Share single events with the account that reads to know"
    )
    return replace(
        calendar,
        events=tuple(blocks),
        held=len(blocks),
        unknown=tuple(sorted({*calendar.unknown, *(Unknown(span, why) for span in hidden)})),
    )


def without_ours(blocks: Iterable[Event], spans: Iterable[Interval]) -> tuple[list[Event], list[Interval]]:
    """Blocks of free/busy without our meetings, and the spans of those over which another meeting may lie.

    Args:
        blocks: without identity; sorted.
        spans: of our meetings.
    """
    ordered = sorted(spans)
    left: list[Event] = []
    hidden: list[Interval] = []
    for block in blocks:
        inside = [span for span in ordered if block.span.start <= span.start and span.end <= block.span.end]
        beyond = _pieces(block.span, inside)
        hidden += inside if beyond else ()
        left += (replace(block, span=piece) for piece in beyond)
    return left, hidden


def _pieces(block: Interval, taken: list[Interval]) -> list[Interval]:
    """What is left of a block; `taken` is sorted and inside it."""
    pieces = []
    start = block.start
    for span in taken:
        if start < span.start:
            pieces.append(Interval(start, span.start))
        start = max(start, span.end)
    if start < block.end:
        pieces.append(Interval(start, block.end))
    return pieces
