"""What a worker is asked about one leader, or two, and what it answers; all of it can be pickled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from providers.event import Calendar, Interval
from scheduler.company import Company
from scheduler.ledger.record import Memory
from scheduler.plan import Change, PairKey, Plan
from solver.solution import Level, Solution

Which = tuple[PairKey, str]
"""Names an occurrence: the pair, and the ISO week in which it is due."""
Starts = Mapping[Which, datetime | None]
"""When each occurrence that is to be placed begins; None: it has no place."""
Plans = tuple[tuple[Interval, ...], ...]
"""For each of some plans, the time that it takes."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all tasks look at."""

    company: Company
    as_of: datetime
    weeks: int | None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a leader's plan for the sake of other teams; no rule, and no part of what a plan is worth."""

    closed: frozenset[tuple[Which, datetime]] = frozenset()
    """Starts that an occurrence shall not have."""
    taken: Mapping[Which, tuple[Plans, ...]] = field(default_factory=dict)
    """For each other team that is concerned, when its plans take one of the two: an occurrence had better not lie where
    every plan that is known of a team takes somebody."""


@dataclass(frozen=True, slots=True)
class Task:
    """A leader who is to be planned, or whose times are to be judged, in calendars in which others are planned."""

    leader: str
    calendars: Mapping[str, Calendar]
    """By email: what the leader's planning sees."""
    memory: Memory
    changes: tuple[Change, ...] = ()
    """Of other leaders: they are taken for carried out."""
    without: tuple[str, ...] = ()
    """Other leaders, whose 1-on-1s are left out as far as they may still be moved."""
    wishes: Wishes = field(default_factory=Wishes)
    given: "Answer | None" = None
    """Times to be judged, or written down; None: they are to be found."""


@dataclass(frozen=True, slots=True)
class Few:
    """Some leaders who are to be planned as one; no task has anything of the others'."""

    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What times were found for some leaders as one, and in how many seconds of computing."""

    starts: Mapping[str, Starts]
    """By leader."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Times of a leader's 1-on-1s, and what they are worth in the calendars that the task gives."""

    leader: str
    changes: tuple[Change, ...]
    starts: Starts
    worth: Mapping[Which, tuple[int, bool]]
    """What missing each occurrence that is to be placed costs, and whether it stands well."""
    solution: Solution
    """Of `problem`."""
    problem: str
    """A fingerprint of the problem in integers: equal ones have equal solutions."""
    minutes: int
    """In a tick."""
    broken: tuple[str, ...] = ()
    """Rules that times which were given break here."""
    floor: tuple[Level, ...] = ()
    """Where other leaders' 1-on-1s are left out: levels whose bounds hold wherever these come to lie."""
    seconds: float = 0.0

    @property
    def levels(self) -> tuple[Level, ...]:
        """By name as the solver's, with lost time in minutes."""
        return tuple(
            Level(each.name, each.value * self.minutes, each.bound * self.minutes) if each.name == "fragments" else each
            for each in self.solution.levels
        )


@dataclass(frozen=True, slots=True)
class Written:
    """A plan, as it would be made for the leader alone in these calendars."""

    plan: Plan
    answer: Answer
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """Planning a leader failed."""

    leader: str
    why: str
    """What happened, a sentence."""
    seconds: float = 0.0
