"""First answers by seating: weeks that repeat themselves, and single weeks."""

from hypothesis import assume, given, settings

from solver.check import broken_rules
from solver.day.frame import frame_of
from solver.day.path import best_lunch
from solver.meeting import meetings, taken
from solver.model.domain import Domain, whole
from solver.model.weeks import placed_in, weeks_of
from solver.opening import open_all, open_week
from solver.outline import values_of
from solver.problem import Problem, Split, WholeDay
from tests.solver.build import DAY, FRIDAY, THURSDAY, at, days, leader, occurrence, person, problem, span
from tests.solver.strategies import crowded_problems


def breaks(domain: Domain, starts: dict[int, int | None]) -> tuple[str, ...]:
    """What these starts break with the best lunches."""
    problem = domain.problem
    placed = [starts.get(index) for index in domain.occurrences]
    known = [meeting for meeting in meetings(problem, placed) if meeting.planned is not None]
    lunches = [
        [
            best_lunch(frame_of(domain.candidates, number, day, ()), taken(problem, rules.person, known))
            for day in range(len(rules.days))
        ]
        for number, rules in enumerate(problem.leaders)
    ]
    return broken_rules(problem, placed, lunches)


@settings(max_examples=100)
@given(crowded_problems("weights", "lengths", reports=4))
def test_a_single_week_has_the_layout_that_is_asked_for_and_breaks_no_rule(problem: Problem) -> None:
    """For every layout that it might have; somebody has a place for every one that is counted."""
    domain = whole(problem)
    (week,) = weeks_of(domain)
    totals = placed_in(week, domain, len(domain.occurrences))
    assume(totals)
    for layout in range(len(domain.occurrences) + 1):
        starts = open_week(domain, week, totals, layout)
        if starts is not None:
            assert breaks(domain, starts) == ()
            values = values_of(domain, starts)
            assert values["layout"] + values["evenness"] == layout
            assert sum(start is not None for start in starts.values()) in totals


def test_a_single_week_places_as_many_as_it_can() -> None:
    """Three of four fit into an hour and a half of Thursday, the heaviest ones."""
    people = (person(hours=[span(THURSDAY, 9, 10.5)]), *(person() for _ in range(4)))
    domain = whole(problem(*(occurrence(number, weight=1 + (number > 0)) for number in range(4)), people=people))
    (week,) = weeks_of(domain)
    starts = open_week(domain, week, range(5), 3)
    assert starts is not None
    assert [index for index, start in starts.items() if start is None] == [0]
    assert open_week(domain, week, range(4, 5), 4) is None


@settings(max_examples=60)
@given(crowded_problems("rhythm", reports=4))
def test_what_repeats_itself_is_at_the_same_time_in_every_week(problem: Problem) -> None:
    """Of each pair all 1-on-1s have a start, at one weekday and time; or none of them has."""
    domain = whole(problem)
    starts = open_all(domain)
    for pair in range(len(problem.pairs)):
        mine = [
            index for index in domain.occurrences if problem.occurrences[index].pair == pair and domain.starts[index]
        ]
        given_to = [index for index in mine if index in starts]
        assert given_to in ([], mine)
        keys = {item.key for index in given_to for item in domain.starts[index] if item.start == starts[index]}
        assert len(keys) == (given_to != [])


def test_a_time_that_is_taken_in_one_week_is_nobodys() -> None:
    """9:00 is taken in the second week: two of an hour and a half have 9:30 and 10:00 in both."""
    hours = [span(THURSDAY, 9, 10.5, week=week) for week in range(2)]
    people = (person(hours=hours, busy=[span(THURSDAY, 9, 9.5, week=1)]), person(), person())
    every = [occurrence(number, weeks=(week,)) for number in range(2) for week in range(2)]
    domain = whole(problem(*every, people=people, leaders=[leader(days(2), layout=WholeDay())]))
    starts = open_all(domain)
    assert {starts[0], starts[2]} == {at(THURSDAY, 9, 30), at(THURSDAY, 10)}
    assert {starts[1], starts[3]} == {at(THURSDAY, 9, 30, week=1), at(THURSDAY, 10, week=1)}
    assert breaks(domain, dict(starts)) == ()


def test_layout_decides_over_which_days_pairs_are_spread() -> None:
    """Two on one day, or one on each."""
    two = [occurrence(number) for number in range(2)]
    for layout, same in ((WholeDay(), True), (Split(), False)):
        starts = open_all(whole(problem(*two, leaders=[leader(layout=layout)])))
        assert (len({start // DAY for start in starts.values()}) == 1) == same
    named = open_all(whole(problem(*two, leaders=[leader(layout=WholeDay(FRIDAY))])))
    assert all(start >= at(FRIDAY, 9) for start in named.values())


def test_nothing_is_opened_where_something_stands() -> None:
    """What stands has its own time, which first fit keeps."""
    assert open_all(whole(problem(occurrence(0), occurrence(1, current=at(THURSDAY, 9))))) == {}
