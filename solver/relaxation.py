"""The linear relaxation of a program: bounds and eliminations that integers certify.

Any dual gives a bound, however it was found. So duals come from a floating-point solver, are rounded to integers, and
everything that is concluded from them is computed from those integers alone: no rounding error can make a wrong proof.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from ortools.linear_solver.python.model_builder_helper import ModelBuilderHelper, ModelSolverHelper

from solver.cost import Cost
from solver.parameters import Work
from solver.program import Program

SCALE = 1_000_000
"""Duals are multiples of one over this."""

_PDLP = """
num_threads: 1
termination_criteria { iteration_limit: %d
  simple_optimality_criteria { eps_optimal_absolute: 1e-4 eps_optimal_relative: 1e-6 } }
"""
_INFINITY = float("inf")
PER_TERM = 4e-9
"""Deterministic seconds for each term of a program and iteration."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Multipliers of the rows of a program, in units of 1 / SCALE, and what they prove of a cost."""

    duals: tuple[int, ...]
    """Not negative for a row with only a lower limit, not positive for one with only an upper."""
    reduced: tuple[int, ...]
    """By variable: what it costs beyond what the rows pay for."""
    bound: int
    """No solution of the program costs less, in units of 1 / SCALE."""

    @property
    def least(self) -> int:
        """No solution costs less, in whole units."""
        return -(-self.bound // SCALE)


def certify(program: Program, cost: Cost, duals: Sequence[int]) -> Certificate:
    """What these multipliers prove, by the Lagrangian: cost minus multipliers times rows, over the variables' domains.

    For any solution, sum(dual * row) is at least sum(dual * limit), the limit that the sign of the dual points at: the
    least where it is above 0, the largest where it is below. A dual that points at no limit is taken for 0.
    """
    reduced = [0] * len(program)
    bound = cost.offset * SCALE
    for variable, weight in zip(cost.variables, cost.weights, strict=True):
        reduced[variable] += weight * SCALE
    kept = []
    for (variables, weights, low, high), dual in zip(program.rows, duals, strict=True):
        limit = low if dual > 0 else high
        if limit is None or dual == 0:
            kept.append(0)
            continue
        kept.append(dual)
        bound += dual * limit
        for variable, weight in zip(variables, weights, strict=True):
            reduced[variable] -= weight * dual
    for value, (low, high) in zip(reduced, program.domains, strict=True):
        bound += value * (low if value > 0 else high)
    return Certificate(tuple(kept), tuple(reduced), bound)


def relax(program: Program, cost: Cost, work: Work) -> Certificate:
    """A bound of the cost from the relaxation, by PDLP: a first-order method whose duals lie inside the optimal face.

    Such duals give larger reduced costs than a vertex does, and so prove more variables useless. It takes as many
    iterations as there is work left for; fewer give a weaker bound, never a wrong one.
    """
    if work.left <= 0:
        return certify(program, cost, [0] * len(program.rows))
    terms = sum(len(variables) for variables, _, _, _ in program.rows)
    per_iteration = PER_TERM * max(terms, 1)
    iterations = max(100, min(20_000, int(work.left / 3 / per_iteration)))
    builder = ModelBuilderHelper()
    for variable, (low, high) in enumerate(program.domains):
        builder.add_var()
        builder.set_var_lower_bound(variable, low)
        builder.set_var_upper_bound(variable, high)
    weights = [0] * len(program)
    for variable, weight in zip(cost.variables, cost.weights, strict=True):
        weights[variable] += weight
    for variable, weight in enumerate(weights):
        if weight:
            builder.set_var_objective_coefficient(variable, weight)
    for variables, row_weights, low_limit, high_limit in program.rows:
        row = builder.add_linear_constraint()
        builder.set_constraint_lower_bound(row, -_INFINITY if low_limit is None else low_limit)
        builder.set_constraint_upper_bound(row, _INFINITY if high_limit is None else high_limit)
        for variable, weight in zip(variables, row_weights, strict=True):
            builder.add_term_to_constraint(row, variable, weight)
    solver = ModelSolverHelper("pdlp")
    solver.set_solver_specific_parameters(_PDLP % iterations)
    solver.solve(builder)
    work.spend(PER_TERM * terms * 1000)
    if not solver.has_response():  # one that ran out of iterations has duals as well, and any duals will do
        return certify(program, cost, [0] * len(program.rows))
    found = [solver.dual_value(row) for row in range(len(program.rows))]
    duals = [round(dual * SCALE) if isfinite(dual) else 0 for dual in found]
    return certify(program, cost, duals)
