"""What holds for one leader: the company's rules with the team's own."""

from collections.abc import Iterable

from providers.section.text import quoted
from scheduler.company import Layout, Lunch, Rules
from scheduler.config.notation import WEEKDAYS, joined
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import CompanyTable, DefaultsTable, LunchTable, TeamTable
from scheduler.config.setting import Setting, setting
from scheduler.config.table import Table


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
    team: Table[TeamTable], defaults: Table[DefaultsTable], company: Table[CompanyTable], problems: Problems
) -> Rules:
    """The rules of one leader; what contradicts itself in them is noted where the leader's own part of it stands."""
    days = _days(team, company, problems)
    layout = setting("layout", (team, defaults), problems)
    layout_day = setting("layout_day", (team, defaults), problems)
    _check_layout(days, layout, layout_day, team, problems)
    lunch: LunchTable | None = setting("lunch", (team, company), problems).value
    return Rules(
        days=days.value,
        layout=layout.value,
        layout_day=layout_day.value if layout.value is Layout.WHOLE_DAY else None,
        lunch=None if lunch is None else Lunch(lunch.start, lunch.end, lunch.length),
        max_run=setting("max_run", (team, defaults), problems).value,
        pause=setting("pause", (team, defaults), problems).value,
        max_per_day=setting("max_per_day", (team, defaults), problems).value,
        freeze=setting("freeze", (team, company), problems).value,
        notice=setting("notice", (team, company), problems).value,
        tentative_blocks=setting("tentative_blocks", (team, company), problems).value,
        declined_moves=setting("declined_moves", (team, company), problems).value,
        preferred=joined(span for spans in team.values.preferred for span in spans),
    )


def _days(team: Table[TeamTable], company: Table[CompanyTable], problems: Problems) -> Setting:
    """The leader's 1-on-1 days; the only rule whose key has another name in the company's table."""
    own = team.values.days
    if own is None:
        nearness = 1 if problems.hidden(team.at("days")) else 0
        place = team.at("days") if nearness else company.at("one_on_one_days")
        return Setting(flat_days(company.values.one_on_one_days), place, nearness)
    days = flat_days(own)
    _apart(team.at("days"), days, company, problems)
    return Setting(days, team.at("days"), 1)


def _apart(place: Place, days: tuple[int, ...], company: Table[CompanyTable], problems: Problems) -> None:
    focus = flat_days(company.values.focus_days)
    for day in sorted(set(days) & set(focus)):
        named = ", ".join(WEEKDAYS[number] for number in focus)
        what = f"{quoted(WEEKDAYS[day])} is both a 1-on-1 day and a focus day (company.focus_days: {named}); choose"
        problems.wrong(place, what, because=[company.at("focus_days")])


def _check_layout(
    days: Setting, layout: Setting, layout_day: Setting, team: Table[TeamTable], problems: Problems
) -> None:
    if layout_day.value is None:
        return
    day = quoted(WEEKDAYS[layout_day.value])
    places = [days.place, layout.place, layout_day.place]
    if layout.value is Layout.SPLIT:
        if team.gives("layout_day"):
            what = f'{day} has no effect: the layout is "split"; set layout = "whole-day"'
            problems.wrong(layout_day.place, what, because=places)
    elif layout_day.value not in days.value:
        named = ", ".join(WEEKDAYS[number] for number in days.value)
        nearest = max(layout_day, days, key=lambda found: found.nearness)
        problems.wrong(nearest.place, f"the layout's day {day} is not a 1-on-1 day ({named})", because=places)
