"""Finds the best solution of a problem: one level after the other, each among the best solutions of those above it."""

from math import ceil

from ortools.sat.python import cp_model

from solver.model.assemble import LEVEL_COSTS, assemble
from solver.model.cost import Cost
from solver.model.variables import Variables
from solver.parameters import Limits, new_solver
from solver.problem import Problem
from solver.solution import LEVELS, Level, Solution

_NO_LIMITS = Limits()


def solve(problem: Problem, limits: Limits = _NO_LIMITS) -> Solution:
    """The best placing that the limits allow, with the value and a bound of every level.

    Always finds one, for everything may stay unplaced. Equal problems and limits have equal solutions.
    """
    return _solve(problem, limits, len(LEVELS))


def solve_missed(problem: Problem, limits: Limits = _NO_LIMITS) -> Solution:
    """Only the first level: who can be placed at all. For asking what a change of the problem would do."""
    return _solve(problem, limits, 1)


def _solve(problem: Problem, limits: Limits, depth: int) -> Solution:
    variables = assemble(problem)
    starts: tuple[int | None, ...] = (None,) * len(problem.occurrences)
    lunches = tuple(
        tuple(min(variables.lunch.get((number, day), {}), default=None) for day in range(len(leader.days)))
        for number, leader in enumerate(problem.leaders)
    )
    costs: list[Cost] = []
    bounds: list[int] = []
    for name in LEVELS[:depth]:
        cost = LEVEL_COSTS[name](variables)
        values = variables.complete(starts, lunches)
        bound = cost.floor
        if cost.value(values) > bound:
            values, bound = _improve(variables, cost, values, limits.level)
            starts, lunches = variables.starts(values), variables.lunches(values)
            values = variables.complete(starts, lunches)
        variables.model.add(cost.expression() <= cost.value(values))
        costs.append(cost)
        bounds.append(bound)
    values = variables.complete(starts, lunches)
    levels = tuple(
        Level(name, cost.value(values), bound) for name, cost, bound in zip(LEVELS, costs, bounds, strict=False)
    )
    return Solution(starts, lunches, levels)


def _improve(variables: Variables, cost: Cost, values: list[int], limit: float) -> tuple[list[int], int]:
    model = variables.model
    model.proto.clear_solution_hint()
    model.proto.solution_hint.vars.extend(range(len(values)))
    model.proto.solution_hint.values.extend(values)
    model.minimize(cost.expression())
    solver = new_solver(limit)
    status = solver.solve(model)
    bound = max(cost.floor, ceil(solver.best_objective_bound - 1e-6))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        values = list(solver.response_proto.solution)
    return values, bound
