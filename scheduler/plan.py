"""A plan: what would be written, what would not, and why. Plain data; `document` turns it into JSON and back."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from providers.event import Interval
from scheduler.company import Layout


class Action(StrEnum):
    KEEP = "keep"
    CREATE = "create"
    MOVE = "move"
    CANCEL = "cancel"


class Outcome(StrEnum):
    """Why a due occurrence gets no new time."""

    SKIP = "skip"
    """Nobody's failure: somebody is away, or a human deleted it."""
    UNPLACED = "unplaced"
    """No time satisfies the rules."""
    LEFT_ALONE = "left-alone"
    """A calendar could not be read; nothing is decided on a guess."""


class Origin(StrEnum):
    """Whose decision it is that an occurrence lies where it lies, or goes."""

    OURS = "ours"
    PINNED = "pinned"
    """A human moved our event there."""
    FROZEN = "frozen"
    """It starts too soon to be moved."""
    BOOKED = "booked"
    """People booked it themselves; the event is not ours and never changed."""
    DELETED = "deleted"
    """Of a `cancel`: a human deleted it in one calendar, the rest goes too, and that period is skipped for good."""
    DROPPED = "dropped"
    """Of a `cancel`: the configuration asks for it no longer, as the two no longer meet, or less often."""


@dataclass(frozen=True, slots=True, order=True)
class PairKey:
    """Emails of the two, and why they meet."""

    leader: str
    member: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one occurrence."""

    action: Action
    pair: PairKey
    period: str
    """The ISO week in which the occurrence is due, such as `2026-W48`."""
    before: Interval | None
    """UTC; None for `create`."""
    after: Interval | None
    """UTC; None for `cancel`."""
    time_zone: str
    """The leader's zone, IANA name."""
    why: str
    agenda: str | None
    """Link to the shared agenda."""
    origin: Origin = Origin.OURS
    writes: tuple[str, ...] = ()
    """Calendars (emails) that writing this touches. A `keep` may repair a copy that is missing or out of date."""
    generation: int = 0
    """Of the event's marker."""

    @property
    def order(self) -> tuple[datetime, PairKey, str, int]:
        """By what a plan's changes are sorted: start, pair, period, generation."""
        span = self.after or self.before
        assert span is not None  # a change has a time before, after, or both
        return span.start, self.pair, self.period, self.generation

    @property
    def to_do(self) -> bool:
        """Whether carrying it out does anything: writes calendars, or notes that people took it out of all."""
        return bool(self.writes) or self.action is Action.CANCEL


@dataclass(frozen=True, slots=True)
class NotPlaced:
    pair: PairKey
    period: str
    outcome: Outcome
    why: str
    """What stands in the way; for `unplaced` the smallest set of reasons."""
    relaxation: str | None = None
    """For `unplaced`: the cheapest change of a rule or calendar that would place it; None: none tried would."""


LEVEL_NUMBER = {
    "missed": 1,
    "postponed": 1,
    "layout": 2,
    "moves": 3,
    "evenness": 3,
    "rhythm": 4,
    "clusters": 5,
    "fragments": 5,
    "preferences": 6,
    "fairness": 6,
}
"""Which of the product's six levels a level of the solver belongs to."""


@dataclass(frozen=True, slots=True)
class Level:
    """How well one level of the strict order was solved."""

    level: int
    """1 to 6, as in the product's order."""
    name: str
    value: int
    """What is minimised: a count, for `fragments` minutes, for `missed`, `moves` and `preferences` weighted."""
    bound: int
    """No plan that is as good on the levels above has a smaller value."""
    proven: bool


class Fill(StrEnum):
    """What takes a stretch of a leader's 1-on-1 day."""

    ONE_ON_ONE = "1-on-1"
    PREP = "prep"
    BUSY = "busy"
    """Somebody else's meeting; never named."""
    LUNCH = "lunch"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the day. Stretches of a day follow each other in time; 1-on-1s come before what they overlap."""

    fill: Fill
    span: Interval
    pair: PairKey | None = None
    """For `1-on-1` and `prep`."""
    mark: str | None = None
    """For `1-on-1`: `keep`, `create`, `move`, or an origin other than ours (`pinned`, `frozen`, `booked`)."""


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One of the leader's 1-on-1 days, as it would be."""

    week: str
    """ISO week, such as `2026-W48`."""
    day: date
    stretches: tuple[Stretch, ...]
    """Inside the leader's working hours; empty: the leader does not work that day."""
    note: str | None = None
    """Such as a public holiday or `away`."""


class BlockKind(StrEnum):
    """What blocks a person's time; never what it is about."""

    BUSY = "busy"
    TENTATIVE = "tentative"
    AWAY = "away"
    HOLIDAY = "holiday"
    OTHER_ONE_ON_ONE = "other 1-on-1"
    OUR_EVENT = "this 1-on-1"
    """Our event of one of the leader's pairs: blocks nothing, but a plan depends on it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A stretch of a calendar that a plan depends on."""

    span: Interval
    kind: BlockKind
    version: str = ""
    """Of our events: uid and etag, so that any edit is noticed; of a meeting of the leader and one other: `1-on-1`."""


@dataclass(frozen=True, slots=True)
class Input:
    """What the plan took from one person's calendar: compared again before it is written."""

    email: str
    name: str
    time_zone: str
    blocks: tuple[Block, ...]
    """Sorted."""


class Status(StrEnum):
    """How much is known about the quality of the plan."""

    OPTIMAL = "optimal"
    """Every level is proven."""
    FEASIBLE = "feasible"
    """Every hard rule holds; some level has a gap between value and bound."""


@dataclass(frozen=True, slots=True)
class Plan:
    leader: str
    leader_name: str
    time_zone: str
    as_of: datetime
    """UTC: the clock by which it was made."""
    weeks: tuple[str, ...]
    """The horizon's ISO weeks."""
    window: Interval
    """What was read of the calendars."""
    layout: Layout
    """How the leader lays out a week."""
    status: Status
    levels: tuple[Level, ...]
    changes: tuple[Change, ...]
    """Sorted by start, then pair, then period."""
    not_placed: tuple[NotPlaced, ...]
    """Sorted by period, then pair."""
    days: tuple[PlannedDay, ...]
    inputs: tuple[Input, ...]
    """Sorted by email: of everybody whose calendar was read."""
    company: str
    """Fingerprint of the configuration."""
    warnings: tuple[str, ...] = ()
    """What a person should mend: a broken event, a calendar that could not be read."""
