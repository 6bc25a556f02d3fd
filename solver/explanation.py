"""Why an occurrence stayed unplaced, as plain data. Names, zones and words are added elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from solver.problem import Span


class Hindrance(StrEnum):
    """What can stand in the way of an occurrence, in groups that a person can act on.

    "The leader" and "the member" are those of the occurrence; `Obstacle.person` says who that is.
    """

    NO_DAY = "no day"
    """The leader has no 1-on-1 day with a start in its weeks."""
    EARLIEST = "earliest"
    """Starts that are too soon to be planned."""
    LEADER_HOURS = "leader's hours"
    MEMBER_HOURS = "member's hours"
    ALLOWED = "allowed times"
    LEADER_BUSY = "leader busy"
    """A single block; `span` says which."""
    MEMBER_BUSY = "member busy"
    """A single block; `span` says which."""
    LEADER_TENTATIVE = "leader's tentative"
    MEMBER_TENTATIVE = "member's tentative"
    FIXED = "fixed 1-on-1"
    """`span` is when, `pair` whose."""
    OTHERS = "other 1-on-1s"
    """The rest of the run: what is planned, all of which stays placed, and what stays unplaced where it is."""
    LUNCH = "lunch"
    """`span` is the window; `person` keeps it."""
    PAUSE = "pause"
    MAX_PER_DAY = "1-on-1s a day"
    """`amount` is how many are allowed."""
    PREP = "prep"
    """`amount` is its length in ticks."""
    MAX_MOVES = "moves"
    """`amount` is how many the weeks of this occurrence may have."""
    DECLINED = "declined"
    """The time that it has now was declined."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    kind: Hindrance
    span: Span | None = None
    """Ticks."""
    amount: int | None = None
    person: int | None = None
    """Index into `Problem.people`: whose hours, time, lunch or rule it is."""
    pair: int | None = None
    """Index into `Problem.pairs`."""


class Relief(StrEnum):
    """What can be relaxed, cheapest first."""

    LEADER_TENTATIVE = "over leader's tentative"
    """Tentative events of the leader may be overlapped."""
    MEMBER_TENTATIVE = "over member's tentative"
    NO_PREP = "no prep"
    """This occurrence does without the time before it."""
    MOVE_FIXED = "move a fixed 1-on-1"
    """`span` is where it is now, `pair` whose; it stays in its week."""
    NO_PAUSE = "no pause"
    """The leader holds longer runs."""
    ONE_MORE = "one more a day"
    """`amount` is how many a day may then have."""
    ONE_MOVE_MORE = "one more move"
    """`amount` is how many the weeks of this occurrence may then have."""
    SHORTER = "shorter"
    """`amount` is the length in ticks."""
    LEADER_HOURS = "longer leader's hours"
    """`span` is the hour more."""
    MEMBER_HOURS = "longer member's hours"
    """`span` is the hour more."""
    NO_LUNCH = "no lunch"
    """`span` is the window of the day, `person` goes without."""
    ANY_TIME = "outside allowed times"
    MEMBER_BUSY = "member's block away"
    """`span` is the single block."""
    LEADER_BUSY = "leader's block away"
    """`span` is the single block."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule or calendar that gives way."""

    kind: Relief
    span: Span | None = None
    """Ticks."""
    amount: int | None = None
    person: int | None = None
    """Index into `Problem.people`: whose hours, time or lunch it is."""
    pair: int | None = None
    """Index into `Problem.pairs`."""


@dataclass(frozen=True, slots=True)
class Explanation:
    obstacles: tuple[Obstacle, ...]
    """Together they leave no place. Empty: nothing was proven to stand in the way."""
    minimal: bool
    """Whether the occurrence could be placed without any single one of the obstacles."""
    relaxations: tuple[Relaxation, ...]
    """What would place it, together, while everybody else stays placed: the cheapest one, or the smallest set."""
    start: int | None
    """The start that it would get. None: nothing that was tried would place it."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would place an occurrence while everybody else stays placed."""

    relaxations: tuple[Relaxation, ...]
    """Together; none: it has a place as things are."""
    start: int
    """The start that it would get."""
    others: tuple[int | None, ...] = ()
    """The new starts of the fixed 1-on-1s that are moved, in the order of the relaxations."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """All that is known of why an occurrence has no place."""

    causes: tuple[tuple[Obstacle, ...], ...]
    """Smallest sets, each of which suffices: it leaves no place, and without any one of it there would be one."""
    complete: bool
    """Whether these are proven to be all."""
    remedies: tuple[Remedy, ...]
    """Cheapest first."""
    tried: bool
    """Whether all remedies that are known were tried within the limit."""
