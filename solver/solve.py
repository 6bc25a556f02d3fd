"""Finds the best solution of a problem: the strict order of levels, each among the best solutions of those above it."""

from collections.abc import Mapping, Sequence

from solver.check import broken_rules
from solver.components import by_pair, by_week
from solver.day.frame import frame_of
from solver.day.path import best_lunch
from solver.detail import DETAIL, Ceiling, detail
from solver.first_fit import first_fit
from solver.measure import measure
from solver.meeting import Starts as Times
from solver.meeting import meetings, taken
from solver.model.build import Starts
from solver.model.domain import Domain, whole
from solver.model.who import still_rhythm
from solver.opening import open_all
from solver.outline import OUTLINE, Outline, joined, least_missed, missing_weight, outline, too_many, values_of
from solver.parameters import Limits, Work
from solver.problem import Problem
from solver.solution import Level, Solution

_NO_LIMITS = Limits()


def solve(problem: Problem, limits: Limits = _NO_LIMITS, known: Times | None = None) -> Solution:
    """The best placing that the limits allow, with the value and a bound of every level.

    Always finds one, for everything may stay unplaced. Equal arguments have equal solutions.

    Args:
        known: starts to begin from, one for each occurrence; passed over where they break a rule.
    """
    weeks = {day.week for leader in problem.leaders for day in leader.days}
    work = Work(limits, len(weeks), len(problem.occurrences))
    domain = whole(problem)
    starts = _first_answer(domain, known)
    outlines = _outlined(by_week(domain), starts, work, OUTLINE)
    narrowed = joined(domain, [found.domain for found in outlines])
    ceilings = [
        Ceiling(
            found.domain.occurrences,
            found.domain.days,
            found.values,
            found.spare,
            found.bounds["missed"],
            too_many(found.domain),
        )
        for found in outlines
    ]
    details = []
    for part in by_pair(narrowed, [found.domain for found in outlines]):
        mine = [
            one for one in ceilings if set(one.days) <= set(part.days) and set(one.occurrences) <= set(part.occurrences)
        ]
        details.append(detail(part, _some(starts, part), mine, work))
        starts.update(details[-1].starts)
    tally = _Tally()
    tally.add(OUTLINE, [(values_of(found.domain, _some(starts, found.domain)), found.bounds) for found in outlines])
    still = dict.fromkeys(DETAIL, 0) | {"rhythm": still_rhythm(problem)}
    tally.add(DETAIL, [(still, still), *((found.values, found.bounds) for found in details)])
    return _solution(domain, starts, tally.levels, late=work.late)


def assess(problem: Problem, starts: Times) -> Solution:
    """These starts with the best lunches beside them, and what they are worth; nothing is claimed of the bounds.

    Args:
        starts: one for each occurrence; they must keep the rules.
    """
    lunches = _lunches(whole(problem), starts)
    values = measure(problem, starts, lunches)
    return Solution(tuple(starts), lunches, tuple(Level(name, value, 0) for name, value in values.items()))


def solve_missed(problem: Problem, limits: Limits = _NO_LIMITS, *, all_or_nothing: bool = False) -> Solution:
    """Only the first level: who can be placed at all. For asking what a change of the problem would do.

    Args:
        all_or_nothing: whether it is enough to know that somebody who could come somewhere is missed: then nothing is
            searched where numbers alone say so, and the bound is above the weight of those who can come nowhere.
    """
    work = Work(limits)
    domain = whole(problem)
    filled = _filled(domain, {})
    starts = dict.fromkeys(domain.occurrences) if filled is None else dict(enumerate(filled))
    parts = by_week(domain)
    tally = _Tally()
    if all_or_nothing and any(least_missed(part) > missing_weight(part) for part in parts):
        first = [(values_of(part, _some(starts, part)), {"missed": least_missed(part)}) for part in parts]
        tally.add(OUTLINE[:1], first)
        return _solution(domain, starts, tally.levels, late=work.late)
    outlines = _outlined(parts, starts, work, OUTLINE[:1])
    tally.add(OUTLINE[:1], [(found.values, found.bounds) for found in outlines])
    return _solution(domain, starts, tally.levels, late=work.late)


def _outlined(parts: Sequence[Domain], starts: dict[int, int | None], work: Work, only: Sequence[str]) -> list[Outline]:
    """The first levels of every part; `starts` becomes their answers."""
    outlines = [outline(part, _some(starts, part), work, only) for part in parts]
    for found in outlines:
        starts.update(found.starts)
    return outlines


class _Tally:
    """Levels of the whole from those of its parts.

    A bound of a part holds among what is as good on the levels above. Of the whole, as good in sum means as good in
    every part only where all levels above are proven; from then on nothing is known but that costs are not negative.
    """

    def __init__(self) -> None:
        self.levels: list[Level] = []

    def add(self, names: Sequence[str], parts: Sequence[tuple[Mapping[str, int], Mapping[str, int]]]) -> None:
        """The next levels, with (values, bounds) of every part."""
        for name in names:
            value = sum(values[name] for values, _ in parts)
            proven = all(level.proven for level in self.levels)
            bound = sum(bounds[name] for _, bounds in parts) if proven else 0
            self.levels.append(Level(name, value, bound))


def _first_answer(domain: Domain, known: Times | None) -> dict[int, int | None]:
    """The best of what is known, a week that repeats itself, and first fit. What breaks a rule is not built upon."""
    answers: list[dict[int, int | None]] = []
    if known is not None and not broken_rules(domain.problem, known, _lunches(domain, known)):
        answers.append(dict(enumerate(known)))
    least = least_missed(domain)
    for given in (open_all(domain), {}):
        starts = _filled(domain, given)
        if starts is not None:
            answers.append(dict(enumerate(starts)))
            if values_of(domain, answers[-1])["missed"] == least and given:
                break
    answers.append(dict.fromkeys(domain.occurrences))
    return min(answers, key=lambda starts: tuple(values_of(domain, starts).values()))


def _filled(domain: Domain, given: Mapping[int, int]) -> tuple[int | None, ...] | None:
    """These starts, and first fit for all others."""
    problem = domain.problem
    placed = [given.get(index) for index in range(len(problem.occurrences))]
    starts = first_fit(domain.candidates, _lunches(domain, placed), given)
    return None if broken_rules(problem, starts, _lunches(domain, starts)) else starts


def _lunches(domain: Domain, starts: Sequence[int | None]) -> tuple[tuple[int | None, ...], ...]:
    """The best lunch of every day beside these 1-on-1s."""
    problem = domain.problem
    known = [meeting for meeting in meetings(problem, starts) if meeting.planned is not None]
    return tuple(
        tuple(
            best_lunch(frame_of(domain.candidates, number, day, ()), taken(problem, leader.person, known))
            for day in range(len(leader.days))
        )
        for number, leader in enumerate(problem.leaders)
    )


def _some(starts: Starts, part: Domain) -> dict[int, int | None]:
    return {index: starts[index] for index in part.occurrences}


def _solution(domain: Domain, starts: Starts, levels: Sequence[Level], *, late: bool) -> Solution:
    ordered = tuple(starts[index] for index in range(len(domain.problem.occurrences)))
    return Solution(ordered, _lunches(domain, ordered), tuple(levels), late)
