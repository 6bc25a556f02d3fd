"""`schedule runs`: the last runs, or what one of them decided and why."""

import os
import shutil
import sys
from pathlib import Path

import click

from scheduler.cli.options import config_option, format_option, leader_option
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.ledger.runs import run_of
from scheduler.ledger.runs import runs as newest
from scheduler.read.named import named
from scheduler.run import ledger_of

_PIPED_WIDTH = 80


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
    whose = None if leader is None else _email(leader, {email: one.name for email, one in company.people.items()})
    terminal = sys.stdout.isatty()
    sheet = Sheet(shutil.get_terminal_size().columns if terminal else _PIPED_WIDTH, sys.stdout.encoding or "utf-8")
    colour = terminal and "NO_COLOR" not in os.environ
    if run is None:
        found = newest(ledger, last, whose)
        text = tell.runs_document(found) if form == "json" else tell.runs_page(company, found, sheet, colour=colour)
    else:
        story = run_of(ledger, run, whose)
        if story is None:
            raise BadInput(f"{run}: no run has this name, or several begin so; `schedule runs` lists them")
        text = tell.story_document(story) if form == "json" else tell.story_page(company, story, sheet, colour=colour)
    click.echo(text, nl=False)


def _email(wanted: str, known: dict[str, str]) -> str:
    """Email of whoever is meant; of somebody who is configured no more it has to be said whole.

    Raises:
        BadInput: nobody or several are meant.
    """
    found = named(wanted, known)
    if not found and "@" in wanted:
        return wanted.strip().casefold()
    if len(found) != 1:
        problem = "is nobody who is configured" if not found else "could be several people"
        raise BadInput(f"--leader: {wanted.strip()!r} {problem}; say the email")
    return found[0]
