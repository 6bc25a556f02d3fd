"""The solver finds, and proves, the true optimum of every level."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.check import check
from solver.measure import measure
from solver.parameters import Limits
from solver.problem import Fixed, Layout, Pair, Problem, Split, WholeDay
from solver.solve import solve
from tests.solver.brute_force import assignments, best_lunches, optimum
from tests.solver.build import FRIDAY, HOUR, THURSDAY, at, day, fixed, leader, occurrence, person, problem, span
from tests.solver.strategies import FEATURES, crowded_problems, middling_problems, tiny_problems

HALF = HOUR // 2
HURRIED = Limits(outline=1e-6, detail=1e-6)
TWO_WEEKS = [
    day(weekday, week=week, begin=9, end=12, every=60, lunch=(11, 12))
    for week in (0, 1)
    for weekday in (THURSDAY, FRIDAY)
]
MORNINGS = [span(weekday, 9, 12, week=week) for week in (0, 1) for weekday in (THURSDAY, FRIDAY)]
PEOPLE = [
    person("Ada", hours=MORNINGS, busy=[span(THURSDAY, 10, 10.25)]),
    person("Ben", hours=MORNINGS, busy=[span(FRIDAY, 9, 10, week=1)]),
    person("Cleo", hours=MORNINGS, busy=[span(THURSDAY, 9, 11)]),
]
WEEKLY = [occurrence(pair, weeks=(week,), prep=1) for pair in (0, 1) for week in (0, 1)]


@pytest.mark.parametrize("layout", [Split(), WholeDay(), WholeDay(FRIDAY)], ids=["split", "whole day", "whole Friday"])
@pytest.mark.parametrize(
    "fixed_ones",
    [[], [fixed(at(FRIDAY, 10), pair=1, prep=1)], [fixed(at(FRIDAY, 9, 30), pair=1, duration=HOUR + 3)]],
    ids=["free", "with a fixed one", "with a fixed one longer than a run"],
)
def test_two_weeks_of_two_reports_are_optimal_and_proven(layout: Layout, fixed_ones: list[Fixed]) -> None:
    """Rhythm, habit, layout, runs and lunch pull in different directions; the order of levels decides."""
    one = problem(
        *WEEKLY,
        people=PEOPLE,
        pairs=[Pair(0, 1, habit=(THURSDAY, 9 * 60)), Pair(0, 2, habit=(FRIDAY, 10 * 60))],
        leaders=[leader(TWO_WEEKS, layout=layout, lunch=HALF, max_run=HOUR, pause=HALF)],
        fixed=fixed_ones,
    )
    assert_optimal(one)


def test_closed_starts_are_left_out_of_the_optimum() -> None:
    """Some hours are closed to one 1-on-1 and open to the others."""
    closed = [[at(THURSDAY, 9)], [at(FRIDAY, 11, week=1)], [at(FRIDAY, 10), at(FRIDAY, 11)], []]
    asked = [replace(each, closed=frozenset(starts)) for each, starts in zip(WEEKLY, closed, strict=True)]
    assert_optimal(problem(*asked, people=PEOPLE, leaders=[leader(TWO_WEEKS, lunch=HALF)]))


@pytest.mark.parametrize("max_moves", [None, 0, 1, 2])
def test_the_second_night_is_optimal_and_proven(max_moves: int | None) -> None:
    """One stands in the way of a new meeting, one was declined, one is too soon to be changed, one is new."""
    soon, later, declined, new = WEEKLY
    one = problem(
        replace(soon, current=at(THURSDAY, 9)),
        replace(later, current=at(FRIDAY, 9, week=1), move_weight=3),
        replace(declined, current=at(FRIDAY, 10), current_duration=HOUR + HALF, declined=True),
        replace(new, cost={at(THURSDAY, 9, week=1): 2, at(FRIDAY, 10, week=1): 1}),
        people=PEOPLE,
        leaders=[leader(TWO_WEEKS, lunch=HALF, max_per_day=2)],
        earliest=at(THURSDAY, 10),
        max_moves=max_moves,
    )
    assert_optimal(one)


def test_what_stays_unplaced_keeps_its_old_length() -> None:
    """The best start lies within the time that another one keeps only because it used to be longer."""
    eleven = at(FRIDAY, 11)
    rest = {slot.tick: 1 for one in TWO_WEEKS[:2] for slot in one.slots if slot.tick != eleven}
    stays = occurrence(1, weeks=(3,), current=at(FRIDAY, 10), current_duration=HOUR + HALF)
    one = problem(occurrence(0, cost=rest), stays, people=PEOPLE, leaders=[leader(TWO_WEEKS[:2], lunch=0)])
    assert_optimal(one)
    assert solve(one).starts[0] not in (None, eleven)


def assert_optimal(problem: Problem) -> None:
    """What the solver finds obeys the rules, and is proven to be what trying everything finds."""
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert {level.name: level.value for level in solution.levels} == optimum(problem)
    assert all(level.proven for level in solution.levels)


@settings(max_examples=150, deadline=None)
@given(tiny_problems())
def test_every_level_of_a_tiny_problem_is_optimal_and_proven(problem: Problem) -> None:
    """Trying out everything finds no better value on any level, given the levels above it."""
    assert_optimal(problem)


@pytest.mark.parametrize("feature", FEATURES)
@settings(max_examples=12)
@given(data=st.data())
def test_what_matters_is_in_problems_that_are_optimal_and_proven(feature: str, data: st.DataObject) -> None:
    """Each feature of problems, alone and with another one, where there is little room."""
    other = data.draw(st.sampled_from(FEATURES))
    assert_optimal(data.draw(crowded_problems(feature, other)))


@pytest.mark.parametrize(
    "limits", [HURRIED, Limits(outline=1e-6), Limits(detail=1e-6)], ids=["no time", "late", "early"]
)
@settings(max_examples=12)
@given(data=st.data())
def test_no_bound_is_refuted_by_any_plan_however_little_time_there_was(limits: Limits, data: st.DataObject) -> None:
    """Of all plans that are as good on the levels above, none is better than the bound of a level."""
    problem = data.draw(crowded_problems(*data.draw(st.tuples(st.sampled_from(FEATURES), st.sampled_from(FEATURES)))))
    solution = solve(problem, limits)
    assert check(problem, solution) == ()
    plans = [
        tuple(measure(problem, starts, lunches).values())
        for starts in assignments(problem)
        if (lunches := best_lunches(problem, starts, None)) is not None
    ]
    for level in solution.levels:
        assert min(values[0] for values in plans) >= level.bound, level.name
        plans = [values[1:] for values in plans if values[0] <= level.value]


@settings(max_examples=15, deadline=None)
@given(middling_problems())
def test_a_solution_of_a_middling_problem_obeys_every_hard_rule(problem: Problem) -> None:
    """The judge, which knows nothing of the model, has nothing to object to."""
    assert check(problem, solve(problem)) == ()


@settings(max_examples=60)
@given(tiny_problems())
def test_ways_that_large_problems_go_are_optimal_too(problem: Problem) -> None:
    """Steady rhythms, cheapest courses and targets are for large programs: here every program counts as large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.detail.LARGE", 0)
        patch.setattr("solver.detail.SMALL", 0)
        assert_optimal(problem)


