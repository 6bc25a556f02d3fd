"""Several weeks at once: rhythm, clock changes, cadences, layouts, and the page of days."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from providers.event import Event, Show
from scheduler.company import Cadence, CadenceUnit, Layout, Lunch, Priority, WallSpan
from scheduler.plan import Action, Fill, Outcome, Plan, Status
from tests.planning.build import (
    ANN,
    BEN,
    CAT,
    FRIDAY,
    LEA,
    MADRID,
    THURSDAY,
    W48,
    W49,
    at,
    booked,
    busy,
    changes,
    company,
    entry,
    ours,
    pair,
    person,
    plan,
    rules,
)

WEEK = timedelta(days=7)
FORTNIGHTLY = Cadence(2, CadenceUnit.WEEKS)
MONTHLY = Cadence(1, CadenceUnit.MONTHS)


def clocks(made: Plan, zone: str = MADRID) -> list[str]:
    """Weekday and time of every 1-on-1 that stands after the plan, in order."""
    starts = [change.after.start.astimezone(ZoneInfo(zone)) for change in made.changes if change.after]
    return [f"{start:%a %H:%M}" for start in starts]


@pytest.mark.parametrize(
    ("zone", "member_zone", "as_of"),
    [
        ("Europe/Madrid", "America/New_York", datetime(2026, 10, 19, 6, tzinfo=UTC)),
        ("America/New_York", "Europe/Madrid", datetime(2026, 3, 2, 12, tzinfo=UTC)),
        ("Australia/Lord_Howe", "Asia/Kathmandu", datetime(2026, 3, 23, 0, tzinfo=UTC)),
    ],
)
def test_ten_o_clock_stays_ten_o_clock(zone: str, member_zone: str, as_of: datetime) -> None:
    """Where clocks are changed inside the horizon, the pair keeps its wall-clock time in the leader's zone."""
    long_days = tuple(WallSpan(weekday, time(6), time(22)) for weekday in range(5))
    people = [person(LEA, time_zone=zone, hours=long_days), person(ANN, time_zone=member_zone, hours=long_days)]
    made = plan([], company(people=people, horizon_weeks=4), as_of=as_of)
    assert len(set(clocks(made, zone))) == 1
    assert len(made.changes) == 4
    offsets = {change.after.start.astimezone(ZoneInfo(zone)).utcoffset() for change in made.changes if change.after}
    assert len(offsets) == 2, "the clocks are changed in between"


def test_a_new_week_takes_the_rhythm_of_the_standing_ones() -> None:
    """The week that enters the horizon gets the time at which the pair meets anyway."""
    tuesdays_time = at(THURSDAY, "11:25")
    made = plan(ours(tuesdays_time), company(horizon_weeks=2))
    assert clocks(made) == ["Thu 11:25", "Thu 11:25"]
    (create,) = changes(made, Action.CREATE)
    assert create.why == "due every week; at the pair's usual time"


def test_the_last_meeting_before_the_horizon_is_the_habit() -> None:
    """A pair that met on Friday at 14:10 last week meets then again."""
    last = at(FRIDAY - WEEK, "14:10")
    made = plan(ours(last, "2026-W47"), entries=[entry(ours(last, "2026-W47")[0])])
    assert clocks(made) == ["Fri 14:10"]


def test_fortnightly_pairs_share_the_weeks_evenly() -> None:
    """Four pairs that meet every two weeks: two in each week; each pair two weeks apart."""
    pairs = [pair(f"m{number}@example.com", cadence=FORTNIGHTLY) for number in range(4)]
    made = plan([], company(pairs, horizon_weeks=4))
    assert Counter(change.period for change in made.changes) == dict.fromkeys(made.weeks, 2)
    weeks = {one.member: [c.period for c in made.changes if c.pair.member == one.member] for one in pairs}
    assert all(periods in ([W48, "2026-W50"], [W49, "2026-W51"]) for periods in weeks.values())


def test_a_fortnightly_pair_keeps_its_weeks_from_night_to_night() -> None:
    """What stands decides which weeks are due."""
    whose = company([pair(cadence=FORTNIGHTLY)], horizon_weeks=4)
    made = plan(ours(at(THURSDAY + WEEK, "10:00"), W49), whose)
    assert [(change.action, change.period) for change in made.changes] == [
        (Action.KEEP, W49),
        (Action.CREATE, "2026-W51"),
    ]


def test_a_monthly_pair_meets_once_a_month() -> None:
    made = plan([], company([pair(cadence=MONTHLY)], horizon_weeks=9))
    months = Counter(change.after.start.month for change in made.changes if change.after)
    assert max(months.values()) == 1
    assert len(months) == 2


def test_a_booking_anchors_a_monthly_pair() -> None:
    """Two people who met by themselves in the last week of November are next due in the last week of December."""
    made = plan(booked(at(THURSDAY, "10:00")), company([pair(cadence=MONTHLY)], horizon_weeks=6))
    assert [change.period for change in made.changes] == [W48, "2026-W52"]


def whole_week(email: str, show: Show) -> list[Event]:
    """Thursday and Friday of the first week are gone for somebody."""
    return [busy(email, at(day, "09:00", 480), show) for day in (THURSDAY, FRIDAY)]


