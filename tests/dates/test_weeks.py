"""ISO weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.weeks import IsoWeek

days = st.dates(min_value=date(1970, 1, 1), max_value=date(2200, 12, 31))


@given(days)
def test_a_week_contains_the_day_it_was_made_of(day: date) -> None:
    """`of` gives the week whose seven days hold the day, and its Thursday lies in the week's year."""
    week = IsoWeek.of(day)
    assert week.monday() <= day < week.monday() + timedelta(days=7)
    assert week.monday().weekday() == 0
    assert week.thursday().year == week.year


@given(days)
def test_a_name_is_read_back(day: date) -> None:
    """`parse` and `str` are each other's inverse."""
    week = IsoWeek.of(day)
    assert IsoWeek.parse(str(week)) == week


@given(days, st.integers(-500, 500))
def test_weeks_are_added_over_the_turn_of_a_year(day: date, weeks: int) -> None:
    """`plus` steps seven days each, whether a year has 52 or 53 weeks, and numbers, names and weeks sort alike."""
    week = IsoWeek.of(day)
    other = week.plus(weeks)
    assert other.monday() - week.monday() == timedelta(weeks=weeks)
    assert other.number - week.number == weeks
    assert (other > week) == (weeks > 0) == (str(other) > str(week))


def test_a_long_year_has_53_weeks() -> None:
    """2026 ends with week 53, which reaches into January; 2027 begins after it."""
    assert IsoWeek.of(date(2027, 1, 3)) == IsoWeek(2026, 53)
    assert str(IsoWeek(2026, 53).plus(1)) == "2027-W01"
    assert IsoWeek(2026, 53).monday() == date(2026, 12, 28)


@pytest.mark.parametrize(
    "text", ["2027-W53", "2026-W00", "2026-W54", "2026W48", "2026-W4", "2026-W48 ", "", "٢٠٢٦-W48"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    """A week that the year does not have, or another notation, is a ValueError."""
    with pytest.raises(ValueError, match=r"\S"):
        IsoWeek.parse(text)
