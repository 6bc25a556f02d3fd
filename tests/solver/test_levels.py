"""Each level of the strict order finds the known best of a hand-made problem, with a proof."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bench.leaders import Shape, make_leader
from bench.overfull import overfull
from solver.check import check
from solver.cost import Cost
from solver.joint import MOST, join
from solver.parameters import Limits
from solver.problem import Leader, Occurrence, Pair, Problem, Span, Split, WholeDay
from solver.solution import LEVELS, Solution
from solver.solve import _Tally, solve, solve_missed
from tests.solver.build import (
    FRIDAY,
    THURSDAY,
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

ROOT = Path(__file__).parents[2]


def solved(problem: Problem) -> Solution:
    """The solution, after the independent judge has accepted it, every level proven."""
    solution = solve(problem)
    assert check(problem, solution) == ()
    assert [level.name for level in solution.levels if not level.proven] == []
    return solution


def value(problem: Problem, name: str) -> int:
    """The proven value of one level."""
    return solved(problem).levels[LEVELS.index(name)].value


def one_half_hour(*occurrences: Occurrence) -> Problem:
    """A leader who has just the half hour from 9:00 on Thursday of every week."""
    hours = [span(THURSDAY, 9, 9.5, week=week) for week in range(3)]
    on = [day(week=week) for week in range(3)]
    people = (person(hours=hours), *(person() for _ in occurrences))
    return problem(*occurrences, people=people, leaders=[leader(on)])


def test_missed_is_the_least_weight() -> None:
    """Of two that want the same half hour, the heavier one gets it."""
    solution = solved(one_half_hour(occurrence(0, weight=2), occurrence(1, weight=3)))
    assert solution.starts == (None, at(THURSDAY, 9))
    assert solution.levels[0].value == 2


def test_postponed_counts_weeks() -> None:
    """Three share three weeks: one is a week late and one two; with two weeks only, one is missed instead."""
    three = [occurrence(number, weeks=(0, 1, 2)) for number in range(3)]
    assert value(one_half_hour(*three), "postponed") == 3
    two_weeks = one_half_hour(*(occurrence(number, weeks=(0, 1)) for number in range(3)))
    assert (value(two_weeks, "missed"), value(two_weeks, "postponed")) == (1, 1)


def test_split_is_even() -> None:
    """Four on two days lie two and two; of three, one day has one more; a fixed one counts."""
    four = [occurrence(number) for number in range(4)]
    assert value(problem(*four), "evenness") == 0
    assert value(problem(*four[:3]), "evenness") == 1
    assert value(problem(*four[:3], fixed=[fixed(at(THURSDAY, 9), pair=3)]), "evenness") == 0


def standing(*by_week: tuple[int, int]) -> Problem:
    """A split team after somebody left: so many stand on Thursday and on Friday of each week, an hour apart."""
    stands = [
        (week, at(weekday, 9 + number, week=week))
        for week, numbers in enumerate(by_week)
        for weekday, count in zip((THURSDAY, FRIDAY), numbers, strict=True)
        for number in range(count)
    ]
    everyone = [
        occurrence(number, weeks=(week,), current=start, move_weight=len(by_week) - week)
        for number, (week, start) in enumerate(stands)
    ]
    return problem(*everyone, leaders=[leader(days(len(by_week)))])


def test_nobody_moves_for_evenness_alone() -> None:
    """After some of eight have left, days differ by up to two for four weeks: everybody else stays."""
    one = standing((4, 3), (4, 2), (2, 4), (3, 1))
    solution = solved(one)
    assert solution.starts == tuple(item.current for item in one.occurrences)
    values = {level.name: level.value for level in solution.levels}
    assert (values["layout"], values["moves"], values["evenness"]) == (0, 0, 1 + 2 + 2 + 2)


def test_what_is_uneven_beyond_two_is_worth_a_move() -> None:
    """Five and two differ by three: one moves, which leaves four and three; three and one stay as they are."""
    one = standing((5, 2), (3, 1))
    solution = solved(one)
    moving = [now != item.current for now, item in zip(solution.starts, one.occurrences, strict=True)]
    assert sum(moving[:7]) == 1
    assert not any(moving[7:])
    values = {level.name: level.value for level in solution.levels}
    assert (values["layout"], values["moves"], values["evenness"]) == (0, 2, 1 + 2)


def test_whoever_is_new_comes_where_the_week_is_most_even() -> None:
    """Four and two stand; the one who joins has the emptier day, and so has who must move from the fuller one."""
    one = standing((4, 2))
    joined = solved(problem(*one.occurrences, occurrence(6), leaders=one.leaders))
    assert joined.starts[6] is not None
    assert joined.starts[6] >= at(FRIDAY, 0)
    assert [level.value for level in joined.levels[2:5]] == [0, 0, 1]
    taken = (person("leader", busy=[span(THURSDAY, 9, 10)]), *one.people[1:])
    moved = solved(problem(*one.occurrences, people=taken, leaders=one.leaders))
    assert [level.value for level in moved.levels[2:5]] == [0, 1, 0]


def test_a_move_goes_where_it_mends_a_layout() -> None:
    """One may move: in the second week for the layout, not in the third for evenness; in the first nobody can."""
    one = standing((4, 1), (4, 1), (3, 1))
    here = [person(hours=[span(THURSDAY, 9, 17)]) for _ in range(4)]
    alike = [replace(item, move_weight=1) for item in one.occurrences]
    solution = solved(problem(*alike, people=(one.people[0], *here, *one.people[5:]), leaders=one.leaders, max_moves=1))
    assert [level.value for level in solution.levels[2:5]] == [1, 1, 2 + 1 + 2]


def test_a_week_is_not_made_uneven_for_its_packing_though_another_one_is() -> None:
    """A budget of moves ties two weeks; on Friday of the second there is room for two only in two places."""
    first = standing((3, 1)).occurrences
    new = [occurrence(number, weeks=(1,)) for number in range(4, 8)]
    stands = replace(new[0], current=at(THURSDAY, 9, week=1))
    friday = [span(FRIDAY, 9, 10, week=1), span(FRIDAY, 10.5, 15, week=1), span(FRIDAY, 15.5, 17, week=1)]
    solution = solved(
        problem(
            *first,
            stands,
            *new[1:],
            people=(person(busy=friday), *(person() for _ in range(8))),
            leaders=[leader(days(2))],
            max_moves=1,
        )
    )
    values = {level.name: level.value for level in solution.levels}
    assert (values["layout"], values["moves"], values["evenness"], values["clusters"]) == (0, 0, 2, 4 + 3)


def test_where_nothing_stands_weeks_are_as_even_as_can_be() -> None:
    """Two of five cannot come on Friday and two not on Thursday: three and two, whoever the fifth is with."""
    members = [person(hours=[span(day_, 9, 17)]) for day_ in (THURSDAY, THURSDAY, FRIDAY, FRIDAY)]
    everyone = [occurrence(number) for number in range(5)]
    one = problem(*everyone, people=(person(), *members, person()), leaders=[leader(days())])
    assert value(one, "evenness") == 1
    crowd = [person(hours=[span(THURSDAY, 9, 17)]) for _ in range(4)]
    lopsided = problem(*everyone, people=(person(), *crowd, person()), leaders=[leader(days())])
    assert (value(lopsided, "layout"), value(lopsided, "evenness")) == (1, 2)


def on_layout(layout: WholeDay, thursday: int, friday: int) -> int:
    """The layout's value if three reports have to meet on these days: the day is full or the member absent."""
    members = [person(hours=[span(THURSDAY, 9, 17)]) for _ in range(thursday)]
    members += [person(hours=[span(FRIDAY, 9, 17)]) for _ in range(friday)]
    rules = leader(days(), layout=layout)
    everyone = [occurrence(number) for number in range(thursday + friday)]
    return value(problem(*everyone, people=(person(), *members), leaders=[rules]), "layout")


