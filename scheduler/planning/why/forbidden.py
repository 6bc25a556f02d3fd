"""Why a 1-on-1 can never start at some time, before anything is solved."""

from datetime import datetime

from providers.wall_clock import local
from scheduler.planning.formulate import Formulation
from scheduler.planning.why.levels import short
from scheduler.planning.why.words import Words

_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def no_start(formulation: Formulation, occurrence: int, start: datetime) -> str:
    """What is wrong with a start that is none of the problem's for this occurrence."""
    words = Words(formulation, occurrence)
    situation = words.situation
    wanted = formulation.wanted[occurrence]
    leader = words.person(None).name
    clock = local(start, situation.ahead.time_zone)
    if clock.weekday() in situation.company.focus_days:
        return f"{_DAYS[clock.weekday()]} are focus days, on which 1-on-1s never lie"
    if clock.weekday() not in situation.rules.days:
        return f"{leader} has no 1-on-1s on {_DAYS[clock.weekday()]}"
    if all(situation.ahead.weeks[week] != situation.ahead.week_of(start) for week in wanted.weeks):
        weeks = " and ".join(short(situation.ahead.weeks[week]) for week in wanted.weeks)
        return f"the 1-on-1 of {short(wanted.period)} may lie in {weeks} only"
    hours = situation.availabilities[situation.team.leader].hours
    if not any(span.start <= start < span.end for span in hours):
        return f"{leader} does not work then"
    grid = int(situation.company.grid.total_seconds()) // 60
    if situation.company.start_minutes == tuple(range(0, 60, grid)):
        return f"1-on-1s start every {grid} minutes only"
    minutes = ", ".join(f":{minute:02}" for minute in situation.company.start_minutes)
    return f"1-on-1s start at {minutes} past the hour only"
