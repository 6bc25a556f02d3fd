"""Rows of a CSV file that somebody made, with everything that is wrong with its form."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from providers.files import read_regular
from providers.section.text import near, quoted

MOST_BYTES = 4_000_000
MOST_ROWS = 20_000
MOST_TEXT = 200
"""Characters in a cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what stands in each column, without spaces around it; empty where nothing does."""

    place: str
    """For messages: the file and the line, as editors count them."""
    cells: Mapping[str, str]

    def wrong(self, column: str, what: str) -> str:
        """A message about one cell."""
        return f"{self.place}: {column}: {what}"


def read_rows(path: Path, required: Sequence[str], optional: Sequence[str], problems: list[str]) -> list[Row]:
    """The rows that are well formed; what is wrong with the others, or with the file, is added to the problems."""
    name = quoted(str(path), most=500)
    try:
        with read_regular(path) as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        problems.append(f"{name}: {error.strerror or error}")
        return []
    if len(raw) > MOST_BYTES:
        problems.append(f"{name}: is larger than {MOST_BYTES // 1_000_000} MB; a round needs far less")
        return []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(f"{name}: is not UTF-8 text; save it as CSV in UTF-8")
        return []
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator)
    rows: list[Row] = []
    header: list[str] | None = None
    begins = 1
    try:
        for cells in reader:
            place, begins = f"{name}, line {begins}", reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
                wrong = _wrong_header(header, required, optional)
                if wrong:
                    problems += [f"{place}: {each}" for each in wrong]
                    return []
            elif len(rows) == MOST_ROWS:
                problems.append(f"{place}: there are more than {MOST_ROWS} rows")
                return rows
            else:
                row = _row(place, header, cells, required, problems)
                if row is not None:
                    rows.append(row)
    except csv.Error as error:
        problems.append(f"{name}, line {reader.line_num}: is no CSV: {error}")
    if header is None:
        problems.append(f"{name}: is empty; its first line names the columns: {', '.join((*required, *optional))}")
    return rows


def _wrong_header(header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> list[str]:
    known = (*required, *optional)
    wrong = [
        f"the column {column!r} is missing; the first line names the columns"
        for column in required
        if column not in header
    ]
    for number, column in enumerate(header):
        if column not in known:
            meant = near(column, known)
            hint = f"did you mean {meant!r}?" if meant else f"use {', '.join(known)}"
            wrong.append(f"{quoted(column)} is not a column here; {hint}")
        elif column in header[:number]:
            wrong.append(f"the column {column!r} stands there twice")
    return wrong


def _row(
    place: str, header: Sequence[str], cells: Sequence[str], required: Sequence[str], problems: list[str]
) -> Row | None:
    if len(cells) > len(header):
        problems.append(f"{place}: has {len(cells)} cells, but there are {len(header)} columns")
        return None
    row = Row(
        place, {column: cell.strip() for column, cell in zip(header, [*cells, *[""] * len(header)], strict=False)}
    )
    wrong = [row.wrong(column, "is empty") for column in required if not row.cells[column]]
    for column, cell in row.cells.items():
        if len(cell) > MOST_TEXT:
            wrong.append(row.wrong(column, f"is longer than {MOST_TEXT} characters"))
        elif any(unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for each in cell):
            wrong.append(row.wrong(column, f"{quoted(cell)} has characters that cannot be seen"))
    problems += wrong
    return None if wrong else row