def test_whole_day_counts_what_is_off_the_named_day() -> None:
    """Two of three can come on Friday only."""
    assert on_layout(WholeDay(THURSDAY), 1, 2) == 2
    assert on_layout(WholeDay(FRIDAY), 1, 2) == 1
    assert on_layout(WholeDay(0), 1, 2) == 0, "the week has no such day"


def test_whole_day_takes_the_better_day() -> None:
    """One of three is off, whichever day has two."""
    assert on_layout(WholeDay(), 1, 2) == 1
    assert on_layout(WholeDay(), 3, 0) == 0


def test_moves_weigh_what_leaves_its_time() -> None:
    """One of two has to leave 9:00; the lighter one goes. A declined one goes for nothing."""
    hours = (person(hours=[span(THURSDAY, 9, 10)]), person(), person())
    stands = at(THURSDAY, 9)
    pair = [occurrence(0, current=stands, move_weight=3), occurrence(1, current=stands, move_weight=2)]
    assert value(problem(*pair, people=hours), "moves") == 2
    declined = [pair[0], occurrence(1, current=stands, move_weight=2, declined=True)]
    assert value(problem(*declined, people=hours), "moves") == 0


def test_whoever_was_moved_or_missed_least_of_late_is_next() -> None:
    """Of two who stand at one time, one moves; of three for two half hours, one is missed."""
    hours = [span(THURSDAY, 9, 9.5), span(FRIDAY, 9, 9.5)]
    people = (person(hours=hours), *(person() for _ in range(3)))
    stands = [occurrence(number, current=at(THURSDAY, 9)) for number in range(2)]
    often: tuple[int, ...]
    for often in ((0, 1), (1, 0)):
        pairs = [Pair(0, number + 1, lately=times) for number, times in enumerate(often)]
        solution = solved(problem(*stands, people=people, pairs=pairs))
        assert solution.starts[often.index(1)] == at(THURSDAY, 9)
        assert solution.starts[often.index(0)] == at(FRIDAY, 9)
    for often in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        pairs = [Pair(0, number + 1, lately=times) for number, times in enumerate(often)]
        solution = solved(problem(*(occurrence(number) for number in range(3)), people=people, pairs=pairs))
        assert solution.starts[often.index(0)] is None


