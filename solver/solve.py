"""Finds the best solution of a problem: one level after the other, each among the best solutions of those above it."""

from collections.abc import Sequence
from dataclasses import replace

from solver.check import broken_rules
from solver.descent import Descent
from solver.first_fit import first_fit
from solver.model.assemble import LEVEL_COSTS, assemble
from solver.model.cost import Cost
from solver.model.joint import join
from solver.parameters import LARGE, NEAR, Limits
from solver.problem import Problem
from solver.solution import LEVELS, Level, Solution

TOGETHER = (("missed", "postponed", "layout", "moves"), ("rhythm",), ("clusters",), ("fragments", "preferences"))
"""Levels that are faster in one objective than one by one, while the strict order keeps it small."""

_NO_LIMITS = Limits()


def solve(problem: Problem, limits: Limits = _NO_LIMITS) -> Solution:
    """The best placing that the limits allow, with the value and a bound of every level.

    Always finds one, for everything may stay unplaced. Equal problems and limits have equal solutions.
    """
    search = _Search(problem, limits)
    for names in TOGETHER:
        search.solve_levels(names)
    return search.solution()


def solve_missed(problem: Problem, limits: Limits = _NO_LIMITS) -> Solution:
    """Only the first level: who can be placed at all. For asking what a change of the problem would do."""
    search = _Search(problem, replace(limits, parts=0.0))
    search.solve_levels(LEVELS[:1])
    return search.solution()


class _Search:
    """The model, the best solution so far, and what is proven of it."""

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self._limits = limits
        self._variables = assemble(problem)
        lunches = self._variables.first_lunches()
        starts = first_fit(self._variables.candidates, lunches)
        if broken_rules(problem, starts, lunches):  # first fit is simple; what it gets wrong is not built upon
            starts = (None,) * len(problem.occurrences)
        self._values = self._variables.complete(starts, lunches)
        self._costs: list[Cost] = []
        self._bounds: list[int] = []

    def solve_levels(self, names: Sequence[str]) -> None:
        """Some levels that follow those solved so far: together if their objectives can be joined, else one by one."""
        costs = [LEVEL_COSTS[name](self._variables) for name in names]
        self._values = self._variables.completed(self._values)
        joint = join(costs) if len(costs) > 1 else None
        if joint is None:
            for cost in costs:
                self._freeze(cost, self._minimize(cost))
            return
        bounds = joint.bounds(self._minimize(joint.cost), self._values)
        for cost, bound in zip(costs, bounds, strict=True):
            self._freeze(cost, self._minimize_again(cost, bound))

    def solution(self) -> Solution:
        """The best one found; a level's value may be better by now than when it was solved."""
        levels = (
            Level(name, cost.value(self._values), bound)
            for name, cost, bound in zip(LEVELS, self._costs, self._bounds, strict=False)
        )
        return Solution(self._variables.starts(self._values), self._variables.lunches(self._values), tuple(levels))

    def _freeze(self, cost: Cost, bound: int) -> None:
        """From now on no solution may be worse than the best one so far."""
        self._variables.model.add(cost.expression() <= cost.value(self._values))
        self._costs.append(cost)
        self._bounds.append(bound)

    def _minimize(self, cost: Cost) -> int:
        """Betters the solution with regard to a cost as far as the limits allow, and returns a bound of the cost."""
        descent = Descent(self._variables, cost, self._values)
        large = self._large and bool(self._costs)  # the first levels are easy at any size
        descent.whole(self._limits.glance if large else self._limits.level)
        if self._large:
            descent.parts(self._limits)
        if large and descent.value - descent.bound <= NEAR:
            descent.whole(self._limits.level)
        self._values = descent.values
        return descent.bound

    def _minimize_again(self, cost: Cost, bound: int) -> int:
        """The same for a cost that was minimised together with others, if that may bring the proof."""
        gap = cost.value(self._values) - bound
        if self._large or not 0 < gap <= NEAR:
            return bound
        descent = Descent(self._variables, cost, self._values)
        descent.whole(self._limits.again)
        self._values = descent.values
        return max(bound, descent.bound)

    @property
    def _large(self) -> bool:
        """Whether parts pay more than the whole; of a single week, the whole can be proven at any size."""
        weeks = {day.week for leader in self._variables.problem.leaders for day in leader.days}
        return len(weeks) > 1 and len(self._values) > LARGE
