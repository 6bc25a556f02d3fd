"""Two plans for the same leaders, side by side, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from scheduler.plan import PairKey


@dataclass(frozen=True, slots=True)
class Measures:
    """What a plan comes to, as `scheduler.planning.measures` counts it. Times are in minutes."""

    missed: int = 0
    """1-on-1s without a place."""
    new: int = 0
    moved: int = 0
    cancelled: int = 0
    blocks: int = 0
    """Blocks of 1-on-1s in the leader's days."""
    leader_hours: int = 0
    """The leader's free time in pieces of an hour or longer."""
    leader_double_hours: int = 0
    """Of these, in pieces of two hours or longer."""
    reports_hours: int = 0
    """The same of everybody whom the leader meets, added up."""
    reports_double_hours: int = 0
    late: int = 0
    """1-on-1s outside 09:00-18:00 on the clock of a member whose clock is not the leader's."""

    def __add__(self, other: "Measures") -> "Measures":
        names = [field.name for field in fields(self)]
        return Measures(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class Side:
    """One leader's plan, as far as it is compared."""

    measures: Measures
    missed: tuple[tuple[PairKey, str], ...]
    """Pairs and ISO weeks without a place."""
    proven: bool


@dataclass(frozen=True, slots=True)
class LeaderComparison:
    """Both plans of one leader."""

    leader: str
    name: str
    today: Side
    other: Side
    differs: int
    """1-on-1s that lie at another time, or in one of the plans only."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What would be if some settings were other ones."""

    settings: tuple[str, ...]
    """As they were given: `--set ...`."""
    as_of: datetime
    """UTC."""
    leaders: tuple[LeaderComparison, ...]
    """By email."""
    failed: tuple[tuple[str, str], ...]
    """Leader and why, of whom there are not two plans."""
    names: Mapping[str, str]
    """By email."""

    @property
    def today(self) -> Measures:
        """The sum over all leaders."""
        return sum((each.today.measures for each in self.leaders), Measures())

    @property
    def other(self) -> Measures:
        """The sum over all leaders."""
        return sum((each.other.measures for each in self.leaders), Measures())
