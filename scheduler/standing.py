"""Reads what stands of a leader's 1-on-1s. Nothing is solved, nothing is written."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from providers.weeks import IsoWeek
from scheduler.dates.axis import axis
from scheduler.dates.horizon import horizon, horizon_of, reading_window
from scheduler.errors import CalendarFailure
from scheduler.ledger.store import recall
from scheduler.planning.inputs import read_availabilities
from scheduler.planning.situation import Situation, in_order
from scheduler.planning.what_stands import what_stands
from scheduler.read.lost_calendar import refuse_lost_calendars
from scheduler.read.team import read_team
from scheduler.run import Setup, instant_of
from scheduler.stands import Stands


def read_standing(
    setup: Setup,
    leader: str,
    waits: Callable[[str], AbstractContextManager[object]],
    *,
    as_of: datetime | None = None,
    weeks: int | None = None,
    week: IsoWeek | None = None,
) -> Stands:
    """What stands of a leader's 1-on-1s. A calendar that lost everything at once is a warning here.

    Args:
        leader: email.
        waits: says what is being done while a block runs.
        as_of: the clock, where it is fixed.
        weeks: so many ahead, if not as configured.
        week: this one alone, which may be over.

    Raises:
        CalendarFailure: the ledger cannot be read, or not one calendar.
    """
    company, team = setup.company, in_order(setup.company.teams[leader])
    now = instant_of(company, as_of).astimezone(UTC)
    memory = recall(setup.ledger, leader)
    person = company.people[team.leader]
    ahead = horizon(person, team.rules, now, weeks or company.horizon_weeks)
    planned = week is None or week in ahead.weeks
    if week is not None and not planned:
        ahead = horizon_of(person, team.rules, (week,))
    window = reading_window(company, team, ahead)
    with waits("Reading calendars …"):
        calendars = read_team(company, team, setup.providers, window, memory)
    warnings = []
    try:
        refuse_lost_calendars(calendars, memory, window, now, ())
    except CalendarFailure as error:
        warnings = str(error).splitlines()
    availabilities = read_availabilities(company, team, calendars, window)
    situation = Situation(company, team, ahead, window, availabilities, now, axis([ahead], company.grid))
    return what_stands(situation, calendars, memory, week=week, planned=planned, warnings=warnings)
