"""Finds the best solution of a problem: one level after the other, each among the best solutions of those above it."""

from collections.abc import Sequence
from math import ceil

from ortools.sat.python import cp_model

from solver.model.assemble import LEVEL_COSTS, assemble
from solver.model.cost import Cost
from solver.model.joint import join
from solver.model.variables import Variables
from solver.parameters import Limits, new_solver
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
    search = _Search(problem, limits)
    search.solve_levels(LEVELS[:1])
    return search.solution()


class _Search:
    """The model, the best solution so far, and what is proven of it."""

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self._limits = limits
        self._variables = assemble(problem)
        nowhere = (None,) * len(problem.occurrences)
        self._values = self._variables.complete(nowhere, self._variables.first_lunches())
        self._costs: list[Cost] = []
        self._bounds: list[int] = []

    def solve_levels(self, names: Sequence[str]) -> None:
        """Some levels that follow those solved so far: together if that is proven, otherwise one by one."""
        costs = [LEVEL_COSTS[name](self._variables) for name in names]
        self._complete()
        joint = join(costs)
        if len(costs) > 1 and joint is not None:
            bounds = joint.bounds(self._improve(joint.cost, self._limits.level), self._values)
            limit = self._limits.again
        else:
            bounds = [cost.floor for cost in costs]
            limit = self._limits.level
        for cost, known in zip(costs, bounds, strict=True):
            bound = known if cost.value(self._values) == known else max(known, self._improve(cost, limit))
            self._variables.model.add(cost.expression() <= cost.value(self._values))
            self._costs.append(cost)
            self._bounds.append(bound)

    def solution(self) -> Solution:
        """The best one found; a level's value may be better by now than when it was solved."""
        levels = (
            Level(name, cost.value(self._values), bound)
            for name, cost, bound in zip(LEVELS, self._costs, self._bounds, strict=False)
        )
        return Solution(self._variables.starts(self._values), self._variables.lunches(self._values), tuple(levels))

    def _improve(self, cost: Cost, limit: float) -> int:
        """Betters the solution with regard to a cost, and returns a bound of the cost."""
        if cost.value(self._values) == cost.floor:
            return cost.floor
        model = self._variables.model
        model.proto.clear_solution_hint()
        model.proto.solution_hint.vars.extend(range(len(self._values)))
        model.proto.solution_hint.values.extend(self._values)
        model.minimize(cost.expression())
        solver = new_solver(limit)
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._values = list(solver.response_proto.solution)
            self._complete()
        return max(cost.floor, ceil(solver.best_objective_bound - 1e-6))

    def _complete(self) -> None:
        """Gives every auxiliary variable its best value, new ones included."""
        variables: Variables = self._variables
        self._values = variables.complete(variables.starts(self._values), variables.lunches(self._values))
