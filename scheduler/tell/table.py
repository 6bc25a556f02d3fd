"""The night by leader: a table where it fits, else a paragraph for each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.plan import Action
from scheduler.preview.paint import padded, painted
from scheduler.tell.sheet import Sheet
from scheduler.tell.tally import worth_telling

FEW = 20
"""So many leaders are always all listed."""
NARROWEST_NAME = 16
"""Columns for names, below which a table is no table."""
WIDEST_NAME = 40
STYLES = {
    Ending.UNCHANGED: "quiet",
    Ending.PREVIEWED: "",
    Ending.WRITTEN: "good",
    Ending.PARTLY: "open",
    Ending.REFUSED: "open",
    Ending.FAILED: "bad",
}
PROVEN = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class Column:
    """A column of numbers."""

    name: str
    value: Callable[[LeaderNight], str]
    style: str


def _count(*actions: Action) -> Callable[[LeaderNight], str]:
    return lambda each: "" if each.plan is None else str(sum(each.count(action) for action in actions))


COLUMNS = (
    Column("placed", _count(Action.KEEP, Action.CREATE, Action.MOVE), ""),
    Column("new", _count(Action.CREATE), "create"),
    Column("moved", _count(Action.MOVE), "move"),
    Column("cancelled", _count(Action.CANCEL), "cancel"),
    Column("missed", lambda each: "" if each.plan is None else str(len(each.missed)), "unplaced"),
    Column("proven", lambda each: PROVEN[each.proven], ""),
    Column("seconds", lambda each: "" if each.plan is None else f"{each.seconds:.1f}", "quiet"),
)


def table(night: Night, sheet: Sheet, *, everybody: bool) -> list[Text]:
    """A line for each leader, and how many are not listed as there is nothing to say of them."""
    everybody = everybody or len(night.leaders) <= FEW
    listed = [each for each in night.leaders if everybody or worth_telling(each)]
    lines = _rows(listed, sheet)
    rest = len(night.leaders) - len(listed)
    if rest:
        others = f"{rest:,} {'other' if listed else 'leader'}{'s' if rest > 1 else ''}"
        lines += sheet.paragraph(f"{others}: all as it was.", "quiet", indent=1)
    return lines


def _rows(listed: Sequence[LeaderNight], sheet: Sheet) -> list[Text]:
    if not listed:
        return []
    names = _names(listed, sheet)
    cells = [[column.value(each) for column in COLUMNS] for each in listed]
    widths = [max(len(column.name), *map(len, column_cells)) for column, column_cells in _columns(cells)]
    ending = max(len(each.ending.value) for each in listed)
    taken = 1 + sum(1 + width for width in widths) + 2 + ending
    room = min(sheet.width - taken, WIDEST_NAME)
    if room < NARROWEST_NAME:
        return [line for each, name in zip(listed, names, strict=True) for line in _paragraph(each, name, sheet)]
    room = min(room, max(len("Leader"), *map(cell_len, names)))
    lines = [_line("Leader", room, [(column.name, "quiet") for column in COLUMNS], widths, ("ending", "quiet"))]
    for each, name, row in zip(listed, names, cells, strict=True):
        numbers = [(cell, _style(column, cell)) for column, cell in zip(COLUMNS, row, strict=True)]
        lines.append(_line(sheet.fit(name, room), room, numbers, widths, (each.ending.value, STYLES[each.ending])))
    return lines


def _names(listed: Sequence[LeaderNight], sheet: Sheet) -> list[str]:
    """The name of each; where several bear it, the email instead."""
    often = Counter(each.name for each in listed)
    return [sheet.text(each.name if each.name and often[each.name] == 1 else each.leader) for each in listed]


def _columns(cells: Sequence[Sequence[str]]) -> list[tuple[Column, tuple[str, ...]]]:
    return list(zip(COLUMNS, zip(*cells, strict=True), strict=True))


def _line(
    name: str, room: int, numbers: Sequence[tuple[str, str]], widths: Sequence[int], ending: tuple[str, str]
) -> Text:
    row = [(f" {text:>{width}}", style) for (text, style), width in zip(numbers, widths, strict=True)]
    return painted().join((padded(painted((f" {name}", "")), room + 1), painted(*row, ("  ", ""), ending)))


def _style(column: Column, cell: str) -> str:
    """What is none is not in colour."""
    return "quiet" if cell == "0" else column.style


def _paragraph(each: LeaderNight, name: str, sheet: Sheet) -> list[Text]:
    """The name, then what is not zero in as many lines as it takes."""
    lines = sheet.paragraph(name, "strong", indent=1)
    parts = [(each.ending.value, STYLES[each.ending])]
    for column in COLUMNS:
        cell = column.value(each)
        if column.name == "proven" and cell:
            parts.append(("proven" if each.proven else "not proven", column.style))
        elif column.name == "seconds" and cell:
            parts.append((f"{cell} s", column.style))
        elif cell not in ("", "0"):
            parts.append((f"{cell} {column.name}", column.style))
    return lines + sheet.flow(parts, indent=3)
