"""When an answer is not to be believed: a calendar that lost everything at once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from providers.event import Calendar, Interval
from scheduler.errors import CalendarFailure
from scheduler.hosts import written
from scheduler.ledger.record import Memory, State
from scheduler.read.view import uids_of_ours

SEVERAL = 2
"""So many 1-on-1s gone from one calendar at once, and none left, are not deletions but a lost calendar."""


def refuse_lost_calendars(
    calendars: Mapping[str, Calendar], memory: Memory, window: Interval, as_of: datetime, accepted: Collection[str]
) -> None:
    """Stop where a calendar that held events last time holds none: more likely a lost file than a free person.

    Likewise where several 1-on-1s that we wrote for the time after `as_of` are gone at once: nobody deleted them all.
    What lies beyond the window was not read, and is not missed.

    Args:
        window: what was read.
        accepted: emails of people whose calendar is known to be empty now.

    Raises:
        CalendarFailure: naming each such calendar.
    """
    emptied = []
    for email, calendar in calendars.items():
        if email in accepted or any(gap.span.overlaps(window) for gap in calendar.unknown):
            continue
        wrote = [
            entry.uid
            for entry in memory.entries
            if entry.state is State.WRITTEN
            and as_of < entry.span.start < window.end
            and email in written(calendars, entry.leader, entry.member)
        ]
        read_whole = calendar.listed and not calendar.unknown
        followed = any(event.follows for event in calendar.events)  # which another leader's run takes for a foreign one
        if calendar.held == 0 and memory.held.get(email, 0) > 0 and not followed:
            events = "event" if memory.held[email] == 1 else "events"
            what = f"held {memory.held[email]} {events} last time and holds none now"
        elif len(wrote) >= SEVERAL and read_whole and uids_of_ours(calendar).isdisjoint(wrote):
            what = f"has lost all {len(wrote)} 1-on-1s that were written to it"
        else:
            continue
        emptied.append(
            f"{email}: the calendar {what}. Nothing is planned on it. Restore it. If it has moved to another service, "
            f"move the ledger away. If people emptied it, run with --accept-empty {email}."
        )
    if emptied:
        raise CalendarFailure("\n".join(emptied))
