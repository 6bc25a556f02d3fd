"""Claims about the first solution, from which the search starts."""

from dataclasses import replace

from hypothesis import given, settings

from bench.leaders import Shape, make_leader
from solver.candidates import find_candidates
from solver.check import broken_rules
from solver.first_fit import first_fit
from solver.lunch import first_lunch
from solver.parameters import Limits
from solver.problem import Problem, Split
from solver.solve import solve
from tests.solver.strategies import middling_problems, tiny_problems

HURRIED = Limits(outline=1e-6, detail=1e-6)


def first_lunches(problem: Problem) -> tuple[tuple[int | None, ...], ...]:
    """The earliest lunch of every day beside what is fixed."""
    return tuple(tuple(first_lunch(problem, leader, day, ()) for day in leader.days) for leader in problem.leaders)


def breaks(problem: Problem) -> tuple[str, ...]:
    """What the first solution of a problem breaks."""
    lunches = first_lunches(problem)
    return broken_rules(problem, first_fit(find_candidates(problem), lunches), lunches)


@settings(deadline=None, max_examples=150)
@given(tiny_problems())
def test_it_obeys_the_rules_of_tiny_problems(problem: Problem) -> None:
    """Fixed 1-on-1s, declines, stays, two leaders who share people, and a budget of moves included."""
    assert breaks(problem) == ()


@settings(deadline=None, max_examples=50)
@given(middling_problems())
def test_it_obeys_the_rules_of_middling_problems(problem: Problem) -> None:
    assert breaks(problem) == ()


def test_nobody_is_forgotten_where_there_is_no_time_to_search() -> None:
    """A leader of thirty with no time for a search gets a plan that meets nearly everybody, not an empty one."""
    problem = make_leader(Shape(30, 2, Split(), every=15), seed=0)
    placed = [start for start in solve(problem, HURRIED).starts if start is not None]
    assert len(placed) > 0.7 * len(problem.occurrences)


def test_what_stands_stays() -> None:
    """From a solution that stands, the first solution moves nothing."""
    problem = make_leader(Shape(5, 2, Split(), every=15), seed=0)
    solution = solve(problem)
    standing = tuple(
        replace(occurrence, current=start)
        for occurrence, start in zip(problem.occurrences, solution.starts, strict=True)
    )
    again = replace(problem, occurrences=standing)
    assert first_fit(find_candidates(again), solution.lunches) == solution.starts
