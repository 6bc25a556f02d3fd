"""A company's default rules and its people's calendars, as the solver sees them."""

import math
from collections.abc import Callable, Mapping, Sequence
from random import Random

from bench.leaders import DAY, FRIDAY, HOUR, THURSDAY, TICK, WEEK
from solver.intervals import subtract, union
from solver.problem import Day, Layout, Leader, Occurrence, Pair, Person, Problem, Slot, Span

OPEN, CLOSE = 9 * HOUR, 18 * HOUR
NOON = Span(12 * HOUR, 14 * HOUR + 6)
"""Where lunch lies, from midnight."""
LUNCH = 45 // TICK
LUNCH_LOST = 3
"""Points for a start that leaves the member no lunch."""
NEVER_MET = 2 * (1 + 4)
"""What missing a pair of ordinary priority costs that never met as far as anybody knows."""
LAST_WEEK = 2 * (1 + 1)
"""The same for a pair that met last week."""
LENGTHS = (6, 6, 12, 12, 18)
"""Of other people's meetings, in ticks."""
RECURRING = 0.7
"""What share of a calendar recurs every week; of these meetings a few are missing in each."""


def minutes(length: int) -> int:
    """Ticks of so many minutes."""
    return length // TICK


def one_on_one_days(weeks: int, every: int = 5) -> tuple[Day, ...]:
    """Thursday and Friday of every week, with a start every so many minutes."""
    return tuple(_day(week, weekday, every) for week in range(weeks) for weekday in (THURSDAY, FRIDAY))


def leader(person: int, days: tuple[Day, ...], layout: Layout) -> Leader:
    """Somebody who leads by the company's defaults."""
    return Leader(person, days, layout, lunch=LUNCH, max_run=2 * HOUR, pause=minutes(15), max_per_day=8, piece=HOUR)


def person(name: str, weeks: int, busy: Sequence[Span] = ()) -> Person:
    """Somebody who works from Monday to Friday."""
    midnights = [week * WEEK + weekday * DAY for week in range(weeks) for weekday in range(5)]
    return Person(name, tuple(Span(midnight + OPEN, midnight + CLOSE) for midnight in midnights), tuple(union(busy)))


def calendar(random: Random, weeks: int, share: float) -> tuple[Span, ...]:
    """Meetings that take this share of the 1-on-1 days, and at most half an hour more; most of them recur."""
    midnights = [week * WEEK + weekday * DAY for week in range(weeks) for weekday in (THURSDAY, FRIDAY)]
    wanted = share * len(midnights) * (CLOSE - OPEN)
    busy: list[Span] = []
    while (missing := RECURRING * wanted - length(busy)) > 0:
        weekday, meeting = random.choice((0, 1)), _meeting(random, missing / weeks)
        kept = [midnight for midnight in midnights[weekday::2] if random.random() > 0.15]
        repeated = union([*busy, *(_at(midnight, meeting) for midnight in kept)])
        if length(repeated) > wanted:
            break
        busy = repeated
    while (missing := wanted - length(busy)) > 0:
        busy = union([*busy, _at(random.choice(midnights), _meeting(random, missing))])
    return tuple(busy)


def weekly(
    people: Sequence[Person], weeks: int, layout: Layout, duration: int, prep: int, weights: Sequence[int]
) -> Problem:
    """A leader, the first of the people, who meets all others every week for so many ticks.

    Args:
        weights: what missing each of the others costs.
    """
    days = one_on_one_days(weeks)
    return Problem(
        people=tuple(people),
        leaders=(leader(0, days, layout),),
        pairs=tuple(Pair(0, member) for member in range(1, len(people))),
        occurrences=tuple(
            Occurrence(pair, (week,), duration, prep, weight, cost=points(people[pair + 1], days, (week,), duration))
            for pair, weight in enumerate(weights)
            for week in range(weeks)
        ),
    )


def length(spans: Sequence[Span]) -> int:
    """Ticks that disjoint spans take together."""
    return sum(span.end - span.begin for span in spans)


def points(
    member: Person,
    days: Sequence[Day],
    weeks: Sequence[int],
    duration: int,
    disliked: Callable[[int], int] = lambda wall: 0,
) -> Mapping[int, int]:
    """What starts in these weeks cost: the member's lunch, and what they dislike (minutes on the wall to points)."""
    cost: dict[int, int] = {}
    for day in days:
        if day.week not in weeks:
            continue
        free = subtract([_at(day.span.begin, NOON)], member.busy)
        for slot in day.slots:
            meeting = Span(slot.tick, slot.tick + duration)
            lost = LUNCH_LOST if _eats(free) and not _eats(subtract(free, [meeting])) else 0
            if total := lost + disliked(slot.wall):
                cost[slot.tick] = total
    return cost


def _eats(free: Sequence[Span]) -> bool:
    return any(piece.end - piece.begin >= LUNCH for piece in free)


def _day(week: int, weekday: int, every: int) -> Day:
    midnight = week * WEEK + weekday * DAY
    slots = tuple(Slot(midnight + tick, tick * TICK) for tick in range(OPEN, CLOSE, every // TICK))
    return Day(week, weekday, Span(midnight, midnight + DAY), slots, _at(midnight, NOON))


def _meeting(random: Random, missing: float) -> Span:
    """From midnight; no longer than what is missing, rounded up to half hours."""
    ticks = min(random.choice(LENGTHS), max(6, 6 * math.ceil(missing / 6)))
    begin = random.randrange(OPEN, CLOSE - ticks + 1, 6)
    return Span(begin, begin + ticks)


def _at(midnight: int, span: Span) -> Span:
    return Span(midnight + span.begin, midnight + span.end)
