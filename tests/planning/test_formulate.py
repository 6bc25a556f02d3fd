"""What dates become when they are put into integers: weights, wishes, grids, and clocks that are changed."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest

from providers.event import Event, Interval, Response
from providers.wall_clock import local
from scheduler.company import Company, Lunch, Priority, Team, WallSpan
from scheduler.ledger.record import Memory, Missed, State
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import NOTHING, Formulation, formulate
from scheduler.planning.make import task_of
from scheduler.planning.situation import situations
from scheduler.planning.unplaced import in_words
from solver.check import check
from solver.explain import explain
from solver.solve import solve
from tests.planning.build import (
    ANN,
    AS_OF,
    BEN,
    CAT,
    FRIDAY,
    LEA,
    THURSDAY,
    at,
    busy,
    calendars,
    company,
    entry,
    ours,
    pair,
    person,
    rules,
)

WEEK = timedelta(days=7)


def formulated(
    events: list[Event], whose: Company | None = None, as_of: datetime = AS_OF, memory: Memory = NOTHING
) -> Formulation:
    """Lea's problem, as `make_plan` would put it to the solver."""
    return together(events, whose or company(), [LEA], as_of, memory)


def together(
    events: list[Event], whose: Company, leaders: list[str], as_of: datetime = AS_OF, memory: Memory = NOTHING
) -> Formulation:
    """The problem of some leaders who are planned together."""
    known = calendars(events, whose.people)
    tasks = []
    for situation in situations(whose, [whose.teams[leader] for leader in leaders], known, as_of):
        team = situation.team
        existing = our_occurrences(team.leader, known, situation.read, memory, team.rules, as_of)
        tasks.append(task_of(situation, known, existing, memory))
    return formulate(tasks)


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


@pytest.mark.parametrize(
    ("weeks_ago", "state", "declined", "weight"),
    [
        (8, State.WRITTEN, False, 2 * (1 + 8)),
        (8, State.WRITTEN, True, 2 * (1 + 4)),
        (8, State.DELETED, False, 2 * (1 + 4)),
        (8, State.CANCELLED, False, 2 * (1 + 4)),
        (1, State.WRITTEN, False, 2 * (1 + 4)),
    ],
)
def test_the_ledger_knows_who_met_before_what_was_read(
    weeks_ago: int, state: State, declined: bool, weight: int
) -> None:
    """Where nobody declined or deleted it; of the time that was read, calendars alone tell."""
    (event, _) = ours(at(THURSDAY - weeks_ago * WEEK, "10:00"), f"2026-W{48 - weeks_ago}")
    memory = Memory((replace(entry(event, state), declined=declined),))
    assert formulated([], memory=memory).problem.occurrences[0].weight == weight


def test_what_was_declined_was_not_held() -> None:
    """The two have waited since the time before."""
    met = ours(at(THURSDAY - 3 * WEEK, "10:00"), "2026-W45")
    declined = ours(at(THURSDAY - WEEK, "10:00"), "2026-W47", answer=Response.DECLINED)
    assert formulated([*met, *declined]).problem.occurrences[0].weight == 2 * (1 + 3)


def test_misses_of_late_count_like_moves() -> None:
    """A week less for each week since; those of other kinds, of this week and of weeks ahead do not count."""
    weeks = {"2026-W47": 11, "2026-W45": 9, "2026-W20": 0, "2026-W48": 0, "2026-W49": 0}
    for week, lately in weeks.items():
        memory = Memory(missed=(Missed(ANN, "report", week), Missed(ANN, "skip-level", "2026-W47")))
        assert formulated([], memory=memory).problem.pairs[0].lately == lately
    (event, _) = ours(at(THURSDAY - WEEK, "10:00"), "2026-W47")
    both = Memory((replace(entry(event), moved=2),), missed=(Missed(ANN, "report", "2026-W46"),))
    assert formulated([], memory=both).problem.pairs[0].lately == 2 * 11 + 10


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


