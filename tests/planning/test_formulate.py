"""What dates become when they are put into integers: weights, wishes, grids, and clocks that are changed."""

from datetime import datetime, time, timedelta

import pytest

from providers.event import Event, Interval
from providers.wall_clock import local
from scheduler.company import Company, Lunch, Priority, WallSpan
from scheduler.dates.axis import axis
from scheduler.dates.horizon import horizon, reading_window
from scheduler.ledger.record import Memory
from scheduler.planning.booked import booked_by_people
from scheduler.planning.demand import DemandOf
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import Formulation, formulate
from scheduler.planning.inputs import read_availabilities
from scheduler.planning.situation import Situation
from tests.planning.build import (
    ANN,
    AS_OF,
    BEN,
    CAT,
    LEA,
    THURSDAY,
    at,
    busy,
    calendars,
    company,
    ours,
    pair,
    person,
    rules,
)

WEEK = timedelta(days=7)


def formulated(events: list[Event], whose: Company | None = None, as_of: datetime = AS_OF) -> Formulation:
    """Lea's problem, as `make_plan` would put it to the solver."""
    whose = whose or company()
    team = whose.teams[LEA]
    ahead = horizon(whose.people[LEA], team.rules, as_of, whose.horizon_weeks)
    window = reading_window(whose, team, ahead)
    known = calendars(events, whose.people)
    availabilities = read_availabilities(whose, team, known, window)
    existing = our_occurrences(LEA, known, window, Memory(), team.rules, as_of)
    booked = booked_by_people(team.pairs, known, ahead.week_of)
    situation = Situation(whose, team, ahead, availabilities, as_of, axis(ahead, whose.grid))
    demand = DemandOf(team, ahead, existing, booked, availabilities, as_of, whose.people).decide()
    return formulate(situation, demand, (*existing.standing, *booked))


def cost_at(made: Formulation, span: Interval) -> int:
    """Points of level 6 for the first occurrence at a time."""
    return made.problem.occurrences[0].cost.get(made.axis.floor(span.start), 0)


@pytest.mark.parametrize(
    ("priority", "weeks_ago", "weight"),
    [
        (Priority.NORMAL, 1, 2 * (1 + 1)),
        (Priority.NORMAL, 3, 2 * (1 + 3)),
        (Priority.LOW, 1, 1 * (1 + 1)),
        (Priority.HIGH, 1, 4 * (1 + 1)),
        (Priority.NORMAL, None, 2 * (1 + 4)),
    ],
)
def test_who_waits_longer_weighs_more(priority: Priority, weeks_ago: int | None, weight: int) -> None:
    """Priority times one more than the weeks since the pair last met; four where nobody knows."""
    met = [] if weeks_ago is None else ours(at(THURSDAY - weeks_ago * WEEK, "10:00"), f"2026-W{48 - weeks_ago}")
    (occurrence,) = formulated(met, company([pair(priority=priority)])).problem.occurrences
    assert occurrence.weight == weight


def test_what_stands_well_outweighs_everything_new() -> None:
    """Nobody's 1-on-1 is given up for a newcomer's, however much the newcomer matters; one in conflict may be."""
    pairs = [pair(ANN, priority=Priority.LOW), pair(BEN, priority=Priority.HIGH), pair(CAT, priority=Priority.HIGH)]
    ann, ben, cat = formulated(ours(at(THURSDAY, "10:00")), company(pairs)).problem.occurrences
    assert ann.weight > ben.weight + cat.weight
    taken = [*ours(at(THURSDAY, "10:00")), busy(ANN, at(THURSDAY, "10:00"))]
    assert formulated(taken, company(pairs)).problem.occurrences[0].weight < ben.weight


def test_what_is_sooner_moves_last() -> None:
    """Moving what is this week costs more than moving what is in three weeks."""
    standing = [event for week in range(3) for event in ours(at(THURSDAY + week * WEEK, "10:00"), f"2026-W{48 + week}")]
    occurrences = formulated(standing, company(horizon_weeks=3)).problem.occurrences
    assert [occurrence.move_weight for occurrence in occurrences] == [3, 2, 1]


