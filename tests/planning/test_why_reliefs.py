"""What would give a 1-on-1 a place: as the exact setting or act, which works when it is carried out."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from providers.event import Event, Show
from scheduler.company import Company, Lunch, Person, WallSpan
from scheduler.config.trial import set_to
from scheduler.explanation import State
from scheduler.named import named
from tests.planning.asking import ALL_FRIDAY, ALL_THURSDAY, LUNCH, of, planned, why
from tests.planning.build import (
    ANN,
    BEN,
    CAT,
    FRIDAY,
    LEA,
    THURSDAY,
    at,
    busy,
    company,
    ours,
    pair,
    person,
    rules,
)


def with_rules(whose: Company, **changes: Any) -> Company:
    team = whose.teams[LEA]
    return replace(whose, teams={LEA: replace(team, rules=replace(team.rules, **changes))})


def with_pair(whose: Company, **changes: Any) -> Company:
    team = whose.teams[LEA]
    return replace(whose, teams={LEA: replace(team, pairs=(replace(team.pairs[0], **changes), *team.pairs[1:]))})


def with_hours(whose: Company, email: str, hours: tuple[WallSpan, ...]) -> Company:
    return replace(whose, people={**whose.people, email: replace(whose.people[email], hours=hours)})


def with_clock(whose: Company, email: str, time_zone: str) -> Company:
    return replace(whose, people={**whose.people, email: replace(whose.people[email], time_zone=time_zone)})


def early_and_late(from_: str, to: str) -> tuple[WallSpan, ...]:
    return tuple(WallSpan(day, time.fromisoformat(from_), time.fromisoformat(to)) for day in range(5))


SETTINGS = {
    "one more a day": (
        of(pair(ANN), pair(BEN), by=rules(max_per_day=1, days=(3,))),
        [],
        "teams.lea.max_per_day = 2",
        lambda whose: with_rules(whose, max_per_day=2),
    ),
    "a shorter one": (
        of(pair(prep=timedelta(0)), by=rules(days=(3,))),
        [busy(ANN, at(THURSDAY, "09:00", 20)), busy(ANN, at(THURSDAY, "09:45", 435))],
        'teams.lea.reports.ann.duration = "25m"',
        lambda whose: with_pair(whose, duration=timedelta(minutes=25)),
    ),
    "no time to prepare": (
        of(pair(), by=rules(days=(3,))),
        [busy(LEA, at(THURSDAY, "09:30", 450))],
        'teams.lea.reports.ann.prep = "0m"',
        lambda whose: with_pair(whose, prep=timedelta(0)),
    ),
    "tentative meetings given up": (
        of(pair(), by=rules(days=(3,))),
        [busy(ANN, at(THURSDAY, "09:00", 480), Show.TENTATIVE)],
        "teams.lea.tentative_blocks = false",
        lambda whose: with_rules(whose, tentative_blocks=False),
    ),
    "no lunch": (
        of(pair(), by=rules(days=(3,), lunch=LUNCH)),
        [busy(LEA, at(THURSDAY, "09:00", 180)), busy(LEA, at(THURSDAY, "13:00", 240))],
        'teams.lea.lunch = "none"',
        lambda whose: with_rules(whose, lunch=None),
    ),
    "beyond midnight on a clock elsewhere": (
        with_clock(
            with_hours(of(pair(), by=rules(days=(3,))), ANN, early_and_late("09:00", "23:30")), ANN, "Asia/Tokyo"
        ),
        [busy(LEA, at(THURSDAY, "09:00", 390))],
        'people.ann.hours = ["monday-wednesday 09:00-23:30", "thursday 09:00-00:00", "friday 00:00-00:30 09:00-23:30"]',
        lambda whose: with_hours(
            whose,
            ANN,
            (*whose.people[ANN].hours, WallSpan(3, time(23, 30), time(0)), WallSpan(4, time(0), time(0, 30))),
        ),
    ),
    "a shorter lunch": (
        of(pair(), by=rules(days=(3,), lunch=Lunch(time(12), time(13, 30), timedelta(hours=1)))),
        [busy(LEA, at(THURSDAY, "09:00", 180)), busy(LEA, at(THURSDAY, "13:30", 210))],
        'teams.lea.lunch = { from = "12:00", to = "13:30", length = "30m" }',
        lambda whose: with_rules(whose, lunch=Lunch(time(12), time(13, 30), timedelta(minutes=30))),
    ),
    "a public holiday": (
        company([pair()], people=[person(ANN, country="US")]),
        [ALL_FRIDAY],
        'people.ann.country = "none"',
        lambda whose: replace(whose, people={**whose.people, ANN: replace(whose.people[ANN], country=None)}),
    ),
    "any time": (
        of(pair(allowed=(WallSpan(3, time(9), time(10)),))),
        [busy(ANN, at(THURSDAY, "09:00", 60))],
        "teams.lea.reports.ann.allowed: leave it out",
        lambda whose: with_pair(whose, allowed=()),
    ),
    "the other day": (
        of(pair(), by=rules(days=(3,))),
        [ALL_THURSDAY],
        'teams.lea.days = ["thursday", "friday"]',
        lambda whose: with_rules(whose, days=(3, 4)),
    ),
    "an hour earlier": (
        with_hours(of(pair(), by=rules(days=(3,))), ANN, early_and_late("08:00", "17:00")),
        [ALL_THURSDAY],
        'people.lea.hours = ["monday-wednesday 09:00-17:00", "thursday 08:00-17:00", "friday 09:00-17:00"]',
        lambda whose: with_hours(
            whose,
            LEA,
            tuple(replace(one, start=time(8)) if one.weekday == 3 else one for one in whose.people[LEA].hours),
        ),
    ),
    "the member an hour later": (
        with_hours(of(pair(), by=rules(days=(3,))), LEA, early_and_late("09:00", "18:00")),
        [ALL_THURSDAY],
        'people.ann.hours = ["monday-wednesday 09:00-17:00", "thursday 09:00-18:00", "friday 09:00-17:00"]',
        lambda whose: with_hours(
            whose,
            ANN,
            tuple(replace(one, end=time(18)) if one.weekday == 3 else one for one in whose.people[ANN].hours),
        ),
    ),
}


@pytest.mark.parametrize(("whose", "events", "act", "done"), SETTINGS.values(), ids=list(SETTINGS))
def test_a_setting_that_is_offered_gives_a_place(whose: Company, events: list[Event], act: str, done: Any) -> None:
    """Planned again with exactly that setting, nobody is left out; without it, somebody is."""
    member = next(one.pair.member for one in planned(events, whose).not_placed)
    reasons = why(events, whose, member)
    assert (act,) in [one.acts for one in reasons.reliefs]
    assert planned(events, done(whose)).not_placed == ()


def test_a_setting_is_written_as_the_configuration_reads_it() -> None:
    """As somebody would type it after `what-if --set`."""
    for _, _, act, _ in SETTINGS.values():
        if " = " in act:
            assert set_to(act).value is not None


@pytest.mark.parametrize("other", [person("annabel@example.com"), person("zoe@example.com", name="Ann Bell")])
def test_a_setting_means_nobody_else(other: Person) -> None:
    """Where the beginning of an email could be somebody else's too, the whole of it stands there."""
    whose = company([pair(prep=timedelta(0))], rules(days=(3,)), people=[person(ANN, name="Anna Li"), other])
    meetings = [busy(ANN, at(THURSDAY, "09:00", 20)), busy(ANN, at(THURSDAY, "09:45", 435))]
    acts = [act for one in why(meetings, whose).reliefs for act in one.acts]
    (shorter,) = [act for act in acts if act.endswith('duration = "25m"')]
    path = set_to(shorter).path
    assert named(path[3], {email: each.name for email, each in whose.people.items()}) == [ANN]


