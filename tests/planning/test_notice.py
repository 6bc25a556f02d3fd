"""Nothing new begins, prep included, before now plus notice: whoever decides it, on the grid and off it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from providers.event import Interval
from scheduler.company import Company
from scheduler.errors import Stale
from scheduler.ledger.record import Memory
from scheduler.plan import Action, Change, Plan
from scheduler.planning.demand import key_of
from scheduler.write.stale import refuse_stale
from solver.candidates import find_candidates
from tests.planning.build import LEA, THURSDAY, W48, at, busy, calendars, company, only, pair, plan, rules
from tests.planning.test_formulate import formulated

MINUTE = timedelta(minutes=1)
NINE, TEN, FIVE = (at(THURSDAY, clock).start for clock in ("09:00", "10:00", "17:00"))


def one_pair(notice: int, prep: int) -> Company:
    """Lea and Ann, who meet on Thursdays for half an hour; lengths in minutes."""
    return company([pair(prep=prep * MINUTE)], rules(notice=notice * MINUTE, freeze=timedelta(0), days=(3,)))


def starting(made: Plan, start: datetime) -> Plan:
    """The same plan, but that its only change is Ann's new 1-on-1, which starts then."""
    span = Interval(start, start + 30 * MINUTE)
    return replace(
        made, changes=(Change(Action.CREATE, key_of(pair()), W48, None, span, made.time_zone, "", None, writes=(LEA,)),)
    )


def refused(made: Plan, whose: Company, now: datetime) -> bool:
    """Whether the plan may not be written at that instant."""
    try:
        refuse_stale(made, whose, whose.teams[LEA], calendars([], whose.people), Memory(), now)
    except Stale:
        return True
    return False


@settings(max_examples=40)
@given(st.integers(0, 4 * 3600), st.sampled_from([0, 5, 120]), st.sampled_from([0, 5, 15]))
@example(0, 0, 0)
@example(3600, 0, 5)
@example(3601, 120, 5)
def test_planning_and_writing_agree(seconds: int, notice: int, prep: int) -> None:
    """Of all starts at which the two are free, those may be planned at an instant that may be written at it."""
    now, whose = NINE + timedelta(seconds=seconds), one_pair(notice, prep)
    made, put = plan([], one_pair(0, 0), as_of=NINE), formulated([], whose, now)
    planned = {put.axis.instant(each.start) for each in find_candidates(put.problem).starts[0]}
    starts = {put.axis.instant(slot.tick) for slot in put.problem.leaders[0].days[0].slots}
    free = {start for start in starts if start >= NINE + prep * MINUTE and start + 30 * MINUTE <= FIVE}
    assert planned == {start for start in free if not refused(starting(made, start), whose, now)}


@pytest.mark.parametrize(("prep", "start", "end"), [(0, "10:00", "10:30"), (5, "10:05", "10:35")])
def test_without_notice_now_is_soon_enough(prep: int, start: str, end: str) -> None:
    """With now on the grid and no notice, the only time left begins now, its prep first, and may still be written."""
    whose = one_pair(0, prep)
    afterwards = busy(LEA, at(THURSDAY, end, 400))
    made = plan([afterwards], whose, as_of=TEN)
    assert only(made).after == at(THURSDAY, start)
    refuse_stale(made, whose, whose.teams[LEA], calendars([afterwards], whose.people), Memory(), TEN)
    later = plan([afterwards], whose, as_of=TEN + timedelta(seconds=1))
    assert later.changes == ()
