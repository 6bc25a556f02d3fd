"""Where there is too much to search at once, answers are bettered a few pairs at a time: never worse, and honest."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.check import check
from solver.measure import measure
from solver.model.build import Starts
from solver.model.domain import Domain, whole
from solver.neighbourhoods import Answer, bettered
from solver.parameters import LARGE, Limits, Work
from solver.problem import Problem
from solver.program import Program
from solver.solve import solve
from tests.solver.brute_force import assignments, best_lunches, optimum
from tests.solver.build import FRIDAY, THURSDAY, at, day, leader, occurrence, person, problem
from tests.solver.strategies import tiny_problems


@settings(max_examples=60)
@given(tiny_problems())
def test_what_is_crowded_is_bettered_to_the_end(problem: Problem) -> None:
    """Tiny problems have so few pairs that all are decided together: the best values are found, whatever is proven."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.outline.CROWDED", -1)
        patch.setattr("solver.detail.CROWDED", -1)
        solution = solve(problem)
    assert check(problem, solution) == ()
    assert {level.name: level.value for level in solution.levels} == optimum(problem)
    plans = [
        tuple(measure(problem, starts, lunches).values())
        for starts in assignments(problem)
        if (lunches := best_lunches(problem, starts, None)) is not None
    ]
    for level in solution.levels:
        assert min(values[0] for values in plans) >= level.bound, level.name
        plans = [values[1:] for values in plans if values[0] <= level.value]


def five() -> Problem:
    """Five pairs, each of whom can come at three times."""
    return problem(
        *(occurrence(number) for number in range(5)),
        people=[person(name) for name in ("Ada", "Ben", "Cleo", "Dan", "Eve", "Fay")],
        leaders=[leader([day(weekday, begin=9, end=15, every=60) for weekday in (THURSDAY, FRIDAY)])],
    )


def test_every_two_pairs_are_decided_together() -> None:
    """Where nothing better is found, each two have been free at once, all others where they were."""
    domain = whole(five())
    known: Starts = {index: at(THURSDAY, 9 + index) for index in domain.occurrences}
    seen: set[tuple[int, int]] = set()

    def decide(narrowed: Domain, starts: Starts) -> Answer:
        free = [index for index in narrowed.occurrences if len(narrowed.starts[index]) > 1]
        assert all(
            [item.start for item in narrowed.starts[index]] == [starts[index]] and index in narrowed.placed
            for index in narrowed.occurrences
            if index not in free
        )
        seen.update(combinations(free, 2))
        return starts, (0,)

    assert bettered(domain, (known, (0,)), decide, lambda: True) == (known, (0,))
    assert seen == set(combinations(range(5), 2))


@settings(max_examples=50)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.integers(0, 40))
def test_only_what_is_better_is_taken(worths: list[int], most: int) -> None:
    """The best of what was found, whether or not the work ends before."""
    domain = whole(five())
    known: Starts = dict.fromkeys(domain.occurrences)
    coming = iter(worths)
    found: list[int] = []

    def decide(narrowed: Domain, starts: Starts) -> Answer:
        found.append(next(coming, 9))
        return {**starts, 0: len(found)}, (found[-1],)

    starts, worth = bettered(domain, (known, (5,)), decide, lambda: len(found) < most)
    assert len(found) <= most
    assert worth == (min([5, *found]),)
    if worth < (5,):
        assert starts[0] == found.index(worth[0]) + 1


def test_nothing_large_is_searched_when_no_work_is_left() -> None:
    """Loading it alone would take longer than all there was; small questions still get an answer."""
    for size, found in ((100, True), (LARGE, False)):
        program = Program()
        variables = [program.boolean() for _ in range(size)]
        program.exactly_one(variables)
        work = Work(Limits())
        work.left = 0
        outcome = program.solve(work, 1.0)
        assert (outcome.values is not None) is found
        assert not outcome.infeasible


def test_work_besides_ends_at_the_same_deadline() -> None:
    """It is counted by itself, in the same proportion."""
    work = Work(Limits(deadline=1e-9), weeks=8)
    other = work.besides(1.0)
    assert (other.left, work.left) == (2.0, 2 * Limits().whole)
    assert other.seconds <= work.seconds
