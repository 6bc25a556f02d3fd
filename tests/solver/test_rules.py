"""Each hard rule of the model lets through what it should, and nothing else."""

from collections.abc import Sequence

from solver.problem import Leader, Pair, Problem, Span
from solver.solve import solve_missed
from tests.solver.build import (
    FRIDAY,
    THURSDAY,
    at,
    day,
    fixed,
    leader,
    occurrence,
    person,
    problem,
    span,
)

HALF_HOUR = 6


def placed(problem: Problem) -> int:
    """How many occurrences find a place at best."""
    return sum(start is not None for start in solve_missed(problem).starts)


def one_day(hours: Sequence[Span], count: int = 1, *, rules: Leader | None = None) -> Problem:
    """A leader with these hours on a Thursday and as many reports, each to be met once for half an hour."""
    people = (person("Leader", hours=hours), *(person(f"Report {number}") for number in range(count)))
    occurrences = (occurrence(number) for number in range(count))
    return problem(*occurrences, people=people, leaders=[rules or leader([day()])])


def test_a_1_on_1_that_fills_the_leaders_only_free_half_hour_is_placed_there() -> None:
    """Half-open spans: ending when working time ends is inside."""
    assert solve_missed(one_day([span(THURSDAY, 9, 9.5)])).starts == (at(THURSDAY, 9),)


def test_a_1_on_1_that_does_not_fit_into_the_leaders_hours_is_not_placed() -> None:
    """Five minutes too few are too few."""
    assert placed(one_day([Span(at(THURSDAY, 9), at(THURSDAY, 9, 25))])) == 0


def test_two_1_on_1s_of_a_leader_follow_each_other() -> None:
    """One hour holds two half hours."""
    assert placed(one_day([span(THURSDAY, 9, 10)], 2)) == 2


def test_two_1_on_1s_of_a_leader_never_overlap() -> None:
    """Half an hour holds one of two."""
    assert placed(one_day([span(THURSDAY, 9, 9.5)], 2)) == 1


def test_prep_may_follow_another_1_on_1_directly() -> None:
    """A quarter past leaves room for 5 minutes of prep after the 1-on-1 before."""
    people = (person(hours=[Span(at(THURSDAY, 8, 55), at(THURSDAY, 10, 5))]), person(), person())
    both = [occurrence(number, prep=1) for number in range(2)]
    assert placed(problem(*both, people=people, leaders=[leader([day(every=5)])])) == 2


def test_prep_takes_the_leaders_time() -> None:
    """Without time for the second prep only one fits."""
    people = (person(hours=[Span(at(THURSDAY, 8, 55), at(THURSDAY, 10))]), person(), person())
    both = [occurrence(number, prep=1) for number in range(2)]
    assert placed(problem(*both, people=people, leaders=[leader([day(every=5)])])) == 1


def test_prep_is_not_the_members_time() -> None:
    """A member who is busy until the start can come."""
    people = (person(), person(busy=[span(THURSDAY, 9, 10)], hours=[span(THURSDAY, 9, 10.5)]))
    assert solve_missed(problem(occurrence(prep=1), people=people)).starts == (at(THURSDAY, 10),)


def test_a_busy_member_is_not_met() -> None:
    """No half hour is free for both."""
    people = (person(hours=[span(THURSDAY, 9, 10)]), person(busy=[Span(at(THURSDAY, 9, 25), at(THURSDAY, 9, 35))]))
    assert placed(problem(occurrence(), people=people)) == 0


def test_only_slots_of_1_on_1_days_are_starts() -> None:
    """Free time on a focus day does not help, not even when the pair stays unplaced."""
    people = (person(hours=[span(1, 9, 17)]), person())
    assert placed(problem(occurrence(), people=people)) == 0


def test_only_the_weeks_of_an_occurrence_are_open_to_it() -> None:
    """The first week is full, the second is not among its weeks; with it, it is placed there."""
    on = [day(week=0), day(week=1)]
    people = (person(hours=[span(THURSDAY, 9, 17, week=1)]), person())
    assert placed(problem(occurrence(weeks=(0,)), people=people, leaders=[leader(on)])) == 0
    assert placed(problem(occurrence(weeks=(0, 1)), people=people, leaders=[leader(on)])) == 1