def test_leaders_who_are_planned_together_share_people_weeks_and_time() -> None:
    """One person is one person, whoever meets them; week 0 is everybody's; the order of leaders decides nothing.

    Lea leads Ann and Ben, Ann leads Ben too. Lea's 1-on-1 with Ben stands, and takes time of his in Ann's weeks: as a
    1-on-1 that may be moved, not as a block.
    """
    zone = "Asia/Kathmandu"
    whose = company([pair(ANN), pair(BEN)], rules(freeze=timedelta(0)), [person(ANN, time_zone=zone)], horizon_weeks=2)
    anns = Team(ANN, rules(days=(3,)), (replace(pair(BEN), leader=ANN, duration=timedelta(minutes=45)),))
    whose = replace(whose, teams={**whose.teams, ANN: anns})
    standing = ours(at(THURSDAY, "10:00"), member=BEN)
    made = together(standing, whose, [LEA, ANN])
    problem = made.problem
    assert made == together(standing, whose, [ANN, LEA])
    assert made.people == (ANN, BEN, LEA)
    assert [problem.people[each.person].name for each in problem.leaders] == [ANN, LEA]
    assert [(each.leader, problem.people[each.member].name) for each in problem.pairs] == [(0, BEN), (1, ANN), (1, BEN)]
    assert {day.week for leader in problem.leaders for day in leader.days} == {0, 1}
    assert made.axis.step == timedelta(minutes=5)
    assert all(person.busy == () for person in problem.people)
    (moved,) = [each for each in problem.occurrences if each.current is not None]
    assert made.axis.instant(moved.current or 0) == at(THURSDAY, "10:00").start

    solution = solve(problem)
    assert check(problem, solution) == ()
    assert None not in solution.starts
    assert solution.starts[problem.occurrences.index(moved)] == moved.current
    bens = sorted(
        (start, start + one.duration)
        for one, start in zip(problem.occurrences, solution.starts, strict=True)
        if start is not None and problem.people[problem.pairs[one.pair].member].name == BEN
    )
    assert len(bens) == 4
    assert all(end <= start for (_, end), (start, _) in pairwise(bens))


def test_what_stands_of_another_leader_is_a_block_unless_it_is_planned_too() -> None:
    """Alone, Ann plans around Lea's 1-on-1s; together with Lea, they are decided with hers."""
    whose = company([pair(BEN)], people=[person(ANN)])
    whose = replace(whose, teams={**whose.teams, ANN: Team(ANN, rules(), (replace(pair(BEN), leader=ANN),))})
    standing = ours(at(THURSDAY, "10:00"), member=BEN)
    for leaders, blocks in (([ANN], 1), ([ANN, LEA], 0)):
        made = together(standing, whose, leaders)
        assert len(made.problem.people[made.people.index(BEN)].busy) == blocks
        assert made.problem.leaders[0].person == made.people.index(ANN)


def test_what_is_missing_is_told_of_its_own_leader() -> None:
    """Ann and Lea are planned together, and Lea is never free: it is Lea who is busy, whoever comes first."""
    whose = company([pair(BEN)], people=[person(ANN)])
    whose = replace(whose, teams={**whose.teams, ANN: Team(ANN, rules(), (replace(pair(BEN), leader=ANN),))})
    made = together([busy(LEA, at(day, "09:00", 480)) for day in (THURSDAY, FRIDAY)], whose, [ANN, LEA])
    solution = solve(made.problem)
    missing = solution.starts.index(None)
    assert made.wanted[missing].pair.leader == LEA
    why, relief = in_words(made, missing, explain(made.problem, solution, missing))
    assert why == "no time: Lea is busy on Thu 26 Nov 09:00–17:00, Fri 27 Nov 09:00–17:00"
    assert relief is not None
    assert relief.startswith("if Lea could move what is on ")
