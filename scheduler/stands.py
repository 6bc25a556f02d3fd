"""What stands in the calendars, as plain data: no plan, nothing is to be written."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from providers.event import Interval
from scheduler.plan import NotPlaced, Origin, PairKey, PlannedDay


class Since(StrEnum):
    """How a 1-on-1 differs from what the ledger last wrote."""

    MOVED = "moved"
    """It lies at another time: a person moved it."""
    DELETED = "deleted"
    """A person deleted it: its week is skipped."""
    BOOKED = "booked"
    """People booked it themselves: it was never written."""
    FOUND = "found"
    """It bears our marker, and the ledger does not know it: another ledger's, or ours was lost."""
    DECLINED = "declined"
    """The member declined the invitation."""
    INCOMPLETE = "incomplete"
    """A copy is missing or lies elsewhere, or a run was killed while it wrote: the next one mends it."""
    LOST = "lost"
    """It is not found, and nobody deleted it for certain: a calendar that may hold it could not be read there."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One 1-on-1 that is not as the ledger last wrote it."""

    since: Since
    pair: PairKey
    period: str
    """The ISO week in which it is due."""
    before: Interval | None
    """As last written; None: it never was."""
    now: Interval | None
    """None: it stands nowhere."""
    why: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One 1-on-1 that stands."""

    pair: PairKey
    period: str
    span: Interval
    origin: Origin
    declined: bool
    why: str
    """Whose decision it is that it lies there, and what is to be said of it."""
    agenda: str | None


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands of a leader's 1-on-1s in some weeks."""

    leader: str
    leader_name: str
    time_zone: str
    as_of: datetime
    """UTC."""
    weeks: tuple[str, ...]
    """Rising ISO weeks."""
    window: Interval
    """What was read of the calendars."""
    meetings: tuple[Meeting, ...]
    """By start."""
    differences: tuple[Difference, ...]
    """By start."""
    absent: tuple[NotPlaced, ...]
    """Due 1-on-1s that stand nowhere, by period: `skip`, `left-alone`; `unplaced` is what the next run has to place."""
    days: tuple[PlannedDay, ...]
    """The leader's 1-on-1 days as they are; no lunch is chosen."""
    people: tuple[tuple[str, str, str], ...]
    """Email, name and time zone of everybody whose calendar was read."""
    warnings: tuple[str, ...]
