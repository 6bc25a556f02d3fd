"""Everything that lies on the grid does."""

from collections.abc import Iterable
from datetime import time, timedelta

from providers.section.table import TableModel
from providers.section.text import quoted
from scheduler.config.notation import written_length
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import CompanyTable, DefaultsTable, LunchTable
from scheduler.config.table import Table

_HOUR = timedelta(hours=1)


def check_grid(company: Table[CompanyTable], others: Iterable[Table[TableModel]], problems: Problems) -> None:
    """The grid divides an hour; every length and every lunch is a multiple of it."""
    grid, place = company.values.grid, company.at("grid")
    if _HOUR % grid:
        problems.unreadable(place, f"{quoted(written_length(grid))} does not divide an hour")
    for minute in company.values.start_minutes or ():
        if timedelta(minutes=minute) % grid:
            what = f"{minute} is not a multiple of the grid, {written_length(grid)}"
            problems.wrong(company.at("start_minutes"), what, because=[place])
    for table in (company, *others):
        for name, value in table.values:
            given = table.gives(name)
            if name == "grid" or not (given or isinstance(table.values, CompanyTable | DefaultsTable)):
                continue  # what is inherited is told where it stands
            if isinstance(value, timedelta):
                _check_length(value, table.at(name), grid, place, problems, given=given)
            elif isinstance(value, LunchTable):
                _check_lunch(value, table.at(name), grid, place, problems, given=given)


def _check_lunch(
    lunch: LunchTable, place: Place, grid: timedelta, because: Place, problems: Problems, *, given: bool
) -> None:
    begin, end = _since_midnight(lunch.start), _since_midnight(lunch.end)
    if end <= begin:
        problems.wrong(place.at("to"), f'"{lunch.end:%H:%M}" is not after "{lunch.start:%H:%M}"')
    elif lunch.length > end - begin:
        what = f"{quoted(written_length(lunch.length))} is longer than its window, {written_length(end - begin)}"
        problems.wrong(place.at("length"), what)
    _check_length(lunch.length, place.at("length"), grid, because, problems, given=given)
    for key, wall in (("from", lunch.start), ("to", lunch.end)):
        if _since_midnight(wall) % grid:
            what = f'"{wall:%H:%M}"{_default(given)} is not on the grid of {written_length(grid)}'
            problems.wrong(place.at(key), what, because=[because])


def _check_length(
    value: timedelta, place: Place, grid: timedelta, because: Place, problems: Problems, *, given: bool
) -> None:
    if value % grid:
        what = f"{quoted(written_length(value))}{_default(given)} is not a multiple of the grid, {written_length(grid)}"
        problems.wrong(place, what, because=[because])


def _default(given: bool) -> str:
    return "" if given else " (the default)"


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute)
