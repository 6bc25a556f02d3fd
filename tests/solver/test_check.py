"""The judge lets a right solution pass and catches each way to be wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from solver.check import check
from solver.measure import measure
from solver.problem import Pair, Problem, Span
from solver.solution import Level, Solution
from tests.solver.build import (
    FRIDAY,
    HOUR,
    THURSDAY,
    WEEK,
    at,
    day,
    days,
    fixed,
    leader,
    occurrence,
    person,
    problem,
    span,
)

NINE = at(THURSDAY, 9)
TEN = at(THURSDAY, 10)
ELEVEN = at(THURSDAY, 11)
NOON = at(THURSDAY, 12)
HALF = HOUR // 2

Lunches = Sequence[Sequence[int | None]]


def answer(problem: Problem, starts: Sequence[int | None], lunches: Lunches | None = None) -> Solution:
    """These times, with true values; without lunches unless given."""
    eaten = tuple(tuple(row) for row in lunches or [[None for _ in one.days] for one in problem.leaders])
    values = measure(problem, starts, eaten)
    return Solution(tuple(starts), eaten, tuple(Level(name, value, 0) for name, value in values.items()))


@dataclass(frozen=True)
class Case:
    """One rule: a solution that keeps it, and one that breaks it and nothing else."""

    problem: Problem
    right: Sequence[int | None]
    wrong: Sequence[int | None]
    says: str
    """What each sentence about the wrong one holds."""
    right_lunches: Lunches | None = None
    wrong_lunches: Lunches | None = None


TWO_LEADERS = problem(
    occurrence(0),
    occurrence(1),
    people=[person("Ada"), person("Ben"), person("Cleo")],
    leaders=[leader(), leader(person=1)],
    pairs=[Pair(0, 1), Pair(1, 2)],
)
ADA_AND_BEN = [person("Ada"), person("Ben")]
WITH_LUNCH = problem(occurrence(), leaders=[leader([day(lunch=(12, 14))])])

CASES = {
    "starts on a slot": Case(problem(occurrence()), [NINE], [NINE + 1], "starts on no slot"),
    "never on a focus day": Case(problem(occurrence()), [NINE], [at(2, 9)], "starts on no slot"),
    "in one of its weeks": Case(
        problem(occurrence(weeks=(1,)), leaders=[leader(days(2))]), [NINE + WEEK], [NINE], "none of its weeks"
    ),
    "not before the earliest tick": Case(problem(occurrence(), earliest=TEN), [TEN], [NINE], "before the earliest"),
    "nor its prep": Case(problem(occurrence(prep=1), earliest=TEN), [TEN + HALF], [TEN], "before the earliest"),
    "not where it was declined": Case(
        problem(occurrence(current=NINE, declined=True)), [TEN], [NINE], "which was declined"
    ),
    "not where it is closed": Case(problem(occurrence(closed=[NINE])), [TEN], [NINE], "closed to it"),
    "within its allowed times": Case(
        problem(occurrence(allowed=[span(THURSDAY, 10, 11)])), [TEN], [at(THURSDAY, 10, 30) + HALF], "allowed times"
    ),
    "all of it within its allowed times": Case(
        problem(occurrence(duration=HOUR, allowed=[span(THURSDAY, 10, 11)])),
        [TEN],
        [at(THURSDAY, 10, 30)],
        "allowed times",
    ),
    "not over two allowed times": Case(
        problem(occurrence(duration=HOUR, allowed=[span(THURSDAY, 9, 10), span(THURSDAY, 10.5, 11.5)])),
        [NINE],
        [at(THURSDAY, 9, 30)],
        "allowed times",
    ),
    "prep apart, within its allowed times": Case(
        problem(occurrence(prep=1, allowed=[span(THURSDAY, 10, 11)])), [TEN], [ELEVEN], "allowed times"
    ),
    "within the leader's working hours": Case(
        problem(occurrence(), people=[person("Ada", hours=[span(THURSDAY, 10, 17)]), person("Ben")]),
        [TEN],
        [NINE],
        "of Ada, which is not within working hours",
    ),
    "prep within the leader's working hours": Case(
        problem(occurrence(prep=1), people=ADA_AND_BEN), [TEN], [NINE], "of Ada, which is not within working hours"
    ),
    "within the member's working hours": Case(
        problem(occurrence(), people=[person("Ada"), person("Ben", hours=[span(THURSDAY, 10, 17)])]),
        [TEN],
        [NINE],
        "of Ben, which is not within working hours",
    ),
    "not over a break in working hours": Case(
        problem(
            occurrence(duration=HOUR),
            people=[person("Ada", hours=[span(THURSDAY, 9, 12), span(THURSDAY, 13, 17)]), person("Ben")],
        ),
        [ELEVEN],
        [at(THURSDAY, 11, 30)],
        "of Ada, which is not within working hours",
    ),
    "the leader is free": Case(
        problem(occurrence(), people=[person("Ada", busy=[span(THURSDAY, 9, 9.25)]), person("Ben")]),
        [TEN],
        [NINE],
        "of Ada, who is busy",
    ),
    "the leader is free for prep": Case(
        problem(occurrence(prep=2), people=[person("Ada", busy=[span(THURSDAY, 9, 10)]), person("Ben")]),
        [ELEVEN],
        [TEN],
        "of Ada, who is busy",
    ),
    "the member is free, prep apart": Case(
        problem(occurrence(prep=2), people=[person("Ada"), person("Ben", busy=[span(THURSDAY, 9, 10)])]),
        [TEN],
        [at(THURSDAY, 9, 30)],
        "of Ben, who is busy",
    ),
    "the leader is in one 1-on-1 at a time": Case(
        problem(occurrence(0), occurrence(1)), [NINE, TEN], [NINE, NINE], "Person 0 is in two places"
    ),
    "no prep during another 1-on-1": Case(
        problem(occurrence(0), occurrence(1, prep=1)),
        [NINE, TEN],
        [NINE, NINE + HALF],
        "Person 0 is in two places",
    ),
    "the member is in one 1-on-1 at a time": Case(TWO_LEADERS, [NINE, TEN], [NINE, NINE], "Ben is in two places"),
    "somebody's leader is elsewhere a member": Case(
        replace(TWO_LEADERS, occurrences=(occurrence(0), occurrence(1, prep=1))),
        [NINE, TEN],
        [NINE, NINE + HALF],
        "Ben is in two places",
    ),
    "not during a fixed 1-on-1": Case(
        problem(occurrence(0), fixed=[fixed(NINE, pair=1)]), [TEN], [NINE], "Person 0 is in two places"
    ),
    "not during a fixed one's prep": Case(
        problem(occurrence(0), fixed=[fixed(TEN, pair=1, prep=1)]),
        [NINE],
        [TEN - HALF],
        "Person 0 is in two places",
    ),
    "not over what stays of the leader": Case(
        problem(occurrence(0), occurrence(1, current=NINE + HALF)), [NINE, None], [NINE + HALF, None], "stays at"
    ),
    "not over what stays of the member, at its old length": Case(
        replace(TWO_LEADERS, occurrences=(occurrence(0), occurrence(1, current=NINE, current_duration=HOUR))),
        [TEN, None],
        [NINE + HALF, None],
        "of Ben, whose unplaced Ben and Cleo stays at",
    ),
    "not over what stays of somebody else's member": Case(
        replace(TWO_LEADERS, occurrences=(occurrence(1), occurrence(0, current=NINE))),
        [TEN, None],
        [NINE, None],
        "of Ben, whose unplaced Ada and Ben stays at",
    ),
    "lunch is kept": Case(WITH_LUNCH, [NINE], [NINE], "keeps no lunch", [[NOON]], [[None]]),
    "lunch lies in its window": Case(WITH_LUNCH, [NINE], [NINE], "Lunch", [[NOON + 1]], [[NOON - 1]]),
    "lunch does not run out of its window": Case(
        WITH_LUNCH, [NINE], [NINE], "Lunch", [[NOON + HOUR]], [[NOON + HOUR + 1]]
    ),
    "lunch lies within working hours": Case(
        replace(WITH_LUNCH, people=(person(hours=[span(THURSDAY, 9, 12.5), span(THURSDAY, 13, 17)]), person())),
        [NINE],
        [NINE],
        "Lunch",
        [[NOON + HOUR]],
        [[NOON]],
    ),
    "lunch is free of 1-on-1s": Case(WITH_LUNCH, [NOON], [NOON], "overlaps a 1-on-1", [[NOON + HALF]], [[NOON]]),
    "lunch is free of prep": Case(
        replace(WITH_LUNCH, occurrences=(occurrence(prep=1),)),
        [NOON + HOUR + HALF],
        [NOON + HOUR],
        "overlaps a 1-on-1",
        [[NOON]],
        [[NOON]],
    ),
    "lunch is free of other meetings": Case(
        replace(WITH_LUNCH, people=(person(busy=[span(THURSDAY, 12, 12.5)]), person())),
        [NINE],
        [NINE],
        "Lunch",
        [[NOON + HALF]],
        [[NOON]],
    ),
    "lunch is free of fixed 1-on-1s": Case(
        replace(WITH_LUNCH, fixed=(fixed(NOON),)), [NINE], [NINE], "Lunch", [[NOON + HALF]], [[NOON]]
    ),
    "a pause ends a run": Case(
        problem(occurrence(0), occurrence(1), leaders=[leader(max_run=HALF, pause=HALF)]),
        [NINE, TEN],
        [NINE, NINE + HALF],
        "without a pause",
    ),
    "prep shortens a pause": Case(
        problem(occurrence(0), occurrence(1, prep=1), leaders=[leader(max_run=HALF, pause=HALF)]),
        [NINE, TEN + HALF],
        [NINE, TEN],
        "without a pause",
    ),
    "a planned one does not lengthen a fixed run": Case(
        problem(occurrence(0), fixed=[fixed(NINE, pair=1, duration=HOUR)], leaders=[leader(max_run=HALF, pause=HALF)]),
        [TEN + HALF],
        [TEN],
        "without a pause",
    ),
    "so many a day": Case(
        problem(occurrence(0), occurrence(1), leaders=[leader(max_per_day=1)]),
        [NINE, at(FRIDAY, 9)],
        [NINE, TEN],
        "above 1",
    ),
    "fixed ones count for the day": Case(
        problem(occurrence(0), fixed=[fixed(NINE), fixed(TEN)], leaders=[leader(max_per_day=1)]),
        [at(FRIDAY, 9)],
        [ELEVEN],
        "above 1",
    ),
    "so many moves": Case(
        problem(occurrence(0, current=NINE), occurrence(1, current=TEN, declined=True), max_moves=1),
        [NINE, ELEVEN],
        [at(FRIDAY, 9), ELEVEN],
        "There are 2 moves, above 1",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_solution_that_keeps_the_rule_passes(case: Case) -> None:
    """The judge has nothing to object to."""
    assert check(case.problem, answer(case.problem, case.right, case.right_lunches)) == ()


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_a_solution_that_breaks_the_rule_is_caught(case: Case) -> None:
    """The judge names this violation, and no other."""
    found = check(case.problem, answer(case.problem, case.wrong, case.wrong_lunches))
    assert found
    assert all(case.says in sentence for sentence in found)


def test_a_block_stays_within_its_day() -> None:
    """Prep may not reach back over midnight, even where somebody works through the night."""
    night = [person("Ada", hours=[Span(0, WEEK)]), person("Ben", hours=[Span(0, WEEK)])]
    on = [day(begin=0, end=24)]
    midnight = on[0].span.begin
    one = problem(occurrence(prep=1), people=night, leaders=[leader(on)])
    assert check(one, answer(one, [midnight + HALF])) == ()
    (sentence,) = check(one, answer(one, [midnight]))
    assert "not within its day" in sentence


def test_staying_is_exempt_from_the_earliest_tick() -> None:
    """What starts before the earliest tick may stay there."""
    one = problem(occurrence(current=NINE), earliest=TEN)
    assert check(one, answer(one, [NINE])) == ()


def test_a_new_length_at_the_same_start_is_no_move() -> None:
    """What stays at its start counts as unmoved, however long it is now."""
    one = problem(occurrence(current=NINE, current_duration=HOUR), max_moves=0)
    assert check(one, answer(one, [NINE])) == ()
    assert measure(one, [NINE], [[None, None]])["moves"] == 0


def test_fixed_ones_may_do_as_they_like_among_themselves() -> None:
    """Fixed 1-on-1s overlap, exceed the run and the day, and nobody objects while nothing planned joins them."""
    crowd = [fixed(NINE, duration=HOUR), fixed(NINE + 1, pair=1, duration=HOUR)]
    one = problem(occurrence(), fixed=crowd, leaders=[leader(max_run=HALF, pause=HALF, max_per_day=1)])
    assert check(one, answer(one, [at(FRIDAY, 9)])) == ()


def test_two_that_stay_unplaced_may_overlap() -> None:
    """Where both stay is not ours to judge."""
    one = problem(occurrence(0, current=NINE), occurrence(1, current=NINE))
    assert check(one, answer(one, [None, None])) == ()


def test_no_lunch_is_kept_where_other_meetings_took_it() -> None:
    """With no room left by other people's meetings, None is right and any lunch is wrong."""
    one = replace(WITH_LUNCH, people=(person(busy=[span(THURSDAY, 12.5, 13.5)]), person()))
    assert check(one, answer(one, [NINE], [[None]])) == ()
    assert check(one, answer(one, [NINE], [[NOON]])) != ()