def test_whoever_cannot_move_keeps_a_time_in_another_week() -> None:
    """No move is allowed, so the one who is due next week stays at this week's only hour; numbers alone see room."""
    hours = [span(THURSDAY, 9, 12, week=week) for week in (0, 1)]
    only = (span(THURSDAY, 10, 11),)
    one = problem(
        occurrence(0, weeks=(0,), duration=HOUR, allowed=only),
        occurrence(0, weeks=(1,), duration=HOUR, current=at(THURSDAY, 10), declined=True),
        people=[person("Ada", hours=hours), person("Ben", hours=hours)],
        leaders=[leader([day(week=week, begin=9, end=12, every=60) for week in (0, 1)])],
        max_moves=0,
    )
    assert_optimal(one)


def test_whoever_was_put_off_keeps_the_place_that_nobody_else_may_have() -> None:
    """First fit puts one off into the other week, to the only hour of somebody else there, who has no place as yet."""
    hours = [span(THURSDAY, 9, 12, week=week) for week in (0, 1)]
    rules = [
        day(week=0, begin=9, end=12, every=60),
        day(week=1, begin=9, end=12, every=60, lunch=(9, 10)),
    ]
    one = problem(
        occurrence(1, weeks=(1, 0), prep=HALF),
        occurrence(0, weeks=(1,), prep=HALF, current=at(THURSDAY, 9), declined=True),
        occurrence(0, weeks=(0,)),
        people=[
            person("Ada", hours=hours),
            person("Ben", hours=[span(THURSDAY, 9, 10.5), *hours[1:]]),
            person("Cleo", hours=hours),
        ],
        leaders=[leader(rules, lunch=HOUR, max_run=HOUR, max_per_day=2)],
        earliest=at(THURSDAY, 10),
    )
    assert_optimal(one)
