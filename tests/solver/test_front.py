"""The front of moves: each row is the best that so few moves allow, and no row is missing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from solver.check import broken_rules, check
from solver.front import WORTH, Front, front
from solver.measure import measure
from solver.meeting import moved
from solver.parameters import Limits
from solver.problem import Occurrence, Problem
from tests.solver.brute_force import assignments, best_lunches, nowhere, without_lunch
from tests.solver.strategies import crowded_problems, middling_problems

AMPLE = Limits()


def could_stay(problem: Problem, occurrence: Occurrence) -> bool:
    """Whether no rule is against its time, whatever the others do: by the judge, alone in the problem."""
    if occurrence.current is None:
        return False
    alone = replace(problem, occurrences=(occurrence,), max_moves=None)
    starts = (occurrence.current,)
    broken = broken_rules(without_lunch(alone), starts, nowhere(alone))
    return not broken and best_lunches(alone, starts, None) is not None


def choices(problem: Problem, starts: tuple[int | None, ...]) -> int:
    """How many leave a time at which they could stay."""
    return sum(
        moved(each, start) and could_stay(problem, each)
        for each, start in zip(problem.occurrences, starts, strict=True)
    )


def best_by_moves(problem: Problem) -> list[tuple[int, tuple[int, ...]]]:
    """(moves, worth), rising in moves, each better than all before it: by trying everything."""
    best: dict[int, tuple[int, ...]] = {}
    for starts in assignments(problem):
        lunches = best_lunches(problem, starts, None)
        if lunches is None:
            continue
        values = measure(problem, starts, lunches)
        worth = tuple(values[name] for name in WORTH)
        number = choices(problem, starts)
        best[number] = min(worth, best.get(number, worth))
    rows: list[tuple[int, tuple[int, ...]]] = []
    for number, worth in sorted(best.items()):
        if not rows or worth < rows[-1][1]:
            rows.append((number, worth))
    return rows


@pytest.mark.parametrize(
    "features",
    [
        ("standing",),
        ("standing", "lengths", "weights"),
        ("standing", "declined"),
        ("standing", "rhythm"),
        ("standing", "fixed"),
    ],
    ids=" and ".join,
)
def test_each_row_is_the_best_that_so_few_moves_allow_and_no_row_is_missing(features: tuple[str, ...]) -> None:
    @given(crowded_problems(*features))
    @settings(max_examples=6, deadline=None)
    def agrees(problem: Problem) -> None:
        found = front(problem, AMPLE)
        assert found.complete
        assert [(row.moves, row.values) for row in found.rows] == best_by_moves(problem)
        assert all(row.proven for row in found.rows)

    agrees()


@given(middling_problems())
@settings(max_examples=3, deadline=None)
def test_a_front_falls_with_its_moves_and_every_row_keeps_the_rules(problem: Problem) -> None:
    assert_sound(problem, front(problem, Limits(outline=0.05, detail=0.05, whole=0.2), rows=4))


def assert_sound(problem: Problem, found: Front) -> None:
    worths = [row.values for row in found.rows]
    assert worths == sorted(set(worths), reverse=True)
    assert [row.moves for row in found.rows] == sorted({row.moves for row in found.rows})
    for row in found.rows:
        assert not check(problem, row.solution)
        assert row.moves == choices(problem, row.solution.starts)
        assert all(level.bound <= level.value for level in row.worth)