@pytest.mark.parametrize(
    "taken",
    [
        whole_week(LEA, Show.AWAY),
        whole_week(ANN, Show.AWAY),
        [busy(LEA, at(THURSDAY, "09:00", 480)), busy(ANN, at(FRIDAY, "09:00", 480))],
        [busy(LEA, at(day, clock, 235)) for day in (THURSDAY, FRIDAY) for clock in ("09:00", "13:04")],
    ],
    ids=["leader away", "member away", "no day in common", "no room for the prep"],
)
def test_a_new_rare_pair_begins_where_the_two_can_meet(taken: list[Event]) -> None:
    """Its anchor is no week in which one is away or nothing is free in common: the next one is, for good."""
    made = plan(taken, company([pair(cadence=Cadence(3, CadenceUnit.MONTHS))], horizon_weeks=4))
    assert [(change.action, change.period) for change in made.changes] == [(Action.CREATE, W49)]
    assert not made.not_placed


def test_a_new_rare_pair_may_begin_in_a_week_that_others_have() -> None:
    """In the only week without another quarterly 1-on-1 the leader is away: three others are free, and one is taken."""
    quarterly = Cadence(3, CadenceUnit.MONTHS)
    others = [f"m{number}@example.com" for number in range(3)]
    standing = [
        event
        for number, member in enumerate(others)
        for event in ours(at(THURSDAY + number * WEEK, "10:00"), f"2026-W{48 + number}", member=member)
    ]
    away = busy(LEA, at(THURSDAY + 3 * WEEK, "00:00", 48 * 60), Show.AWAY)
    whose = company([pair(cadence=quarterly), *(pair(each, cadence=quarterly) for each in others)], horizon_weeks=4)
    made = plan([*standing, away], whose)
    (create,) = changes(made, Action.CREATE)
    assert create.period in (W48, W49, "2026-W50")
    assert not made.not_placed


def test_a_due_week_without_time_is_made_up_for_in_the_next() -> None:
    """A fortnightly pair whose due week is full meets a week later rather than not at all; the reason says so."""
    full = [busy(ANN, at(day, "09:00", 480)) for day in (THURSDAY, FRIDAY)]
    made = plan(
        [*full, *ours(at(THURSDAY - 2 * WEEK, "10:00"), "2026-W46")],
        company([pair(cadence=FORTNIGHTLY)], horizon_weeks=2),
    )
    (create,) = changes(made, Action.CREATE)
    assert create.period == W48
    assert create.after is not None
    assert create.after.start > at(THURSDAY + WEEK, "00:00").start
    assert "no time in 2026-W48" in create.why


def test_split_means_evenly() -> None:
    made = plan([], company([pair(f"m{number}@example.com") for number in range(5)]))
    days = Counter(clock[:3] for clock in clocks(made))
    assert sorted(days.values()) == [2, 3]


@pytest.mark.parametrize(("day", "expected"), [(4, {"Fri"}), (3, {"Thu"}), (None, {"Thu"})])
def test_whole_day_means_one_day(day: int | None, expected: set[str]) -> None:
    """The named day; or the better one, here Thursday because Friday is full."""
    full = [] if day is not None else [busy(LEA, at(FRIDAY, "09:00", 420))]
    whose = company(
        [pair(ANN), pair(BEN), pair(CAT)], rules(layout=Layout.WHOLE_DAY, layout_day=day, max_run=timedelta(hours=4))
    )
    assert {clock[:3] for clock in clocks(plan(full, whose))} == expected


def test_who_is_missed_is_the_one_who_matters_least() -> None:
    """One place for two: the pair of high priority gets it."""
    full = [busy(LEA, at(THURSDAY, "09:40", 440)), busy(LEA, at(FRIDAY, "09:00", 480))]
    whose = company([pair(ANN), pair(BEN, priority=Priority.HIGH)])
    made = plan(full, whose)
    assert [change.pair.member for change in made.changes] == [BEN]
    assert [(one.pair.member, one.outcome) for one in made.not_placed] == [(ANN, Outcome.UNPLACED)]


def test_preferred_and_allowed_times() -> None:
    """A wish decides among equals; what is allowed binds."""
    wish = (WallSpan(3, time(11), time(11, 40)),)
    made = plan([], company([pair(ANN, preferred=wish), pair(BEN, allowed=(WallSpan(4, time(15), time(15, 30)),))]))
    at_ = {change.pair.member: clock for change, clock in zip(made.changes, clocks(made), strict=True)}
    assert at_[BEN] == "Fri 15:00"
    assert at_[ANN] in ("Thu 11:00", "Thu 11:05", "Thu 11:10")


def test_the_page_shows_what_takes_the_day() -> None:
    """1-on-1s with their prep, lunch, other people's meetings without a name, and free time, without gaps."""
    whose = company(rules=rules(lunch=Lunch(time(12), time(14), timedelta(minutes=45)), days=(3,)))
    made = plan([busy(LEA, at(THURSDAY, "09:00", 60)), busy(LEA, at(THURSDAY, "16:00", 60), Show.FREE)], whose)
    (day,) = made.days
    assert Counter(stretch.fill for stretch in day.stretches)[Fill.BUSY] == 1
    assert {Fill.ONE_ON_ONE, Fill.PREP, Fill.LUNCH, Fill.BUSY, Fill.FREE} == {s.fill for s in day.stretches}
    ends = [stretch.span.end for stretch in day.stretches[:-1]]
    assert ends == [stretch.span.start for stretch in day.stretches[1:]]
    assert (day.stretches[0].span.start, day.stretches[-1].span.end) == (
        at(THURSDAY, "09:00").start,
        at(THURSDAY, "17:00").start,
    )


def test_a_small_plan_is_proven() -> None:
    made = plan([], company([pair(ANN), pair(BEN)], horizon_weeks=2))
    assert made.status is Status.OPTIMAL
    assert {level.level for level in made.levels} == {1, 2, 3, 4, 5, 6}
    assert all(level.proven and level.value == level.bound for level in made.levels)
