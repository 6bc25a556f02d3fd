"""Why a plan is as it is: causes, what would help as the exact setting, other times, and what a move avoids."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from providers.event import Event, Show
from providers.weeks import IsoWeek
from scheduler.company import Company, Lunch, Pair, Rules, WallSpan
from scheduler.errors import BadInput
from scheduler.explanation import Reasons, State, Verdict
from scheduler.ledger.record import Memory
from scheduler.plan import Action, Plan
from scheduler.planning.make import make_plan
from scheduler.planning.why.answer import Asked, explained
from tests.planning.build import (
    ANN,
    AS_OF,
    BEN,
    CAT,
    FRIDAY,
    LEA,
    THURSDAY,
    W48,
    at,
    busy,
    calendars,
    company,
    entry,
    ours,
    pair,
    rules,
)

LUNCH = Lunch(time(12), time(13), timedelta(hours=1))
ALL_THURSDAY = busy(ANN, at(THURSDAY, "09:00", 480))
ALL_FRIDAY = busy(ANN, at(FRIDAY, "09:00", 480))


def why(
    events: Iterable[Event] = (),
    whose: Company | None = None,
    member: str = ANN,
    asked: Asked | None = None,
    **more: Any,
) -> Reasons:
    """What is said of Lea's 1-on-1 with a member."""
    events = list(events)
    whose = whose or company()
    known = calendars(events, whose.people)
    memory = Memory(tuple(entry(event) for event in events if event.marker is not None))
    decision = make_plan(whose, whose.teams[LEA], known, memory, AS_OF, **more)
    (reasons,) = explained(decision, known, memory, member, asked or Asked()).reasons
    return reasons


def asked(weekday: int, clock: str) -> Asked:
    return Asked(None, (weekday, time.fromisoformat(clock)))


def planned(events: Iterable[Event], whose: Company) -> Plan:
    known = calendars(events, whose.people)
    return make_plan(whose, whose.teams[LEA], known, Memory(), AS_OF).plan


def with_rules(whose: Company, **changes: Any) -> Company:
    team = whose.teams[LEA]
    return replace(whose, teams={LEA: replace(team, rules=replace(team.rules, **changes))})


def with_pair(whose: Company, **changes: Any) -> Company:
    team = whose.teams[LEA]
    return replace(whose, teams={LEA: replace(team, pairs=(replace(team.pairs[0], **changes), *team.pairs[1:]))})


def with_hours(whose: Company, email: str, hours: tuple[WallSpan, ...]) -> Company:
    return replace(whose, people={**whose.people, email: replace(whose.people[email], hours=hours)})


def of(*pairs: Pair, by: Rules | None = None) -> Company:
    return company(pairs, by)


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


def test_causes_are_those_of_the_plan() -> None:
    """Nothing is explained in two ways: the plan's own sentence is made of the first set's words."""
    reasons = why([ALL_THURSDAY, ALL_FRIDAY])
    assert reasons.state is State.UNPLACED
    assert reasons.why == "no time: " + "; ".join(reasons.causes[0])
    assert reasons.causes == (("Ann is busy on Thu 26 Nov 09:00–17:00, Fri 27 Nov 09:00–17:00",),)
    assert reasons.all_causes


def test_what_both_have_is_told_of_both() -> None:
    """Two sets, each of which is enough: who frees one of the two calendars only gains nothing."""
    events = [busy(email, at(THURSDAY, "09:00", 480)) for email in (LEA, ANN)]
    reasons = why(events, of(pair(), by=rules(days=(3,))))
    assert set(reasons.causes) == {
        ("Lea is busy on Thu 26 Nov 09:00–17:00",),
        ("Ann is busy on Thu 26 Nov 09:00–17:00",),
    }
    assert (
        "Ann moves or leaves what is on Thu 26 Nov 09:00–17:00",
        "Lea moves or leaves what is on Thu 26 Nov 09:00–17:00",
    ) in {one.acts for one in reasons.reliefs}


@pytest.mark.parametrize(
    ("when", "cause"),
    [
        (asked(2, "10:00"), "Wednesdays are focus days, on which 1-on-1s never lie"),
        (asked(5, "10:00"), "Lea has no 1-on-1s on Saturdays"),
        (
            asked(3, "10:02"),
            "1-on-1s start every 5 minutes only",
        ),
        (asked(3, "07:00"), "Lea does not work then"),
        (asked(3, "10:00"), "Ann is busy on Thu 26 Nov 09:45–11:00"),
        (asked(3, "16:45"), "Ann does not work then"),
        (asked(3, "16:45"), "Lea does not work then"),
    ],
)
def test_a_time_that_is_not_possible_names_what_forbids_it(when: Asked, cause: str) -> None:
    """On a focus day, off the grid, in a meeting, after hours."""
    reasons = why([busy(ANN, at(THURSDAY, "09:45", 75))], asked=when)
    assert reasons.asked is not None
    assert reasons.asked.verdict is Verdict.IMPOSSIBLE
    assert (cause,) in reasons.asked.causes


