"""One plan on its way into the calendars.

Each change is noted in the ledger before its first write and after its last one, so that a run that was killed in
between is completed by the next: a copy that is missing in between is not taken for one that a human deleted.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from providers.errors import Conflict, ProviderError, UsedUp
from providers.event import Calendar, Event, Interval, Meeting
from scheduler.company import Company
from scheduler.hosts import invited, written
from scheduler.ledger.record import Entry, Memory, State
from scheduler.plan import Action, Change, Origin, PairKey, Plan
from scheduler.planning.existing import declines
from scheduler.read.team import read_people
from scheduler.write.marking import marker_of
from scheduler.write.render import Meetings
from scheduler.write.writers import Writers

if TYPE_CHECKING:
    from scheduler.ledger.writing import Ledger

MOST_GENERATIONS = 4
"""So many ids are tried for one occurrence, where events of the earlier ones were deleted and nobody knows of it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A change that was not done, or not in all of its calendars."""

    change: Change
    why: str
    """A sentence for a person."""
    reached: tuple[str, ...] = ()
    """The calendars (emails) in which it was done all the same, as they were read afterwards; the next run does the
    rest."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What was done."""

    done: tuple[Change, ...]
    failed: tuple[Failure, ...]
    """The others were done all the same."""
    conflicts: bool = False
    """Whether some failed because their event changed after it had been read: a plan made now may succeed."""


