"""Everybody at once: what holds for the plans of a whole company."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import TypeVar

import pytest

from bench.companies import AS_OF, Town, town
from providers.event import Calendar
from scheduler.ledger.record import Memory
from scheduler.outcome import Together
from scheduler.planning.demand import key_of
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import formulate
from scheduler.planning.inputs import differences, inputs, read_availabilities
from scheduler.planning.make import make_plan, task_of
from scheduler.planning.projection import projected
from scheduler.planning.situation import situations
from scheduler.planning.together import plan_together
from scheduler.planning.verify import faults
from scheduler.pool import Here, Pool
from scheduler.pool.processes import Processes
from solver.check import broken_rules
from solver.meeting import meetings
from solver.solve import assess

T = TypeVar("T")
SMALL = 3
"""Reports of each leader."""
SIZES = [(1, 0), (4, 0), (9, 1), (13, 2)]
"""(leaders, seed)."""


def planned(where: Town, leaders: Collection[str] = (), pool: Pool | None = None) -> Together:
    """Everybody's plans, or those of some."""
    chosen = leaders or list(where.company.teams)
    seen = {leader: where.seen(leader) for leader in chosen}
    return plan_together(where.company, chosen, seen, {}, AS_OF, pool=pool or Here())


@cache
def example(leaders: int, seed: int, busy: float = 0.4) -> tuple[Town, Together]:
    """A small company, and how it is planned."""
    where = town(leaders, seed, span=SMALL, busy=(busy - 0.1, busy + 0.1))
    return where, planned(where)


@pytest.mark.parametrize(("leaders", "seed"), SIZES)
def test_each_plan_is_one_that_its_leader_would_get_alone(leaders: int, seed: int) -> None:
    """In calendars in which everybody else's plan is carried out: with its inputs, and without a fault."""
    where, together = example(leaders, seed)
    assert together.failed == {}
    for leader, plan in together.plans.items():
        team = where.company.teams[leader]
        known = projected(where.seen(leader), together.plans.values(), but_for=leader)
        assert faults(plan, where.company, team, known, Memory()) == ()
        now = inputs(read_availabilities(where.company, team, known, plan.window), plan.as_of)
        assert differences(plan.inputs, now) == []


@pytest.mark.parametrize(("leaders", "seed"), SIZES)
def test_nobody_is_in_two_places(leaders: int, seed: int) -> None:
    """One problem of all leaders together, judged without the solver."""
    where, together = example(leaders, seed)
    company, calendars = where.company, where.calendars
    made = situations(company, list(company.teams.values()), calendars, AS_OF)
    tasks = [
        task_of(each, calendars, our_occurrences(each.team.leader, calendars, each.read, Memory(), each.rules, AS_OF))
        for each in made
    ]
    joint = formulate(tasks)
    times = {
        (change.pair, change.period): change.after
        for change in chain.from_iterable(plan.changes for plan in together.plans.values())
    }
    spans = [times.get((key_of(wanted.pair), str(wanted.period))) for wanted in joint.wanted]
    starts = [None if span is None else joint.axis.ceil(span.start) for span in spans]
    assert len(meetings(joint.problem, starts)) == len(times)
    assert broken_rules(joint.problem, starts, assess(joint.problem, starts).lunches) == ()


@pytest.mark.parametrize("seed", range(3))
def test_who_shares_nobody_gets_exactly_the_plan_that_they_would_get_alone(seed: int) -> None:
    """Two leaders whose teams have nobody in common, planned in one night."""
    where = town(3, seed, span=SMALL)
    apart = [leader for leader in where.company.teams if leader != next(iter(where.company.teams))]
    plans = planned(where, apart).plans
    for leader in apart:
        alone = make_plan(where.company, where.company.teams[leader], where.seen(leader), Memory(), AS_OF)
        assert plans[leader] == alone.plan


def test_no_order_decides() -> None:
    """Neither that of people, of teams, of pairs, of leaders nor of calendars."""
    where, together = example(9, 1)
    company = where.company
    teams = {leader: replace(team, pairs=team.pairs[::-1]) for leader, team in company.teams.items()}
    other_company = replace(company, people=_turned(company.people), teams=_turned(teams))
    other = planned(Town(other_company, _turned(where.calendars)))
    assert other.plans == together.plans
    assert other.levels == together.levels


def _turned(known: Mapping[str, T]) -> dict[str, T]:
    """The same in the opposite order."""
    return dict(reversed(list(known.items())))


@pytest.mark.parametrize("workers", [1, 3])
def test_whoever_computes_plans_are_the_same(workers: int) -> None:
    where, together = example(9, 1)
    with Processes(workers) as pool:
        assert planned(where, pool=pool).plans == together.plans


@pytest.mark.parametrize("busy", [0.4, 0.55])
def test_no_more_is_claimed_than_holds(busy: float) -> None:
    """Bounds are below values, down to the first level where they differ; below it nothing is said."""
    _, together = example(13, 2, busy)
    known = [level for level in together.levels if level.bound is not None]
    assert known == list(together.levels[: len(known)])
    assert all(level.value == level.bound for level in known[:-1])
    assert all(level.bound is not None and level.bound <= level.value for level in known)


def broken(calendars: Mapping[str, Calendar], email: str) -> dict[str, Calendar]:
    """A calendar that nobody can make sense of: what planning never expects."""
    return {**calendars, email: replace(calendars[email], events=None)}  # type: ignore[arg-type]


def test_one_leaders_failure_stops_nobody_else() -> None:
    """It is told in a sentence, and all others have their plans."""
    where, _ = example(4, 0)
    first, *others = where.company.teams
    seen = {leader: where.seen(leader) for leader in where.company.teams}
    seen[others[0]] = broken(seen[others[0]], others[0])
    together = plan_together(where.company, list(seen), seen, {}, AS_OF, pool=Here())
    assert list(together.failed) == [others[0]]
    assert "report" in together.failed[others[0]]
    assert sorted(together.plans) == sorted({first, *others[1:]})
