"""Explanations name what stands in the way, nothing more, and what would really help."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings

from solver.explain import explain
from solver.explaining import ASKED
from solver.explaining.focus import Focus, days_of, focus
from solver.explaining.hindrances import obstacles, without
from solver.explaining.reliefs import relaxed, reliefs
from solver.explanation import Explanation, Hindrance, Obstacle, Relaxation, Relief
from solver.problem import Problem, Span
from solver.solution import Solution
from solver.solve import solve_missed
from tests.solver.brute_force import everybody_fits
from tests.solver.build import FRIDAY, HOUR, THURSDAY, at, day, days, fixed, leader, occurrence, person, problem, span
from tests.solver.strategies import tiny_problems

HALF = HOUR // 2
NINE = at(THURSDAY, 9)
TEN = at(THURSDAY, 10)
NOON = at(THURSDAY, 12)
AT_NINE = span(THURSDAY, 9, 9.5)
AT_TEN = span(THURSDAY, 10, 10.5)
ALL_THURSDAY = span(THURSDAY, 9, 17)
ALL_FRIDAY = span(FRIDAY, 9, 17)
ADA, BEN, CLEO = 0, 1, 2
THURSDAY_ONLY = [leader([day()])]
MAYBE_ALWAYS = replace(person(busy=[ALL_THURSDAY, ALL_FRIDAY]), tentative=(ALL_THURSDAY, ALL_FRIDAY))
AN_HOUR_FROM_NINE = fixed(NINE, pair=1, duration=HOUR)


def explained(problem: Problem) -> Explanation:
    """Of the first occurrence, which the solver leaves out."""
    return explain(problem, solve_missed(problem), 0)


@dataclass(frozen=True)
class Case:
    """Why the first occurrence has no place, and what gives it one."""

    problem: Problem
    obstacles: Sequence[Obstacle]
    relaxations: Sequence[Relaxation]
    start: int | None


CASES = {
    "no 1-on-1 day in its weeks": Case(problem(occurrence(weeks=(3,))), [Obstacle(Hindrance.NO_DAY)], [], None),
    "all its days are too soon": Case(
        problem(occurrence(), earliest=at(5, 0)), [Obstacle(Hindrance.EARLIEST)], [], None
    ),
    "the leader does not work then": Case(
        problem(occurrence(), people=[person(hours=[span(THURSDAY, 7, 9)]), person()]),
        [Obstacle(Hindrance.LEADER_HOURS, person=ADA)],
        [Relaxation(Relief.LEADER_HOURS, span(THURSDAY, 9, 10), person=ADA)],
        NINE,
    ),
    "the member does not work then": Case(
        problem(occurrence(), people=[person(), person(hours=[span(FRIDAY, 17, 20)])]),
        [Obstacle(Hindrance.MEMBER_HOURS, person=BEN)],
        [Relaxation(Relief.MEMBER_HOURS, span(FRIDAY, 16, 17), person=BEN)],
        at(FRIDAY, 16),
    ),
    "the member never works on these days": Case(
        problem(occurrence(), people=[person(), person(hours=[span(0, 9, 17)])]),
        [Obstacle(Hindrance.MEMBER_HOURS, person=BEN)],
        [],
        None,
    ),
    "other times are not allowed": Case(
        problem(occurrence(allowed=[span(2, 9, 17)])),
        [Obstacle(Hindrance.ALLOWED)],
        [Relaxation(Relief.ANY_TIME)],
        NINE,
    ),
    "the leader is busy": Case(
        problem(occurrence(), people=[person(busy=[ALL_THURSDAY, ALL_FRIDAY]), person()]),
        [
            Obstacle(Hindrance.LEADER_BUSY, ALL_THURSDAY, person=ADA),
            Obstacle(Hindrance.LEADER_BUSY, ALL_FRIDAY, person=ADA),
        ],
        [Relaxation(Relief.LEADER_BUSY, ALL_THURSDAY, person=ADA)],
        NINE,
    ),
    "the member is busy": Case(
        problem(occurrence(), people=[person(), person(busy=[ALL_THURSDAY, ALL_FRIDAY])]),
        [
            Obstacle(Hindrance.MEMBER_BUSY, ALL_THURSDAY, person=BEN),
            Obstacle(Hindrance.MEMBER_BUSY, ALL_FRIDAY, person=BEN),
        ],
        [Relaxation(Relief.MEMBER_BUSY, ALL_THURSDAY, person=BEN)],
        NINE,
    ),
    "both are busy, but one is enough": Case(
        problem(
            occurrence(),
            people=[person(busy=[span(THURSDAY, 9, 12)]), person(busy=[ALL_THURSDAY])],
            leaders=THURSDAY_ONLY,
        ),
        [Obstacle(Hindrance.MEMBER_BUSY, ALL_THURSDAY, person=BEN)],
        [Relaxation(Relief.MEMBER_BUSY, ALL_THURSDAY, person=BEN)],
        NOON,
    ),
    "both have to give way": Case(
        problem(occurrence(), people=[person(busy=[ALL_THURSDAY]), person(busy=[ALL_THURSDAY])], leaders=THURSDAY_ONLY),
        [Obstacle(Hindrance.MEMBER_BUSY, ALL_THURSDAY, person=BEN)],
        [
            Relaxation(Relief.MEMBER_BUSY, ALL_THURSDAY, person=BEN),
            Relaxation(Relief.LEADER_BUSY, ALL_THURSDAY, person=ADA),
        ],
        NINE,
    ),
    "the leader may be busy": Case(
        problem(occurrence(), people=[MAYBE_ALWAYS, person()]),
        [Obstacle(Hindrance.LEADER_TENTATIVE, person=ADA)],
        [Relaxation(Relief.LEADER_TENTATIVE, person=ADA)],
        NINE,
    ),
    "the member may be busy": Case(
        problem(occurrence(), people=[person(), MAYBE_ALWAYS]),
        [Obstacle(Hindrance.MEMBER_TENTATIVE, person=BEN)],
        [Relaxation(Relief.MEMBER_TENTATIVE, person=BEN)],
        NINE,
    ),
    "a fixed 1-on-1 is in its place": Case(
        problem(occurrence(allowed=[AT_NINE]), fixed=[fixed(NINE, pair=1)]),
        [Obstacle(Hindrance.ALLOWED), Obstacle(Hindrance.FIXED, AT_NINE, person=CLEO, pair=1)],
        [Relaxation(Relief.MOVE_FIXED, AT_NINE, person=CLEO, pair=1)],
        NINE,
    ),
    "another 1-on-1 needs its place": Case(
        problem(occurrence(allowed=[AT_NINE]), occurrence(1, weight=2, allowed=[AT_NINE])),
        [Obstacle(Hindrance.ALLOWED), Obstacle(Hindrance.OTHERS)],
        [Relaxation(Relief.ANY_TIME)],
        at(THURSDAY, 9, 30),
    ),
    "another one stays in its place": Case(
        problem(occurrence(allowed=[AT_NINE]), occurrence(1, weeks=(3,), current=NINE)),
        [Obstacle(Hindrance.ALLOWED), Obstacle(Hindrance.OTHERS)],
        [Relaxation(Relief.ANY_TIME)],
        at(THURSDAY, 9, 30),
    ),
    "lunch takes its place": Case(
        problem(occurrence(allowed=[span(THURSDAY, 12, 13)]), leaders=[leader([day(lunch=(12, 13))])]),
        [
            Obstacle(Hindrance.ALLOWED),
            Obstacle(Hindrance.LUNCH, span(THURSDAY, 12, 13), person=ADA),
        ],
        [Relaxation(Relief.NO_LUNCH, span(THURSDAY, 12, 13), person=ADA)],
        NOON,
    ),
    "a pause is due": Case(
        problem(
            occurrence(allowed=[AT_TEN]),
            fixed=[AN_HOUR_FROM_NINE],
            leaders=[leader(max_run=HOUR, pause=HALF)],
            earliest=TEN,
        ),
        [
            Obstacle(Hindrance.ALLOWED),
            Obstacle(Hindrance.FIXED, span(THURSDAY, 9, 10), person=CLEO, pair=1),
            Obstacle(Hindrance.PAUSE, person=ADA),
        ],
        [Relaxation(Relief.NO_PAUSE, person=ADA)],
        TEN,
    ),
    "the day is full": Case(
        problem(occurrence(), fixed=[fixed(NINE, pair=1)], leaders=[leader([day()], max_per_day=1)]),
        [
            Obstacle(Hindrance.FIXED, AT_NINE, person=CLEO, pair=1),
            Obstacle(Hindrance.MAX_PER_DAY, amount=1, person=ADA),
        ],
        [Relaxation(Relief.ONE_MORE, amount=2, person=ADA)],
        at(THURSDAY, 9, 30),
    ),
    "there is no time to prepare": Case(
        problem(occurrence(prep=1), leaders=[leader([day(begin=9, end=9.5)])]),
        [Obstacle(Hindrance.LEADER_HOURS, person=ADA), Obstacle(Hindrance.PREP, amount=1)],
        [Relaxation(Relief.NO_PREP, amount=1)],
        NINE,
    ),
    "nothing may move any more": Case(
        problem(occurrence(current=at(2, 9)), max_moves=0),
        [Obstacle(Hindrance.MAX_MOVES, amount=0)],
        [Relaxation(Relief.ONE_MOVE_MORE, amount=1)],
        NINE,
    ),
    "another week has used up the moves": Case(
        problem(
            occurrence(weeks=(1,), current=at(2, 9, week=1)),
            occurrence(1, weight=2, current=at(2, 9)),
            leaders=[leader(days(2))],
            max_moves=1,
        ),
        [Obstacle(Hindrance.MAX_MOVES, amount=0)],
        [Relaxation(Relief.ONE_MOVE_MORE, amount=1)],
        at(THURSDAY, 9, week=1),
    ),
    "the only time was declined": Case(
        problem(occurrence(current=NINE, declined=True, allowed=[AT_NINE])),
        [Obstacle(Hindrance.ALLOWED), Obstacle(Hindrance.DECLINED)],
        [Relaxation(Relief.ANY_TIME)],
        at(THURSDAY, 9, 30),
    ),
    "there is room for a shorter one": Case(
        problem(occurrence(duration=HOUR), people=[person(), person(hours=[AT_NINE])]),
        [Obstacle(Hindrance.MEMBER_HOURS, person=BEN)],
        [Relaxation(Relief.SHORTER, amount=HALF)],
        NINE,
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_obstacles_are_those_that_stand_in_the_way(case: Case) -> None:
    """All that is needed to leave no place, and nothing more."""
    explanation = explained(case.problem)
    assert explanation.minimal
    assert explanation.obstacles == tuple(case.obstacles)


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_the_relaxation_is_the_cheapest_that_helps(case: Case) -> None:
    """With the start that it gives; none where nothing would, and never one on a focus day."""
    explanation = explained(case.problem)
    assert (explanation.relaxations, explanation.start) == (tuple(case.relaxations), case.start)


def test_others_may_move_but_stay_placed() -> None:
    """A relaxation counts only if everybody who has a place keeps one, be it another.

    A shorter 1-on-1 with Ben would be cheaper, but leave Cleo no place.
    """
    rest = span(THURSDAY, 9.5, 17)
    tight = problem(
        occurrence(0),
        occurrence(1, weight=2),
        people=[person("Ada", busy=[rest]), person("Ben", hours=[AT_NINE]), person("Cleo")],
        leaders=THURSDAY_ONLY,
    )
    solution = solve_missed(tight)
    assert solution.starts == (None, NINE)
    explanation = explain(tight, solution, 0)
    assert explanation.relaxations == (Relaxation(Relief.LEADER_BUSY, rest, person=ADA),)
    assert explanation.start == NINE


def test_what_was_overlooked_needs_no_relaxation() -> None:
    """In a solution that is not the best one, an occurrence may have a place after all: the explanation says which."""
    one = problem(occurrence(0), occurrence(1))
    solution = Solution((None, NINE), ((None, None),), ())
    assert explain(one, solution, 0) == Explanation((), False, (), at(THURSDAY, 9, 30))


def test_only_what_is_unplaced_can_be_explained() -> None:
    """Asking about a placed occurrence is a mistake of the caller."""
    one = problem(occurrence())
    with pytest.raises(ValueError, match="is placed at"):
        explain(one, solve_missed(one), 0)


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_explanations_hold_when_everything_is_tried(tiny: Problem) -> None:
    """Against exhaustive search: obstacles suffice, none can be left out; relaxations place it, cheaper ones do not."""
    solution = solve_missed(tiny)
    for index, start in enumerate(solution.starts):
        if start is None:
            part = focus(tiny, solution, index)
            explanation = explain(tiny, solution, index)
            if explanation.obstacles == (Obstacle(Hindrance.NO_DAY),):
                assert days_of(part.problem, ASKED) == ()
            else:
                assert_obstacles_hold(part.problem, explanation)
                assert_relaxations_hold(part, explanation)


def assert_obstacles_hold(part: Problem, explanation: Explanation) -> None:
    """There is no place with all of them, and one without any of them."""
    kept = explanation.obstacles
    others = [one for one in obstacles(part) if one not in kept]
    assert explanation.minimal
    assert not everybody_fits(without(part, others))
    for spared in kept:
        assert everybody_fits(without(part, [*others, spared]))


def assert_relaxations_hold(part: Focus, explanation: Explanation) -> None:
    """They give the start that is promised, and no cheaper single one gives any."""
    given = explanation.relaxations
    if explanation.start is not None:
        eased, _ = relaxed(part.problem, part.starts, given)
        asked = eased.occurrences[ASKED]
        promised = (Span(explanation.start, explanation.start + asked.duration),)
        assert everybody_fits(replace(eased, occurrences=(replace(asked, allowed=promised), *eased.occurrences[1:])))
    options = reliefs(part.problem)
    cheaper = options[: options.index(given[0])] if len(given) == 1 else options
    for option in cheaper:
        assert not everybody_fits(relaxed(part.problem, part.starts, [option])[0])


def test_two_processes_explain_alike() -> None:
    """Equal input gives equal explanations, whatever order sets have."""
    program = (
        "from tests.solver.test_explain import CASES, explained\n"
        "print([explained(case.problem) for case in CASES.values()])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
