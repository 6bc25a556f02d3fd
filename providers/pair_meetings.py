"""Who meets whom: two calendars that hold the same meeting of two belong to the two."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from providers.event import Calendar, Event

TWO = 2
Meets = tuple[str, datetime, datetime]
"""UID, start and end: instances of one series share the UID."""


def pair_up(calendars: Mapping[str, Calendar]) -> dict[str, Calendar]:
    """The same calendars, with `Event.partner` filled in where exactly two people take part, and both are read.

    Services count who takes part without naming them. An event of two people that two of these calendars hold is a
    meeting of their owners. One copy that tells how many they are is enough; where copies disagree, nothing is told.

    Args:
        calendars: by email, of one run; also from several providers.
    """
    copies: dict[Meets, list[Event]] = defaultdict(list)
    for calendar in calendars.values():
        for event in calendar.events:
            if event.uid:
                copies[_meets(event)].append(event)
    return {
        email: replace(calendar, events=tuple(_paired(event, copies[_meets(event)]) for event in calendar.events))
        if any(event.uid and event.partner is None for event in calendar.events)
        else calendar
        for email, calendar in calendars.items()
    }


def _paired(event: Event, copies: list[Event]) -> Event:
    """With its partner, if that can be told."""
    if not event.uid or event.partner is not None or {copy.people for copy in copies} - {None} != {TWO}:
        return event
    others = {copy.calendar for copy in copies} - {event.calendar}
    return replace(event, partner=others.pop()) if len(others) == 1 else event


def _meets(event: Event) -> Meets:
    return event.uid, event.span.start, event.span.end