class Execution:
    """One plan on its way into the calendars."""

    def __init__(
        self,
        plan: Plan,
        company: Company,
        meetings: Meetings,
        calendars: Mapping[str, Calendar],
        writers: Writers,
        ledger: "Ledger",
        memory: Memory,
        now: datetime,
    ) -> None:
        self.plan = plan
        self.company = company
        self.meetings = meetings
        self.calendars = calendars
        self.writers = writers
        self.ledger = ledger
        self.memory = memory
        self.now = now
        self.copies: dict[str, list[Event]] = defaultdict(list)
        self.foreign: set[tuple[str, str]] = set()
        """Calendar and UID of events that are not ours: ours cannot have such a UID there."""
        for calendar in calendars.values():
            for event in calendar.events:
                if event.marker is None:
                    self.foreign.add((event.calendar, event.uid))
                elif not event.follows:
                    self.copies[event.marker.uid].append(event)

    def run(self, progress: Callable[[int, int], None]) -> Outcomes:
        """Cancel, then move, then create; afterwards note what stands unchanged."""
        order = (Action.CANCEL, Action.MOVE, Action.KEEP, Action.CREATE)
        todo = sorted(
            (change for change in self.plan.changes if change.to_do),
            key=lambda change: order.index(change.action),
        )
        done: list[Change] = []
        failed: list[Failure] = []
        conflicts = False
        for change in todo:
            progress(len(done), len(todo))
            try:
                done.append(self._write(change))
            except ProviderError as error:
                failed.append(Failure(change, str(error)))
                conflicts |= isinstance(error, Conflict) and not isinstance(error, UsedUp)
        self._note_unchanged([change for change in self.plan.changes if change not in todo])
        progress(len(done), len(todo))
        return Outcomes(tuple(done), self._with_reached(failed), conflicts)

    def _with_reached(self, failed: Sequence[Failure]) -> tuple[Failure, ...]:
        """Failures with the calendars that hold what was to be done, and did not before; read again only for these."""
        emails = {email for failure in failed for email in failure.change.writes}
        calendars = read_people(self.company, emails, self.writers.providers, self.plan.window) if emails else {}
        return tuple(
            replace(
                failure,
                reached=tuple(
                    email
                    for email in failure.change.writes
                    if _done(failure.change, calendars[email]) and not _done(failure.change, self.calendars[email])
                ),
            )
            for failure in failed
        )

    def _write(self, change: Change) -> Change:
        """What was done: the change, or one of a later generation."""
        copies = self.copies[marker_of(change).uid]
        if change.after is None:
            return self._cancel(change, [copy for copy in copies if copy.calendar in change.writes])
        self._note(change, change.after, State.WRITING)
        self.writers.move([copy for copy in copies if copy.span != change.after], change.after)
        holders = {copy.calendar for copy in copies}
        missing = [email for email in change.writes if email not in holders]
        try:
            done = self._create(change, change.after, missing) if missing else change
        except UsedUp:
            if not (copies or self._begun(change)):
                raise
            # A person deleted it before anybody noted that it was there.
            gone = replace(change, action=Action.CANCEL, origin=Origin.DELETED, before=change.before or change.after)
            return self._cancel(gone, copies)
        self._note(done, change.after, State.WRITTEN)
        return done

    def _cancel(self, change: Change, copies: Sequence[Event]) -> Change:
        assert change.before is not None  # what is cancelled was somewhere
        by_people = change.origin is Origin.DELETED
        if not by_people:  # else a run that is killed here must leave what tells the next one of the deletion
            self._note(change, change.before, State.CANCELLING)
        self.writers.cancel(copies)
        self._note(change, change.before, State.DELETED if by_people else State.CANCELLED)
        return change

    def _create(self, change: Change, span: Interval, missing: Sequence[str]) -> Change:
        """Create the event in these calendars; in the first generation of which no event was deleted there.

        Raises:
            UsedUp: there are too many, or a copy of this one stands.
        """
        shared = invited(self.calendars, change.pair.leader, change.pair.member)
        begun = self._begun(change) and not self._foreign(change, missing)
        alone = not (self.copies[marker_of(change).uid] or begun)
        for _ in range(MOST_GENERATIONS - 1 if alone else 0):
            try:
                if self._foreign(change, missing):
                    raise UsedUp("this UID is a foreign event's", who=change.pair.leader, do="Make the plan anew.")
                self.writers.create(self._meeting(change), missing, shared=shared)
                return change
            except UsedUp:
                change = replace(change, generation=change.generation + 1)
                self._note(change, span, State.WRITING)
        self.writers.create(self._meeting(change), missing, shared=shared)
        return change

    def _foreign(self, change: Change, calendars: Sequence[str]) -> bool:
        """Whether an event that is not ours has this UID in one of the calendars."""
        return any((email, marker_of(change).uid) in self.foreign for email in calendars)

    def _begun(self, change: Change) -> bool:
        """Whether an earlier run began to write this very event and did not get to say what came of it."""
        uid = marker_of(change).uid
        return any(entry.uid == uid and entry.state is State.WRITING for entry in self.memory.entries)

    def _meeting(self, change: Change) -> Meeting:
        """As rendered, with the marker of this generation."""
        return replace(self.meetings[change.pair, change.period], marker=marker_of(change))

    def _note_unchanged(self, unchanged: Sequence[Change]) -> None:
        """What stands unchanged is noted too, if the ledger was lost or a killed run did not get to say so."""
        known = {replace(entry, at=self.now) for entry in self.memory.entries}
        entries = [
            self._entry(change, change.after, State.WRITTEN)
            for change in unchanged
            if change.after is not None and change.origin is not Origin.BOOKED and self._complete(change)
        ]
        noted = {(entry.leader, entry.member, entry.kind, entry.period) for entry in entries}
        # What was written, or begun to be, has been noted with it.
        noted |= {
            (change.pair.leader, change.pair.member, change.pair.kind, change.period)
            for change in self.plan.changes
            if change not in unchanged
        }
        self.ledger.put(
            *(entry for entry in entries if entry not in known),
            *(
                entry
                for entry in self._answered()
                if (entry.leader, entry.member, entry.kind, entry.period) not in noted
            ),
            *self._taken_out(),
        )
        held = {email: calendar.held for email, calendar in self.calendars.items() if not calendar.unknown}
        self.ledger.held({email: n for email, n in held.items() if self.memory.held.get(email) != n}, self.now)

    def _answered(self) -> list[Entry]:
        """What stands, where its member declined it, or declines it no longer, since it was last seen."""
        seen = [
            (entry, any(declines(copy, entry.member) for copy in self.copies[entry.uid]))
            for entry in self.memory.entries
            if entry.state is State.WRITTEN and self.copies[entry.uid]
        ]
        return [
            replace(entry, declined=declined, at=self.now) for entry, declined in seen if declined != entry.declined
        ]

    def _taken_out(self) -> list[Entry]:
        """What an interrupted run had taken out of both calendars, and did not get to say so."""
        planned = {(change.pair, change.period) for change in self.plan.changes}
        known = {email for email, calendar in self.calendars.items() if not calendar.unknown}
        return [
            replace(entry, state=State.CANCELLED, at=self.now)
            for entry in self.memory.entries
            if entry.state is State.CANCELLING
            and entry.span.overlaps(self.plan.window)
            and not self.copies[entry.uid]
            and known.issuperset(written(self.calendars, entry.leader, entry.member))
            and (PairKey(entry.leader, entry.member, entry.kind), entry.period) not in planned
        ]

    def _complete(self, change: Change) -> bool:
        """Whether all that we write were seen to hold it: only then does a copy that is gone later mean a deletion."""
        holders = {copy.calendar for copy in self.copies[marker_of(change).uid]}
        return holders.issuperset(written(self.calendars, change.pair.leader, change.pair.member))

    def _note(self, change: Change, span: Interval, state: State) -> None:
        self.ledger.put(self._entry(change, span, state))

    def _entry(self, change: Change, span: Interval, state: State) -> Entry:
        marker = marker_of(change)
        return Entry(
            marker.leader,
            marker.member,
            marker.kind,
            marker.period,
            marker.generation,
            marker.uid,
            span,
            state,
            self.now,
            self._moved(change),
            declined=span == change.before and self._declined(change),
        )

    def _moved(self, change: Change) -> int:
        """How often the occurrence was moved without being asked to, this time included.

        A run that was killed has counted the move that is completed now.
        """
        key = (change.pair.leader, change.pair.member, change.pair.kind, change.period)
        known = next((e for e in self.memory.entries if (e.leader, e.member, e.kind, e.period) == key), None)
        before = 0 if known is None else known.moved
        if change.action is not Action.MOVE or self._declined(change):
            return before
        counted = known is not None and known.state is State.WRITING and known.span == change.after
        return before if counted else before + 1

    def _declined(self, change: Change) -> bool:
        """Whether the member had declined it, where it was."""
        return any(declines(copy, change.pair.member) for copy in self.copies[marker_of(change).uid])


def _done(change: Change, calendar: Calendar) -> bool:
    """Whether a calendar, in which this change writes, is known to be as the change leaves it."""
    spans = [
        event.span
        for event in calendar.events
        if event.marker is not None
        and PairKey(event.marker.leader, event.marker.member, event.marker.kind) == change.pair
        and event.marker.period == change.period
    ]
    if change.after is None:
        return not spans and not calendar.unknown
    return change.after in spans
