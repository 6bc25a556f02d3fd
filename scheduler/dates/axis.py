"""Where dates become integers and integers become dates: ticks of one length since one origin."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from providers.interval import Interval
from providers.wall_clock import local
from scheduler.dates.horizon import Horizon
from solver.problem import Span


@dataclass(frozen=True, slots=True)
class Axis:
    """The solver's time: tick 0 is `origin` (UTC)."""

    origin: datetime
    step: timedelta

    def floor(self, instant: datetime) -> int:
        """The last tick at or before an instant."""
        return (instant - self.origin) // self.step

    def ceil(self, instant: datetime) -> int:
        """The first tick at or after an instant."""
        return -((self.origin - instant) // self.step)

    def instant(self, tick: int) -> datetime:
        return self.origin + tick * self.step

    def interval(self, begin: int, end: int) -> Interval:
        return Interval(self.instant(begin), self.instant(end))

    def outward(self, interval: Interval) -> Span:
        """The least span that holds the interval: for time that is taken."""
        return Span(self.floor(interval.start), self.ceil(interval.end))

    def inward(self, interval: Interval) -> Span | None:
        """The greatest span inside the interval: for time that may be used; None: not even one tick."""
        begin, end = self.ceil(interval.start), self.floor(interval.end)
        return Span(begin, end) if begin < end else None

    def length(self, duration: timedelta) -> int:
        """Ticks that a duration takes, rounded up."""
        return math.ceil(duration / self.step)


def axis(ahead: Sequence[Horizon], grid: timedelta) -> Axis:
    """An axis on which every grid time of every leader's clock is a whole tick.

    Ticks are as long as the grid, or shorter where a zone's offset from UTC is no multiple of it (Nepal is at +5:45).

    Args:
        ahead: the horizons of all leaders who are planned together; at least one.
    """
    minutes = math.gcd(
        int(grid.total_seconds()) // 60,
        *(
            _offset_minutes(edge, each.time_zone)
            for each in ahead
            for day in each.days
            for edge in (day.span.start, day.span.end)
        ),
    )
    return Axis(min(each.start for each in ahead) - timedelta(days=1), timedelta(minutes=minutes))


def _offset_minutes(instant: datetime, time_zone: str) -> int:
    return int((local(instant, time_zone).utcoffset() or timedelta()).total_seconds()) // 60
