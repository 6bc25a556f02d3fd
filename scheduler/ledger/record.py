"""What the ledger remembers, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from providers.event import Interval


class State(StrEnum):
    WRITING = "writing"
    """A create or move was begun and may have reached some calendars only; the next run completes or redoes it."""
    WRITTEN = "written"
    CANCELLING = "cancelling"
    """A cancel was begun; the next run completes it."""
    CANCELLED = "cancelled"
    """We took it out."""
    DELETED = "deleted"
    """A human deleted it: the period is skipped for good."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One occurrence. Its key is leader, member, kind, period; a new generation replaces the old one."""

    leader: str
    member: str
    kind: str
    period: str
    generation: int
    uid: str
    span: Interval
    """The times that we last wrote, or began to write; UTC."""
    state: State
    at: datetime
    """When the state was entered; UTC."""
    moved: int = 0
    """How often we moved it without being asked to."""
    declined: bool = False
    """Whether its member had declined it when it was last seen."""

    def was_held(self, now: datetime) -> bool:
        """Whether the two met, as far as is known: its end has passed, and nobody had declined or deleted it."""
        return self.state is State.WRITTEN and not self.declined and self.span.end <= now


@dataclass(frozen=True, slots=True, order=True)
class Missed:
    """A period in which two did not meet, as it had no place for them."""

    member: str
    kind: str
    period: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What the ledger knows about one leader, read in one go."""

    entries: tuple[Entry, ...] = ()
    """Sorted by period, member, kind."""
    held: Mapping[str, int] = field(default_factory=dict)
    """By email: how many events that are not ours the calendar held last time."""
    key: str | None = None
    """Name of the key that seals our events, as `providers.marker_key` names it; None: they have no seal yet."""
    last: Mapping[str, datetime] = field(default_factory=dict)
    """By leader, of everybody's: when the last of the 1-on-1s ends that we wrote and that nobody took out."""
    missed: tuple[Missed, ...] = ()
    """Of the leader's; sorted. Those of periods ahead are as last planned."""


class RunKind(StrEnum):
    """What a run was for."""

    NIGHT = "night"
    LEADER = "leader"
    APPLY = "apply"
    CANCEL = "cancel"
    UNDO = "undo"
    REBALANCE = "rebalance"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run that was to write."""

    run: str
    """Names it, such as `2026-11-26T020000Z-7f3a`: sorts by time."""
    kind: RunKind
    host: str
    """Name of the machine."""
    as_of: datetime
    """UTC: what it took for now."""
    started: datetime
    ended: datetime | None = None
    """None: it runs, or was killed."""
    result: str = ""
    """How it ended, in some words; empty: it has not."""


class DecisionState(StrEnum):
    INTENDED = "intended"
    """It was to be written, and nobody noted what came of it."""
    CONFIRMED = "confirmed"
    """Written."""
    FAILED = "failed"
    """Not written, or not in all calendars."""
    TOLD = "told"
    """There was nothing to write."""


MISSED = "unplaced"
"""The action of a decision that leaves two without a place for a 1-on-1 that is due."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a run decided about one occurrence, and why. Of two that have the same pair and period, the order counts."""

    member: str
    kind: str
    period: str
    action: str
    """What was to be done, or what it is called that nothing was."""
    before: Interval | None
    """UTC; None: there was none."""
    after: Interval | None
    why: str
    origin: str
    """Whose decision it was that it lay where it lay."""
    generation: int
    state: DecisionState


@dataclass(frozen=True, slots=True)
class LeaderRecord:
    """How a run ended for one leader."""

    leader: str
    ending: str
    at: datetime
    """When that was; UTC."""
    why: str = ""
    """Of what was refused or failed; else empty."""
    kept: int = 0
    """1-on-1s that stay as they are."""
    written: int = 0
    """Changes that were written."""
    proven: bool | None = None
    """Whether no plan is better; None: nothing was planned."""
    missed: int | None = None
    """Decisions of the action `MISSED`. None: what the run planned is not what is written, if it planned at all; whom
    it is known to have missed before holds."""
    weeks: tuple[str, ...] = ()
    """The horizon's ISO weeks; empty: nothing was planned or compared."""
    fingerprint: str = ""
    """Of all that the plan depends on; empty: nobody may rely on it."""
    quiet: bool = False
    """Whether the run left nothing to do: everything that it wanted is written."""


@dataclass(frozen=True, slots=True)
class LastNight:
    """What the last run left of a leader, for one that asks whether anything changed."""

    fingerprint: str
    weeks: tuple[str, ...]
    quiet: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run, in numbers."""

    record: RunRecord
    leaders: Mapping[str, int]
    """How many leaders it ended for, by how."""
    changes: Mapping[str, int]
    """How many changes were written, by their kind."""
    missed: int
    """1-on-1s that have no place."""


@dataclass(frozen=True, slots=True)
class RunStory:
    """What a run decided, leader by leader, sorted by email."""

    record: RunRecord
    leaders: tuple[tuple[LeaderRecord, tuple[Decision, ...]], ...]