def test_it_does_not_start_where_it_is_closed() -> None:
    """An hour is all that there is; another 1-on-1 may start where this one may not."""
    people = (person(hours=[span(THURSDAY, 9, 10)]), person(), person())
    starts = [at(THURSDAY, 9, minute) for minute in range(0, 35, 5)]
    assert placed(problem(occurrence(closed=starts[:-1]), people=people)) == 1
    assert placed(problem(occurrence(closed=starts), people=people)) == 0
    assert placed(problem(occurrence(closed=starts), occurrence(1), people=people)) == 1


def test_it_lies_inside_one_allowed_span() -> None:
    """Two allowed spans that touch do not add up."""
    people = (person(hours=[span(THURSDAY, 9, 10)]), person())
    whole = [span(THURSDAY, 9.5, 10)]
    halves = [Span(at(THURSDAY, 9, 15), at(THURSDAY, 9, 45)), Span(at(THURSDAY, 9, 45), at(THURSDAY, 10))]
    assert placed(problem(occurrence(allowed=whole), people=people)) == 1
    assert placed(problem(occurrence(allowed=halves), people=people)) == 0


def test_nothing_is_placed_too_soon_but_what_stands_may_stay() -> None:
    """Only one start exists, and it lies before the earliest."""
    people = (person(hours=[span(THURSDAY, 9, 9.5)]), person())
    earliest = at(THURSDAY, 9, 5)
    assert placed(problem(occurrence(), people=people, earliest=earliest)) == 0
    assert placed(problem(occurrence(current=at(THURSDAY, 9)), people=people, earliest=earliest)) == 1


def test_nor_is_its_prep_too_soon() -> None:
    """Only one start exists, and the five minutes before it begin at the earliest tick, or before it."""
    people = (person(hours=[span(THURSDAY, 8, 9.5)]), person(hours=[span(THURSDAY, 9, 9.5)]))
    for prep, fits in ((1, 1), (2, 0)):
        assert placed(problem(occurrence(prep=prep), people=people, earliest=at(THURSDAY, 8, 55))) == fits


def test_a_declined_time_is_left() -> None:
    """It is placed anywhere else, or nowhere."""
    declined = occurrence(current=at(THURSDAY, 9), declined=True)
    short = (person(hours=[span(THURSDAY, 9, 9.5)]), person())
    longer = (person(hours=[span(THURSDAY, 9, 10)]), person())
    assert placed(problem(declined, people=short)) == 0
    assert solve_missed(problem(declined, people=longer)).starts == (at(THURSDAY, 9, 30),)


def test_a_fixed_1_on_1_and_its_prep_take_the_leaders_time() -> None:
    """From 9:00 to 10:00 one is left beside a fixed one at 9:30, none if that one is prepared for."""
    people = (person(hours=[span(THURSDAY, 9, 10)]), person(), person())
    stands = at(THURSDAY, 9, 30)
    assert placed(problem(occurrence(), people=people, fixed=[fixed(stands, pair=1)])) == 1
    assert placed(problem(occurrence(), people=people, fixed=[fixed(stands, pair=1, prep=1)])) == 0


def coupled(second_hours: Span) -> Problem:
    """Person 1 is met by person 0 and meets person 2; person 0 has only the time from 9:00 to 9:30."""
    people = (person(hours=[span(THURSDAY, 9, 9.5)]), person(hours=[second_hours]), person())
    leaders = [leader([day()]), leader([day()], person=1)]
    return problem(occurrence(0), occurrence(1), people=people, leaders=leaders, pairs=[Pair(0, 1), Pair(1, 2)])


def test_a_leader_who_is_also_a_report_has_time_for_both() -> None:
    """One hour holds the two."""
    assert placed(coupled(span(THURSDAY, 9, 10))) == 2


def test_a_leader_who_is_also_a_report_is_not_in_two_places() -> None:
    """Half an hour holds one, over the pairs of different leaders."""
    assert placed(coupled(span(THURSDAY, 9, 9.5))) == 1


def test_a_member_of_two_leaders_is_not_in_two_places() -> None:
    """Neither leader is busy, but the member has only half an hour; another half hour lets both in."""

    def met_by_two(end: float) -> Problem:
        people = (person(), person(), person(hours=[span(THURSDAY, 9, end)]))
        leaders = [leader(), leader(person=1)]
        return problem(occurrence(0), occurrence(1), people=people, leaders=leaders, pairs=[Pair(0, 2), Pair(1, 2)])

    assert placed(met_by_two(9.5)) == 1
    assert placed(met_by_two(10)) == 2


