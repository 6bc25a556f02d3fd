"""The whole page, from headline to warnings."""

import io
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from scheduler.preview import Part
from scheduler.preview.changes import changes
from scheduler.preview.grid import grids
from scheduler.preview.headline import headline, title
from scheduler.preview.missing import FAILURES, missing
from scheduler.preview.proof import proof
from scheduler.preview.view import View
from scheduler.preview.warnings import warnings


def page(view: View, part: Part, *, colour: bool) -> str:
    """The page as text, with a newline at the end unless it is empty; with ANSI colours only where `colour` says so."""
    return printed(_sections(view, part), width=view.width, colour=colour)


def printed(sections: Iterable[list[Text]], *, width: int, colour: bool) -> str:
    """Sections as text, an empty line between two that have lines."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for number, section in enumerate(filter(None, sections)):
        if number:
            console.print()
        for line in section:
            line.rstrip()
            console.print(line, soft_wrap=True)
    return out.getvalue()


def _sections(view: View, part: Part) -> list[list[Text]]:
    """What stands on the page, one after the other."""
    match part:
        case Part.WHOLE:
            return [headline(view), grids(view), changes(view), missing(view), proof(view), warnings(view)]
        case Part.CHANGES:
            return [headline(view), changes(view), missing(view), warnings(view)]
        case Part.PROBLEMS:
            problems = [missing(view, FAILURES), warnings(view)]
            return [title(view), *problems] if any(problems) else []
