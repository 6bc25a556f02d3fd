"""Finds the best solution of a problem: the strict order of levels, each among the best solutions of those above it."""

from collections.abc import Sequence
from dataclasses import replace

from solver.check import broken_rules
from solver.components import by_pair, by_week
from solver.day.frame import frame_of
from solver.day.path import best_lunch
from solver.detail import DETAIL, Ceiling, detail
from solver.first_fit import first_fit
from solver.meeting import meetings, taken
from solver.model.build import Starts
from solver.model.domain import Domain, whole
from solver.model.who import still_rhythm
from solver.outline import OUTLINE, Outline, outline
from solver.parameters import Limits
from solver.problem import Problem
from solver.solution import Level, Solution

_NO_LIMITS = Limits()


def solve(problem: Problem, limits: Limits = _NO_LIMITS) -> Solution:
    """The best placing that the limits allow, with the value and a bound of every level.

    Always finds one, for everything may stay unplaced. Equal problems and limits have equal solutions.
    """
    domain = whole(problem)
    starts = _first_answer(domain)
    outlines = [outline(part, _some(starts, part), limits) for part in by_week(domain)]
    for found in outlines:
        starts.update(found.starts)
    tally = _Tally()
    tally.add(OUTLINE, [(found.values, found.bounds) for found in outlines])
    narrowed = _joined(domain, outlines)
    ceilings = [
        Ceiling(found.domain.occurrences, found.domain.days, found.values, found.spare) for found in outlines
    ]
    details = []
    for part in by_pair(narrowed, [found.domain for found in outlines]):
        mine = [one for one in ceilings if set(one.days) <= set(part.days) and set(one.occurrences) <= set(part.occurrences)]
        details.append(detail(part, _some(starts, part), mine, limits))
        starts.update(details[-1].starts)
    still = dict.fromkeys(DETAIL, 0) | {"rhythm": still_rhythm(problem)}
    tally.add(DETAIL, [(still, still), *((found.values, found.bounds) for found in details)])
    return _solution(domain, starts, tally.levels)


def solve_missed(problem: Problem, limits: Limits = _NO_LIMITS) -> Solution:
    """Only the first level: who can be placed at all. For asking what a change of the problem would do."""
    domain = whole(problem)
    starts = _first_answer(domain)
    outlines = [outline(part, _some(starts, part), limits, OUTLINE[:1]) for part in by_week(domain)]
    for found in outlines:
        starts.update(found.starts)
    tally = _Tally()
    tally.add(OUTLINE[:1], [(found.values, found.bounds) for found in outlines])
    return _solution(domain, starts, tally.levels)


class _Tally:
    """Levels of the whole from those of its parts.

    A bound of a part holds among what is as good on the levels above. Of the whole, as good in sum means as good in
    every part only where all levels above are proven; from then on nothing is known but that costs are not negative.
    """

    def __init__(self) -> None:
        self.levels: list[Level] = []

    def add(self, names: Sequence[str], parts: Sequence[tuple]) -> None:
        for name in names:
            value = sum(values[name] for values, _ in parts)
            proven = all(level.proven for level in self.levels)
            bound = sum(bounds[name] for _, bounds in parts) if proven else 0
            self.levels.append(Level(name, value, bound))


def _first_answer(domain: Domain) -> dict[int, int | None]:
    """First fit; it is simple, and what it gets wrong is not built upon."""
    problem = domain.problem
    lunches = tuple(
        tuple(best_lunch(frame_of(domain.candidates, number, day, ()), ()) for day in range(len(leader.days)))
        for number, leader in enumerate(problem.leaders)
    )
    starts = first_fit(domain.candidates, lunches)
    if broken_rules(problem, starts, lunches):
        starts = (None,) * len(problem.occurrences)
    return dict(enumerate(starts))


def _some(starts: Starts, part: Domain) -> dict[int, int | None]:
    return {index: starts[index] for index in part.occurrences}


def _joined(domain: Domain, outlines: Sequence[Outline]) -> Domain:
    """One domain of all parts, as narrow as they are."""
    return replace(
        domain,
        starts={index: starts for found in outlines for index, starts in found.domain.starts.items()},
        placed=frozenset().union(*(found.domain.placed for found in outlines)),
        counts={day: counts for found in outlines for day, counts in found.domain.counts.items()},
    )


def _solution(domain: Domain, starts: Starts, levels: Sequence[Level]) -> Solution:
    problem = domain.problem
    ordered = tuple(starts[index] for index in range(len(problem.occurrences)))
    known = meetings(problem, ordered)
    lunches = tuple(
        tuple(
            best_lunch(frame_of(domain.candidates, number, day, ()), taken(problem, leader.person, [m for m in known if m.planned is not None]))
            for day in range(len(leader.days))
        )
        for number, leader in enumerate(problem.leaders)
    )
    return Solution(ordered, lunches, tuple(levels))
