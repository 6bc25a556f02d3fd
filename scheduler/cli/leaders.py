"""`schedule leaders`: who leads whom, by which rules, and what stands. It reads no calendar."""

import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.options import as_of_option, config_option, format_option
from scheduler.config import find, load
from scheduler.ledger.store import recall_all
from scheduler.run import instant_of, ledger_of

_PIPED_WIDTH = 80


@click.command()
@config_option
@as_of_option
@format_option
def leaders(config: Path | None, as_of: datetime | None, form: str) -> None:
    """Who leads whom, by which rules, and what stands ahead, as far as the ledger knows. It reads no calendar."""
    from scheduler.tell.sheet import Sheet
    from scheduler.tell.teams import teams_document, teams_page

    company = load(find(config, os.environ))
    memories = recall_all(ledger_of(company), company.teams)
    now = instant_of(company, as_of)
    if form == "json":
        click.echo(teams_document(company, memories, now), nl=False)
        return
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else _PIPED_WIDTH
    sheet = Sheet(width, sys.stdout.encoding or "utf-8")
    colour = terminal and "NO_COLOR" not in os.environ
    click.echo(teams_page(company, memories, now, sheet, colour=colour), nl=False)
