"""Claims about the seeded problems that the solver is measured on."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import combinations, pairwise

import pytest

from bench import company
from bench.greedy import first_fit
from bench.leaders import Shape, make_leader
from bench.mixed import mixed
from bench.nights import second_night
from bench.ordinary import ordinary
from bench.overfull import overfull
from bench.places import find_places
from bench.rows import LAYOUTS, ROWS, Row, chosen
from bench.shared import shared
from solver.check import broken_rules
from solver.intervals import clip, inside
from solver.lunch import first_lunch
from solver.meeting import stay
from solver.problem import Layout, Problem, Span, Split

SMALL = [row for row in ROWS if not row.name.startswith(("30x4", "8x26", "overfull-30x4", "overfull-60"))]
"""Rows whose problems are made in a moment."""


def busy_shares(problem: Problem) -> list[float]:
    """What share of the 1-on-1 days' working time is taken, of everybody."""
    days = problem.leaders[0].days
    everything = len(days) * (company.CLOSE - company.OPEN)
    return [sum(company.length(clip(person.busy, day.span)) for day in days) / everything for person in problem.people]


def broken_by_nobody(problem: Problem) -> tuple[str, ...]:
    """What is broken when nobody is placed."""
    lunches = [[first_lunch(problem, leader, day, ()) for day in leader.days] for leader in problem.leaders]
    return broken_rules(problem, [None] * len(problem.occurrences), lunches)


@pytest.mark.parametrize("row", SMALL, ids=lambda row: row.name)
def test_the_same_seed_is_the_same_problem(row: Row) -> None:
    """And another seed another one, save where calendars are empty and all weigh the same."""
    layout = row.layouts[0]
    assert row.problem(layout, 1) == row.problem(layout, 1)
    assert row.problem(layout, 1) != row.problem(layout, 2)


@pytest.mark.parametrize("row", SMALL, ids=lambda row: row.name)
def test_problems_are_well_formed(row: Row) -> None:
    """Times are sorted, disjoint and not touching, starts lie in days, and with nobody placed no rule is broken."""
    for layout in row.layouts:
        problem = row.problem(layout, 0)
        for person in problem.people:
            for spans in (person.hours, person.busy):
                assert all(one.end < other.begin for one, other in pairwise(spans))
        for leader in problem.leaders:
            assert all(inside(Span(slot.tick, slot.tick + 1), [day.span]) for day in leader.days for slot in day.slots)
        weeks = {day.week for leader in problem.leaders for day in leader.days}
        assert all(one.weight > 0 and weeks >= set(one.weeks) for one in problem.occurrences)
        assert broken_by_nobody(problem) == ()


@pytest.mark.parametrize("seed", range(5))
def test_a_layout_changes_nothing_else(seed: int) -> None:
    """The same seed has the same calendars with either layout."""
    makes: list[Callable[[Layout, int], Problem]] = [partial(ordinary, 5), partial(overfull, 20, 1), mixed]
    for make in makes:
        one, other = (make(layout, seed) for layout in LAYOUTS.values())
        assert (one.people, one.occurrences, one.fixed) == (other.people, other.occurrences, other.fixed)


@pytest.mark.parametrize("seed", range(10))
def test_the_ordinary_have_room(seed: int) -> None:
    """5 to 15 % busy, and a half-hour meeting more at most; half an hour with ten minutes before it every week."""
    problem = ordinary(5, Split(), seed)
    assert all(0.05 <= share <= 0.16 for share in busy_shares(problem))
    assert {(one.duration, one.prep) for one in problem.occurrences} == {(6, 2)}
    assert Counter(one.weeks for one in problem.occurrences) == dict.fromkeys([(0,), (1,), (2,), (3,)], 5)


@pytest.mark.parametrize(("reports", "weeks"), [(20, 1), (20, 4), (30, 1), (60, 1)])
def test_the_overfull_have_room_for_sixteen(reports: int, weeks: int) -> None:
    """Nobody is busy, and greedy first-fit fills every week to the last of its sixteen places."""
    problem = overfull(reports, weeks, Split(), 0)
    starts, _ = first_fit(find_places(problem))
    assert not any(person.busy for person in problem.people)
    assert len([start for start in starts if start is not None]) == 16 * weeks


