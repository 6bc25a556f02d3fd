"""From dates to integers: what is demanded, as a problem for the solver."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from providers.event import Interval
from providers.interval import intersect, merge, subtract
from providers.wall_clock import local
from scheduler import company
from scheduler.company import Priority, WallSpan
from scheduler.dates.axis import Axis
from scheduler.dates.horizon import LocalDay
from scheduler.dates.wall_clock import instants
from scheduler.plan import Origin, PairKey
from scheduler.planning.availability import Availability, blocking
from scheduler.planning.conflict import conflict_at
from scheduler.planning.demand import Demand, Wanted, key_of
from scheduler.planning.existing import Standing
from scheduler.planning.notice import soonest
from scheduler.planning.preferences import wishes
from scheduler.planning.situation import Situation
from solver.problem import Day, Fixed, Layout, Leader, Occurrence, Pair, Person, Problem, Slot, Span, Split, WholeDay

PIECE = timedelta(minutes=60)
"""Free time in shorter pieces counts as lost."""
PRIORITY_WEIGHT = {Priority.LOW: 1, Priority.NORMAL: 2, Priority.HIGH: 4}
NEVER_MET_WEEKS = 4
"""A pair that has not met as far as anybody knows weighs as much as one that last met so long ago."""
MOST_WEEKS = 12
"""Weeks since a pair last met beyond these weigh no more."""


@dataclass(frozen=True, slots=True)
class Formulation:
    """A problem, and what its numbers stand for."""

    problem: Problem
    axis: Axis
    wanted: tuple[Wanted, ...]
    """In the order of the problem's occurrences."""
    kept: tuple[Standing, ...]
    """In the order of the problem's fixed 1-on-1s."""
    people: tuple[str, ...]
    """Emails, in the order of the problem's people; the leader is the first."""


def formulate(
    situation: Situation,
    demand: Demand,
    history: Sequence[Standing],
    *,
    max_moves: int | None = None,
) -> Formulation:
    """The problem of one leader.

    Args:
        history: where the pairs met before the horizon, and stand in it; for rhythm and for weights.
        max_moves: at most so many existing occurrences may move.
    """
    axis, team = situation.axis, situation.team
    emails = (team.leader, *dict.fromkeys(pair.member for pair in team.pairs if pair.member != team.leader))
    index = {email: number for number, email in enumerate(emails)}
    keys = [key_of(pair) for pair in team.pairs]
    kept = tuple(
        standing for standing in demand.kept if standing.pair in keys and standing.span.overlaps(situation.window)
    )
    former = [standing for standing in demand.kept if standing.pair not in keys]
    days = tuple(_day(situation, day) for day in situation.ahead.days)
    problem = Problem(
        people=tuple(_person(situation, situation.availabilities[email], former) for email in emails),
        leaders=(_leader(situation, days),),
        pairs=tuple(Pair(leader=0, member=index[key.member], habit=_habit(situation, key, history)) for key in keys),
        occurrences=tuple(
            _occurrence(situation, wanted, keys.index(key_of(wanted.pair)), days, weight)
            for wanted, weight in zip(demand.wanted, _weights(situation, demand, history), strict=True)
        ),
        fixed=tuple(_fixed(situation, standing, keys.index(standing.pair)) for standing in kept),
        max_moves=max_moves,
    )
    return Formulation(problem, axis, demand.wanted, kept, emails)


def _person(situation: Situation, whose: Availability, former: Sequence[Standing]) -> Person:
    """Somebody's time; kept 1-on-1s of pairs that no longer meet take theirs like any meeting."""
    axis, window = situation.axis, [situation.window]
    email = whose.person.email
    others = [one.span for one in former if email in (one.pair.leader, one.pair.member)]
    taken = intersect([*blocking(whose), *others], window)
    firm = intersect([*blocking(whose, tentative_blocks=False), *others], window)
    hours = [axis.inward(span) for span in intersect(whose.hours, window)]
    return Person(
        name=whose.person.email,
        hours=tuple(span for span in hours if span is not None),
        busy=_spans(axis, taken),
        tentative=_spans(axis, subtract(taken, firm)),
    )


def _spans(axis: Axis, intervals: Sequence[Interval]) -> tuple[Span, ...]:
    """Rounded outward to whole ticks, and merged again where that made them touch."""
    rounded = (axis.outward(interval) for interval in intervals)
    return tuple(axis.outward(interval) for interval in merge(axis.interval(span.begin, span.end) for span in rounded))


def _leader(situation: Situation, days: tuple[Day, ...]) -> Leader:
    rules, axis = situation.rules, situation.axis
    layout: Layout = WholeDay(rules.layout_day) if rules.layout is company.Layout.WHOLE_DAY else Split()
    return Leader(
        person=0,
        days=days,
        layout=layout,
        lunch=axis.length(rules.lunch.length) if rules.lunch else 0,
        max_run=axis.length(rules.max_run),
        pause=axis.length(rules.pause),
        max_per_day=rules.max_per_day,
        piece=axis.length(PIECE),
        earliest=axis.ceil(soonest(situation.as_of, rules)),
    )


