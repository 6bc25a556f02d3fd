"""What a night notes of itself, and asks earlier ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from scheduler.company import Company
from scheduler.dates import clock
from scheduler.errors import BadInput, CalendarFailure
from scheduler.journal import decisions, leader_record, run_record
from scheduler.ledger.record import Decision, LeaderRecord, Memory, RunKind, RunRecord
from scheduler.ledger.runs import begin_run, end_run, last_nights, note_leaders, rely, run_of
from scheduler.night.beside import Beside
from scheduler.night.reading import Reading
from scheduler.night.unchanged import fingerprint_of
from scheduler.night.watch import Watcher
from scheduler.outcome import Ending, LeaderNight
from scheduler.plan import Outcome, Plan
from scheduler.read.view import Everybody
from scheduler.run import Setup

_DONE = (Ending.WRITTEN, Ending.UNCHANGED)
_TOGETHER = 500
"""So many leaders are noted in one transaction."""


@dataclass
class Journal:
    """A night's own notes. A preview asks, and notes nothing.

    What cannot be noted in the middle of a night is told once; the calendars and the ledger hold what counts.
    """

    setup: Setup
    record: RunRecord
    preview: bool
    watcher: Watcher
    done: frozenset[str] = frozenset()
    """Leaders for whom a run that is resumed was done."""
    _told: bool = field(default=False, init=False)

    @classmethod
    def of(
        cls, setup: Setup, as_of: datetime, started: datetime, resume: str | None, *, preview: bool, watcher: Watcher
    ) -> "Journal":
        """The notes of a new run, or of one that is resumed.

        Raises:
            BadInput: there is no such run, or it was no night.
        """
        if resume is None:
            return cls(setup, run_record(RunKind.NIGHT, as_of, started), preview, watcher)
        story = run_of(setup.ledger, resume)
        if story is None or story.record.kind is not RunKind.NIGHT:
            raise BadInput(f"--resume: {resume!r} is no night that the journal knows; see `schedule runs`")
        done = frozenset(record.leader for record, _ in story.leaders if record.ending in _DONE)
        return cls(setup, story.record, preview, watcher, done)

    def unchanged(self, company: Company, reading: Reading) -> dict[str, str]:
        """Leaders whose last run left nothing to do, and of whom nothing that decides a plan has changed since.

        Each with the fingerprint of what was read.
        """
        last = last_nights(self.setup.ledger, reading.ready)
        alike = {}
        for leader, ready in reading.ready.items():
            before = last.get(leader)
            if before is None or not before.quiet or not before.fingerprint or before.weeks != ready.weeks:
                continue
            if before.fingerprint == fingerprint_of(company, ready.weeks, ready.calendars, ready.look.memory):
                alike[leader] = before.fingerprint
        return alike

    def begin(self) -> None:
        """Note that it begins.

        Raises:
            CalendarFailure: the journal cannot be written: nothing is to be.
        """
        if not self.preview:
            begin_run(self.setup.ledger, self.record)

    def ended(self, each: LeaderNight) -> None:
        """Note how it ended for a leader of whom nothing was written: what was is noted where it is written."""
        made = () if each.plan is None else decisions(each.plan)
        self._note([(leader_record(each, clock.now()), made)])

    def same(self, every: Sequence[LeaderNight], found: Mapping[str, str], reading: Reading) -> None:
        """Note that nothing has changed for these leaders.

        Args:
            found: by leader, the fingerprint of what was read.
        """
        records = [
            leader_record(each, clock.now(), fingerprint=found[each.leader], weeks=reading.ready[each.leader].weeks)
            for each in every
        ]
        for begin in range(0, len(records), _TOGETHER):
            self._note([(record, ()) for record in records[begin : begin + _TOGETHER]])

    def rely_on(
        self, company: Company, reading: Reading, plans: Mapping[str, Plan], memories: Mapping[str, Memory]
    ) -> None:
        """Note what the next night will find of leaders whose plans were written, if nothing else changes.

        Args:
            plans: by leader, as they were written.
            memories: by leader, what the ledger knows now.
        """
        beside = Beside(plans.values())
        foreseen = {}
        for leader, plan in plans.items():
            ready = reading.ready[leader]
            if any(one.outcome is Outcome.LEFT_ALONE for one in plan.not_placed):
                continue
            after = beside.after(ready.calendars)
            look = replace(ready.look, memory=memories[leader])
            foreseen[leader] = fingerprint_of(company, ready.weeks, Everybody(after).within(look), look.memory)
        self._safely(lambda: rely(self.setup.ledger, self.record.run, foreseen))

    def end(self, result: str) -> None:
        """Note that it ended, and how."""
        self._safely(lambda: end_run(self.setup.ledger, self.record.run, clock.now(), result))

    def _note(self, many: Sequence[tuple[LeaderRecord, Sequence[Decision]]]) -> None:
        self._safely(lambda: note_leaders(self.setup.ledger, self.record.run, many))

    def _safely(self, note: Callable[[], None]) -> None:
        if self.preview:
            return
        try:
            note()
        except CalendarFailure as error:
            if not self._told:
                self.watcher.failed("", error)
            self._told = True
