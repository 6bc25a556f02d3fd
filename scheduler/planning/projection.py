"""Calendars as they will be once other leaders' plans are carried out: what one leader is planned, and written, in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from providers.event import Calendar, Event, Interval, Response, Show
from providers.marker import Marker
from scheduler.plan import Action, Change, Origin, Plan


def projected(calendars: Mapping[str, Calendar], plans: Iterable[Plan], *, but_for: str) -> dict[str, Calendar]:
    """The same calendars, as if the plans of all leaders but this one had been carried out.

    Our events lie where they are planned to lie, new ones in the calendars that the plan writes; copies that follow lie
    where the leader's lies; cancelled ones are gone. What was carried out already changes nothing.

    Args:
        calendars: by email; those of other people that a plan writes are left out of account.
        but_for: email of the leader whose own plan, if it is among them, is not looked at.
    """
    return carried_out(calendars, [change for plan in plans if plan.leader != but_for for change in plan.changes])


def carried_out(calendars: Mapping[str, Calendar], changes: Iterable[Change]) -> dict[str, Calendar]:
    """The same calendars after these changes; see `projected`."""
    after = dict(calendars)
    for change in changes:
        if change.origin is Origin.BOOKED:
            continue
        pair = change.pair
        marker = Marker(pair.leader, pair.member, pair.kind, change.period, change.generation)
        for email in (pair.leader, pair.member):
            if email in after:
                after[email] = _changed(after[email], change, marker)
    return after


def _changed(calendar: Calendar, change: Change, marker: Marker) -> Calendar:
    """One of the two calendars after a change."""
    mine = [event for event in calendar.events if event.marker == marker]
    if change.after is None:
        gone = [event for event in mine if event.follows or calendar.email in change.writes]
        return _with(calendar, gone, [])
    to_be_moved = [event for event in mine if event.span != change.after and _moves(event, change)]
    moved = [replace(event, span=change.after, written=change.after) for event in to_be_moved]
    lacking = not mine and not _written_later(calendar, marker) and _has_a_copy(calendar, change)
    return _with(calendar, to_be_moved, [*moved, *([_copy(calendar, change, marker, change.after)] if lacking else [])])


def _moves(event: Event, change: Change) -> bool:
    """Whether a copy that lies elsewhere is brought to where the change wants it."""
    return event.follows or event.calendar in change.writes or change.action is Action.MOVE


def _has_a_copy(calendar: Calendar, change: Change) -> bool:
    """Whether the calendar holds the event afterwards: because it is written, or as the member's copy that follows."""
    follows = calendar.email == change.pair.member and calendar.invites
    created = change.action is Action.CREATE or change.pair.leader in change.writes
    return calendar.email in change.writes or (follows and (created or not calendar.listed))


def _written_later(calendar: Calendar, marker: Marker) -> bool:
    """Whether a later generation of the occurrence is there: an id of this one was used up."""
    return any(
        event.marker is not None
        and replace(event.marker, generation=marker.generation) == marker
        and event.marker.generation > marker.generation
        for event in calendar.events
    )


def _copy(calendar: Calendar, change: Change, marker: Marker, span: Interval) -> Event:
    """A new copy of the event."""
    leads = calendar.email == marker.leader
    return Event(
        calendar.email,
        marker.uid,
        span,
        Show.BUSY,
        response=Response.NONE if leads else Response.NEEDS_ACTION,
        partner=marker.member if leads else marker.leader,
        marker=marker,
        written=span,
        follows=calendar.email not in change.writes,
    )


def _with(calendar: Calendar, without: list[Event], added: list[Event]) -> Calendar:
    """The calendar with some events in place of others, sorted as ever."""
    if not without and not added:
        return calendar
    kept = [event for event in calendar.events if not any(event is gone for gone in without)]
    events = sorted([*kept, *added], key=lambda event: (event.span, event.uid))
    return replace(calendar, events=tuple(events))
