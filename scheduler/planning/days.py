"""The leader's 1-on-1 days as they would be: what takes which stretch of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from providers.event import Interval
from providers.interval import intersect, subtract
from scheduler.dates.horizon import Horizon, LocalDay
from scheduler.plan import BlockKind, Fill, PairKey, PlannedDay, Stretch
from scheduler.planning.availability import Availability, away, blocking


@dataclass(frozen=True, slots=True)
class Placed:
    """A 1-on-1 on the page."""

    pair: PairKey
    span: Interval
    prep: timedelta
    mark: str


def planned_days(
    ahead: Horizon, leader: Availability, placed: Sequence[Placed], lunches: Mapping[int, Interval]
) -> tuple[PlannedDay, ...]:
    """Every 1-on-1 day of the horizon.

    Args:
        lunches: the leader's lunch by index into `ahead.days`.
    """
    return tuple(
        PlannedDay(
            str(ahead.weeks[day.week]),
            day.date,
            _stretches(leader, day, placed, lunches.get(index)),
            _note(leader, day),
        )
        for index, day in enumerate(ahead.days)
    )


def _stretches(
    leader: Availability, day: LocalDay, placed: Sequence[Placed], lunch: Interval | None
) -> tuple[Stretch, ...]:
    """1-on-1s whole, even where they overlap; what the working hours hold besides, cut around them."""
    meetings = [one for one in placed if one.span.overlaps(day.span)]
    stretches = [Stretch(Fill.ONE_ON_ONE, one.span, one.pair, one.mark) for one in meetings]
    left = subtract(intersect(leader.hours, [day.span]), [one.span for one in meetings])
    layers: list[tuple[Fill, list[Interval], PairKey | None]] = [
        (Fill.PREP, [Interval(one.span.start - one.prep, one.span.start)], one.pair) for one in meetings if one.prep
    ]
    layers.append((Fill.BUSY, blocking(leader), None))
    layers.append((Fill.LUNCH, [lunch] if lunch else [], None))
    layers.append((Fill.FREE, [day.span], None))
    for fill, spans, pair in layers:
        stretches += [Stretch(fill, span, pair) for span in intersect(left, spans)]
        left = subtract(left, spans)
    return tuple(sorted(stretches, key=lambda stretch: (stretch.span, stretch.pair or PairKey("", "", ""))))


def _note(leader: Availability, day: LocalDay) -> str | None:
    """Why the whole day is gone, where it is."""
    hours = intersect(leader.hours, [day.span])
    if not hours:
        return "not a working day"
    kind = away(leader, hours)
    return {None: None, BlockKind.HOLIDAY: "public holiday", BlockKind.AWAY: "away"}[kind]
