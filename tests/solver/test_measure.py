"""Each level's value, counted by hand."""

from collections.abc import Sequence
from dataclasses import replace

from solver.measure import measure
from solver.problem import Layout, Pair, Problem, Split, WholeDay
from solver.solution import LEVELS
from tests.solver.build import FRIDAY, HOUR, THURSDAY, at, day, days, fixed, leader, occurrence, person, problem, span

NINE = at(THURSDAY, 9)
TEN = at(THURSDAY, 10)
NOON = at(THURSDAY, 12)
FRIDAY_NINE = at(FRIDAY, 9)
HALF = HOUR // 2
WALL_NINE = 9 * 60


def value(
    level: str, problem: Problem, starts: Sequence[int | None], lunches: Sequence[Sequence[int | None]] | None = None
) -> int:
    """Of one level; without lunches unless given."""
    eaten = lunches or [[None for _ in one.days] for one in problem.leaders]
    return measure(problem, starts, eaten)[level]


def test_levels_come_in_their_order() -> None:
    """Best level first, by name."""
    assert tuple(measure(problem(), (), [[None, None]])) == LEVELS


def test_missed_adds_up_weights() -> None:
    """Of what is unplaced, standing somewhere or not."""
    one = problem(occurrence(0, weight=3), occurrence(1, weight=4, current=NINE), occurrence(2, weight=5))
    assert value("missed", one, [None, None, NINE]) == 7


def test_postponed_counts_the_weeks_that_pass() -> None:
    """By their place among the occurrence's weeks, not by the calendar."""
    one = problem(
        occurrence(0, weeks=(0, 2)), occurrence(1, weeks=(1,)), occurrence(2, weeks=(0,)), leaders=[leader(days(3))]
    )
    assert value("postponed", one, [at(THURSDAY, 9, week=2), at(THURSDAY, 9, week=1), None]) == 1


def test_fairness_counts_whoever_is_missed_or_moved_again() -> None:
    """As often as they were of late; who stays, asked to be moved, or is new costs nothing."""
    stands = [occurrence(number, current=NINE) for number in range(3)]
    one = problem(
        *stands,
        occurrence(3, current=NINE, declined=True),
        occurrence(4),
        pairs=[Pair(0, number + 1, lately=1 << number) for number in range(5)],
    )
    assert value("fairness", one, [NINE, TEN, None, TEN, NOON]) == 2 + 4
    assert value("fairness", one, [TEN, NINE, NINE, None, None]) == 1 + 8 + 16


def layout_of(layout: Layout, *, on: Sequence[int] = (THURSDAY, FRIDAY)) -> int:
    """Two planned and one fixed on Thursday, one planned on Friday, and one fixed on a focus day."""
    one = problem(
        occurrence(0),
        occurrence(1),
        occurrence(2),
        fixed=[fixed(at(THURSDAY, 15), pair=3), fixed(at(2, 9), pair=4)],
        leaders=[leader([day(weekday) for weekday in on], layout=layout)],
    )
    return value("layout", one, [NINE, TEN, FRIDAY_NINE])


def test_layout_of_a_split() -> None:
    """Fullest day minus emptiest beyond two; the rest is evenness."""
    for thursday, friday, layout, evenness in ((2, 2, 0, 0), (2, 3, 0, 1), (3, 1, 0, 2), (4, 1, 1, 2), (0, 5, 3, 2)):
        starts = [at(day, 9 + n) for day, count in ((THURSDAY, thursday), (FRIDAY, friday)) for n in range(count)]
        one = problem(*(occurrence(number) for number in range(len(starts))), leaders=[leader(days())])
        assert (value("layout", one, starts), value("evenness", one, starts)) == (layout, evenness)
    assert layout_of(Split(), on=[THURSDAY]) == 0


def test_layout_of_a_whole_day() -> None:
    """What is off the day: the named one, the best one, or none that counts where the week lacks the named one."""
    assert layout_of(WholeDay(THURSDAY)) == 1
    assert layout_of(WholeDay(FRIDAY)) == 3
    assert layout_of(WholeDay()) == 1
    assert layout_of(WholeDay(0)) == 0


def test_layout_of_three_days() -> None:
    """Everything off the best day counts; the middle day neither adds to a split nor evens it out."""
    on = [day(weekday) for weekday in (2, THURSDAY, FRIDAY)]
    starts = [at(2, 9), at(2, 10), at(2, 11), NINE, TEN, FRIDAY_NINE]
    for layout, expected in ((WholeDay(), (3, 0)), (Split(), (0, 2))):
        one = problem(*(occurrence(number) for number in range(6)), leaders=[leader(on, layout=layout)])
        assert (value("layout", one, starts), value("evenness", one, starts)) == expected


def test_layout_is_counted_week_by_week() -> None:
    """A best day of its own for each week."""
    second = [at(weekday, hour, week=1) for weekday, hour in ((FRIDAY, 9), (FRIDAY, 10), (THURSDAY, 9))]
    one = problem(
        occurrence(0),
        *(occurrence(number, weeks=(1,)) for number in range(3)),
        leaders=[leader(days(2), layout=WholeDay())],
    )
    assert value("layout", one, [NINE, *second]) == 1


def test_moves_add_up_their_weights() -> None:
    """Staying is free, and so is leaving a declined time, staying unplaced, and being new."""
    one = problem(
        occurrence(0, current=NINE, move_weight=5),
        occurrence(1, current=TEN, move_weight=7),
        occurrence(2, current=NOON, move_weight=9, declined=True),
        occurrence(3, current=NINE, move_weight=11),
        occurrence(4, move_weight=13),
    )
    assert value("moves", one, [FRIDAY_NINE, TEN, NINE, None, NOON]) == 5


