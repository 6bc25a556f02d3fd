"""Why a plan is as it is: causes, what would help as the exact setting, other times, and what a move avoids."""

from dataclasses import replace
from datetime import time, timedelta
from random import Random

import pytest

from providers.event import Show
from providers.weeks import IsoWeek
from scheduler.company import WallSpan
from scheduler.errors import BadInput
from scheduler.explanation import State, Verdict
from scheduler.ledger.record import Memory
from scheduler.plan import Action
from scheduler.planning.make import make_plan
from scheduler.planning.why.answer import LISTED, explained
from scheduler.planning.why.cases import Asked
from scheduler.planning.why.words import Words
from tests.planning.asking import ALL_FRIDAY, ALL_THURSDAY, LUNCH, asked, of, why
from tests.planning.build import (
    ANN,
    AS_OF,
    BEN,
    CAT,
    FRIDAY,
    LEA,
    THURSDAY,
    W48,
    W49,
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


def test_what_is_skipped_is_told_without_asking_for_its_week() -> None:
    """Away all week: that is what somebody asks about who names no week."""
    days = [busy(ANN, at(day, "00:00", 24 * 60), Show.AWAY, all_day=True) for day in (THURSDAY, FRIDAY)]
    reasons = why(days, company(horizon_weeks=2))
    assert (reasons.week, reasons.state) == (W48, State.SKIPPED)
    assert "away" in reasons.why


def test_rules_are_told_with_their_numbers() -> None:
    """Working hours, lunch and allowed times: whoever reads the cause need not look them up."""
    whose = of(pair(allowed=(WallSpan(3, time(11, 30), time(14)),)), by=rules(lunch=LUNCH))
    meetings = [busy(LEA, at(THURSDAY, "11:00")), busy(ANN, at(THURSDAY, "13:00", 60))]
    (causes,) = why(meetings, whose).causes
    assert "other times than Thu 11:30–14:00 are not allowed for this pair" in causes
    assert "Lea keeps 1 h of lunch between 12:00 and 13:00" in causes
    mornings = tuple(WallSpan(weekday, time(9), time(12)) for weekday in range(5))
    abroad = company(rules=rules(days=(3,)), people=[person(ANN, hours=mornings, time_zone="America/New_York")])
    (causes,) = why([busy(LEA, at(THURSDAY, "15:00", 120))], abroad).causes
    assert "Ann does not work at other times than 09:00–12:00 in New York" in causes


def test_a_clock_elsewhere_is_told() -> None:
    """Ten in Madrid is four in New York."""
    away = person(ANN, time_zone="America/New_York")
    reasons = why([], company(people=[away]), asked=asked(3, "10:00"))
    assert reasons.asked is not None
    assert reasons.asked.causes == (("Ann does not work then, at 04:00 in New York",),)


def test_the_week_out_of_rhythm_is_named() -> None:
    """That week, and none in which only the clock is another than planned."""
    whose = company(rules=rules(days=(3,)), horizon_weeks=3)
    narrow = [busy(ANN, at(day, "09:40", 440)) for day in (THURSDAY, THURSDAY + timedelta(weeks=2))]
    reasons = why(narrow, whose, asked=Asked(IsoWeek.parse(W49), (3, time(15))))
    assert reasons.asked is not None
    assert "rhythm broken in W49 for Ann" in [one.change for one in reasons.asked.differences]


def test_causes_are_those_of_the_plan() -> None:
    """Nothing is explained in two ways: the plan's own sentence is made of the first set's words."""
    reasons = why([ALL_THURSDAY, ALL_FRIDAY])
    assert reasons.state is State.UNPLACED
    assert reasons.why == "no time: " + "; ".join(reasons.causes[0])
    assert reasons.causes == (("Ann is busy on Thu 26 Nov 09:00–17:00, Fri 27 Nov 09:00–17:00",),)
    assert reasons.all_causes


@pytest.mark.parametrize("seed", range(12))
def test_the_plan_s_reason_is_the_first_of_all(seed: int) -> None:
    """Whatever is in the way of whom: the plan says in fewer words what is explained first."""
    random = Random(seed)
    whose = of(pair(ANN), pair(BEN), pair(CAT), by=rules(max_per_day=2, lunch=LUNCH))
    events = [
        busy(email, at(day, f"{9 + hour:02}:{random.choice((0, 30)):02}", random.choice((60, 90, 150))))
        for email in (LEA, ANN, BEN, CAT)
        for day in (THURSDAY, FRIDAY)
        for hour in random.sample(range(8), 5 if email == LEA else 4)
    ]
    known = calendars(events, whose.people)
    decision = make_plan(whose, whose.teams[LEA], known, Memory(), AS_OF)
    for index, told in decision.explanations.items():
        member = decision.formulation.wanted[index].pair.member
        (reasons,) = explained(decision, known, Memory(), member, Asked(IsoWeek.parse(W48))).reasons
        words = Words(decision.formulation, index)
        assert reasons.why == words.obstacles(told.obstacles)
        if told.minimal:
            assert reasons.causes[0] == replace(words, most=LISTED).causes(told.obstacles)


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


def test_who_could_be_given_up_forbids_nothing() -> None:
    """Ann has a meeting then. That Ben may come at that time only would cost him his place, and is no rule."""
    narrow = (WallSpan(3, time(9), time(9, 40)),)
    whose = of(pair(ANN), pair(BEN, allowed=narrow), by=rules(days=(3,)))
    reasons = why([busy(ANN, at(THURSDAY, "09:00", 60))], whose, asked=asked(3, "09:05"))
    assert reasons.asked is not None
    assert reasons.asked.verdict is Verdict.IMPOSSIBLE
    assert reasons.asked.causes == (("Ann is busy on Thu 26 Nov 09:00–10:00",),)


def test_another_time_is_worse_by_the_level_that_decides() -> None:
    """Ben could come at nine only: with Ann there he has no place, and level 1 says so first."""
    whose = of(pair(ANN), pair(BEN, allowed=(WallSpan(3, time(9), time(9, 40)),)), by=rules(days=(3,)))
    reasons = why([], whose, asked=asked(3, "09:05"))
    assert reasons.asked is not None
    assert reasons.asked.verdict is Verdict.WORSE
    assert reasons.asked.differences[0].change == "Ben in W48 would have no place"


def test_whose_convenience_a_time_costs_is_told() -> None:
    """Ann would rather come in the morning; at four in the afternoon she would not, and it is late for her in Tokyo."""
    early = WallSpan(3, time(9), time(12))
    reasons = why([], of(pair(preferred=(early,)), by=rules(days=(3,))), asked=asked(3, "16:00"))
    assert reasons.asked is not None
    assert reasons.asked.differences[-1].change == "less convenient for Ann (preferred times)"
    evening = tuple(WallSpan(weekday, time(9), time(23, 59)) for weekday in range(5))
    tokyo = company(rules=rules(days=(3,)), people=[person(ANN, hours=evening, time_zone="Asia/Tokyo")])
    reasons = why([], tokyo, asked=asked(3, "11:00"))
    assert reasons.asked is not None
    assert reasons.asked.differences[0].change == "less convenient for Ann (a humane hour)"


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
