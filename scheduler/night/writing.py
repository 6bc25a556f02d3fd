"""Writes a night's plans, leader by leader; what goes wrong for one of them stays with that one."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from providers.event import Calendar
from scheduler.errors import CalendarFailure, Interrupted, Stale
from scheduler.journal import written_night
from scheduler.ledger.record import Memory
from scheduler.night.beside import Beside
from scheduler.night.journal import Journal
from scheduler.night.reading import Ready, read_again
from scheduler.night.watch import Watcher
from scheduler.outcome import FORESEEN, Ending, LeaderNight, ended_by
from scheduler.plan import Plan
from scheduler.read.team import Seen
from scheduler.run import ATTEMPTS, Setup, Terms, run, write
from scheduler.write import Outcomes, refuse_too_many_changes


class _Conflicts(Exception):
    """Some events changed between reading and writing; the others are written."""


@dataclass
class Writing:
    """Writes plans that were made together. What could not be written is forgotten: the others' are compared without.

    Args:
        ready: by leader.
        plans: by leader, of everybody who was planned.
        force: whether guards of single leaders hold nothing back.
    """

    setup: Setup
    ready: Mapping[str, Ready]
    plans: Mapping[str, Plan]
    as_of: datetime | None
    """The clock, where it is fixed; else the time counts at which a plan is written."""
    force: bool
    watcher: Watcher
    journal: Journal
    _beside: Beside = field(init=False)
    """What is written, or is going to be."""

    def __post_init__(self) -> None:
        self._beside = Beside(self.plans.values())

    def write(self, leader: str) -> LeaderNight | None:
        """Write a leader's plan; None: calendars are not as it was made from, so it is to be made anew.

        Every failure of this leader's ends here.
        """
        try:
            return self._told(leader, lambda: self._carry_out(self.plans[leader]))
        except (Stale, _Conflicts):
            self._beside.forget(leader)
            return None

    def write_anew(self, leader: str) -> LeaderNight:
        """Plan for a leader alone, on calendars as they are now, and write that."""
        return self._told(leader, lambda: self._run_alone(leader))

    def left(self, leader: str, why: str) -> LeaderNight:
        """How it ends for a leader whose turn did not come."""
        return self._unwritten(leader, Ending.FAILED, f"{why} before its turn came; the next night does it")

    def guard(self, plan: Plan) -> None:
        """Hold a plan back that changes too much of what stands, unless that is forced.

        Raises:
            Refused: it does.
        """
        if not self.force:
            refuse_too_many_changes(plan)

    def _told(self, leader: str, write_it: Callable[[], LeaderNight]) -> LeaderNight:
        """How it ended; whatever goes wrong, everybody else is written.

        Raises:
            Stale: nothing was written for the leader.
        """
        try:
            return write_it()
        except (Interrupted, Stale, _Conflicts):
            raise
        except Exception as error:
            if not isinstance(error, FORESEEN):
                self.watcher.failed(leader, error)
            return self._unwritten(leader, *ended_by(error))

    def _carry_out(self, plan: Plan) -> LeaderNight:
        """Write a plan that was made together with others.

        Raises:
            Stale: the calendars are not as it was made from.
            _Conflicts: some of them changed while it was written.
        """
        self.guard(plan)
        leader = plan.leader
        ready = self.ready[leader]
        outcomes = write(
            self.setup,
            plan,
            self.as_of,
            _Guarded(self),
            seen=Seen(self._beside.after(ready.calendars, but_for=leader), ready.look.memory),
            part_of=self.journal.record,
            read=lambda memory: self._read(leader, memory),
        )
        if outcomes.conflicts:
            raise _Conflicts
        return self._written(plan, outcomes)

    def _run_alone(self, leader: str) -> LeaderNight:
        terms = Terms(self.as_of, len(self.plans[leader].weeks))
        part_of = self.journal.record
        try:
            done = run(self.setup, leader, terms, _Guarded(self), attempts=ATTEMPTS, part_of=part_of)
        except Stale as error:  # in each attempt
            raise CalendarFailure(f"calendars changed each time between planning and writing. {error}") from None
        assert done.outcomes is not None  # the reviewer approves or raises
        return self._written(done.plan, done.outcomes)

    def _read(self, leader: str, memory: Memory) -> Mapping[str, Calendar]:
        """The leader's calendars as they are now, with all others' 1-on-1s where they are, or are going to be."""
        look = replace(self.ready[leader].look, memory=memory)
        now = read_again(self.setup.company, look, self.setup.providers)
        return self._beside.after(now, but_for=leader)

    def _written(self, plan: Plan, outcomes: Outcomes) -> LeaderNight:
        ended = written_night(plan, outcomes)
        if outcomes.failed:
            self._beside.forget(plan.leader)
        if not (outcomes.done or outcomes.failed):  # else it is noted where it is written
            self.journal.ended(ended)
        return ended

    def _unwritten(self, leader: str, ending: Ending, why: str) -> LeaderNight:
        """How it ended for a leader of whom nothing was written."""
        self._beside.forget(leader)
        ended = LeaderNight(leader, self.setup.company.people[leader].name, ending, self.plans.get(leader), why)
        self.journal.ended(ended)
        return ended


@dataclass(frozen=True)
class _Guarded:
    """Looks over what is written at night: guards decide, and the night tells."""

    writing: Writing

    def waits(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Nobody waits."""
        return nullcontext(lambda text: None)

    def approves(self, plan: Plan) -> bool:
        """True, or what the guard raises."""
        self.writing.guard(plan)
        return True

    def written(self, plan: Plan, outcomes: Outcomes) -> None:
        """The night tells."""

    def plans_again(self) -> None:
        """The night tells."""