@pytest.mark.parametrize("seed", range(6))
def test_the_overfull_weigh_the_same_or_not(seed: int) -> None:
    """Of even seeds all weigh the same; of odd ones they differ, but never within a pair."""
    problem = overfull(20, 4, Split(), seed, busy=0.33)
    weights = {(one.pair, one.weight) for one in problem.occurrences}
    assert len(weights) == 20
    assert (len({weight for _, weight in weights}) == 1) == (seed % 2 == 0)
    assert all(0.33 <= share <= 0.34 for share in busy_shares(problem))


@pytest.mark.parametrize("seed", range(10))
def test_the_mixed_have_everything(seed: int) -> None:
    """Two fixed, three standing of which one has a meeting over it, one declined; four cadences and four lengths."""
    problem = mixed(Split(), seed)
    standing = [one for one in problem.occurrences if one.current is not None]
    assert (len(problem.fixed), len(standing), sum(one.declined for one in standing)) == (2, 4, 1)
    lengths = [(one.duration, one.prep) for one in problem.occurrences]
    lengths += [(one.duration, one.prep) for one in problem.fixed]
    assert {duration for duration, _ in lengths} == {4, 6, 9, 12}
    assert {prep for _, prep in lengths} == {1, 2}
    assert {len(one.weeks) for one in problem.occurrences} >= {1, 2}
    over = [
        one
        for one in standing
        if (time := stay(one)) and any(time.overlaps(span) for span in problem.people[one.pair + 1].busy)
    ]
    assert len(over) == 1
    assert not over[0].declined


@pytest.mark.parametrize("seed", range(10))
def test_what_stands_well_among_the_mixed_is_never_given_up(seed: int) -> None:
    """It weighs more than all together that do not stand well."""
    problem = mixed(Split(), seed)
    heaviest = sorted((one.weight for one in problem.occurrences), reverse=True)
    assert min(heaviest[:2]) > sum(heaviest[2:])


@pytest.mark.parametrize("leaders", range(2, 9))
def test_leaders_share_people(leaders: int) -> None:
    """Each but the first is a report of one before, each has four to seven reports, and meets one of another team."""
    for seed in range(5):
        problem = shared(leaders, seed)
        assert len(problem.leaders) == leaders
        across = problem.pairs[-(leaders - 1) :]
        reports = problem.pairs[: -(leaders - 1)]
        members = [pair.member for pair in reports]
        assert sorted(members) == list(range(1, len(problem.people)))
        assert all(4 <= count <= 7 for count in Counter(pair.leader for pair in reports).values())
        assert all(pair.leader < pair.member for pair in reports if pair.member < leaders)
        own = {pair.member: pair.leader for pair in reports}
        assert [pair.leader for pair in across] == list(range(1, leaders))
        assert all(own[pair.member] != pair.leader for pair in across)


@pytest.mark.parametrize(("unchanged", "changed"), [(1.0, 0), (0.99, 1), (0.9, 3)])
def test_a_second_night(unchanged: float, changed: int) -> None:
    """Everything stands, so many with a meeting over it; those are the ones that may be given up."""
    problem = make_leader(Shape(8, 4, Split()), 0)
    starts, lunches = first_fit(find_places(problem))
    count = sum(start is not None for start in starts)
    night = second_night(problem, starts, unchanged, 0)
    assert tuple(one.current for one in night.occurrences) == starts
    over = {
        number
        for number, one in enumerate(night.occurrences)
        if (time := stay(one))
        and any(time.overlaps(span) for who in (0, one.pair + 1) for span in night.people[who].busy)
    }
    assert len(over) == changed
    assert {one.move_weight for one in night.occurrences} == {1, 2, 3, 4}
    light = [one.weight for number, one in enumerate(night.occurrences) if number in over or one.current is None]
    well = [one.weight for number, one in enumerate(night.occurrences) if number not in over and one.current]
    assert len(well) == count - changed
    assert min(well) > sum(light)
    if unchanged == 1:
        assert broken_rules(night, starts, lunches) == ()


def test_no_two_rows_have_one_name() -> None:
    """Rows are chosen by name, or by what it begins with; an unknown name is an error."""
    assert all(one.name != other.name for one, other in combinations(ROWS, 2))
    assert [row.name for row in chosen(["8x4", "night"])] == [
        "8x4",
        "8x4-quarters",
        "night-100",
        "night-99",
        "night-90",
    ]
    assert chosen([]) == list(ROWS)
    with pytest.raises(KeyError, match="9x9"):
        chosen(["9x9"])
