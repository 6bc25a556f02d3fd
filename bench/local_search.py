"""Timefold: constraint streams and its default local search. Needs the `timefold` package and a Java machine.

Only imported where it runs: importing it starts the Java machine.
"""
# In a stream every choice is made, which types do not say; and the package may be absent, and with it all types.
# mypy: disable-error-code="union-attr,var-annotated,untyped-decorator,unused-ignore"

import time
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import ScoreDirectorFactoryConfig, SolverConfig
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore, ConstraintCollectors, ConstraintFactory, constraint_provider

from bench.cpu_limit import stopped_at
from bench.places import Places
from bench.proposal import Proposal
from solver.problem import TOLERATED, Split

NO_LUNCH = 100
"""Worse than any overlap, so that search finds its way back."""
SOFT_LEVELS = 8
"""Missed, postponed, layout, evenness, rhythm, clusters, fragments, preferences; of fresh 1-on-1s none can move."""


@dataclass(eq=False)
class Ahead:
    """A 1-on-1 day."""

    number: int
    week: "Week"
    begins: list[int]
    ends: list[int]
    """Of the leader's free time."""
    most: int
    max_run: int
    pause: int
    piece: int


@dataclass(eq=False)
class Week:
    """A week, and how it is to be laid out."""

    split: bool
    named: int
    """-1: any."""
    days: int


@dataclass(eq=False)
class Choice:
    """A start on a day."""

    start: int
    day: Ahead
    position: int
    """Of the day in its week."""
    key: int
    """Equal ones are one rhythm."""
    late: int
    cost: int


@planning_entity
@dataclass(eq=False)
class Stop:
    """A 1-on-1, or a day's lunch."""

    number: Annotated[int, PlanningId]
    pair: int
    """-1: lunch."""
    weight: int
    prep: int
    duration: int
    choices: Annotated[list[Choice], ValueRangeProvider(id="choices")]
    choice: Annotated[
        Choice | None, PlanningVariable(value_range_provider_refs=["choices"], allows_unassigned=True)
    ] = field(default=None)


@planning_solution
@dataclass
class Timetable:
    """All of it."""

    stops: Annotated[list[Stop], PlanningEntityCollectionProperty]
    score: Annotated[
        BendableScore | None, PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=SOFT_LEVELS)
    ] = field(default=None)


def hard() -> Any:
    """A broken rule."""
    return BendableScore.of_hard(1, SOFT_LEVELS, 0, 1)


def soft(level: int) -> Any:
    """One of a level."""
    return BendableScore.of_soft(1, SOFT_LEVELS, level, 1)


def by_begin(stops: list[Stop]) -> list[Stop]:
    """In order of time."""
    return sorted(stops, key=lambda stop: stop.choice.start - stop.prep)


def overlap(day: Ahead, stops: list[Stop]) -> int:
    """Ticks that are taken twice, and 1-on-1s beyond the most."""
    total = 0
    count = 0
    end = -1
    for stop in by_begin(stops):
        begin = stop.choice.start - stop.prep
        if end > begin:
            total += end - begin
        end = max(end, stop.choice.start + stop.duration)
        if stop.pair >= 0:
            count += 1
    return total + max(0, count - day.most)


def too_long(day: Ahead, stops: list[Stop]) -> int:
    """Ticks of runs beyond the longest."""
    total = 0
    begin = -1
    end = -1
    for stop in by_begin(stops):
        if stop.pair < 0:
            continue
        if end < 0 or stop.choice.start - stop.prep - end >= day.pause:
            begin = stop.choice.start
        end = stop.choice.start + stop.duration
        if end - begin > day.max_run:
            total += end - begin - day.max_run
    return total


def clusters(day: Ahead, stops: list[Stop]) -> int:
    """Stretches of 1-on-1s that touch."""
    total = 0
    end = -1
    for stop in by_begin(stops):
        if stop.pair < 0:
            continue
        if stop.choice.start - stop.prep != end:
            total += 1
        end = stop.choice.start + stop.duration
    return total


def fragments(day: Ahead, stops: list[Stop]) -> int:
    """Free ticks in short pieces."""
    total = 0
    ordered = by_begin(stops)
    for room in range(len(day.begins)):
        free = day.begins[room]
        for stop in ordered:
            begin = stop.choice.start - stop.prep
            if begin < day.begins[room] or begin >= day.ends[room]:
                continue
            if 0 < begin - free < day.piece:
                total += begin - free
            free = max(free, stop.choice.start + stop.duration)
        if 0 < day.ends[room] - free < day.piece:
            total += day.ends[room] - free
    return total


def on_days(week: Week, stops: list[Stop]) -> list[int]:
    """1-on-1s by day."""
    counts = [0] * week.days
    for stop in stops:
        if stop.pair >= 0:
            counts[stop.choice.position] += 1
    return counts


