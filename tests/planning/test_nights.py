"""What holds from night to night."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from providers.event import Event, Response, Show
from scheduler.company import Cadence, CadenceUnit, Company
from scheduler.errors import Refused
from scheduler.ledger.record import State
from scheduler.plan import Action, Origin, Outcome
from scheduler.write import refuse_too_many_changes
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
    W50,
    at,
    booked,
    busy,
    changes,
    company,
    entry,
    only,
    ours,
    pair,
    person,
    plan,
    rules,
    unreadable,
)
from tests.planning.nights import Diary

WEEK = timedelta(days=7)
FORTNIGHTLY = Cadence(2, CadenceUnit.WEEKS)
TEN = at(THURSDAY, "10:00")


def team(cadence: Cadence, weeks: int = 4) -> Company:
    return company([pair(cadence=cadence)], horizon_weeks=weeks)


def distances(diary: Diary) -> set[int]:
    """Weeks between the Mondays of one meeting and the next."""
    weeks = [start.date() - timedelta(days=start.weekday()) for start in diary.meetings()]
    return {(later - earlier).days // 7 for earlier, later in pairwise(weeks)}


def iso(day: date) -> str:
    """The ISO week of a day."""
    return "{}-W{:02}".format(*day.isocalendar())


def test_nobody_moves_when_others_leave_a_split_team() -> None:
    """Eight meet four on each day for four weeks; two of one day leave: days then differ by two, and stay so."""
    emails = [f"p{number}@example.com" for number in range(8)]
    diary = Diary()
    before = company([pair(email) for email in emails], horizon_weeks=4)
    first = diary.night(before)
    on_thursday = {change.pair.member for change in first.changes if change.after and change.after.start.weekday() == 3}
    assert len(on_thursday) == 4
    gone = sorted(on_thursday)[:2]
    left = company([pair(email) for email in emails if email not in gone], people=before.people.values())
    second = diary.night(replace(left, horizon_weeks=4))
    assert {change.pair.member for change in second.changes if change.action is Action.CANCEL} == set(gone)
    assert {change.action for change in second.changes if change.pair.member not in gone} == {Action.KEEP}


def test_nobody_is_the_one_who_is_always_moved() -> None:
    """Every week people book a third 1-on-1 on the day of two: one of these goes to Friday, each time the other one."""
    whose = company(
        [pair(ANN), pair(BEN), pair(CAT)], rules=rules(max_per_day=2, freeze=timedelta(hours=1)), horizon_weeks=4
    )
    diary = Diary()
    for week in range(12):
        for member, clock in ((ANN, "11:00"), (BEN, "13:00")):
            copies = ours(at(THURSDAY + week * WEEK, clock), iso(THURSDAY + week * WEEK), member=member)
            diary.events += copies
            diary.entries[copies[0].uid] = entry(copies[0])
    moved = []
    for night in range(6):
        theirs = [
            replace(event, uid=f"booked {week}")
            for week in range(night, night + 4)
            for event in booked(at((THURSDAY if week == night else FRIDAY) + week * WEEK, "15:00"), CAT)
        ]
        ahead = Diary([*diary.events, *theirs], diary.entries)
        made = ahead.night(whose, AS_OF + night * WEEK)
        diary.events = [event for event in ahead.events if event.marker is not None]
        moved += [change.pair.member for change in changes(made, Action.MOVE)]
    assert len(moved) == 6
    assert all(one != other for one, other in pairwise(moved))


def test_a_second_night_changes_nothing() -> None:
    diary = Diary()
    whose = company([pair(ANN), pair(BEN, cadence=FORTNIGHTLY)], horizon_weeks=3)
    first = diary.night(whose)
    second = diary.night(whose)
    assert {change.action for change in first.changes} == {Action.CREATE}
    assert {change.action for change in second.changes} == {Action.KEEP}
    assert not any(change.writes for change in second.changes)


@pytest.mark.parametrize("odd", [0, 1, 2, 3])
def test_one_odd_booking_does_not_change_a_rhythm(odd: int) -> None:
    """Two people who meet every two weeks and book one more in between are due in the same weeks as before."""
    diary = Diary()
    whose = team(FORTNIGHTLY)
    diary.night(whose)
    diary.events += booked(at(FRIDAY + odd * WEEK, "16:00"))
    diary.nights(whose, 7)
    assert distances(diary) <= {2, 4}, "4 where the booking stands for one of ours"
    assert not any(entry.state is State.CANCELLED for entry in diary.entries.values())


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [(FORTNIGHTLY, {2}), (Cadence(1, CadenceUnit.MONTHS), {4, 5}), (Cadence(3, CadenceUnit.WEEKS), {3})],
)
def test_a_slower_cadence_settles_at_once(cadence: Cadence, expected: set[int]) -> None:
    """What is no longer due goes in the first night; from then on the weeks stay."""
    diary = Diary()
    diary.night(team(Cadence(1, CadenceUnit.WEEKS)))
    plans = diary.nights(team(cadence), 8)
    assert distances(diary) == expected
    assert not any(changes(made, Action.CANCEL) for made in plans[1:])


def test_a_pinned_odd_week_does_not_change_a_rhythm() -> None:
    """A 1-on-1 that a human moved stays when the pair meets less often, and decides nothing for later weeks."""
    diary = Diary()
    diary.night(team(Cadence(1, CadenceUnit.WEEKS)))
    moved = at(THURSDAY + WEEK, "15:00")
    diary.events = [
        replace(event, span=moved) if event.marker and event.marker.period == W49 else event for event in diary.events
    ]
    plans = diary.nights(team(FORTNIGHTLY), 6)
    kept = [change for change in plans[0].changes if change.origin is Origin.PINNED]
    assert [change.period for change in kept] == [W49]
    assert not any(changes(made, Action.CANCEL) for made in plans[1:])


def test_a_drag_on_friday_afternoon_is_followed() -> None:
    """When next week is what is planned, today's 1-on-1 that was dragged to later today still moves in both."""
    late, later = at(FRIDAY, "16:30"), at(FRIDAY, "16:45")
    copies = ours(late)
    copies[1] = replace(copies[1], span=later)
    made = plan(copies, entries=[entry(ours(late)[0])], as_of=at(FRIDAY, "16:20").start)
    kept = [change for change in made.changes if change.period == W48]
    assert [(change.action, change.origin, change.after, change.writes) for change in kept] == [
        (Action.KEEP, Origin.PINNED, later, (LEA,))
    ]