def test_a_crowd_is_as_fair_as_it_is_proven_to_be() -> None:
    """Of 20 with room for 16, four are missed; those of least weight, and of these who were missed least of late."""
    crowd = overfull(20, 1, Split(), seed=0)
    lately = [number % 5 for number in range(20)]
    pairs = tuple(replace(pair, lately=often) for pair, often in zip(crowd.pairs, lately, strict=True))
    solution = solved(replace(crowd, pairs=pairs))
    missed = [often for often, start in zip(lately, solution.starts, strict=True) if start is None]
    assert missed == [0, 0, 0, 0]
    weights = [2 + number % 3 for number in range(20)]
    uneven = tuple(replace(item, weight=weight) for item, weight in zip(crowd.occurrences, weights, strict=True))
    solution = solved(replace(crowd, pairs=pairs, occurrences=uneven))
    missed = sorted(often for number, often in enumerate(lately) if solution.starts[number] is None)
    light = sorted(often for often, weight in zip(lately, weights, strict=True) if weight == 2)
    assert missed == light[:4]


def test_the_only_one_that_stands_is_not_seated_elsewhere() -> None:
    """It was declined, and no move is allowed: it has no place, however free the day is."""
    stands = occurrence(0, current=at(THURSDAY, 9), declined=True)
    assert solved(problem(stands, max_moves=0)).starts == (None,)
    assert solved(problem(stands, occurrence(1), max_moves=0)).starts[0] is None


def weekly(count: int, *, weeks: int = 3, habit: tuple[int, int] | None = None, busy: tuple[Span, ...] = ()) -> Problem:
    """Reports who meet every week of a Thursday morning from 9:00 to 10:00."""
    people = (
        person(hours=[span(THURSDAY, 9, 10, week=week) for week in range(weeks)], busy=busy),
        *(person() for _ in range(count)),
    )
    every = [occurrence(number, weeks=(week,)) for number in range(count) for week in range(weeks)]
    pairs = [Pair(0, number + 1, habit if number == 0 else None) for number in range(count)]
    on = [day(week=week) for week in range(weeks)]
    return problem(*every, people=people, leaders=[leader(on)], pairs=pairs)


def test_rhythm_is_the_same_time_every_week() -> None:
    """Two pairs keep 9:00 and 9:30 in all weeks."""
    assert value(weekly(2), "rhythm") == 0


def test_rhythm_counts_weeks_off_the_common_time() -> None:
    """In the second week 9:00 is taken, in the third one 9:30: one of three weeks deviates."""
    taken = (span(THURSDAY, 9, 9.5, week=1), span(THURSDAY, 9.5, 10, week=2))
    assert value(weekly(1, busy=taken), "rhythm") == 1


def test_rhythm_remembers_the_habit() -> None:
    """The last meeting was at 9:30, and so are the next; at a time that cannot be, it is one week off."""
    solution = solved(weekly(1, weeks=2, habit=(THURSDAY, 9 * 60 + 30)))
    assert solution.starts == (at(THURSDAY, 9, 30), at(THURSDAY, 9, 30, week=1))
    assert value(weekly(1, weeks=2, habit=(THURSDAY, 15 * 60)), "rhythm") == 1


def test_rhythm_follows_fixed_1_on_1s() -> None:
    """A fixed one on a slot draws the others to its time, one off the slots to none."""
    rules = [leader([day(week=week) for week in range(3)])]
    two = [occurrence(weeks=(1,)), occurrence(weeks=(2,))]
    solution = solved(problem(*two, leaders=rules, fixed=[fixed(at(THURSDAY, 11))]))
    assert solution.starts == (at(THURSDAY, 11, week=1), at(THURSDAY, 11, week=2))
    assert value(problem(*two, leaders=rules, fixed=[fixed(at(THURSDAY, 11, 5))]), "rhythm") == 1
    assert value(problem(*two, leaders=rules, fixed=[fixed(at(THURSDAY, 11, 5), rhythm=False)]), "rhythm") == 0


