"""The problem to be solved, as plain data. All times are integers: grid steps ("ticks") since one common origin."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open: `[begin, end)` in ticks."""

    begin: int
    """Its first tick."""
    end: int
    """The first tick after it."""

    def overlaps(self, other: "Span") -> bool:
        """Whether they share a tick."""
        return self.begin < other.end and other.begin < self.end

    def contains(self, other: "Span") -> bool:
        """Whether all of the other lies inside."""
        return self.begin <= other.begin and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose time is needed, as a leader or as a member."""

    name: str
    """For sentences."""
    hours: tuple[Span, ...]
    """Working time, sorted, disjoint and not touching."""
    busy: tuple[Span, ...] = ()
    """Time that is taken, sorted, disjoint and not touching; no 1-on-1 of this problem is in it."""
    tentative: tuple[Span, ...] = ()
    """Parts of `busy` that only tentative events take. For explanations; the rules treat them as busy."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A start that the grid allows, on the leader's clock."""

    tick: int
    """The start."""
    wall: int
    """Minutes after midnight on the leader's wall clock: what "the same time" means across weeks."""


@dataclass(frozen=True, slots=True)
class Day:
    """One of a leader's 1-on-1 days. Nothing lies outside them."""

    week: int
    """0 is the first week of the horizon."""
    weekday: int
    """0 is Monday."""
    span: Span
    """Midnight to midnight on the leader's clock."""
    slots: tuple[Slot, ...]
    """The only starts for 1-on-1s, rising."""
    lunch: Span | None
    """The window in which the leader keeps a lunch; None: no lunch to keep."""


@dataclass(frozen=True, slots=True)
class WholeDay:
    """All of a week's 1-on-1s on one day."""

    weekday: int | None = None
    """The day; None: whichever turns out better, each week anew."""


@dataclass(frozen=True, slots=True)
class Split:
    """A week's 1-on-1s evenly over the 1-on-1 days."""


TOLERATED = 2
"""By so many 1-on-1s the days of a split week may differ before something is moved for it."""


Layout = WholeDay | Split
"""How a leader wants their weeks."""


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in the role of leading 1-on-1s, and the rules of their days."""

    person: int
    """Index into `Problem.people`."""
    days: tuple[Day, ...]
    """Rising."""
    layout: Layout
    """Of every week."""
    lunch: int
    """Length in ticks."""
    max_run: int
    """Ticks from the start of the first to the end of the last 1-on-1 that follow each other without a pause."""
    pause: int
    """The least length in ticks of the gap that ends a run: from the end of one 1-on-1 to the next one's prep."""
    max_per_day: int
    """1-on-1s, fixed ones included; only fixed ones may be more."""
    piece: int
    """Free time in pieces shorter than this many ticks counts as lost (60 minutes)."""
    earliest: int = 0
    """Nothing of this leader's is placed so that it, its prep included, begins before this tick; only staying at
    `current` is exempt."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A leader and one other person who meet."""

    leader: int
    """Index into `Problem.leaders`."""
    member: int
    """Index into `Problem.people`."""
    habit: tuple[int, int] | None = None
    """(weekday, wall minutes) of their last meeting before the horizon: one more week for the rhythm."""
    lately: int = 0
    """How much their 1-on-1s were missed or moved of late: what missing or moving another costs on the last level."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A 1-on-1 to be placed."""

    pair: int
    """Index into `Problem.pairs`."""
    weeks: tuple[int, ...]
    """Weeks in which it may lie, best first: the due one, then later ones. Each step further is one week late."""
    duration: int
    """Ticks from its start, of both."""
    prep: int
    """Ticks right before the start in which the leader prepares: free in the leader's calendar and working hours."""
    weight: int = 1
    """What leaving it unplaced costs; above 0."""
    allowed: tuple[Span, ...] | None = None
    """It must lie inside one of these; None: anywhere."""
    closed: frozenset[int] = frozenset()
    """Starts that it may not have, whatever else is free; its current one among them or not."""
    current: int | None = None
    """The start it has now. Left unplaced, it stays there and keeps its time, whatever overlaps it."""
    current_duration: int | None = None
    """How long it is now; None: `duration`. What it keeps when it stays unplaced; a new length alone is no move."""
    declined: bool = False
    """The member asked to move it: it may be placed where it does not overlap the time it has now, at no cost."""
    move_weight: int = 1
    """What moving it away from `current` costs; 0: nothing but its part of `max_moves`."""
    counted: bool = True
    """Whether moving it away from `current` is one of `max_moves`."""
    cost: Mapping[int, int] = field(default_factory=dict)
    """Start to penalty above 0 for level 6 (preferences); a start that is not named costs nothing."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A 1-on-1 that stays where it is: frozen, pinned, booked by people, or already held."""

    pair: int
    """Index into `Problem.pairs`."""
    start: int
    """Tick, on a slot or not."""
    duration: int
    """Ticks, as it is, not as the pair is used to."""
    prep: int
    """Ticks before it that no other 1-on-1 may take."""
    rhythm: bool = True
    """Whether it counts as a week of the pair's rhythm."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that decides the answer. Equal problems have equal solutions."""

    people: tuple[Person, ...]
    """Everybody whose time is looked at."""
    leaders: tuple[Leader, ...]
    """Those who lead; all their levels are added up."""
    pairs: tuple[Pair, ...]
    """Who meets."""
    occurrences: tuple[Occurrence, ...]
    """What is to be decided."""
    fixed: tuple[Fixed, ...] = ()
    """What is not."""
    max_moves: int | None = None
    """At most so many of the occurrences that are counted leave `current`."""
