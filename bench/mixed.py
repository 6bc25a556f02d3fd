"""A leader with everything at once: cadences, lengths, priorities, habits, and 1-on-1s that stand already."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench import company
from solver.intervals import inside, union
from solver.problem import Day, Fixed, Layout, Occurrence, Pair, Person, Problem, Slot, Span

REPORTS, WEEKS = 8, 4
BUSY = (0.1, 0.25)
DURATIONS = tuple(company.minutes(length) for length in (20, 20, 30, 30, 30, 45, 45, 60))
PREPS = tuple(company.minutes(length) for length in (5, 5, 5, 5, 5, 10, 10, 10))
CADENCES = (1, 1, 1, 1, 2, 2, 4, 13)
"""Weeks from one 1-on-1 of a pair to the next."""
PRIORITIES = (1, 2, 2, 4)
FIXED = 2
"""So many of the first pairs have a fixed 1-on-1."""
STANDING = 3
"""So many others stand, and one more that was declined."""
OUTSIDE_PREFERRED = 4
"""Points outside the times that a member prefers."""


@dataclass(frozen=True, slots=True)
class _Report:
    cadence: int
    duration: int
    prep: int
    weight: int
    disliked: Callable[[int], int]


def mixed(layout: Layout, seed: int) -> Problem:
    """Eight reports and four weeks.

    Two 1-on-1s are fixed. Three stand, and over one of them its member has a meeting; a fourth stands and was
    declined. Who meets less often than weekly may also meet later than due.
    """
    random = Random(f"mixed {seed}")
    days = company.one_on_one_days(WEEKS)
    people = [
        company.person(f"Person {number}", WEEKS, company.calendar(random, WEEKS, random.uniform(*BUSY)))
        for number in range(REPORTS + 1)
    ]
    due = _due(random, people, days)
    fixed = [random.choice([n for n, one in enumerate(due) if one.pair == pair]) for pair in range(FIXED)]
    left = [number for number in range(len(due)) if number not in fixed]
    *standing, declined = random.sample(left, STANDING + 1)
    where = _places(random, people, days, {number: due[number] for number in (*fixed, *standing, declined)})
    conflict = due[standing[0]]
    over = Span(where[standing[0]], where[standing[0]] + conflict.duration)
    member = people[conflict.pair + 1]
    people[conflict.pair + 1] = replace(member, busy=tuple(union([*member.busy, over])))
    others = sum(due[number].weight for number in left if number not in standing[1:])
    return Problem(
        people=tuple(people),
        leaders=(company.leader(0, days, layout),),
        pairs=tuple(Pair(0, pair + 1, _habit(random, days)) for pair in range(REPORTS)),
        occurrences=tuple(
            replace(
                due[number],
                weight=due[number].weight + (others if number in standing[1:] else 0),
                current=where.get(number),
                declined=number == declined,
                move_weight=WEEKS - due[number].weeks[0],
            )
            for number in left
        ),
        fixed=tuple(Fixed(due[n].pair, where[n], due[n].duration, due[n].prep) for n in fixed),
    )


def _due(random: Random, people: Sequence[Person], days: Sequence[Day]) -> list[Occurrence]:
    """Everything that is due in these weeks, as if nothing stood."""
    return [
        Occurrence(
            pair,
            weeks,
            report.duration,
            report.prep,
            report.weight,
            cost=company.points(people[pair + 1], days, weeks, report.duration, report.disliked),
        )
        for pair, report in enumerate(_reports(random))
        for weeks in _weeks(random, report.cadence)
    ]


def _reports(random: Random) -> Iterator[_Report]:
    """Weekly ones first; what else they want is dealt out."""
    durations, preps = (random.sample(dealt, REPORTS) for dealt in (DURATIONS, PREPS))
    for cadence, duration, prep in zip(CADENCES, durations, preps, strict=True):
        weight = random.choice(PRIORITIES) * (1 + random.randint(1, min(cadence + 1, 12)))
        yield _Report(cadence, duration, prep, weight, random.choice((_content, _late_riser, _goes_early, _abroad)))


def _weeks(random: Random, cadence: int) -> Iterator[tuple[int, ...]]:
    """The weeks of each 1-on-1 of a pair: the due one, then those before the next is due."""
    for due in range(random.randrange(min(cadence, WEEKS)), WEEKS, cadence):
        yield tuple(range(due, min(due + cadence, WEEKS)))


def _places(
    random: Random, people: Sequence[Person], days: Sequence[Day], wanted: dict[int, Occurrence]
) -> dict[int, int]:
    """A start in the due week for each, where both are free and no other of them lies."""
    taken: list[Span] = []
    where: dict[int, int] = {}
    for number, one in wanted.items():
        leader, member = people[0], people[one.pair + 1]
        slots = [slot.tick for day in days if day.week == one.weeks[0] for slot in day.slots]
        for start in random.sample(slots, len(slots)):
            block, time = Span(start - one.prep, start + one.duration), Span(start, start + one.duration)
            if (
                inside(block, leader.hours)
                and inside(time, member.hours)
                and not any(block.overlaps(other) for other in (*leader.busy, *taken))
                and not any(time.overlaps(other) for other in member.busy)
            ):
                where[number] = start
                taken.append(block)
                break
        else:
            raise ValueError(f"Nothing is free for pair {one.pair} in week {one.weeks[0]}.")
    return where


def _habit(random: Random, days: Sequence[Day]) -> tuple[int, int] | None:
    """Half of the pairs met at some weekday and time before."""
    day = random.choice(days)
    slot: Slot = random.choice(day.slots)
    return (day.weekday, slot.wall) if random.random() < 0.5 else None


def _content(wall: int) -> int:
    return 0


def _late_riser(wall: int) -> int:
    """Not before ten."""
    return OUTSIDE_PREFERRED if wall < 10 * 60 else 0


def _goes_early(wall: int) -> int:
    """Not after four."""
    return OUTSIDE_PREFERRED if wall >= 16 * 60 else 0


def _abroad(wall: int) -> int:
    """Two hours east: a point for each half hour after half past three here."""
    return max(0, -(-(wall - (15 * 60 + 30)) // 30))
