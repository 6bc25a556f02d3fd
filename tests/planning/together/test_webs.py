"""Companies that are no trees: people with two leaders, leaders who meet each other, teams that share members."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import chain
from random import Random

import pytest

from bench.companies import AS_OF, Town, town
from providers.event import Calendar
from scheduler.company import Kind
from scheduler.ledger.record import Entry, Memory, State
from scheduler.outcome import Together
from scheduler.plan import Action
from scheduler.planning.demand import key_of
from scheduler.planning.existing import our_occurrences
from scheduler.planning.formulate import formulate
from scheduler.planning.inputs import differences, inputs, read_availabilities
from scheduler.planning.make import task_of
from scheduler.planning.projection import projected
from scheduler.planning.situation import situations
from scheduler.planning.together import plan_together
from scheduler.planning.together.ties import layers, ties
from scheduler.planning.verify import faults
from scheduler.pool import Here
from solver.check import broken_rules
from solver.solve import assess

SEEDS = range(5)
LATER = AS_OF + timedelta(hours=1)


@cache
def web(seed: int) -> Town:
    """Five leaders with three reports each, and six pairs across teams, some of them between leaders."""
    random = Random(seed)
    where = town(5, seed, span=3, busy=(0.35, 0.6))
    teams = dict(where.company.teams)
    for _ in range(6):
        leader = random.choice(list(teams))
        pairs = teams[leader].pairs
        known = {leader, *(pair.member for pair in pairs)}
        member = random.choice(sorted(where.company.people.keys() - known))
        across = replace(pairs[0], member=member, kind=random.choice((Kind.CROSS_TEAM, Kind.SKIP_LEVEL)))
        teams[leader] = replace(teams[leader], pairs=(*pairs, across))
    return Town(replace(where.company, teams=teams), where.calendars)


@cache
def night(seed: int) -> Together:
    """Everybody's first plans."""
    return planned(web(seed), {})


def planned(where: Town, memories: dict[str, Memory]) -> Together:
    """Everybody's plans."""
    seen = {leader: where.seen(leader) for leader in where.company.teams}
    return plan_together(where.company, list(seen), seen, memories, AS_OF if not memories else LATER, pool=Here())


def starts_fit(where: Town, together: Together) -> tuple[str, ...]:
    """What one problem of all leaders finds wrong with their plans, judged without the solver."""
    company, calendars = where.company, where.calendars
    asked = [
        task_of(each, calendars, our_occurrences(each.team.leader, calendars, each.read, Memory(), each.rules, AS_OF))
        for each in situations(company, list(company.teams.values()), calendars, AS_OF)
    ]
    joint = formulate(asked)
    changes = chain.from_iterable(plan.changes for plan in together.plans.values())
    spans = {(change.pair, change.period): change.after for change in changes}
    times = [spans.get((key_of(wanted.pair), str(wanted.period))) for wanted in joint.wanted]
    starts = [None if time is None else joint.axis.ceil(time.start) for time in times]
    assert len(spans) == sum(start is not None for start in starts) > 0
    return broken_rules(joint.problem, starts, assess(joint.problem, starts).lunches)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_in_two_places(seed: int) -> None:
    assert night(seed).failed == {}
    assert starts_fit(web(seed), night(seed)) == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_each_plan_is_one_that_its_leader_would_get_alone(seed: int) -> None:
    where, together = web(seed), night(seed)
    for leader, plan in together.plans.items():
        team = where.company.teams[leader]
        known = projected(where.seen(leader), together.plans.values(), but_for=leader)
        assert faults(plan, where.company, team, known, Memory()) == ()
        now = inputs(read_availabilities(where.company, team, known, plan.window), plan.as_of)
        assert differences(plan.inputs, now) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_night_keeps_everything(seed: int) -> None:
    """All plans are carried out: an hour later every 1-on-1 that has a place stays where it is, and nothing is new."""
    where, first = web(seed), night(seed)
    after = projected(where.calendars, first.plans.values(), but_for="nobody")
    memories = {leader: Memory(_entries(leader, after)) for leader in first.plans}
    second = planned(Town(where.company, after), memories)
    assert second.failed == {}
    actions = {change.action for plan in second.plans.values() for change in plan.changes}
    assert actions == {Action.KEEP}
    before = {(c.pair, c.after) for plan in first.plans.values() for c in plan.changes}
    assert {(c.pair, c.after) for plan in second.plans.values() for c in plan.changes} == before


def _entries(leader: str, calendars: dict[str, Calendar]) -> tuple[Entry, ...]:
    """What the ledger knows once all is written."""
    markers = [(event.marker, event.span) for event in calendars[leader].events if event.marker is not None]
    return tuple(
        Entry(leader, m.member, m.kind, m.period, m.generation, m.uid, span, State.WRITTEN, AS_OF)
        for m, span in sorted(markers, key=lambda item: (item[0].period, item[0].member, item[0].kind))
        if m.leader == leader
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_those_of_one_layer_share_nobody(seed: int) -> None:
    """What one of them reads, none of the others writes."""
    company = web(seed).company
    people = {leader: {leader, *(p.member for p in team.pairs)} for leader, team in company.teams.items()}
    found = layers(company, ties(people))
    assert sorted(chain.from_iterable(found)) == sorted(people)
    for group in found:
        everybody = [email for leader in group for email in people[leader]]
        assert len(everybody) == len(set(everybody))
