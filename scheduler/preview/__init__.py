"""A plan as a page for the leader: weeks as grids, changes with reasons, what was not placed, proof, warnings.

`view` puts names, times and glyphs into words; every other file is one part of the page. rich is imported only here.
"""

from collections.abc import Mapping
from enum import Enum

from scheduler.plan import Plan


class Part(Enum):
    """How much of the page is wanted."""

    WHOLE = "whole"
    CHANGES = "changes"
    """What changes and what has no place, without timetables and proof."""
    PROBLEMS = "problems"
    """What somebody has to see to: nothing at all where there is nothing."""


def show(
    plan: Plan,
    names: Mapping[str, str],
    zones: Mapping[str, str],
    *,
    width: int,
    colour: bool,
    encoding: str = "utf-8",
    part: Part = Part.WHOLE,
) -> str:
    """The page as text, with a newline at the end unless it is empty.

    Args:
        names: name by email; of somebody who is missing, the plan's own name or the email is shown.
        zones: IANA time zone by email; likewise.
        width: columns of the terminal; no line is longer. Below 40 it counts as 40, above 120 as 120.
        colour: whether to use ANSI colours; without, the text has no escape codes at all.
        encoding: of the stream it is written to. One that cannot carry the box characters gets an ASCII page,
            and a character of a name that it cannot carry becomes `?`.
        part: how much of it.
    """
    from scheduler.preview.page import page
    from scheduler.preview.view import View

    return page(View(plan, names, zones, width=width, encoding=encoding), part, colour=colour)
