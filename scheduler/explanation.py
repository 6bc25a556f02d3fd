"""Why the 1-on-1s of two people lie where they lie, or nowhere. Plain data; pages and documents are made from it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from providers.event import Interval
from scheduler.plan import PairKey


class State(StrEnum):
    """What the plan does with a 1-on-1."""

    UNPLACED = "unplaced"
    MOVED = "moved"
    NEW = "new"
    KEPT = "kept"
    """It may be moved, but is not."""
    SETTLED = "settled"
    """It is not for the plan to move: pinned, frozen, booked by people, already held, or a calendar is not known."""
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Verdict(StrEnum):
    """How another time compares with the plan."""

    EQUAL = "as good"
    WORSE = "worse"
    BETTER = "better"
    """The plan was not proven best, and this is better."""
    IMPOSSIBLE = "impossible"
    UNDECIDED = "not decided within the limit"


@dataclass(frozen=True, slots=True)
class Relief:
    """What would give a 1-on-1 a place, verified by solving."""

    change: str
    """A condition, in words."""
    acts: tuple[str, ...]
    """All that is to be done: a setting such as `teams.ana.max_per_day = 9`, an option, or an act of a person.

    Acts of people alone are their own condition.
    """
    time: Interval
    """What would be free then."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes on one level."""

    level: int
    """1 to 6, as in the product's order."""
    name: str
    change: str
    """In words."""
    planned: int
    """The plan's value."""
    there: int
    """The other one's; less is better."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What stands against another time."""

    time: Interval | None
    """None: any other time than the planned one."""
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    """Of the best plan with that time: the level that decides first, then what follows from it."""
    instead: str | None = None
    """Who would have no place instead of somebody who has none now: no more are missed, but others."""
    causes: tuple[tuple[str, ...], ...] = ()
    """If it is not possible: each set of causes forbids it, and does not without any one of them."""
    example: Interval | None = None
    """Of any other time: the one that was looked at."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why one 1-on-1 is where it is."""

    pair: PairKey
    week: str
    """In which it is due."""
    alike: tuple[str, ...]
    """Other weeks without a place, or skipped, for which the plan gives the same reason."""
    state: State
    before: Interval | None
    """Where it stands now."""
    after: Interval | None
    """Where the plan puts it."""
    why: str
    """As the plan says it."""
    causes: tuple[tuple[str, ...], ...] = ()
    """Without a place: each set leaves none, and would without any one of its causes."""
    all_causes: bool = True
    """Whether there are proven to be no other sets."""
    reliefs: tuple[Relief, ...] = ()
    """Those that ask least first."""
    all_reliefs: bool = True
    """Whether all were tried within the limit."""
    rivals: tuple[str, ...] = ()
    """Names of others without a place in its weeks: who gets room that is made, the next plan decides anew."""
    stay: Alternative | None = None
    """Moved: what would be if it stayed."""
    other: Alternative | None = None
    """With a place: what would be at any other time."""
    asked: Alternative | None = None
    """What stands against the time that was asked about."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was asked about two people."""

    leader: str
    leader_name: str
    member: str
    member_name: str
    time_zone: str
    """The leader's."""
    as_of: datetime
    """UTC."""
    reasons: tuple[Reasons, ...]
    """By week."""
