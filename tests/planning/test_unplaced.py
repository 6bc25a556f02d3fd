"""What is said of a 1-on-1 that has no place: what stands in the way, and what would help."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from providers.event import Event, Show
from scheduler.company import Company, Lunch, WallSpan
from scheduler.plan import NotPlaced, Outcome
from tests.planning.build import (
    ANN,
    BEN,
    FRIDAY,
    LEA,
    OFFICE,
    THURSDAY,
    at,
    busy,
    company,
    pair,
    person,
    plan,
    rules,
)

FRIDAY_GONE = busy(ANN, at(FRIDAY, "00:00", 24 * 60), Show.AWAY, all_day=True)


def unplaced(events: list[Event], whose: Company | None = None) -> NotPlaced:
    (one,) = [one for one in plan(events, whose).not_placed if one.outcome is Outcome.UNPLACED]
    return one


def test_a_meeting_all_day_is_named_by_its_time() -> None:
    """Whose time is taken and when, and that moving it would help; on days that are gone, by day."""
    said = unplaced([busy(ANN, at(THURSDAY, "09:00", 8 * 60)), FRIDAY_GONE])
    assert "Ann is busy on Thu 26 Nov 09:00–17:00" in said.why
    assert "and is away on Fri 27 Nov" in said.why
    assert said.relaxation is not None


def test_a_meeting_over_several_days_is_named_by_the_first_and_the_last() -> None:
    """Somebody who reads of Thursday alone would ask about Friday."""
    said = unplaced([busy(ANN, at(THURSDAY, "09:00", 33 * 60))])
    assert "Ann is busy on Thu 26 Nov – Fri 27 Nov" in said.why
    assert "could move what is on Thu 26 Nov – Fri 27 Nov: " in str(said.relaxation)


def test_a_holiday_is_called_one() -> None:
    """26 November 2026 is Thanksgiving in the United States."""
    said = unplaced([busy(ANN, at(FRIDAY, "09:00", 480))], company(people=[person(ANN, country="US")]))
    assert "has a public holiday on Thu 26 Nov" in said.why


def test_one_person_s_causes_are_one_clause() -> None:
    """Who is told once, with all that is in their way."""
    early = tuple(WallSpan(weekday, time(9), time(12)) for weekday in range(5))
    whose = company([pair()], rules(days=(3,), lunch=Lunch(time(11), time(12), timedelta(hours=1))))
    whose = replace(whose, people={**whose.people, LEA: person(LEA, hours=early)})
    said = unplaced([busy(LEA, at(THURSDAY, "09:00", 120))], whose)
    assert said.why == ("no time: Lea is busy on Thu 26 Nov 09:00–11:00, keeps 1 h of lunch between 11:00 and 12:00")


def test_no_common_working_hours() -> None:
    """Somebody who works Monday to Wednesday cannot meet; focus days are never offered as a way out."""
    early = tuple(WallSpan(weekday, time(9), time(17)) for weekday in range(3))
    said = unplaced([], company(people=[person(ANN, hours=early)]))
    assert "Ann does not work at other times" in said.why
    assert not any(day in f"{said.why} {said.relaxation}" for day in ("Mon", "Tue", "Wed"))


@pytest.mark.parametrize(
    ("whose", "events", "expected"),
    [
        (
            company([pair(duration=timedelta(hours=7))], rules(lunch=Lunch(time(12), time(14), timedelta(hours=1)))),
            [],
            "instead",
        ),
        (
            company([pair()], rules(lunch=Lunch(time(12), time(13), timedelta(hours=1)))),
            [
                busy(LEA, at(day, begin, minutes))
                for day in (THURSDAY, FRIDAY)
                for begin, minutes in (("09:00", 180), ("13:00", 240))
            ],
            "had no lunch on",
        ),
        (
            company([pair()]),
            [
                busy(ANN, at(THURSDAY, "09:00", 480), Show.TENTATIVE),
                busy(ANN, at(FRIDAY, "09:00", 480)),
            ],
            "if tentative meetings of Ann did not count",
        ),
        (
            company([pair(ANN), pair(BEN)], rules(max_per_day=1, days=(3,))),
            [],
            "with 2 1-on-1s on one day",
        ),
    ],
)
def test_the_cheapest_way_out_is_named(whose: Company, events: list[Event], expected: str) -> None:
    """A shorter meeting, a lunch, tentative meetings, one more a day: what would place it, and when."""
    said = unplaced(events, whose)
    assert expected in (said.relaxation or ""), said
    assert "would be free" in (said.relaxation or "")


def test_working_hours_are_offered_by_the_hour() -> None:
    said = unplaced(
        [busy(LEA, at(day, "09:00", 480)) for day in (THURSDAY, FRIDAY)], company(people=[person(ANN, hours=OFFICE)])
    )
    assert said.relaxation is not None
    assert "Lea could" in said.relaxation