def test_another_time_is_worse_by_the_level_that_decides() -> None:
    """Ben could come at nine only: with Ann there he has no place, and level 1 says so first."""
    whose = of(pair(ANN), pair(BEN, allowed=(WallSpan(3, time(9), time(9, 40)),)), by=rules(days=(3,)))
    reasons = why([], whose, asked=asked(3, "09:05"))
    assert reasons.asked is not None
    assert reasons.asked.verdict is Verdict.WORSE
    assert reasons.asked.differences[0].change == "Ben in W48 would have no place"


def test_what_moves_says_what_would_be_lost_if_it_stayed() -> None:
    """Somebody's meeting lies over it: it cannot stay."""
    stood = ours(at(THURSDAY, "10:00"))
    reasons = why([*stood, busy(ANN, at(THURSDAY, "10:00", 60))])
    assert reasons.state is State.MOVED
    assert reasons.stay is not None
    assert (reasons.stay.verdict, reasons.stay.causes) == (
        Verdict.IMPOSSIBLE,
        (("Ann is busy on Thu 26 Nov 10:00–11:00",),),
    )


def test_what_moves_for_somebody_else_says_for_whom() -> None:
    """Ann stands at Ben's only time; if she stayed, Ben would have no place."""
    whose = of(pair(ANN), pair(BEN, allowed=(WallSpan(3, time(10), time(10, 40)),)), by=rules(days=(3,)))
    reasons = why([*ours(at(THURSDAY, "10:00"))], whose)
    assert reasons.state is State.MOVED
    assert reasons.stay is not None
    assert reasons.stay.verdict is Verdict.WORSE
    assert reasons.stay.differences[0].change == "Ben in W48 would have no place"
    assert [one.name for one in reasons.stay.differences][:2] == ["missed", "moves"]


def test_what_stays_would_have_to_move() -> None:
    """Any other time costs a move, and names it."""
    reasons = why(ours(at(THURSDAY, "10:00")), asked=asked(4, "11:00"))
    assert reasons.state is State.KEPT
    assert reasons.asked is not None
    assert reasons.asked.differences[0].change == "Ann's 1-on-1 moves from Thu 26 Nov 10:00 to Fri 27 Nov 11:00"


def test_a_time_as_good_is_called_so() -> None:
    """The plan's own time among them."""
    reasons = why()
    assert reasons.other is not None
    assert reasons.other.verdict is Verdict.EQUAL
    example = reasons.other.example
    assert example is not None
    assert reasons.after is not None
    assert example != reasons.after


def test_no_more_moves_is_an_option_away() -> None:
    """--max-moves 1, where none was allowed."""
    stood = ours(at(date(2026, 11, 26), "10:00"))
    reasons = why([*stood, busy(ANN, at(THURSDAY, "10:00", 60))], max_moves=0)
    assert reasons.state is State.UNPLACED
    assert ("--max-moves 1",) in {one.acts for one in reasons.reliefs}


def test_what_a_person_settled_is_left_at_that() -> None:
    """A frozen one is not for the plan to move: it says so, and asks nothing of the solver."""
    reasons = why(ours(at(THURSDAY, "10:00")), company(rules=rules(freeze=timedelta(days=7))))
    assert reasons.state is State.SETTLED
    assert "frozen" in reasons.why
    assert (reasons.other, reasons.stay, reasons.asked) == (None, None, None)


def test_a_week_without_the_two_is_named() -> None:
    """And which weeks are planned."""
    with pytest.raises(BadInput, match="no 1-on-1 with Ann is due in 2027-W10"):
        why(asked=Asked(IsoWeek.parse("2027-W10")))


def test_every_move_of_a_plan_can_be_asked_about() -> None:
    """What moves costs something where it stood, or is not possible: otherwise it had not moved."""
    whose = of(pair(ANN), pair(BEN), pair(CAT), by=rules(max_per_day=2))
    stood = [
        *ours(at(THURSDAY, "09:05")),
        *ours(at(THURSDAY, "09:20"), member=BEN),
        *ours(at(THURSDAY, "11:00"), member=CAT),
    ]
    known = calendars(stood, whose.people)
    memory = Memory(tuple(entry(event) for event in stood))
    decision = make_plan(whose, whose.teams[LEA], known, memory, AS_OF)
    moved = [change.pair.member for change in decision.plan.changes if change.action is Action.MOVE]
    assert moved
    for member in moved:
        (reasons,) = explained(decision, known, memory, member, Asked(IsoWeek.parse(W48))).reasons
        assert reasons.stay is not None
        if reasons.stay.verdict is Verdict.EQUAL:
            assert reasons.stay.instead
        else:
            assert reasons.stay.verdict in (Verdict.WORSE, Verdict.IMPOSSIBLE)
