"""Prints a plan."""

import os
import shutil
import sys

import click

from scheduler.plan import Plan

WIDEST = 110
NARROWEST = 60


def print_plan(plan: Plan, form: str) -> None:
    """Print a plan on standard output: `json`, or `text` for a person, with colour only on a terminal.

    A reader who goes away, as `head` does, keeps nothing from being done.
    """
    try:
        click.echo(_document(plan) if form == "json" else _page(plan), nl=False)
    except BrokenPipeError:
        stop_printing()


def stop_printing() -> None:
    """Let everything that is still printed go nowhere; Python complains otherwise when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _document(plan: Plan) -> str:
    from scheduler.document import to_json

    return to_json(plan)


def _page(plan: Plan) -> str:
    from scheduler.preview import show

    names = {each.email: each.name for each in plan.inputs}
    zones = {each.email: each.time_zone for each in plan.inputs}
    terminal = sys.stdout.isatty()
    colour = terminal and "NO_COLOR" not in os.environ
    encoding = sys.stdout.encoding or "utf-8"
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) if terminal else 80
    return show(plan, names, zones, width=width, colour=colour, encoding=encoding)