def test_an_early_hour_abroad_costs() -> None:
    """15:00 in Madrid is 9:00 in New York and suits; 14:00 is an hour before: two begun half hours."""
    early = tuple(WallSpan(weekday, time(6), time(17)) for weekday in range(5))
    made = formulated([], company(people=[person(ANN, time_zone="America/New_York", hours=early)]))
    assert [cost_at(made, at(THURSDAY, clock)) for clock in ("15:00", "14:55", "14:30", "14:00")] == [0, 1, 1, 2]


def test_hours_at_home_cost_nothing() -> None:
    """Whoever shares the leader's clock chose those working hours."""
    early = tuple(WallSpan(weekday, time(6), time(17)) for weekday in range(5))
    made = formulated([], company(people=[person(LEA, hours=early), person(ANN, hours=early)]))
    assert cost_at(made, at(THURSDAY, "06:30")) == 0


def test_the_last_lunch_of_a_member_costs() -> None:
    """A 1-on-1 that leaves the member no lunch in the window costs; one that leaves enough does not."""
    lunch = rules(lunch=Lunch(time(12), time(14), timedelta(minutes=45)))
    taken = busy(ANN, at(THURSDAY, "13:00", 60))
    made = formulated([taken], company(rules=lunch))
    assert [cost_at(made, at(THURSDAY, clock)) for clock in ("11:30", "12:15", "11:45")] == [0, 3, 0]
    assert cost_at(formulated([], company(rules=lunch)), at(THURSDAY, "12:15")) == 0


def test_wishes_of_both_cost() -> None:
    morning, ten = (WallSpan(3, time(9), time(12)),), (WallSpan(3, time(10), time(11)),)
    made = formulated([], company([pair(preferred=ten)], rules(preferred=morning)))
    assert [cost_at(made, at(THURSDAY, clock)) for clock in ("10:00", "09:00", "15:00")] == [0, 4, 8]


@pytest.mark.parametrize(
    ("zone", "grid", "tick"),
    [("Europe/Madrid", 30, 30), ("Asia/Kathmandu", 30, 15), ("Asia/Kolkata", 60, 30), ("Europe/Madrid", 5, 5)],
)
def test_the_grid_is_the_leaders_clock(zone: str, grid: int, tick: int) -> None:
    """Starts lie on the grid of the leader's wall clock, whatever the offset; ticks are as short as that needs."""
    whose = company(people=[person(LEA, time_zone=zone)], grid=timedelta(minutes=grid), start_minutes=(0,))
    made = formulated([], whose)
    assert made.axis.step == timedelta(minutes=tick)
    slots = [slot for day in made.problem.leaders[0].days for slot in day.slots]
    clocks = [local(made.axis.instant(slot.tick), zone) for slot in slots]
    assert {clock.minute for clock in clocks} == {0}
    assert [clock.hour * 60 for clock in clocks] == [slot.wall for slot in slots]
    assert [clock.hour for clock in clocks[:8]] == list(range(9, 17))


def test_time_off_the_grid_is_rounded_outward() -> None:
    """A meeting from 10:03 to 10:31 takes 10:00 to 10:35."""
    made = formulated([busy(ANN, at(THURSDAY, "10:03", 28))])
    (span,) = made.problem.people[1].busy
    assert made.axis.interval(span.begin, span.end) == at(THURSDAY, "10:00", 35)


def test_two_1_on_1s_of_one_person_share_their_time() -> None:
    """Each person is one person in the problem, whoever meets them."""
    made = formulated([], company([pair(ANN), pair(BEN)]))
    assert [one.name for one in made.problem.people] == [LEA, ANN, BEN]
    assert [one.member for one in made.problem.pairs] == [1, 2]