def layout(week: Week, stops: list[Stop]) -> int:
    """Off the day, or what the days differ by beyond what is tolerated."""
    counts = on_days(week, stops)
    if week.split:
        return max(0, max(counts) - min(counts) - TOLERATED)
    if week.named >= 0:
        return sum(counts) - counts[week.named]
    return sum(counts) - max(counts)


def evenness(week: Week, stops: list[Stop]) -> int:
    """The rest of what the days differ by."""
    counts = on_days(week, stops)
    return min(max(counts) - min(counts), TOLERATED) if week.split else 0


def off_beat(pair: int, stops: list[Stop]) -> int:
    """Off the weekday and time that most share."""
    most = 0
    for stop in stops:
        count = 0
        for other in stops:
            if other.choice.key == stop.choice.key:
                count += 1
        most = max(most, count)
    return len(stops) - most


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Any]:
    """The hard rules, and the levels in their order."""
    days = (
        factory.for_each(Stop).group_by(lambda stop: stop.choice.day, ConstraintCollectors.to_list()) for _ in range(4)
    )
    weeks = (
        factory.for_each(Stop).group_by(lambda stop: stop.choice.day.week, ConstraintCollectors.to_list())
        for _ in range(2)
    )
    pairs = (
        factory.for_each(Stop)
        .filter(lambda stop: stop.pair >= 0)
        .group_by(lambda stop: stop.pair, ConstraintCollectors.to_list())
    )
    meetings = factory.for_each(Stop)
    everything = factory.for_each_including_unassigned(Stop)
    return [
        everything.filter(lambda stop: stop.pair < 0 and stop.choice is None)
        .penalize(hard(), lambda stop: NO_LUNCH)
        .as_constraint("lunch"),
        next(days).penalize(hard(), overlap).as_constraint("overlap"),
        next(days).penalize(hard(), too_long).as_constraint("runs"),
        everything.filter(lambda stop: stop.pair >= 0 and stop.choice is None)
        .penalize(soft(0), lambda stop: stop.weight)
        .as_constraint("missed"),
        meetings.filter(lambda stop: stop.choice.late > 0)
        .penalize(soft(1), lambda stop: stop.choice.late)
        .as_constraint("postponed"),
        next(weeks).penalize(soft(2), layout).as_constraint("layout"),
        next(weeks).penalize(soft(3), evenness).as_constraint("evenness"),
        pairs.penalize(soft(4), off_beat).as_constraint("rhythm"),
        next(days).penalize(soft(5), clusters).as_constraint("clusters"),
        next(days).penalize(soft(6), fragments).as_constraint("fragments"),
        meetings.filter(lambda stop: stop.choice.cost > 0)
        .penalize(soft(7), lambda stop: stop.choice.cost)
        .as_constraint("preferences"),
    ]


def solve_by_timefold(places: Places, limit: float) -> Proposal:
    """As good as it gets in so many CPU seconds, the Java machine's threads included; no bounds."""
    deadline = time.process_time() + limit
    solver = _factory().build_solver()
    with stopped_at(deadline, solver.terminate_early):
        found = solver.solve(_timetable(places))
    count = len(places.of)
    starts = {stop.number: stop.choice.start for stop in found.stops if stop.choice is not None}
    lunches = tuple(starts.get(count + day) for day in range(len(places.lunches)))
    return Proposal(tuple(starts.get(number) for number in range(count)), (lunches,))


@cache
def _factory() -> Any:
    """Made once, for it translates the streams into Java's code."""
    streams = ScoreDirectorFactoryConfig(constraint_provider_function=rules)
    return SolverFactory.create(
        SolverConfig(solution_class=Timetable, entity_class_list=[Stop], score_director_factory_config=streams)
    )


def _timetable(places: Places) -> Timetable:
    leader = places.leader
    weeks: dict[int, Week] = {}
    days: list[Ahead] = []
    position: list[int] = []
    for number, (day, free) in enumerate(zip(leader.days, places.free, strict=True)):
        week = weeks.setdefault(day.week, Week(isinstance(leader.layout, Split), -1, 0))
        if not isinstance(leader.layout, Split) and leader.layout.weekday == day.weekday:
            week.named = week.days
        position.append(week.days)
        week.days += 1
        begins, ends = [room.begin for room in free], [room.end for room in free]
        days.append(Ahead(number, week, begins, ends, leader.max_per_day, leader.max_run, leader.pause, leader.piece))
    stops = []
    for number, starts in enumerate(places.lunches):  # first, so that an unfinished answer has them
        choices = [Choice(start, days[number], position[number], 0, 0, 0) for start in starts]
        if choices:
            stops.append(Stop(len(places.of) + number, -1, 0, 0, leader.lunch, choices))
    for number, (one, possible) in enumerate(zip(places.problem.occurrences, places.of, strict=True)):
        choices = [
            Choice(
                place.start,
                days[place.day],
                position[place.day],
                leader.days[place.day].weekday * 1440 + place.wall,
                place.late,
                place.cost,
            )
            for place in possible
        ]
        stops.append(Stop(number, one.pair, one.weight, one.prep, one.duration, choices))
    return Timetable(stops)