def test_a_declined_time_is_not_offered_again_in_part() -> None:
    """Whoever cannot at 10:00 cannot at 10:05 either: the new time does not overlap the old one."""
    full = [
        busy(LEA, at(THURSDAY, "11:00", 360)),
        busy(LEA, at(FRIDAY, "09:00", 480)),
        busy(LEA, at(THURSDAY, "09:00", 25)),
    ]
    change = only(plan([*full, *ours(TEN, answer=Response.DECLINED)]))
    assert change.after is not None
    assert not change.after.overlaps(TEN)


def test_a_decline_that_removes_the_copy_is_no_deletion() -> None:
    """Some programs take what their owner declines out of the calendar: the leader's copy knows the answer."""
    copies = ours(TEN, answer=Response.DECLINED)
    change = only(plan(copies[:1], entries=[entry(copies[0])]))
    assert (change.action, set(change.writes)) == (Action.MOVE, {LEA, ANN})


def test_away_in_the_planned_part_of_a_period_cancels_nothing() -> None:
    """A fortnightly pair whose second week lies beyond the horizon is not skipped yet."""
    absent = busy(ANN, at(THURSDAY, "00:00", 48 * 60), Show.AWAY, all_day=True)
    change = only(plan([*ours(TEN), absent], team(FORTNIGHTLY, weeks=1)))
    assert (change.action, change.after) == (Action.KEEP, TEN)


def test_a_shorter_horizon_cancels_nothing() -> None:
    """What was put into the period's second week stays when only its first week is planned."""
    made = plan(ours(at(THURSDAY + WEEK, "10:00")), team(FORTNIGHTLY, weeks=1))
    assert [change.action for change in made.changes] == [Action.KEEP]


def test_ours_is_not_moved_for_a_booking_of_the_two() -> None:
    """People who book one over ours get a word, not a second one elsewhere."""
    change = only(plan([*ours(TEN), *booked(TEN)]))
    assert (change.action, change.after, change.writes) == (Action.KEEP, TEN, ())
    assert "also booked one themselves" in change.why


