"""Tiny days, and all their courses by trying everything. Knows the judge, not the network."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from solver.check import broken_rules
from solver.intervals import subtract, union
from solver.measure import measure
from solver.problem import Day, Fixed, Leader, Occurrence, Pair, Person, Problem, Slot, Span, Split

MIDNIGHT = Span(20, 36)
"""The day: sixteen ticks, on each of which something may start."""
EVER = Span(0, 60)
OWN, MEMBER, TWICE = range(3)
"""Who leads a meeting: the leader of the day; another one, whose member the leader of the day is; the leader of the
day in a second team."""

Course = frozenset[int]
"""Which occurrences take place."""
Packing = tuple[int, int]
"""Clusters and fragments."""


def tiny_days(fewest: int = 3, most: int = 11) -> st.SearchStrategy[Problem]:
    """A day of leader 0 on which each of a few meetings may take place at one time: everything that a day knows.

    Each meeting is an occurrence with a pair of its own; only the leader of the day can be in its way. Full days are
    wanted, not simple ones: so chance is Python's, and Hypothesis has its seed only.
    """
    return st.randoms(use_true_random=True).map(lambda chance: _tiny_day(chance, chance.randint(fewest, most)))


Shape = tuple[int, int, int, int]
"""Kind, start, duration, prep."""


def _tiny_day(chance: Random, count: int) -> Problem:
    shapes = {_taking(shape): shape for shape in (_shape(chance) for _ in range(count))}
    closes = MIDNIGHT.end - chance.choice((0, 0, 2, 5))
    stays = [_stay(chance, closes) for _ in range(chance.choice((0, 0, 1, 1, 2)))]
    kinds = [kind for kind, *_ in [*shapes.values(), *stays]]
    off = _spans(chance, 2, chance.choice((0, 0, 1)))
    people = [
        Person(
            "Ada", tuple(subtract([Span(MIDNIGHT.begin, closes)], off)), _spans(chance, 2, chance.choice((0, 0, 1, 2)))
        ),
        *(Person(f"Person {number}", (EVER,)) for number in range(1, len(kinds) + 2)),
    ]
    slots = tuple(Slot(tick, 5 * tick) for tick in range(MIDNIGHT.begin, MIDNIGHT.end))
    begin = chance.randint(MIDNIGHT.begin, MIDNIGHT.end - 5)
    window = Span(begin, begin + chance.randint(2, 8))
    day = Day(0, 3, MIDNIGHT, slots, chance.choice((None, window, window)))
    rules = Leader(
        person=0,
        days=(day,),
        layout=Split(),
        lunch=chance.randint(0, 3),
        max_run=chance.randint(2, 9),
        pause=chance.randint(0, 3),
        max_per_day=chance.randint(1, 5),
        piece=chance.randint(0, 4),
    )
    lax = replace(rules, days=(replace(day, lunch=None),), max_run=99, pause=0, max_per_day=99)
    return Problem(
        people=tuple(people),
        leaders=(rules, replace(lax, person=1), lax),
        pairs=tuple(Pair(kind, 0 if kind == MEMBER else number + 2) for number, kind in enumerate(kinds)),
        occurrences=tuple(
            Occurrence(number, (0,), duration, prep, allowed=(Span(start, start + duration),))
            for number, (_, start, duration, prep) in enumerate(shapes.values())
        ),
        fixed=tuple(
            Fixed(len(shapes) + number, start, duration, prep)
            for number, (_, start, duration, prep) in enumerate(stays)
        ),
    )


def _spans(chance: Random, longest: int, count: int) -> tuple[Span, ...]:
    """Some stretches around the day, none of which touch."""
    begins = [chance.randrange(MIDNIGHT.begin - 2, MIDNIGHT.end) for _ in range(count)]
    return tuple(union(Span(begin, begin + chance.randint(1, longest)) for begin in begins))


def _shape(chance: Random) -> Shape:
    kind = chance.choice((OWN, OWN, OWN, OWN, MEMBER, TWICE))
    start = chance.randrange(MIDNIGHT.begin, MIDNIGHT.end)
    return kind, start, chance.choice((1, 1, 2, 3)), 0 if kind == MEMBER else chance.choice((0, 0, 1, 2))


def _stay(chance: Random, closes: int) -> Shape:
    """It may begin before the day, overlap another one and what is busy, and often lasts until the day closes."""
    kind = chance.choice((OWN, OWN, OWN, MEMBER, TWICE))
    start = chance.choice((chance.randrange(MIDNIGHT.begin - 2, MIDNIGHT.end), closes - chance.randint(1, 3)))
    return kind, start, chance.randint(1, 4), chance.randint(0, 2)


def _taking(shape: Shape) -> tuple[int, ...]:
    """What a day sees of a meeting."""
    kind, start, duration, prep = shape
    return (1, start, duration, prep) if kind == OWN else (0, start - prep, duration + prep)


def courses(problem: Problem) -> Mapping[Course, Packing]:
    """All that may take place together by the judge, and how it is packed with the best lunch."""
    found: dict[Course, Packing] = {}
    for starts in _together(problem):
        packed = packing(problem, starts)
        if packed is not None:
            found[frozenset(index for index, start in enumerate(starts) if start is not None)] = packed
    return found


def starts_of(problem: Problem, course: Course) -> tuple[int | None, ...]:
    """The one start of those who meet."""
    return tuple(
        one.allowed[0].begin if index in course and one.allowed else None
        for index, one in enumerate(problem.occurrences)
    )


def packing(problem: Problem, starts: tuple[int | None, ...]) -> Packing | None:
    """With the best lunch; None: no lunch is right, or a rule is broken."""
    best: Packing | None = None
    window = problem.leaders[0].days[0].lunch
    for lunch in [None, *([] if window is None else range(window.begin, window.end))]:
        if not broken_rules(problem, starts, ((lunch,), (None,), (None,))):
            packed = packing_with(problem, starts, lunch)
            best = packed if best is None else min(best, packed)
    return best


def packing_with(problem: Problem, starts: tuple[int | None, ...], lunch: int | None) -> Packing:
    """Of the leader of the day alone."""
    rules, *others = problem.leaders
    alone = replace(problem, leaders=(rules, *(replace(other, days=()) for other in others)))
    values = measure(alone, starts, ((lunch,), (), ()))
    return values["clusters"], values["fragments"]


def _together(problem: Problem) -> Iterator[tuple[int | None, ...]]:
    """Whatever breaks no rule, lunch apart. More meetings mend nothing that fewer break."""
    rules, *others = problem.leaders
    hungry = replace(rules, days=(replace(rules.days[0], lunch=None),))
    without_lunch = replace(problem, leaders=(hungry, *others))
    everybody = starts_of(problem, frozenset(range(len(problem.occurrences))))

    def extend(chosen: tuple[int | None, ...]) -> Iterator[tuple[int | None, ...]]:
        if len(chosen) == len(problem.occurrences):
            yield chosen
            return
        yield from extend((*chosen, None))
        longer = (*chosen, everybody[len(chosen)])
        part = replace(without_lunch, occurrences=problem.occurrences[: len(longer)])
        if not broken_rules(part, longer, ((None,), (None,), (None,))):
            yield from extend(longer)

    return extend(())
