"""A value that several tables may give: the nearest one decides."""

from dataclasses import dataclass
from typing import Any

from providers.section.table import TableModel
from scheduler.config.problems import Place, Problems
from scheduler.config.table import Table


@dataclass(frozen=True)
class Setting:
    """What holds, and where it is written."""

    value: Any
    place: Place
    nearness: int
    """0 for the outermost table; what is nearer is what a user would change."""


def setting(name: str, tables: tuple[Table[TableModel], ...], problems: Problems) -> Setting:
    """The value of a key (by its name in Python) in the first table that gives it; else the last one's default.

    One that is given but cannot be read has a stand-in as value; its place is hidden in the problems.
    """
    last = tables[-1]
    value = next((getattr(table.values, name) for table in tables if table.gives(name)), getattr(last.values, name))
    written = (table for table in tables if table.gives(name) or problems.hidden(table.at(name)))
    table = next(written, last)
    return Setting(value, table.at(name), len(tables) - 1 - tables.index(table))
