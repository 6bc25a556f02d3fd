"""What holds for one leader: the company's rules with the team's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from providers.section.text import quoted
from scheduler.company import Layout, Lunch, Rules
from scheduler.config.notation import WEEKDAYS, joined
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import CompanyTable, LeaderKeys, TeamTable, TimeKeys
from scheduler.config.table import Inherited, Table, inherit


def flat_days(days: Iterable[range]) -> tuple[int, ...]:
    """Days as the domain has them: rising, each once."""
    return tuple(sorted({day for part in days for day in part}))


def check_days(company: Table[CompanyTable], problems: Problems) -> None:
    """No day is both for 1-on-1s and for focus."""
    if problems.hidden(company.at("one_on_one_days")):
        return
    given = "one_on_one_days" if company.gives("one_on_one_days") or not company.gives("focus_days") else "focus_days"
    _apart(company.at(given), flat_days(company.values.one_on_one_days), company, problems)


def make_rules(
    team: Table[TeamTable], leader: Inherited[LeaderKeys], company: Table[CompanyTable], problems: Problems
) -> Rules:
    """The rules of one leader; what contradicts itself in them is noted where the leader's own part of it stands."""
    days = _days(team, company, problems)
    _check_layout(days, leader, team, problems)
    layout, times = leader.values, inherit(TimeKeys, (team, company), problems).values
    return Rules(
        days=days.numbers,
        layout=layout.layout,
        layout_day=layout.layout_day if layout.layout is Layout.WHOLE_DAY else None,
        lunch=None if times.lunch is None else Lunch(times.lunch.start, times.lunch.end, times.lunch.length),
        max_run=layout.max_run,
        pause=layout.pause,
        max_per_day=layout.max_per_day,
        freeze=times.freeze,
        notice=times.notice,
        tentative_blocks=times.tentative_blocks,
        declined_moves=times.declined_moves,
        preferred=joined(span for spans in team.values.preferred for span in spans),
    )


@dataclass(frozen=True)
class _Days:
    """A leader's 1-on-1 days, and where they are written."""

    numbers: tuple[int, ...]
    place: Place
    nearness: int
    """See `Inherited.nearness`."""


def _days(team: Table[TeamTable], company: Table[CompanyTable], problems: Problems) -> _Days:
    """The only rule whose key has another name in the company's table."""
    own = team.values.days
    if own is None:
        nearness = 1 if problems.hidden(team.at("days")) else 0
        place = team.at("days") if nearness else company.at("one_on_one_days")
        return _Days(flat_days(company.values.one_on_one_days), place, nearness)
    days = flat_days(own)
    _apart(team.at("days"), days, company, problems)
    return _Days(days, team.at("days"), 1)


def _apart(place: Place, days: tuple[int, ...], company: Table[CompanyTable], problems: Problems) -> None:
    focus = flat_days(company.values.focus_days)
    for day in sorted(set(days) & set(focus)):
        named = ", ".join(WEEKDAYS[number] for number in focus)
        what = f"{quoted(WEEKDAYS[day])} is both a 1-on-1 day and a focus day (company.focus_days: {named}); choose"
        problems.wrong(place, what, because=[company.at("focus_days")])


def _check_layout(days: _Days, leader: Inherited[LeaderKeys], team: Table[TeamTable], problems: Problems) -> None:
    chosen = leader.values.layout_day
    if chosen is None:
        return
    place = leader.at("layout_day")
    places = [days.place, leader.at("layout"), place]
    if leader.values.layout is Layout.SPLIT:
        if team.gives("layout_day"):
            what = f'{quoted(WEEKDAYS[chosen])} has no effect: the layout is "split"; set layout = "whole-day"'
            problems.wrong(place, what, because=places)
    elif chosen not in days.numbers:
        named = ", ".join(WEEKDAYS[number] for number in days.numbers)
        what = f"the layout's day {quoted(WEEKDAYS[chosen])} is not a 1-on-1 day ({named})"
        nearest = place if leader.nearness("layout_day") >= days.nearness else days.place
        problems.wrong(nearest, what, because=places)
