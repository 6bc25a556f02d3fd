"""What speaks against another time: against every assignment that has it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.explain import against
from solver.explaining.elsewhere import Verdict
from solver.measure import measure
from solver.problem import Problem
from solver.solution import Solution
from solver.solve import solve
from tests.solver.brute_force import assignments, best_lunches
from tests.solver.build import THURSDAY, at, day, leader, occurrence, problem, span
from tests.solver.strategies import tiny_problems


def best_at(one: Problem, occurrence: int, starts: set[int]) -> tuple[int, ...] | None:
    """The least values of all levels with the occurrence at one of these starts, by trying everything."""
    best: tuple[int, ...] | None = None
    for chosen in assignments(one):
        if chosen[occurrence] in starts:
            lunches = best_lunches(one, chosen, best)
            if lunches is not None:
                values = tuple(measure(one, chosen, lunches).values())
                best = values if best is None else min(best, values)
    return best


@settings(max_examples=30, deadline=None)
@given(st.data(), tiny_problems())
def test_verdicts_hold_when_everything_is_tried(data: st.DataObject, tiny: Problem) -> None:
    """Worse, as good, impossible: as the best of all assignments with that start is beside the best of all."""
    solution = solve(tiny)
    number = data.draw(st.integers(0, len(tiny.occurrences) - 1))
    asked = tiny.occurrences[number]
    days = tiny.leaders[tiny.pairs[asked.pair].leader].days
    slots = [slot.tick for day in days if day.week in asked.weeks for slot in day.slots]
    if not slots:
        return
    starts = data.draw(st.sets(st.sampled_from(slots), min_size=1))
    found, causes = against(tiny, solution, number, starts)
    truth = best_at(tiny, number, starts)
    planned = tuple(level.value for level in solution.levels)
    if truth is None:
        assert found.verdict is Verdict.IMPOSSIBLE
    elif truth == planned:
        assert found.verdict is Verdict.EQUAL
    else:
        assert found.verdict in (Verdict.WORSE, Verdict.UNDECIDED)
        level = next(one.name for one, value in zip(solution.levels, truth, strict=True) if one.value != value)
        assert found.level == level or found.verdict is Verdict.UNDECIDED
        assert truth > planned
    assert not causes or found.verdict is Verdict.IMPOSSIBLE


NINE, HALF_PAST = at(THURSDAY, 9), at(THURSDAY, 9, 30)
ONE_DAY = [leader([day(begin=9, end=10)])]


def test_a_time_may_cost_somebody_the_place() -> None:
    """Level 1 decides, whatever that time is worth itself."""
    two = problem(occurrence(0), occurrence(1, weight=2, allowed=[span(THURSDAY, 9, 9.5)]), leaders=ONE_DAY)
    found, causes = against(two, solve(two), 0, {NINE})
    assert (found.verdict, found.level, causes) == (Verdict.WORSE, "missed", ())
    assert found.solution is not None
    assert found.solution.starts == (NINE, None)


def test_a_better_answer_than_the_one_that_is_asked_about_is_told() -> None:
    """Nobody is told that a time is worse which the search had overlooked."""
    one = problem(occurrence(current=NINE), leaders=ONE_DAY)
    best = solve(one)
    overlooked = Solution(
        (HALF_PAST,),
        best.lunches,
        tuple(type(each)(each.name, each.value + (each.name == "moves"), 0) for each in best.levels),
    )
    found, _ = against(one, overlooked, 0, {NINE})
    assert (found.verdict, found.level) == (Verdict.BETTER, "moves")
