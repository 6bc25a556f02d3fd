"""The whole way from a file to a company."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scheduler.company import Company
from scheduler.config.build import build
from scheduler.config.lines import key_lines
from scheduler.config.problems import Key, Place, Problems
from scheduler.config.source import decoded, read
from scheduler.errors import BadInput

_LINE = re.compile("line ([0-9]+)")


def load(path: Path) -> Company:
    """Read a configuration and the files that it names.

    Raises:
        BadInput: with every problem at once, each with its file, line and key.
    """
    problems = Problems()
    file = Place(str(path))
    source = read(path, file, problems)
    text = None if source is None else decoded(source, file, problems)
    parsed = None if text is None else _parsed(text, file, problems)
    company = None
    if source is not None and parsed is not None:
        document, lines = parsed
        company = build(document, Place(str(path), lines=lines), source, problems)
    found = problems.in_order()
    if found or company is None:
        raise BadInput(*found)
    return company


def _parsed(text: str, file: Place, problems: Problems) -> tuple[dict[str, Any], Mapping[tuple[Key, ...], int]] | None:
    """The document, and the line of every key in it."""
    try:
        return tomllib.loads(text), key_lines(text)
    except RecursionError:
        problems.unreadable(file, "is nested too deeply")
    except ValueError as error:  # beside the parser's own errors: an integer of too many digits
        what, _, position = str(error).partition(" (at ")
        number = _LINE.match(position)
        line = int(number[1]) if number else text.count("\n") + 1 if position else 0
        problems.unreadable(Place(file.file, ("",), {("",): line}, in_table=True), f"is not TOML: {what}")
    return None
