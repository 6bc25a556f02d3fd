"""Night after night: what a plan writes is what the next night finds."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from providers.event import Event
from scheduler.company import Company
from scheduler.ledger.record import Entry, State
from scheduler.plan import Action, Change, Origin, Plan
from tests.planning.build import AS_OF, entry, ours, plan


@dataclass
class Diary:
    """Everybody's calendars and the ledger."""

    events: list[Event] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    """By UID."""

    def night(self, whose: Company, as_of: datetime = AS_OF) -> Plan:
        """Plan, and write the plan."""
        made = plan(self.events, whose, entries=_newest(self.entries), as_of=as_of)
        for change in made.changes:
            if change.origin is not Origin.BOOKED:
                self._write(change)
        return made

    def nights(self, whose: Company, weeks: int) -> list[Plan]:
        """A night a week."""
        return [self.night(whose, AS_OF + week * timedelta(days=7)) for week in range(weeks)]

    def meetings(self) -> list[datetime]:
        """When our 1-on-1s start, each once."""
        return sorted({event.span.start for event in self.events if event.marker is not None})

    def _write(self, change: Change) -> None:
        span = change.after or change.before
        assert span is not None
        copies = ours(
            span, change.period, member=change.pair.member, kind=change.pair.kind, generation=change.generation
        )
        standing = [event for event in self.events if event.uid == copies[0].uid]
        if change.action is Action.CANCEL:
            self.events = [event for event in self.events if event not in standing]
            state = State.DELETED if change.origin is Origin.DELETED else State.CANCELLED
            self._note(change, entry(copies[0], state))
            return
        touched = [copy for copy in copies if copy.calendar in change.writes]
        replaced = {copy.calendar for copy in touched}
        self.events = [event for event in self.events if event not in standing or event.calendar not in replaced]
        self.events += touched
        self._note(change, entry(copies[0]))

    def _note(self, change: Change, new: Entry) -> None:
        known = self.entries.get(new.uid)
        moved = (known.moved if known else 0) + (change.action is Action.MOVE)
        self.entries[new.uid] = replace(new, moved=moved)


def _newest(entries: dict[str, Entry]) -> list[Entry]:
    """The ledger has one entry for an occurrence: its newest generation's."""
    newest: dict[tuple[str, str, str], Entry] = {}
    for each in entries.values():
        key = (each.member, each.kind, each.period)
        if key not in newest or newest[key].generation < each.generation:
            newest[key] = each
    return list(newest.values())
