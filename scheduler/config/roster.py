"""People in a CSV file: one row a person, with their leader and what holds for that 1-on-1."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from providers.section.text import near, quoted
from scheduler.config.problems import Place, Problems

ABOUT_PERSON = ("email", "name", "zone", "hours", "country", "provider")
ABOUT_REPORT = ("duration", "prep", "cadence", "preferred", "allowed", "priority", "agenda")
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
