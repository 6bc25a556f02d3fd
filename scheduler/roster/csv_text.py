"""Cells and rows of a CSV file changed, added and removed; every other character stays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.roster.splices import Splices

_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Cell:
    """One cell of a file."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class Record:
    """One row of a file, which may span several lines."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    """Of the last cell."""
    ending: str
    """The newline; empty: the text ends here."""


class CsvText:
    """The text of a roster as `scheduler.config.people.read_rows` reads it, and what is to change in it."""

    def __init__(self, text: str) -> None:
        first = next((line for line in text.replace("\r\n", "\n").split("\n") if line.strip()), "")
        self._separator = max(",;", key=first.count)
        self._splices = Splices(text)
        filled = [record for record in _records(text, self._separator) if any(c.value.strip() for c in record.cells)]
        self._header, self._rows = filled[0], filled[1:]
        self.columns = [cell.value.strip().lower() for cell in self._header.cells]
        self._gone: set[int] = set()
        self._changed: dict[int, dict[str, str]] = {}
        self._new: list[Mapping[str, str]] = []
        self.rows: list[dict[str, str]] = [
            {name: cell.value.strip() for name, cell in zip(self.columns, record.cells, strict=False)}
            for record in self._rows
        ]
        """Every row's cells by column."""

    def set(self, row: int, cells: Mapping[str, str]) -> None:
        """Change cells of a row."""
        self._changed.setdefault(row, {}).update(cells)

    def remove(self, row: int) -> None:
        """Take a row out."""
        self._gone.add(row)

    def append(self, cells: Mapping[str, str]) -> None:
        """Add a row; its cells that are left out are empty."""
        self._new.append(cells)

    def result(self, *, keep_removed: bool = False) -> str:
        """The new text.

        Args:
            keep_removed: whether rows that are to go are still there.
        """
        splices = Splices(self._splices.text)
        columns = self._with_new_columns(splices)
        for row, cells in self._changed.items():
            self._set(splices, self._rows[row], cells, columns)
        if not keep_removed:
            for row in self._gone:
                record = self._rows[row]
                splices.cut(record.start, record.end + len(record.ending))
        if self._new:
            is_last_gone = not keep_removed and len(self._rows) - 1 in self._gone
            self._append(splices, columns, below=not is_last_gone)
        return splices.result()

    def _with_new_columns(self, splices: Splices) -> list[str]:
        """The columns with those that are needed besides, added to the header."""
        used = [{name: value for name, value in cells.items() if value} for cells in self._changed.values()]
        needed = dict.fromkeys(name for cells in [*used, *self._new] for name in cells if cells[name])
        new = [name for name in needed if name not in self.columns]
        for name in new:
            splices.put(self._header.end, f"{self._separator}{name}")
        return [*self.columns, *new]

    def _set(self, splices: Splices, record: Record, cells: Mapping[str, str], columns: list[str]) -> None:
        beyond: dict[int, str] = {}
        for name, value in cells.items():
            if name not in columns:
                continue
            index = columns.index(name)
            if index >= len(record.cells):
                beyond[index] = value
                continue
            cell = record.cells[index]
            if cell.value.strip() != value:
                raw = splices.text[cell.start : cell.end]
                splices.cut(cell.start, cell.end)
                splices.put(cell.start, self._written(value, quoted=raw.startswith('"')))
        last = max((index for index, value in beyond.items() if value), default=-1)
        for index in range(len(record.cells), last + 1):
            splices.put(record.end, f"{self._separator}{self._written(beyond.get(index, ''))}")

    def _append(self, splices: Splices, columns: list[str], *, below: bool) -> None:
        """Add the new rows at the end, which is below a row where the last one stays."""
        last = (self._rows or [self._header])[-1]
        ending = self._header.ending or last.ending or "\n"
        quoted = [splices.text.startswith('"', cell.start) for cell in last.cells] if self._rows else []
        rows = []
        for cells in self._new:
            written = [
                self._written(cells.get(name, ""), quoted=index < len(quoted) and quoted[index])
                for index, name in enumerate(columns)
            ]
            rows.append(self._separator.join(written))
        text = ending.join(rows)
        at = last.end + len(last.ending)
        before, after = ("", ending) if last.ending else (ending if below else "", "")
        splices.put(at, f"{before}{text}{after}")

    def _written(self, value: str, *, quoted: bool = False) -> str:
        """A cell, in quotes where it needs them or the one that it replaces, or is below, has them."""
        if quoted or any(char in value for char in f'{self._separator}"\r\n') or value != value.strip():
            doubled = value.replace('"', '""')
            return f'"{doubled}"'
        return value


def _records(text: str, separator: str) -> list[Record]:
    """All rows; as the standard library's strict reader finds them, which has accepted the text."""
    plain = re.compile(f"[^{separator}\r\n]*")
    records, at = [], 0
    while at < len(text):
        cells, start = [], at
        while True:
            match = _QUOTED.match(text, at)
            if match:
                cells.append(Cell(at, match.end(), match[1].replace('""', '"').replace("\r\n", "\n")))
            else:
                match = plain.match(text, at)
                assert match is not None  # it may be empty
                cells.append(Cell(at, match.end(), match.group()))
            at = match.end()
            if not text.startswith(separator, at):
                break
            at += 1
        ending = _END.match(text, at)
        records.append(Record(tuple(cells), start, at, ending.group() if ending else ""))
        at = ending.end() if ending else len(text)
    return records