def _day(situation: Situation, day: LocalDay) -> Day:
    axis, zone, lunch = situation.axis, situation.ahead.time_zone, situation.rules.lunch
    window = (
        instants(zone, day.span, [WallSpan(day.date.weekday(), lunch.start, lunch.end)]) if lunch is not None else []
    )
    return Day(
        week=day.week,
        weekday=day.date.weekday(),
        span=axis.outward(day.span),
        slots=_slots(situation, day),
        lunch=axis.inward(window[0]) if window else None,
    )


def _slots(situation: Situation, day: LocalDay) -> tuple[Slot, ...]:
    """The starts that the grid allows on a day, inside the leader's working hours."""
    axis, zone, company_ = situation.axis, situation.ahead.time_zone, situation.company
    grid = int(company_.grid.total_seconds()) // 60
    hours = intersect(situation.availabilities[situation.team.leader].hours, [day.span])
    slots = []
    for tick in (tick for span in hours for tick in range(axis.ceil(span.start), axis.ceil(span.end))):
        clock = local(axis.instant(tick), zone)
        wall = clock.hour * 60 + clock.minute
        if wall % grid == 0 and clock.minute in company_.start_minutes:
            slots.append(Slot(tick, wall))
    return tuple(slots)


def _occurrence(situation: Situation, wanted: Wanted, pair: int, days: tuple[Day, ...], weight: int) -> Occurrence:
    axis, standing = situation.axis, wanted.standing
    duration = axis.length(wanted.pair.duration)
    current = axis.outward(standing.span) if standing else None
    return Occurrence(
        pair=pair,
        weeks=wanted.weeks,
        duration=duration,
        prep=axis.length(wanted.pair.prep),
        weight=weight,
        allowed=_allowed(situation, wanted),
        current=current.begin if current else None,
        current_duration=current.end - current.begin if current else None,
        declined=standing is not None and standing.declined,
        move_weight=len(situation.ahead.weeks) - min(wanted.weeks[0], len(situation.ahead.weeks) - 1),
        cost=_cost(situation, wanted, days),
    )


def _weight(situation: Situation, wanted: Wanted, history: Sequence[Standing]) -> int:
    """Priority times one more than the weeks since the pair last met, when this period comes."""
    key = key_of(wanted.pair)
    met = [
        situation.ahead.week_of(standing.span.start)
        for standing in history
        if standing.pair == key and standing.span.start < situation.as_of
    ]
    weeks = situation.ahead.weeks[0].number - max(met).number if met else NEVER_MET_WEEKS
    return PRIORITY_WEIGHT[wanted.pair.priority] * (1 + min(max(weeks, 0), MOST_WEEKS))


def _weights(situation: Situation, demand: Demand, history: Sequence[Standing]) -> list[int]:
    """What missing each costs. What stands well outweighs all else together: it is not given up for somebody else."""
    weights = [_weight(situation, wanted, history) for wanted in demand.wanted]
    well = [_stands_well(situation, wanted) for wanted in demand.wanted]
    others = sum(weight for weight, stands in zip(weights, well, strict=True) if not stands)
    return [weight + others if stands else weight for weight, stands in zip(weights, well, strict=True)]


def _stands_well(situation: Situation, wanted: Wanted) -> bool:
    standing = wanted.standing
    if standing is None or standing.declined:
        return False
    return conflict_at(situation, wanted.pair, standing.span) is None


def _allowed(situation: Situation, wanted: Wanted) -> tuple[Span, ...] | None:
    if not wanted.pair.allowed:
        return None
    axis = situation.axis
    spans = (axis.inward(i) for i in instants(situation.ahead.time_zone, situation.window, wanted.pair.allowed))
    return tuple(span for span in spans if span is not None)


def _cost(situation: Situation, wanted: Wanted, days: tuple[Day, ...]) -> dict[int, int]:
    axis, pair = situation.axis, wanted.pair
    leader, member = situation.availabilities[pair.leader], situation.availabilities[pair.member]
    asked = wishes(pair, situation.rules, leader, member, situation.window)
    cost = {}
    for slot in (slot for day in days if day.week in wanted.weeks for slot in day.slots):
        start = axis.instant(slot.tick)
        if points := asked.points(Interval(start, start + pair.duration)):
            cost[slot.tick] = points
    return cost


def _habit(situation: Situation, key: PairKey, history: Sequence[Standing]) -> tuple[int, int] | None:
    """Weekday and wall time of the last meeting before the horizon."""
    before = [s.span.start for s in history if s.pair == key and s.span.start < situation.ahead.start]
    if not before:
        return None
    clock = local(max(before), situation.ahead.time_zone)
    return clock.weekday(), clock.hour * 60 + clock.minute


def _fixed(situation: Situation, standing: Standing, pair: int) -> Fixed:
    axis = situation.axis
    span = axis.outward(standing.span)
    prep = situation.team.pairs[pair].prep if standing.origin is not Origin.BOOKED else timedelta(0)
    return Fixed(pair=pair, start=span.begin, duration=span.end - span.begin, prep=axis.length(prep))