def rhythm_of(
    starts: Sequence[int | None], *, habit: tuple[int, int] | None = None, fixed_at: Sequence[int] = ()
) -> int:
    one = problem(
        *(occurrence(0, weeks=(week,)) for week in range(len(starts))),
        people=[person(), person()],
        pairs=[Pair(0, 1, habit)],
        fixed=[fixed(start) for start in fixed_at],
        leaders=[leader(days(4))],
    )
    return value("rhythm", one, starts)


def test_rhythm_counts_what_deviates_from_the_most_usual_time() -> None:
    """Weekday and time on the clock; what is unplaced does not count."""
    usual = [at(THURSDAY, 9, week=week) for week in range(3)]
    assert rhythm_of(usual) == 0
    assert rhythm_of([*usual[:2], at(FRIDAY, 9, week=2)]) == 1
    assert rhythm_of([*usual[:2], at(THURSDAY, 10, week=2)]) == 1
    assert rhythm_of([*usual[:2], None]) == 0


def test_the_habit_is_one_more_week_of_the_rhythm() -> None:
    """It counts like a 1-on-1 at its weekday and time."""
    assert rhythm_of([NINE], habit=(THURSDAY, WALL_NINE)) == 0
    assert rhythm_of([NINE], habit=(FRIDAY, WALL_NINE)) == 1
    assert rhythm_of([None], habit=(FRIDAY, WALL_NINE)) == 0


def test_a_fixed_one_off_the_slots_equals_nothing() -> None:
    """Not even another one at the same time of another week."""
    odd = [at(2, 9, week=1), at(2, 9, week=2)]
    assert rhythm_of([NINE], fixed_at=odd) == 2
    assert rhythm_of([None], fixed_at=odd) == 1
    assert rhythm_of([NINE], fixed_at=[at(THURSDAY, 9, week=1)]) == 0


def test_a_fixed_one_outside_the_rhythm_does_not_count() -> None:
    """Such as one that people moved for once."""
    one = problem(occurrence(), fixed=[fixed(FRIDAY_NINE, rhythm=False)])
    assert value("rhythm", one, [NINE]) == 0


def test_rhythm_follows_the_wall_clock() -> None:
    """The same tick of the day is another time after the clocks have changed."""
    before, after = day(), day(week=1)
    shifted = replace(after, slots=tuple(replace(slot, wall=slot.wall + 60) for slot in after.slots))
    one = problem(occurrence(0), occurrence(0, weeks=(1,)), leaders=[leader([before, shifted])])
    assert value("rhythm", one, [NINE, at(THURSDAY, 9, week=1)]) == 1
    assert value("rhythm", one, [TEN, at(THURSDAY, 9, week=1)]) == 0


def test_clusters_are_stretches_that_touch() -> None:
    """Prep is part of them, fixed ones too, and each day has its own."""
    one = problem(occurrence(0), occurrence(1, prep=HALF), occurrence(2), fixed=[fixed(NINE - HALF, pair=3)])
    assert value("clusters", one, [NINE, TEN, FRIDAY_NINE]) == 2
    assert value("clusters", one, [NINE, TEN + 1, FRIDAY_NINE]) == 3


def test_clusters_outside_the_days_do_not_count() -> None:
    """A fixed one on a focus day is nobody's cluster."""
    assert value("clusters", problem(fixed=[fixed(at(2, 9))]), []) == 0


def test_fragments_add_up_free_ticks_in_short_pieces() -> None:
    """Between 1-on-1s, prep, meetings, lunch and the end of work; an hour is long enough."""
    one = problem(
        occurrence(0),
        occurrence(1, prep=1),
        people=[person(busy=[span(THURSDAY, 11.5, 12)]), person(), person()],
        leaders=[leader([day(lunch=(12, 14))])],
    )
    # 9:00 to 9:30 is planned, free until 9:55 (5 ticks), planned until 10:30, free until 11:30, busy until 12:00.
    assert value("fragments", one, [NINE, TEN], [[NOON]]) == 5
    assert value("fragments", one, [NINE, TEN], [[NOON + HALF]]) == 5 + HALF
    assert value("fragments", one, [NINE, None], [[NOON]]) == 0


def test_fragments_leave_out_time_that_is_not_worked() -> None:
    """Neither before nor after work, nor on focus days."""
    short = [span(2, 9, 9.5), span(THURSDAY, 9, 9.5), span(FRIDAY, 9, 17)]
    assert value("fragments", problem(people=[person(hours=short)]), []) == HALF


def test_time_as_somebody_elses_member_is_not_free() -> None:
    """A leader's free time ends where their own leader's 1-on-1 with them begins."""
    one = problem(
        occurrence(0),
        people=[person(), person(), person()],
        leaders=[leader(), leader(person=1)],
        pairs=[Pair(0, 1), Pair(1, 2)],
    )
    assert value("fragments", one, [NINE + HALF]) == 2 * HALF


def test_preferences_add_up_the_penalties_of_the_chosen_starts() -> None:
    """A start without one costs nothing."""
    one = problem(occurrence(0, cost={NINE: 3}), occurrence(1, cost={NINE: 5}), occurrence(2, cost={NINE: 7}))
    assert value("preferences", one, [NINE, TEN, None]) == 3