def on_thursday(*occurrences: Occurrence, rules: Leader | None = None, hours: tuple[Span, ...]) -> Problem:
    """One day of a leader with these hours; every 5 minutes is a start."""
    people = (person(hours=hours), *(person() for _ in occurrences))
    return problem(*occurrences, people=people, leaders=[rules or leader([day(every=5)])])


def test_clusters_are_few() -> None:
    """Three in a row are one cluster; a pause after two makes two; a gap that others fill makes two as well."""
    three = [occurrence(number) for number in range(3)]
    whole = (span(THURSDAY, 9, 17),)
    assert value(on_thursday(*three, hours=whole), "clusters") == 1
    pauses = leader([day(every=5)], max_run=12, pause=2)
    assert value(on_thursday(*three, hours=whole, rules=pauses), "clusters") == 2
    assert value(on_thursday(*three, hours=(span(THURSDAY, 9, 10), span(THURSDAY, 14, 17))), "clusters") == 1
    assert value(on_thursday(*three, hours=(span(THURSDAY, 9, 10), span(THURSDAY, 14, 15))), "clusters") == 2


def test_lunch_is_a_pause_between_clusters() -> None:
    """Two and a half hours hold three half hours in two runs and an hour of lunch between them; nothing is lost."""
    three = [occurrence(number) for number in range(3)]
    rules = leader([day(every=5, lunch=(12, 14.5))], max_run=12, pause=2)
    full = on_thursday(*three, hours=(span(THURSDAY, 12, 14.5),), rules=rules)
    assert (value(full, "missed"), value(full, "clusters"), value(full, "fragments")) == (0, 2, 0)


def test_prep_joins_a_cluster() -> None:
    """A gap that is all prep is no gap."""
    two = [occurrence(number, prep=1) for number in range(2)]
    assert value(on_thursday(*two, hours=(span(THURSDAY, 9, 17),)), "clusters") == 1


def test_a_fixed_1_on_1_is_part_of_a_cluster() -> None:
    """A planned one touches it, on either side."""
    assert (
        value(problem(occurrence(0), fixed=[fixed(at(THURSDAY, 12), pair=1)], leaders=[leader([day()])]), "clusters")
        == 1
    )


def test_free_time_is_lost_in_short_pieces_only() -> None:
    """Half an hour out of two leaves 90 minutes whole at the edge; out of 85 minutes, 55 are lost wherever it lies."""
    assert value(on_thursday(occurrence(), hours=(span(THURSDAY, 9, 11),)), "fragments") == 0
    assert value(on_thursday(occurrence(), hours=(Span(at(THURSDAY, 9), at(THURSDAY, 10, 25)),)), "fragments") == 11


def test_lunch_lies_where_the_least_time_is_lost() -> None:
    """From 12:00 to 15:00 an hour each remains for lunch, a 1-on-1 of an hour, and a whole free piece."""
    rules = leader([day(every=5, lunch=(12, 15))])
    solution = solved(on_thursday(occurrence(duration=12), rules=rules, hours=(span(THURSDAY, 12, 15),)))
    assert solution.levels[LEVELS.index("fragments")].value == 0
    assert solution.lunches[0][0] in (at(THURSDAY, 12), at(THURSDAY, 13), at(THURSDAY, 14))


def test_preferred_times_come_last() -> None:
    """Of two equally good starts the cheaper one is taken, but a worse packing is not accepted for it."""
    hours = (span(THURSDAY, 9, 10.5),)
    early, late = at(THURSDAY, 9), at(THURSDAY, 10)
    assert solved(on_thursday(occurrence(cost={early: 1}), hours=hours)).starts == (late,)
    edges = {early: 5, late: 4}
    assert value(on_thursday(occurrence(cost=edges), hours=hours), "preferences") == 4


