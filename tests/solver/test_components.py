"""What does not depend on each other is decided apart, and nothing else is."""

from collections.abc import Sequence

from hypothesis import given, settings

from solver.components import by_pair, by_week
from solver.model.domain import Domain, whole
from solver.problem import Occurrence, Pair, Problem
from tests.solver.build import FRIDAY, THURSDAY, at, day, days, leader, occurrence, person, problem
from tests.solver.strategies import tiny_problems

TWO_WEEKS = [leader(days(2))]
THIS, NEXT = occurrence(0, weeks=(0,)), occurrence(1, weeks=(1,))
TEAMS = [person(f"Person {number}") for number in range(4)]


def together(domains: Sequence[Domain]) -> list[tuple[int, ...]]:
    """Which occurrences are decided together, where there are any."""
    return sorted(part.occurrences for part in domains if part.occurrences)


def weeks(*occurrences: Occurrence, max_moves: int | None = None) -> list[tuple[int, ...]]:
    """Of one leader over two weeks."""
    return together(by_week(whole(problem(*occurrences, leaders=TWO_WEEKS, max_moves=max_moves))))


def test_two_weeks_are_decided_apart() -> None:
    """Each has its own occurrences and its own days."""
    parts = by_week(whole(problem(THIS, NEXT, occurrence(2, weeks=(0,)), leaders=TWO_WEEKS)))
    assert sorted((part.occurrences, part.days) for part in parts) == [
        ((0, 2), ((0, 0), (0, 1))),
        ((1,), ((0, 2), (0, 3))),
    ]


def test_weeks_are_tied_by_what_may_be_postponed() -> None:
    """It lies in one or the other."""
    assert weeks(THIS, NEXT, occurrence(2, weeks=(0, 1))) == [(0, 1, 2)]
    assert weeks(THIS, NEXT, occurrence(2, weeks=(1, 0))) == [(0, 1, 2)]


def test_weeks_are_tied_by_what_stays_in_the_other() -> None:
    """Without a place it keeps the leader's time there; not where it stands on a day without 1-on-1s."""
    stands = at(FRIDAY, 9, week=1)
    assert weeks(THIS, NEXT, occurrence(2, weeks=(0,), current=stands)) == [(0, 1, 2)]
    assert weeks(THIS, NEXT, occurrence(2, weeks=(0,), current=at(2, 9, week=1))) == [(0, 2), (1,)]


def test_what_has_a_place_in_any_case_ties_nothing_by_where_it_stands() -> None:
    """It leaves its time."""
    stands = occurrence(2, weeks=(0,), current=at(FRIDAY, 9, week=1))
    domain = whole(problem(THIS, NEXT, stands, leaders=TWO_WEEKS))
    settled = Domain(domain.candidates, domain.occurrences, domain.starts, domain.days, placed=frozenset({2}))
    assert together(by_week(settled)) == [(0, 2), (1,)]


def test_weeks_are_tied_by_a_budget_of_moves() -> None:
    """Which only those share that stand somewhere."""
    both = [
        occurrence(0, weeks=(0,), current=at(THURSDAY, 9)),
        occurrence(1, weeks=(1,), current=at(THURSDAY, 9, week=1)),
    ]
    assert weeks(*both) == [(0,), (1,)]
    assert weeks(*both, max_moves=5) == [(0, 1)]
    assert weeks(THIS, NEXT, max_moves=5) == [(0,), (1,)]


def teams(pairs: Sequence[Pair], second: int = THURSDAY) -> list[tuple[int, ...]]:
    """Two leaders, persons 0 and 1, with a 1-on-1 of every pair; the second one's on this weekday."""
    leaders = [leader([day()]), leader([day(second)], person=1)]
    every = [occurrence(number) for number in range(len(pairs))]
    return together(by_week(whole(problem(*every, people=TEAMS, leaders=leaders, pairs=pairs))))


def test_leaders_are_tied_by_a_member_whom_both_meet() -> None:
    """On the same days; on others they take no time from each other."""
    assert teams([Pair(0, 2), Pair(1, 3)]) == [(0,), (1,)]
    assert teams([Pair(0, 2), Pair(1, 2)]) == [(0, 1)]
    assert teams([Pair(0, 2), Pair(1, 2)], second=FRIDAY) == [(0,), (1,)]


def test_a_leader_is_tied_to_their_own_leader() -> None:
    """Whose 1-on-1 takes time on a day on which they lead 1-on-1s."""
    assert teams([Pair(0, 1), Pair(1, 3)]) == [(0, 1)]
    assert teams([Pair(0, 1), Pair(1, 3)], second=FRIDAY) == [(0,), (1,)]


def test_rhythm_ties_the_weeks_of_a_pair() -> None:
    """And of nobody else; and what was settled together stays together."""
    domain = whole(problem(THIS, NEXT, occurrence(0, weeks=(1,)), leaders=[leader(days(3))]))
    assert together(by_pair(domain, [])) == [(0, 1, 2)]
    apart = whole(problem(THIS, NEXT, leaders=TWO_WEEKS))
    assert together(by_pair(apart, [])) == [(0,), (1,)]
    assert together(by_pair(apart, [apart])) == [(0, 1)]


@settings(max_examples=100)
@given(tiny_problems())
def test_every_occurrence_and_day_is_in_one_part(problem: Problem) -> None:
    """Nothing is decided twice or forgotten, and nothing may lie on a day of another part."""
    domain = whole(problem)
    for parts in (by_week(domain), by_pair(domain, by_week(domain))):
        assert sorted(index for part in parts for index in part.occurrences) == list(domain.occurrences)
        assert sorted(one for part in parts for one in part.days) == sorted(domain.days)
        for part in parts:
            for index in part.occurrences:
                number = problem.pairs[problem.occurrences[index].pair].leader
                assert {(number, item.day) for item in part.starts[index]} <= set(part.days)
