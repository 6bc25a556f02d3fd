"""What one leader's planning looks at, of all that was read."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from providers.event import Calendar, Interval
from providers.wall_clock import midnight
from providers.weeks import IsoWeek
from scheduler.company import Company, Team
from scheduler.hosts import written
from scheduler.ledger.record import Memory, State
from scheduler.read.unreadable import unread_whole


@dataclass(frozen=True, slots=True)
class Look:
    """What a leader's planning looks at."""

    team: Team
    window: Interval
    memory: Memory
    """What the ledger knows about the leader. Of an event whose cancelling was interrupted, a copy may be left in the
    calendar of the other one alone."""

    @property
    def people(self) -> set[str]:
        """Emails of the leader and of everybody whom they meet."""
        return {self.team.leader, *(pair.member for pair in self.team.pairs)}


class Everybody:
    """Calendars that were read once, for one leader or for many."""

    def __init__(self, calendars: Mapping[str, Calendar]) -> None:
        """`calendars`: by email."""
        self.calendars = calendars
        self._met: dict[str, set[tuple[str, Interval]]] = defaultdict(set)
        """By leader: whom events of ours say that they meet, and when."""
        for calendar in calendars.values():
            for event in calendar.events:
                if event.marker is not None:
                    self._met[event.marker.leader].add((event.marker.member, event.span))

    def former(self, look: Look) -> set[str]:
        """Emails of everybody whom the leader met until now, as events and the ledger say."""
        by_events = {member for member, span in self._met.get(look.team.leader, ()) if span.overlaps(look.window)}
        by_ledger = {
            entry.member
            for entry in look.memory.entries
            if entry.state not in (State.CANCELLED, State.DELETED) and entry.span.overlaps(look.window)
        }
        return by_events | by_ledger

    def within(self, look: Look) -> dict[str, Calendar]:
        """The calendars of the leader and of everybody whom they meet or met, in the leader's window, by email."""
        emails = look.people | self.former(look)
        return {email: _clipped(self.calendars[email], look.window) for email in sorted(emails)}

    def beyond(self, email: str, window: Interval, uids: set[str]) -> Calendar:
        """Of what lies outside a window, these events of ours, and what is not known."""
        whole = self.calendars[email]
        return replace(
            whole,
            events=tuple(
                event
                for event in whole.events
                if event.marker is not None and event.marker.uid in uids and not event.span.overlaps(window)
            ),
            unknown=tuple(gap for gap in whole.unknown if not gap.span.overlaps(window)),
        )


def _clipped(calendar: Calendar, window: Interval) -> Calendar:
    """What touches a window."""
    events = tuple(event for event in calendar.events if event.span.overlaps(window))
    unknown = tuple(gap for gap in calendar.unknown if gap.span.overlaps(window))
    if len(events) == len(calendar.events) and len(unknown) == len(calendar.unknown):
        return calendar
    return replace(calendar, events=events, unknown=unknown)


def missing_of_ours(company: Company, look: Look, calendars: Mapping[str, Calendar]) -> dict[str, set[str]]:
    """UIDs of our events that should be in the window, or are due in it, and are not; by calendar that we write."""
    window, zone = look.window, company.people[look.team.leader].time_zone
    missing: dict[str, set[str]] = defaultdict(set)
    for entry in look.memory.entries:
        due = midnight(IsoWeek.parse(entry.period).monday(), zone)
        if entry.state not in (State.WRITING, State.WRITTEN, State.CANCELLING):
            continue
        if not (entry.span.overlaps(window) or window.start <= due < window.end):
            continue
        for email in written(calendars, entry.leader, entry.member):
            calendar = calendars.get(email)
            if calendar is None or not calendar.listed or unread_whole(calendar, window):
                continue
            if entry.uid not in uids_of_ours(calendar):
                missing[email].add(entry.uid)
    return missing


def uids_of_ours(calendar: Calendar) -> set[str]:
    """Those that our events have in the ledger; what a service calls them may differ."""
    return {event.marker.uid for event in calendar.events if event.marker is not None and not event.follows}
