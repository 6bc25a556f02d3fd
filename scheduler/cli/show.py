"""Prints a plan."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from scheduler.plan import Plan

if TYPE_CHECKING:
    from scheduler.preview import Part

_PIPED_WIDTH = 80


@dataclass(frozen=True, slots=True)
class How:
    """How a plan is printed."""

    form: str = "text"
    """`text` for a person, `json` for a machine."""
    changes_only: bool = False
    quiet: bool = False
    """Only what somebody has to see to."""

    @classmethod
    def asked(cls, form: str, *, changes_only: bool, quiet: bool) -> "How":
        """As the options say.

        Raises:
            UsageError: part of a document is none.
        """
        if form == "json" and (changes_only or quiet):
            option = "--quiet" if quiet else "--changes-only"
            raise click.UsageError(f"{option} is for people; with --format json the plan is printed whole")
        return cls(form, changes_only, quiet)

    @property
    def part(self) -> "Part":
        """How much of a page is wanted."""
        from scheduler.preview import Part

        return Part.PROBLEMS if self.quiet else Part.CHANGES if self.changes_only else Part.WHOLE


@dataclass(frozen=True, slots=True)
class Paper:
    """What standard output can carry."""

    width: int
    """Columns; 80 where it is no terminal."""
    colour: bool
    encoding: str

    @classmethod
    def here(cls) -> "Paper":
        """Of this process; colour only on a terminal, and not where NO_COLOR is set."""
        terminal = sys.stdout.isatty()
        width = shutil.get_terminal_size().columns if terminal else _PIPED_WIDTH
        return cls(width, terminal and "NO_COLOR" not in os.environ, sys.stdout.encoding or "utf-8")


def print_plan(plan: Plan, how: How) -> None:
    """Print a plan on standard output, with colour only on a terminal."""
    print_text(lambda paper: _document(plan) if how.form == "json" else _page(plan, how, paper))


def print_text(text: Callable[[Paper], str]) -> None:
    """Print what is made for standard output.

    A reader who goes away, as `head` does, keeps nothing from being done.
    """
    try:
        click.echo(text(Paper.here()), nl=False)
    except BrokenPipeError:
        stop_printing()


def stop_printing() -> None:
    """Let everything that is still printed go nowhere; Python complains otherwise when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _document(plan: Plan) -> str:
    from scheduler.document import to_json

    return to_json(plan)


def _page(plan: Plan, how: How, paper: Paper) -> str:
    from scheduler.preview import show

    names = {each.email: each.name for each in plan.inputs}
    zones = {each.email: each.time_zone for each in plan.inputs}
    return show(plan, names, zones, width=paper.width, colour=paper.colour, encoding=paper.encoding, part=how.part)