def test_no_way_out_is_told_twice() -> None:
    """A lunch less on either day is one setting; of shorter lengths the longest is enough."""
    every_day = [
        busy(LEA, at(day, begin, minutes))
        for day in (THURSDAY, FRIDAY)
        for begin, minutes in (("09:00", 180), ("13:00", 240))
    ]
    acts = [one.acts for one in why(every_day, of(pair(), by=rules(lunch=LUNCH))).reliefs]
    assert ('teams.lea.lunch = "none"',) in acts
    assert len(acts) == len(set(acts))


def test_who_else_has_no_place_is_named() -> None:
    """Room for one more may go to either of them: who gets it, the next plan decides."""
    whose = of(pair(ANN), pair(BEN), pair(CAT), by=rules(max_per_day=1, days=(3,)))
    left_out = {one.pair.member: why([], whose, one.pair.member) for one in planned([], whose).not_placed}
    assert len(left_out) == 2
    names = {member.partition("@")[0].title() for member in left_out}
    for member, reasons in left_out.items():
        assert {*reasons.rivals} == names - {member.partition("@")[0].title()}
    assert why([ALL_THURSDAY, ALL_FRIDAY]).rivals == ()


def test_a_frozen_one_in_the_way_is_called_so_and_told_where_it_can_go() -> None:
    """Moved by hand to where it says, Ann has a place."""
    whose = of(pair(allowed=(WallSpan(3, time(9), time(9, 40)),)), pair(BEN), by=rules(freeze=timedelta(days=7)))
    reasons = why(ours(at(THURSDAY, "09:05"), member=BEN), whose)
    assert any(
        "the 1-on-1 with Ben at Thu 26 Nov 09:05–09:35, which starts soon and is frozen, stays" in one
        for causes in reasons.causes
        for one in causes
    )
    (act,) = next(one.acts for one in reasons.reliefs if one.acts[0].startswith("move "))
    start = "move the 1-on-1 with Ben from Thu 26 Nov 09:05–09:35 to "
    assert act.startswith(start)
    day, clock = {"Thu": THURSDAY, "Fri": FRIDAY}[act[len(start) :][:3]], act[-5:]
    assert planned(ours(at(day, clock), written=at(THURSDAY, "09:05"), member=BEN), whose).not_placed == ()


def test_somebody_who_is_away_is_not_told_to_move_a_meeting() -> None:
    """Also where meetings lie under the day that is gone."""
    gone = busy(LEA, at(THURSDAY, "00:00", 24 * 60), Show.AWAY, all_day=True)
    reasons = why([gone, busy(LEA, at(THURSDAY, "10:00")), ALL_FRIDAY])
    assert any("Lea is away on Thu 26 Nov" in one for causes in reasons.causes for one in causes)
    assert ("Lea is there on Thu 26 Nov after all, without other meetings",) in [one.acts for one in reasons.reliefs]


def test_no_more_moves_is_an_option_away() -> None:
    """--max-moves 1, where none was allowed."""
    stood = ours(at(date(2026, 11, 26), "10:00"))
    reasons = why([*stood, busy(ANN, at(THURSDAY, "10:00", 60))], max_moves=0)
    assert reasons.state is State.UNPLACED
    assert ("--max-moves 1",) in {one.acts for one in reasons.reliefs}