def test_what_stays_unplaced_keeps_its_time_from_the_leaders_others() -> None:
    """The first one cannot be placed (its member is busy) and stays at 9:00, so the second one has no time either."""

    def beside(current: int | None) -> Problem:
        people = (person(hours=[span(THURSDAY, 9, 9.5)]), person(busy=[span(THURSDAY, 9, 17)]), person())
        return problem(occurrence(0, current=current), occurrence(1), people=people)

    assert placed(beside(None)) == 1
    assert placed(beside(at(THURSDAY, 9))) == 0


def test_what_stays_unplaced_keeps_the_length_it_has() -> None:
    """An hour stays an hour although half of it is wanted now."""

    def beside(length: int) -> Problem:
        people = (person(hours=[span(THURSDAY, 9, 10)]), person(busy=[span(THURSDAY, 9, 17)]), person())
        first = occurrence(0, current=at(THURSDAY, 9), current_duration=length)
        return problem(first, occurrence(1), people=people)

    assert placed(beside(HALF_HOUR)) == 1
    assert placed(beside(2 * HALF_HOUR)) == 0


def test_what_stays_unplaced_keeps_its_time_from_the_members_others() -> None:
    """The first leader is busy at the time where it stays, so the member's other leader may not take it."""

    def beside(current: int | None) -> Problem:
        people = (person(busy=[span(THURSDAY, 9, 17)]), person(), person(hours=[span(THURSDAY, 9, 9.5)]))
        leaders = [leader([day()]), leader([day()], person=1)]
        pairs = [Pair(0, 2), Pair(1, 2)]
        return problem(occurrence(0, current=current), occurrence(1), people=people, leaders=leaders, pairs=pairs)

    assert placed(beside(None)) == 1
    assert placed(beside(at(THURSDAY, 9))) == 0


def with_lunch(end: float, *, busy: Sequence[Span] = ()) -> Problem:
    """A leader at work from 12:00, who keeps an hour of lunch from 12:00 to 14:00 and meets one report."""
    people = (person(hours=[span(THURSDAY, 12, end)], busy=busy), person())
    return problem(occurrence(), people=people, leaders=[leader([day(lunch=(12, 14))])])


def test_lunch_lies_wherever_it_fits() -> None:
    """From 12:00 to 13:30 a half hour and an hour of lunch fit, in either order."""
    solution = solve_missed(with_lunch(13.5))
    assert (solution.starts, solution.lunches) in (
        ((at(THURSDAY, 12),), ((at(THURSDAY, 12, 30),),)),
        ((at(THURSDAY, 13),), ((at(THURSDAY, 12),),)),
    )


def test_lunch_comes_before_a_1_on_1() -> None:
    """From 12:00 to 13:00 there is room for lunch only."""
    solution = solve_missed(with_lunch(13))
    assert (solution.starts, solution.lunches) == ((None,), ((at(THURSDAY, 12),),))


def test_no_lunch_is_kept_where_other_meetings_took_it() -> None:
    """With 12:30 to 13:00 busy, no hour is left, and the rest is open for 1-on-1s."""
    solution = solve_missed(with_lunch(13, busy=[span(THURSDAY, 12.5, 13)]))
    assert (solution.starts, solution.lunches) == ((at(THURSDAY, 12),), ((None,),))


def test_lunch_is_kept_on_days_without_1_on_1s() -> None:
    """Every 1-on-1 day of the leader has its lunch."""
    on = [day(THURSDAY, lunch=(12, 13)), day(FRIDAY, lunch=(12, 13))]
    solution = solve_missed(problem(people=[person()], leaders=[leader(on)], pairs=[]))
    assert solution.lunches == ((at(THURSDAY, 12), at(FRIDAY, 12)),)


