"""A pair with a first day is due in its week, and never meets before."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from providers.wall_clock import local
from scheduler.company import Cadence, CadenceUnit
from scheduler.plan import Action
from tests.planning.build import ANN, BEN, MADRID, at, changes, company, ours, pair, plan

MONDAY = date(2026, 11, 23)
"""Of the first planned week; 1-on-1s lie on Thursday and Friday."""
CADENCES = st.builds(Cadence, st.integers(1, 3), st.sampled_from(CadenceUnit))


@settings(max_examples=30)
@given(CADENCES, st.integers(-10, 27))
def test_who_joins_is_due_in_their_first_week(cadence: Cadence, days: int) -> None:
    """Whatever the others' weeks hold: first in the week of their first 1-on-1 day, and not before that day."""
    starts = MONDAY + timedelta(days=days)
    thursday = starts + timedelta(days=max(0, 3 - starts.weekday()))
    first = thursday if thursday.weekday() <= 4 else thursday + timedelta(days=10 - thursday.weekday())
    weekly_beside = pair(BEN)
    made = plan(whose=company([weekly_beside, pair(ANN, cadence=cadence, starts=starts)], horizon_weeks=4))
    met = sorted(
        local(change.after.start, MADRID).date()
        for change in changes(made, Action.CREATE)
        if change.pair.member == ANN and change.after is not None
    )
    assert all(day >= starts for day in met)
    if MONDAY <= first < MONDAY + timedelta(weeks=4):
        assert met
        assert met[0].isocalendar()[:2] == first.isocalendar()[:2]


def test_what_stands_before_the_first_day_is_in_conflict() -> None:
    """It is moved behind it, within its week."""
    thursday = MONDAY + timedelta(days=3)
    made = plan(ours(at(thursday, "10:00")), company([pair(starts=thursday + timedelta(days=1))]))
    (moved,) = changes(made, Action.MOVE)
    assert moved.after is not None
    assert local(moved.after.start, MADRID).date() == thursday + timedelta(days=1)
