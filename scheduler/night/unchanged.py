"""What a leader's plan depends on, in one number: where it is last night's, last night's plan still holds.

The clock is not part of it. As time passes within the same weeks, what may still be placed or moved only becomes less;
a plan that left nothing to do is as good then as it was.
"""

import hashlib
from collections.abc import Iterator, Mapping

from providers.event import Calendar, Event
from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.planning.existing import declines


def fingerprint_of(company: Company, weeks: tuple[str, ...], calendars: Mapping[str, Calendar], memory: Memory) -> str:
    """SHA-256, in hexadecimal, of all that decides a leader's plan but the clock.

    Versions of our own events do not count, nor what a service calls them: so what we are about to write can be
    foreseen. That a human moved one counts, and that its member declined it.

    Args:
        weeks: the horizon's.
        calendars: by email, as the leader's planning sees them.
        memory: what the ledger knows about the leader.
    """
    said = [company.fingerprint, *weeks, *(_digest(calendars[email]) for email in sorted(calendars))]
    for entry in memory.entries:
        span = f"{entry.span.start.isoformat()} {entry.span.end.isoformat()}"
        said.append(f"{entry.member} {entry.kind} {entry.period} {entry.generation} {span} {entry.state} {entry.moved}")
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _digest(calendar: Calendar) -> str:
    said = sorted(_said(calendar))
    head = f"{calendar.email} {calendar.listed} {calendar.invites}"
    return hashlib.sha256("\n".join((head, *said)).encode()).hexdigest()


def _said(calendar: Calendar) -> Iterator[str]:
    for event in calendar.events:
        yield _ours(event) if event.marker is not None else _foreign(event)
    for gap in calendar.unknown:
        yield f"unknown {gap.span.start.isoformat()} {gap.span.end.isoformat()}"


def _ours(event: Event) -> str:
    assert event.marker is not None  # it is ours
    moved = not event.follows and event.written is not None and event.written != event.span
    marker = event.marker
    return (
        f"ours {marker.leader} {marker.member} {marker.kind} {marker.period} {marker.generation} "
        f"{event.span.start.isoformat()} {event.span.end.isoformat()} {moved} {declines(event, marker.member)} "
        f"{event.follows}"
    )


def _foreign(event: Event) -> str:
    return (
        f"{event.uid} {event.span.start.isoformat()} {event.span.end.isoformat()} {event.show} {event.all_day} "
        f"{event.recurring} {event.response} {event.partner} {event.people} {event.title_matches}"
    )
