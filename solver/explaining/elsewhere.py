"""What it would come to if an occurrence lay at another time."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from solver.measure import measure
from solver.parameters import Limits
from solver.problem import Problem
from solver.solution import Level, Solution
from solver.solve import solve

LIMITS = Limits(whole=3.0, neighbourhoods=1.0)
"""A question that a person waits for."""


class Verdict(StrEnum):
    """How another time compares with the one that was chosen."""

    EQUAL = "as good"
    WORSE = "worse"
    """Proven: whoever lies there costs something on a level, however all others are laid out."""
    BETTER = "better"
    """The choice was not the best one, which it never claimed to be."""
    UNDECIDED = "undecided"
    """What was found is worse, but it is not proven that nothing better exists."""
    IMPOSSIBLE = "impossible"
    """Some hard rule forbids it."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The best answer in which an occurrence has one of some starts, beside the one that was chosen."""

    verdict: Verdict
    level: str | None
    """The first level, by name, on which the two differ; None: none, or it is not possible."""
    solution: Solution | None
    """With bounds among the answers that have the occurrence there; None: it is not possible."""


def elsewhere(problem: Problem, chosen: Solution, occurrence: int, starts: Collection[int]) -> Elsewhere:
    """The best that can be done with the occurrence at one of these starts, whatever else has to give way for it.

    IMPOSSIBLE is proven only where nothing else planned has to do with it: all others may stay without a place.

    Args:
        chosen: a solution of the problem.
    """
    asked = problem.occurrences[occurrence]
    leader = problem.leaders[problem.pairs[asked.pair].leader]
    others = frozenset(slot.tick for day in leader.days for slot in day.slots if slot.tick not in starts)
    above_all = 1 + sum(each.weight for each in problem.occurrences)
    there = replace(asked, closed=asked.closed | others, weight=above_all)
    before, after = problem.occurrences[:occurrence], problem.occurrences[occurrence + 1 :]
    forced = replace(problem, occurrences=(*before, there, *after))
    found = solve(forced, LIMITS)
    if found.starts[occurrence] is None:
        proven = found.levels[0].bound >= above_all
        return Elsewhere(Verdict.IMPOSSIBLE if proven else Verdict.UNDECIDED, None, None)
    # With the occurrence in place, its weight counts on no level: values and bounds are those of the problem itself.
    assert tuple(measure(problem, found.starts, found.lunches).values()) == tuple(each.value for each in found.levels)
    verdict, level = compared(chosen.levels, found.levels)
    return Elsewhere(verdict, level, found)


def compared(chosen: Collection[Level], other: Collection[Level]) -> tuple[Verdict, str | None]:
    """Whether another answer is worse, and the name of the first level on which the two differ."""
    for one, two in zip(chosen, other, strict=True):
        if two.value < one.value:
            return Verdict.BETTER, one.name
        if two.value > one.value:
            return Verdict.WORSE if two.bound > one.value else Verdict.UNDECIDED, one.name
    return Verdict.EQUAL, None