def test_what_is_not_to_be_planned_leaves_room_for_lunch() -> None:
    """An occurrence that stays unplaced over lunch is ignored by it."""
    one = replace(WITH_LUNCH, occurrences=(occurrence(current=NOON, duration=2 * HOUR),))
    assert check(one, answer(one, [None], [[NOON]])) == ()


RIGHT = answer(problem(occurrence()), [NINE])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(RIGHT, starts=()), "0 starts for 1 occurrences"),
        (replace(RIGHT, starts=(NINE, TEN)), "2 starts for 1 occurrences"),
        (replace(RIGHT, lunches=()), "lunches of 0 leaders"),
        (replace(RIGHT, lunches=((None,),)), "1 lunches of Person 0 for 2 days"),
        (replace(RIGHT, levels=RIGHT.levels[:-1]), "The levels are"),
        (replace(RIGHT, levels=RIGHT.levels[::-1]), "The levels are"),
        (replace(RIGHT, levels=()), "The levels are missing"),
        (replace(RIGHT, levels=(Level("missed", 1, 0), *RIGHT.levels[1:])), "Level missed claims 1, but is 0"),
        (replace(RIGHT, levels=(Level("missed", 0, 1), *RIGHT.levels[1:])), "the bound 1 above its value 0"),
    ],
)
def test_a_solution_that_claims_something_wrong_is_caught(wrong: Solution, says: str) -> None:
    """Missing and extra entries, levels, values and bounds are looked at too."""
    assert check(problem(occurrence()), RIGHT) == ()
    (sentence,) = check(problem(occurrence()), wrong)
    assert says in sentence