def test_a_better_level_is_never_paid_for_by_a_worse_one() -> None:
    """A move that costs much is made to have nobody missed; rhythm is left where a move would be needed for it."""
    members = (person(busy=[span(THURSDAY, 9, 9.5)]), person(hours=[span(THURSDAY, 9.5, 10)]))
    crowded = problem(
        occurrence(0, current=at(THURSDAY, 9, 30), move_weight=100),
        occurrence(1),
        people=(person(hours=[span(THURSDAY, 9, 10.5)]), *members),
    )
    assert solved(crowded).starts == (at(THURSDAY, 10), at(THURSDAY, 9, 30))
    stands = [occurrence(weeks=(week,), current=at(THURSDAY, 9 + week, week=week)) for week in range(2)]
    unsteady = problem(*stands, leaders=[leader([day(week=week) for week in range(2)])])
    assert (value(unsteady, "moves"), value(unsteady, "rhythm")) == (0, 1)


def test_only_the_first_level_when_only_it_is_asked_for() -> None:
    """`solve_missed` reports one level."""
    solution = solve_missed(one_half_hour(occurrence(0), occurrence(1)))
    assert [(level.name, level.value, level.proven) for level in solution.levels] == [("missed", 1, True)]


def test_nothing_to_place_is_solved() -> None:
    """No occurrence, no leader, no value."""
    empty = Problem(people=(), leaders=(), pairs=(), occurrences=())
    assert [level.value for level in solved(empty).levels] == [0] * len(LEVELS)


def test_weights_that_are_too_large_for_one_objective_keep_the_order() -> None:
    """Weights in the billions are solved level by level."""
    heavy = [occurrence(0, weight=2 * MOST), occurrence(1, weight=2 * MOST + 1)]
    assert solved(one_half_hour(*heavy)).starts == (None, at(THURSDAY, 9))


def test_costs_join_only_while_they_stay_small_and_bounds_split_again() -> None:
    """One unit of the first of two levels weighs more than all of the second; a bound says what is known of each."""
    first, second = Cost(offset=3, ceiling=10), Cost(offset=2, ceiling=4)
    joint = join([first, second])
    assert joint is not None
    assert joint.cost.value([]) == 3 * 5 + 2
    assert joint.bounds(17, [3, 2]) == [3, 2]
    assert joint.bounds(16, [3, 2]) == [3, 1]
    assert joint.bounds(14, [3, 2]) == [2, 0], "nothing is known of what follows a level that is not proven"
    assert join([first, Cost(ceiling=MOST)]) is None


def test_what_a_level_costs_at_least_makes_no_weight_larger() -> None:
    """Weights grow with what a level can differ by: from its floor to its ceiling."""
    narrow = join([Cost(), Cost(offset=100, floor=100, ceiling=103)])
    assert narrow is not None
    assert narrow.weights == (4, 1)
    assert narrow.cost.value([]) == 0
    assert narrow.bounds(0, [0, 100]) == [0, 100]


def test_bounds_hold_when_there_is_no_time_to_think() -> None:
    """With next to no time the answer obeys every rule, and no bound is above what is known to be reachable."""
    busy_week = weekly(2)
    hurried, best = solve(busy_week, Limits(outline=1e-6, detail=1e-6)), solved(busy_week)
    assert check(busy_week, hurried) == ()
    assert hurried.levels[0].bound <= best.levels[0].value


SOLVES = """
from bench.leaders import Shape, make_leader
from bench.ordinary import ordinary
from solver.problem import Split
from solver.solve import solve
for problem in (
    make_leader(Shape(5, 2, Split(), every=15), seed=1),
    make_leader(Shape(30, 1, Split()), seed=1),
    ordinary(5, Split(), seed=0),
):
    print(solve(problem))
"""


def test_another_process_has_the_same_answer() -> None:
    """Bit for bit, whatever order Python's sets have there: of a few weeks, of many people, of calendars with much
    room."""
    answers = [
        subprocess.run(
            [sys.executable, "-c", SOLVES],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert answers[0].count("Solution(starts=(") == 3


def test_an_answer_says_when_the_clock_ended_the_search() -> None:
    """A deadline that is over at once: the answer obeys every rule, and tells that another run may end otherwise."""
    searched = make_leader(Shape(5, 2, Split(), every=15), seed=1)
    hurried = solve(searched, Limits(deadline=0.0))
    assert check(searched, hurried) == ()
    assert hurried.late
    assert not solve(searched).late


def test_bounds_of_parts_add_up_as_far_as_all_above_are_proven() -> None:
    """One part postpones more than it may have to: as good in sum is not as good in each then, and no more is known."""
    tally = _Tally()
    best, worse = {"missed": 1, "postponed": 2, "layout": 3}, {"missed": 4, "postponed": 5, "layout": 6}
    tally.add(["missed", "postponed"], [(best, best), (worse, worse | {"postponed": 4})])
    tally.add(["layout"], [(best, best), (worse, worse)])
    assert [(level.value, level.bound) for level in tally.levels] == [(5, 5), (7, 6), (9, 0)]
