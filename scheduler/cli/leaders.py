"""`schedule leaders`: who leads whom, by which rules, and what stands. It reads no calendar."""

import os
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.options import as_of_option, config_option, format_option
from scheduler.cli.show import Paper
from scheduler.config import find, load
from scheduler.ledger.store import recall_all
from scheduler.run import instant_of, ledger_of


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
    paper = Paper.here()
    click.echo(teams_page(company, memories, now, Sheet(paper.width, paper.encoding), colour=paper.colour), nl=False)
