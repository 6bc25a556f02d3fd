"""Writes a night's plans, leader by leader; what goes wrong for one of them stays with that one."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from providers.errors import ProviderError
from providers.event import Calendar
from scheduler.errors import Interrupted, Refused, ScheduleError, Stale
from scheduler.ledger.record import Memory
from scheduler.night.reading import Ready, read_again
from scheduler.night.watch import Watcher
from scheduler.outcome import Ending, Failure, LeaderNight
from scheduler.plan import Change, Plan
from scheduler.planning.projection import projected
from scheduler.read.team import Seen
from scheduler.run import ATTEMPTS, Setup, Terms, instant_of, run
from scheduler.write import Outcomes, carry_out, refuse_too_many_changes


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
        plan = self.plans[leader]
        try:
            self._guard(plan)
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
        except Stale:
            del self.valid[leader]
            return None
        except Refused as error:
            del self.valid[leader]
            return self.ended(leader, Ending.REFUSED, why=str(error))
        except (ScheduleError, ProviderError, OSError) as error:
            del self.valid[leader]
            return self.ended(leader, Ending.FAILED, why=str(error))
        except Exception as error:  # whatever it is, everybody else is written
            del self.valid[leader]
            self.watcher.failed(leader, error)
            return self.ended(leader, Ending.FAILED, why=unexpected(error))
        if outcomes.conflicts:
            del self.valid[leader]
            return None
        return self._written(plan, outcomes)

    def write_anew(self, leader: str) -> LeaderNight:
        """Plan for a leader alone, on calendars as they are now, and write that."""
        reviewer = _Guarded(self._guard)
        plan = self.plans[leader]
        try:
            done = run(self.setup, leader, Terms(self.as_of, len(plan.weeks)), reviewer, attempts=ATTEMPTS)
        except Interrupted:
            raise
        except Refused as error:
            return self.ended(leader, Ending.REFUSED, why=str(error))
        except (ScheduleError, ProviderError, OSError) as error:
            return self.ended(leader, Ending.FAILED, why=str(error))
        except Exception as error:  # as above
            self.watcher.failed(leader, error)
            return self.ended(leader, Ending.FAILED, why=unexpected(error))
        assert done.outcomes is not None  # the reviewer approves or raises
        return self._written(done.plan, done.outcomes)

    def ended(self, leader: str, ending: Ending, *, why: str = "") -> LeaderNight:
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
        return LeaderNight(
            plan.leader,
            plan.leader_name,
            Ending.PARTLY if failures else Ending.WRITTEN,
            plan,
            written=len(outcomes.done),
            failures=failures,
        )


@dataclass(frozen=True)
class _Guarded:
    """Looks over the run of a leader who is planned for alone, at night: guards decide."""

    guard: Callable[[Plan], None]

    def waits(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Nobody waits."""
        return nullcontext(lambda text: None)

    def approves(self, plan: Plan) -> bool:
        """True, or what the guard raises."""
        self.guard(plan)
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