@pytest.mark.parametrize("show", [Show.FREE, Show.ELSEWHERE])
def test_what_takes_no_time_is_no_booking(show: Show) -> None:
    """A transparent event of the two is a note, not a meeting."""
    assert changes(plan(booked(TEN, show=show)), Action.CREATE)


def test_unreadable_calendars_keep_what_is_no_longer_due() -> None:
    """Nothing is cancelled in a calendar that cannot be read, whatever the cadence or the team says now."""
    both = [*ours(TEN), *ours(at(THURSDAY + WEEK, "10:00"), W49)]
    slower = plan([e for e in both if e.calendar == LEA], team(FORTNIGHTLY, weeks=2), unknown=[unreadable(ANN)])
    assert {change.action for change in slower.changes} == {Action.KEEP}
    left = company([pair(BEN)], people=[person(ANN)])
    former = plan([e for e in both if e.calendar == LEA], left, unknown=[unreadable(ANN)])
    assert not changes(former, Action.CANCEL)


def test_somebody_who_left_the_company_is_not_waited_for() -> None:
    """Their calendar is gone for good; the leader's copy goes."""
    made = plan(ours(TEN)[:1], company([pair(BEN)]), unknown=[unreadable(ANN)])
    (cancel,) = changes(made, Action.CANCEL)
    assert cancel.writes == (LEA,)


@pytest.mark.parametrize(
    "copies", [ours(TEN, written=at(THURSDAY, "09:00")), ours(at(THURSDAY - timedelta(days=3), "17:00"))]
)
def test_pinned_and_frozen_ones_of_former_pairs_stay(copies: list[Event]) -> None:
    """They stay, keep their time, and the plan says why."""
    span = copies[0].span
    made = plan(copies, company([pair(BEN)], people=[person(ANN)], rules=rules(freeze=timedelta(hours=24))))
    (kept,) = changes(made, Action.KEEP)
    assert (kept.pair.member, kept.after, kept.writes) == (ANN, span, ())
    assert "the two no longer meet" in kept.why
    (create,) = changes(made, Action.CREATE)
    assert create.after is not None
    assert not create.after.overlaps(span)


def test_allowed_times_that_are_away_are_a_skip() -> None:
    """Somebody who may only meet on Thursday and is away on Thursday is away for the whole period."""
    thursday = tuple(span for span in person(ANN).hours if span.weekday == 3)
    absent = busy(ANN, at(THURSDAY, "00:00", 24 * 60), Show.AWAY, all_day=True)
    made = plan([absent], company([pair(allowed=thursday)]))
    assert [one.outcome for one in made.not_placed] == [Outcome.SKIP]


def test_a_new_minute_of_the_hour_is_the_reason() -> None:
    change = only(plan(ours(at(THURSDAY, "10:05")), company(start_minutes=(0, 30))))
    assert change.action is Action.MOVE
    assert "no longer start at that minute" in change.why


def test_the_week_after_the_horizon_is_no_conflict() -> None:
    """A pinned 1-on-1 beyond the planned weeks is just kept."""
    made = plan([*ours(at(THURSDAY + 2 * WEEK, "10:00"), written=TEN)], company(horizon_weeks=2))
    kept = next(change for change in made.changes if change.period == W48)
    assert kept.why == "a person moved it here: pinned"
    assert [change.period for change in changes(made, Action.CREATE)] == [W49]
    assert W50 not in made.weeks


def test_who_meets_less_often_is_not_guarded() -> None:
    """From every week to every other: three of six go, as the configuration asks, and that is not too much."""
    diary = Diary()
    diary.night(company(horizon_weeks=6))
    made = diary.night(company([pair(cadence=FORTNIGHTLY)], horizon_weeks=6))
    cancelled = changes(made, Action.CANCEL)
    assert {change.origin for change in cancelled} == {Origin.DROPPED}
    assert len(cancelled) == 3
    refuse_too_many_changes(made)


def test_who_is_away_is_guarded() -> None:
    """What goes because somebody is away is no decision of the configuration: it counts."""
    diary = Diary()
    diary.night(company(horizon_weeks=6))
    diary.events.append(busy(ANN, at(THURSDAY, "00:00", 20 * 24 * 60), Show.AWAY))
    with pytest.raises(Refused, match="3 of 6"):
        refuse_too_many_changes(diary.night(company(horizon_weeks=6)))
