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
