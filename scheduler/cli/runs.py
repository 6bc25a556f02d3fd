"""`schedule runs`: the last runs, or what one of them decided and why."""

import os
from pathlib import Path

import click

from scheduler.cli.options import config_option, format_option, leader_option
from scheduler.cli.show import Paper
from scheduler.company import Company
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.ledger.record import RunStory
from scheduler.ledger.runs import run_of
from scheduler.ledger.runs import runs as newest
from scheduler.ledger.store import Where
from scheduler.named import named
from scheduler.run import ledger_of


@click.command()
@click.argument("run", required=False)
@leader_option
@click.option(
    "--last", type=click.IntRange(1, 10_000), default=10, metavar="N", help="So many of the newest runs (default 10)."
)
@config_option
@format_option
def runs(run: str | None, leader: str | None, last: int, config: Path | None, form: str) -> None:
    """The last runs that were to write, or what one RUN decided and why.

    RUN is the name of a run or the beginning of it. With --leader, only what was for this leader. It reads no calendar
    and writes nothing.
    """
    from scheduler.tell import runs as tell
    from scheduler.tell.sheet import Sheet

    company = load(find(config, os.environ))
    ledger = ledger_of(company)
    whose = None if leader is None else email_of(leader, company)
    paper = Paper.here()
    sheet, colour = Sheet(paper.width, paper.encoding), paper.colour
    if run is None:
        found = newest(ledger, last, whose)
        text = tell.runs_document(found) if form == "json" else tell.runs_page(company, found, sheet, colour=colour)
    else:
        story = story_of(ledger, run, whose)
        text = tell.story_document(story) if form == "json" else tell.story_page(company, story, sheet, colour=colour)
    click.echo(text, nl=False)


def story_of(ledger: Where, run: str, leader: str | None) -> RunStory:
    """What a run decided, see `run_of`.

    Raises:
        BadInput: no run is meant, or several.
    """
    story = run_of(ledger, run, leader)
    if story is None:
        raise BadInput(f"{run}: no run has this name, or several begin so; `schedule runs` lists them")
    return story


def email_of(wanted: str, company: Company) -> str:
    """Email of whoever is meant; of somebody who is configured no more it has to be said whole.

    Raises:
        BadInput: nobody or several are meant.
    """
    found = named(wanted, {email: person.name for email, person in company.people.items()})
    if not found and "@" in wanted:
        return wanted.strip().casefold()
    if len(found) != 1:
        problem = "is nobody who is configured" if not found else "could be several people"
        raise BadInput(f"--leader: {wanted.strip()!r} {problem}; say the email")
    return found[0]
