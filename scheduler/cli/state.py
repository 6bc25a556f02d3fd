"""`schedule state`: what the ledger knows, as a whole."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click

from scheduler.cli.options import as_of_option, config_option
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.ledger.state import export_state, import_state, prune_state
from scheduler.preview.view import counted
from scheduler.run import instant_of, ledger_of


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@config_option
def state(config: Path | None) -> None:
    """What the ledger knows, as a whole: move it to another database, or forget what is old.

    The ledger is the one that [ledger] names in the configuration. From a file to a server: export, put the server's
    url into the configuration, import. The key of our events, marker.key, is a file of its own: copy it too.
    """


@state.command("export")
@config_option
def export(config: Path | None) -> None:
    """Print all that the ledger knows, a line of JSON each.

    It says who met whom and when; it holds no title, text or password.
    """
    company = load(find(config, os.environ))
    export_state(ledger_of(company), click.echo)


@state.command("import")
@click.argument("file", type=click.File("rb"))
@config_option
def import_(file: BinaryIO, config: Path | None) -> None:
    """Take in what export printed into FILE (- for standard input), into a ledger that is still empty."""
    company = load(find(config, os.environ))
    try:
        rows = import_state(ledger_of(company), _lines(file))
    except BadInput as error:
        raise BadInput(*(f"{file.name}: {problem}" for problem in error.problems)) from None
    click.echo(f"Imported: {counted(rows, 'row')}.", err=True)


@state.command("prune")
@config_option
@as_of_option
def prune(config: Path | None, as_of: datetime | None) -> None:
    """Forget runs, and 1-on-1s that are over, from before [ledger] keep_weeks; when each pair last met stays."""
    company = load(find(config, os.environ))
    gone = prune_state(ledger_of(company), instant_of(company, as_of), company.keep_weeks)
    runs, past = counted(gone.get("run", 0), "run"), counted(gone.get("occurrence", 0), "past 1-on-1")
    click.echo(f"Forgotten: {runs}, {past}.", err=True)


def _lines(file: BinaryIO) -> Iterable[str]:
    """The lines of a file.

    Raises:
        BadInput: one is not UTF-8 text.
    """
    for number, line in enumerate(file, 1):
        try:
            yield line.decode()
        except UnicodeDecodeError:
            raise BadInput(f"line {number}: it is not UTF-8 text") from None