def in_a_row(minutes: int, *, stands: Sequence[int] = (), pause: int = 3) -> Problem:
    """Three half hours from 9:00 on, of which at most two may follow each other without a pause of 15 minutes."""
    hours = [Span(at(THURSDAY, 9), at(THURSDAY, 9) + minutes // 5)]
    people = (person(hours=hours), *(person() for _ in range(3)))
    rules = leader([day(every=5)], max_run=2 * HALF_HOUR, pause=pause)
    planned = [occurrence(number) for number in range(3 - len(stands))]
    return problem(
        *planned,
        people=people,
        leaders=[rules],
        fixed=[fixed(start, pair=2 - number) for number, start in enumerate(stands)],
    )


def test_a_pause_ends_a_run() -> None:
    """105 minutes hold three half hours and one pause."""
    assert placed(in_a_row(105)) == 3


def test_a_run_without_a_pause_is_not_too_long() -> None:
    """In 100 minutes the gap would be shorter than a pause, which joins the runs."""
    assert placed(in_a_row(100)) == 2


def test_a_gap_inside_a_run_counts() -> None:
    """Two half hours with 5 minutes between them are a run of 65 minutes, for a gap so short is no pause."""

    def two_members(longest: int) -> Problem:
        early, late = span(THURSDAY, 9, 9.5), Span(at(THURSDAY, 9, 35), at(THURSDAY, 10, 5))
        people = (person(), person(hours=[early]), person(hours=[late]))
        rules = leader([day(every=5)], max_run=longest, pause=2)
        return problem(occurrence(0), occurrence(1), people=people, leaders=[rules])

    assert placed(two_members(13)) == 2
    assert placed(two_members(12)) == 1


def test_fixed_1_on_1s_are_part_of_a_run() -> None:
    """Two fixed ones from 9:00 to 10:00 make a full run; a third one needs the pause before it."""
    stands = (at(THURSDAY, 9), at(THURSDAY, 9, 30))
    assert placed(in_a_row(105, stands=stands)) == 1
    assert placed(in_a_row(100, stands=stands)) == 0


def test_nothing_joins_a_fixed_run_that_is_too_long() -> None:
    """Three fixed ones in a row may stand; a planned one keeps the pause from them."""

    def beside(end: int) -> Problem:
        people = (person(hours=[Span(at(THURSDAY, 9), end)]), *(person() for _ in range(4)))
        rules = leader([day(every=5)], max_run=2 * HALF_HOUR, pause=3)
        stands = [fixed(at(THURSDAY, 9) + number * HALF_HOUR, pair=1 + number) for number in range(3)]
        return problem(occurrence(0), people=people, leaders=[rules], fixed=stands)

    assert placed(beside(at(THURSDAY, 11, 15))) == 1
    assert placed(beside(at(THURSDAY, 11, 10))) == 0


def test_a_1_on_1_longer_than_a_run_is_not_placed() -> None:
    """One half hour is longer than a run of 25 minutes, with pauses or without."""
    for longest, pause, met in ((HALF_HOUR, 3, 1), (HALF_HOUR - 1, 3, 0), (HALF_HOUR - 1, 0, 0)):
        rules = leader([day()], max_run=longest, pause=pause)
        assert placed(one_day([span(THURSDAY, 9, 17)], rules=rules)) == met


def test_no_day_has_more_than_it_may() -> None:
    """Two of three reports are met on the only day, all of them if three are allowed."""
    for most in (2, 3):
        assert placed(one_day([span(THURSDAY, 9, 17)], 3, rules=leader([day()], max_per_day=most))) == most


def test_fixed_1_on_1s_count_for_the_day() -> None:
    """One of two places is taken; where more are fixed than allowed, nothing joins them."""

    def beside(stands: int) -> Problem:
        fixtures = [fixed(at(THURSDAY, 9) + number * HALF_HOUR, pair=2) for number in range(stands)]
        rules = leader([day()], max_per_day=2)
        return problem(occurrence(0), occurrence(1), leaders=[rules], fixed=fixtures)

    assert placed(beside(1)) == 1
    assert placed(beside(3)) == 0


def must_move(budget: int | None) -> Problem:
    """Two that stand where their members are busy now."""
    members = [person(busy=[span(THURSDAY, 9, 10)]) for _ in range(2)]
    return problem(
        occurrence(0, current=at(THURSDAY, 9)),
        occurrence(1, current=at(THURSDAY, 9, 30), declined=True),
        people=(person(), *members),
        max_moves=budget,
    )


def test_what_must_move_moves_within_the_budget() -> None:
    """Two moves are enough."""
    assert placed(must_move(None)) == 2
    assert placed(must_move(2)) == 2


def test_no_more_moves_than_the_budget() -> None:
    """One of them stays unplaced; a move that its member asked for counts as well."""
    assert placed(must_move(1)) == 1
    assert placed(must_move(0)) == 0


def test_another_length_alone_is_no_move() -> None:
    """Staying at its start with another length needs no budget; any other start does."""
    shorter = (person(hours=[span(THURSDAY, 9, 9.5)]), person())
    elsewhere = (person(hours=[span(THURSDAY, 9.5, 10)]), person())
    resized = occurrence(current=at(THURSDAY, 9), current_duration=2 * HALF_HOUR)
    assert placed(problem(resized, people=shorter, max_moves=0)) == 1
    assert placed(problem(resized, people=elsewhere, max_moves=0)) == 0
