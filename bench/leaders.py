"""Seeded leaders: what a real week of calendars looks like to the solver."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from solver.intervals import union
from solver.problem import Day, Layout, Leader, Occurrence, Pair, Person, Problem, Slot, Span, Split, WholeDay

TICK = 5
HOUR = 60 // TICK
DAY = 24 * HOUR
WEEK = 7 * DAY
OPEN, CLOSE = 9 * HOUR, 17 * HOUR
THURSDAY, FRIDAY = 3, 4
LUNCH_WINDOW = (11 * HOUR + 6, 14 * HOUR)


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of leader."""

    reports: int
    weeks: int
    layout: Layout
    every: int = 5
    """Minutes between the starts that the grid allows."""

    @property
    def duration(self) -> int:
        """Ticks of a 1-on-1: half an hour, less for many reports, so that most of them can be placed."""
        minutes = 30 if self.reports <= 8 else 20 if self.reports <= 15 else 10
        return minutes // TICK

    @property
    def name(self) -> str:
        layout = "split" if isinstance(self.layout, Split) else "whole-day"
        return f"{self.reports} × {self.weeks} {layout}"


def shapes(reports: Sequence[int], weeks: Sequence[int], every: int = 5) -> list[Shape]:
    """Every size with both layouts."""
    layouts: tuple[Layout, ...] = (Split(), WholeDay())
    return [Shape(count, horizon, layout, every) for count in reports for horizon in weeks for layout in layouts]


def make_leader(shape: Shape, seed: int) -> Problem:
    """A leader 25 to 40 % busy, as are the reports: meetings that recur, with differences in every week."""
    random = Random(f"{shape.reports} {shape.weeks} {seed}")
    people = tuple(
        Person(f"Person {number}", _hours(shape.weeks), _busy(random, shape.weeks))
        for number in range(shape.reports + 1)
    )
    days = tuple(_day(week, weekday, shape.every) for week in range(shape.weeks) for weekday in (THURSDAY, FRIDAY))
    leader = Leader(
        person=0,
        days=days,
        layout=shape.layout,
        lunch=9,
        max_run=2 * HOUR,
        pause=2,
        max_per_day=max(8, shape.reports),
        piece=HOUR,
    )
    occurrences = tuple(
        Occurrence(
            pair=pair,
            weeks=(week,),
            duration=shape.duration,
            prep=1,
            cost={slot.tick: 1 for day in days if day.week == week for slot in day.slots if _disliked(pair, slot.wall)},
        )
        for pair in range(shape.reports)
        for week in range(shape.weeks)
    )
    return Problem(people, (leader,), tuple(Pair(0, pair + 1) for pair in range(shape.reports)), occurrences)


def the_next_night(problem: Problem, starts: Sequence[int | None], seed: int) -> Problem:
    """The same leader with everything where it was placed, after a few new meetings came up."""
    random = Random(f"next night {seed}")
    leader = problem.leaders[0]
    people = list(problem.people)
    for _ in range(max(2, len(problem.occurrences) // 8)):
        number = random.randrange(len(people))
        person = people[number]
        day = random.choice(leader.days)
        people[number] = replace(person, busy=tuple(union([*person.busy, _meeting(random, day.span.begin)])))
    occurrences = tuple(
        replace(occurrence, current=start) for occurrence, start in zip(problem.occurrences, starts, strict=True)
    )
    return replace(problem, people=tuple(people), occurrences=occurrences)


def _hours(weeks: int) -> tuple[Span, ...]:
    midnights = [week * WEEK + weekday * DAY for week in range(weeks) for weekday in range(5)]
    return tuple(Span(midnight + OPEN, midnight + CLOSE) for midnight in midnights)


def _day(week: int, weekday: int, every: int) -> Day:
    midnight = week * WEEK + weekday * DAY
    slots = tuple(Slot(midnight + tick, tick * TICK) for tick in range(OPEN, CLOSE, every // TICK))
    window = Span(midnight + LUNCH_WINDOW[0], midnight + LUNCH_WINDOW[1])
    return Day(week, weekday, Span(midnight, midnight + DAY), slots, window)


def _busy(random: Random, weeks: int) -> tuple[Span, ...]:
    busy: list[Span] = []
    for weekday in (THURSDAY, FRIDAY):
        recurring = _fill(random, [], 0.25)
        for week in range(weeks):
            midnight = week * WEEK + weekday * DAY
            kept = [span for span in recurring if random.random() > 0.15]
            share = random.uniform(0.25, 0.4)
            busy += [Span(midnight + span.begin, midnight + span.end) for span in _fill(random, kept, share)]
    return tuple(union(busy))


def _fill(random: Random, spans: list[Span], share: float) -> list[Span]:
    while sum(span.end - span.begin for span in spans) < share * (CLOSE - OPEN):
        spans = union([*spans, _meeting(random, 0)])
    return spans


def _meeting(random: Random, midnight: int) -> Span:
    length = random.choice((6, 6, 12, 12, 18))
    begin = random.randrange(OPEN, CLOSE - length + 1, 6)
    return Span(midnight + begin, midnight + begin + length)


def _disliked(pair: int, wall: int) -> bool:
    """Some would rather not meet before ten, some not after four."""
    return (pair % 3 == 0 and wall < 10 * 60) or (pair % 3 == 1 and wall >= 16 * 60)
