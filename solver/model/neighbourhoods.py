"""Parts of a problem to be solved anew while all else stays: what betters a solution when the whole is too much."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from solver.problem import Problem

ROUNDS_OF_PAIRS = 2
"""So many for each round of weeks."""
GROUP = 5
"""Pairs at most that change together."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What may change together."""

    occurrences: frozenset[int]
    weeks: frozenset[int]
    """In these, lunches may change too."""


def rounds(problem: Problem) -> Iterator[list[Neighbourhood]]:
    """Without end: every week by itself, then all pairs in groups that differ from round to round.

    A week by itself lets everybody change places in it, but nobody find another rhythm; a few pairs in all weeks can.
    """
    weeks = sorted({day.week for leader in problem.leaders for day in leader.days})
    for number in count():
        if number % (ROUNDS_OF_PAIRS + 1):
            yield [_of_pairs(problem, group) for group in _groups(problem, number)]
        elif len(weeks) > 1:
            yield [_of_week(problem, week) for week in weeks]


def _of_week(problem: Problem, week: int) -> Neighbourhood:
    occurrences = (index for index, item in enumerate(problem.occurrences) if week in item.weeks)
    return Neighbourhood(frozenset(occurrences), frozenset({week}))


def _groups(problem: Problem, number: int) -> list[set[int]]:
    """The pairs in another order for every number, cut into groups; a seed, so that every process has the same ones."""
    pairs = sorted({occurrence.pair for occurrence in problem.occurrences})
    Random(number).shuffle(pairs)
    groups = -(-len(pairs) // GROUP)
    return [set(pairs[first::groups]) for first in range(groups)]


def _of_pairs(problem: Problem, pairs: set[int]) -> Neighbourhood:
    own = {index: item for index, item in enumerate(problem.occurrences) if item.pair in pairs}
    return Neighbourhood(frozenset(own), frozenset(week for item in own.values() for week in item.weeks))
