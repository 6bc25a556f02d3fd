"""Writes a night's plans, leader by leader; what goes wrong for one of them stays with that one."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from providers.errors import ProviderError
from providers.event import Calendar
from scheduler.errors import CalendarFailure, Interrupted, Refused, ScheduleError, Stale
from scheduler.ledger.record import Memory
from scheduler.night.journal import Journal
from scheduler.night.reading import Ready, read_again
from scheduler.night.watch import Watcher
from scheduler.outcome import Ending, Failure, LeaderNight
from scheduler.plan import Change, Plan
from scheduler.planning.projection import projected
from scheduler.read.team import Seen
from scheduler.run import ATTEMPTS, Setup, Terms, instant_of, run
from scheduler.write import Outcomes, carry_out, refuse_too_many_changes


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
    valid: dict[str, Plan] = field(init=False)
    """By leader: what is written, or is going to be."""

    _touching: dict[str, set[str]] = field(init=False)
    """Whose plans say anything about a calendar, by its email."""

    def __post_init__(self) -> None:
        self.valid = dict(self.plans)
        self._touching = defaultdict(set)
        for leader, plan in self.plans.items():
            for change in plan.changes:
                self._touching[change.pair.leader].add(leader)
                self._touching[change.pair.member].add(leader)

    def write(self, leader: str) -> LeaderNight | None:
        """Write a leader's plan; None: calendars are not as it was made from, so it is to be made anew.

        Every failure of this leader's ends here.
        """
        try:
            return self._told(leader, lambda: self._carry_out(self.plans[leader]))
        except (Stale, _Conflicts):
            del self.valid[leader]
            return None

    def write_anew(self, leader: str) -> LeaderNight:
        """Plan for a leader alone, on calendars as they are now, and write that."""
        return self._told(leader, lambda: self._run_alone(leader))

    def _told(self, leader: str, write: Callable[[], LeaderNight]) -> LeaderNight:
        """How it ended; whatever goes wrong, everybody else is written.

        Raises:
            Stale: nothing was written for the leader.
        """
        try:
            return write()
        except (Interrupted, Stale, _Conflicts):
            raise
        except Refused as error:
            ended = self._unwritten(leader, Ending.REFUSED, str(error))
        except (ScheduleError, ProviderError, OSError) as error:
            ended = self._unwritten(leader, Ending.FAILED, str(error))
        except Exception as error:
            self.watcher.failed(leader, error)
            ended = self._unwritten(leader, Ending.FAILED, unexpected(error))
        self.valid.pop(leader, None)
        self.journal.ended(ended)
        return ended

    def _carry_out(self, plan: Plan) -> LeaderNight:
        """Write a plan that was made together with others.

        Raises:
            Stale: the calendars are not as it was made from.
            _Conflicts: some of them changed while it was written.
        """
        leader = plan.leader
        self._guard(plan)
        self.journal.intend(plan)
        seen = Seen(self._as_planned(self.ready[leader].calendars, leader), self.ready[leader].look.memory)
        outcomes = carry_out(
            plan,
            self.setup.company,
            self.setup.providers,
            self.setup.ledger,
            instant_of(self.setup.company, self.as_of),
            seen=seen,
            read=lambda memory: self._read(leader, memory),
        )
        if outcomes.conflicts:
            raise _Conflicts
        return self._written(plan, outcomes)

    def _run_alone(self, leader: str) -> LeaderNight:
        reviewer = _Guarded(self._guard, self.journal)
        terms = Terms(self.as_of, len(self.plans[leader].weeks))
        try:
            done = run(self.setup, leader, terms, reviewer, attempts=ATTEMPTS)
        except Stale as error:  # in each attempt
            raise CalendarFailure(f"calendars changed each time between planning and writing. {error}") from None
        assert done.outcomes is not None  # the reviewer approves or raises
        return self._written(done.plan, done.outcomes)

    def late(self, leader: str) -> LeaderNight:
        """How it ends for a leader whose turn did not come."""
        why = "the night's time was used up ([nightly] deadline) before its turn came; the next night does it"
        self.valid.pop(leader, None)
        ended = self._unwritten(leader, Ending.FAILED, why)
        self.journal.ended(ended)
        return ended

    def _unwritten(self, leader: str, ending: Ending, why: str) -> LeaderNight:
        """How it ended for a leader of whom nothing was written."""
        return LeaderNight(leader, self.setup.company.people[leader].name, ending, self.plans.get(leader), why)

    def _guard(self, plan: Plan) -> None:
        if not self.force:
            refuse_too_many_changes(plan)

    def _read(self, leader: str, memory: Memory) -> Mapping[str, Calendar]:
        look = replace(self.ready[leader].look, memory=memory)
        return self._as_planned(read_again(self.setup.company, look, self.setup.providers), leader)

    def _as_planned(self, calendars: Mapping[str, Calendar], leader: str) -> Mapping[str, Calendar]:
        """With all other leaders' 1-on-1s where they are, or are going to be."""
        others = {other for email in calendars for other in self._touching[email]}
        return projected(calendars, [self.valid[one] for one in sorted(others & self.valid.keys())], but_for=leader)

    def _written(self, plan: Plan, outcomes: Outcomes) -> LeaderNight:
        failures = tuple(Failure(_which(one.change), one.why) for one in outcomes.failed)
        if failures:
            self.valid.pop(plan.leader, None)
        ended = LeaderNight(
            plan.leader,
            plan.leader_name,
            Ending.PARTLY if failures else Ending.WRITTEN,
            plan,
            written=len(outcomes.done),
            failures=failures,
        )
        self.journal.ended(ended, outcomes)
        return ended


@dataclass(frozen=True)
class _Guarded:
    """Looks over the run of a leader who is planned for alone, at night: guards decide."""

    guard: Callable[[Plan], None]
    journal: Journal

    def waits(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Nobody waits."""
        return nullcontext(lambda text: None)

    def approves(self, plan: Plan) -> bool:
        """True, or what the guard raises."""
        self.guard(plan)
        self.journal.intend(plan)
        return True

    def written(self, plan: Plan, outcomes: Outcomes) -> None:
        """The night tells."""

    def plans_again(self) -> None:
        """The night tells."""


def unexpected(error: Exception) -> str:
    """What a bug is told as. Its text may quote a calendar, and stays in the log."""
    return f"an unexpected failure ({type(error).__name__}): a bug; please report it. Nothing more was written here"


def _which(change: Change) -> str:
    return f"{change.pair.leader} and {change.pair.member}, {change.period}"
