"""Prints a plan."""

import os
import shutil
import sys

import click

from scheduler.plan import Plan

WIDEST = 110
NARROWEST = 60


def print_plan(plan: Plan, form: str) -> None:
    """Print a plan on standard output: `json`, or `text` for a person, with colour only on a terminal."""
    if form == "json":
        from scheduler.document import to_json

        click.echo(to_json(plan), nl=False)
        return
    from scheduler.preview import show

    names = {each.email: each.name for each in plan.inputs}
    zones = {each.email: each.time_zone for each in plan.inputs}
    terminal = sys.stdout.isatty()
    colour = terminal and "NO_COLOR" not in os.environ
    encoding = sys.stdout.encoding or "utf-8"
    width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) if terminal else 80
    click.echo(show(plan, names, zones, width=width, colour=colour, encoding=encoding), nl=False)
