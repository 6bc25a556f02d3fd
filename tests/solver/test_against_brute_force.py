"""The solver finds, and proves, the true optimum of every level."""

from hypothesis import given, settings

from solver.check import check
from solver.problem import Problem
from solver.solve import solve
from tests.solver.brute_force import optimum
from tests.solver.strategies import middling_problems, tiny_problems


@settings(max_examples=120, deadline=None)
@given(tiny_problems())
def test_every_level_of_a_tiny_problem_is_optimal_and_proven(problem: Problem) -> None:
    """Trying out everything finds no better value on any level, given the levels above it."""
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert {level.name: level.value for level in solution.levels} == optimum(problem)
    assert all(level.proven for level in solution.levels)


@settings(max_examples=25, deadline=None)
@given(middling_problems())
def test_a_solution_of_a_middling_problem_obeys_every_hard_rule(problem: Problem) -> None:
    """The judge, which knows nothing of the model, has nothing to object to."""
    assert check(problem, solve(problem)) == ()
