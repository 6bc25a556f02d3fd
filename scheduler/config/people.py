"""The people of a company, from `[[people]]` and from a CSV file: one row a person, and what holds for that 1-on-1."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from providers.registry import DEFAULT, PROVIDERS
from providers.section.text import near, quoted
from scheduler.company import Person
from scheduler.config.hosts import Hosts
from scheduler.config.notation import joined
from scheduler.config.problems import Place, Problems
from scheduler.config.schema import CompanyTable, PersonTable
from scheduler.config.table import Table

ABOUT_PERSON = ("email", "name", "zone", "hours", "country", "provider")
ABOUT_REPORT = ("duration", "prep", "cadence", "preferred", "allowed", "starts", "priority", "agenda")
COLUMNS = (*ABOUT_PERSON, "leader", *ABOUT_REPORT)
REQUIRED = ("email", "name")


@dataclass(frozen=True)
class Row:
    """A person as the file has them; cells that are empty are left out."""

    place: Place
    person: dict[str, str]
    leader: str | None
    report: dict[str, str]
    """As in `[[teams.reports]]`; without `person`."""


def read_rows(text: str, file: Place, problems: Problems) -> list[Row]:
    """The rows of a CSV file whose first line that is not blank names the columns.

    Separated by commas or semicolons, whichever the first line has more of. What is wrong is noted with its line.
    """
    lines = _lines(text, file, problems)
    header_line, header = next(lines, (1, []))
    names = [name.strip().lower() for name in header]
    place = _row_place(file, header_line)
    for name in sorted(set(names) - set(COLUMNS)):
        meant = near(name, COLUMNS)
        hint = f"did you mean {quoted(meant)}?" if meant else f"use {', '.join(COLUMNS)}"
        problems.unreadable(place, f"{quoted(name)} is not a column; {hint}")
    for name in COLUMNS:
        if names.count(name) > 1:
            problems.unreadable(place, f"the column {quoted(name)} is there twice")
    missing = [name for name in REQUIRED if name not in names]
    for name in missing:
        problems.unreadable(place, f"the column {quoted(name)} is missing", within=file)
    return [] if missing else [_row(file, line, names, cells, problems) for line, cells in lines]


def _row(file: Place, line: int, names: list[str], cells: list[str], problems: Problems) -> Row:
    place = _row_place(file, line)
    if len(cells) > len(names):
        problems.unreadable(
            place,
            f"has {len(cells)} cells, but there are {len(names)} columns; "
            "put a cell that holds the separator in double quotes",
        )
    filled = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
    person = {name: filled[name] for name in ABOUT_PERSON if name in filled}
    report = {name: filled[name] for name in ABOUT_REPORT if name in filled}
    return Row(place, person, filled.get("leader"), report)


def _lines(text: str, file: Place, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, each with the number of its first line, from 1."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    separator = max(",;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        problems.unreadable(_row_place(file, reader.line_num), f"is not CSV: {error}", within=file)


def _row_place(file: Place, line: int) -> Place:
    return Place(file.file, (line,), {(line,): line}, in_table=True)


def make_people(
    tables: Sequence[Table[PersonTable]], company: Table[CompanyTable], hosts: Hosts, problems: Problems
) -> dict[str, Person]:
    """People by email, in the order of the files, with the company's zone, hours and country where they have none."""
    people: dict[str, Person] = {}
    first: dict[str, Place] = {}
    for table in tables:
        values = table.values
        if values.email in people:
            other = first[values.email]
            where = f"line {other.line}" if other.file == table.place.file else f"{other.file}, line {other.line}"
            problems.wrong(table.at("email"), f"{quoted(values.email)} is there twice; first in {where}")
            continue
        first[values.email] = table.at("email")
        provider = _provider(table, hosts, problems)
        hours = values.hours or company.values.hours
        from_account = hosts.asks_accounts(provider)
        people[values.email] = Person(
            email=values.email,
            name=values.name,
            time_zone=values.zone or company.values.zone,
            hours=joined(span for spans in hours for span in spans),
            country=values.country if table.gives("country") else company.values.country,
            provider=provider,
            zone_from_account=from_account and not table.gives("zone"),
            hours_from_account=from_account and not table.gives("hours"),
        )
    return people


def _provider(table: Table[PersonTable], hosts: Hosts, problems: Problems) -> str:
    """Who hosts somebody's calendar; a name that is none is noted, and stands for files."""
    place, written = table.at("provider"), table.values.provider
    if written is None:
        default = hosts.default()
        if default is None:
            names = " or ".join(map(quoted, hosts.sections))
            problems.wrong(place, f"is missing; say who hosts the calendar: {names}", because=[hosts.place])
        return default or next(iter(hosts.sections))
    if written not in PROVIDERS:
        meant = near(written, PROVIDERS)
        hint = f"did you mean {quoted(meant)}?" if meant else f"use {', '.join(map(quoted, PROVIDERS))}"
        problems.wrong(place, f"{quoted(written)} is not a provider; {hint}")
        return hosts.default() or next(iter(hosts.sections))
    if written not in hosts.sections and written != DEFAULT:
        problems.wrong(place, f"there is no section [providers.{written}]; add it", because=[hosts.place])
    return written
