"""`schedule rebalance`: what moving more of the 1-on-1s that stand would buy, as a choice."""

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import run_options
from scheduler.cli.review import Asks, Looks, Saves
from scheduler.cli.show import How, Paper
from scheduler.config import find, load
from scheduler.errors import BadInput, Refused
from scheduler.ledger.record import RunKind
from scheduler.read.team import find_team
from scheduler.run import Terms, choices, leader_was_read, set_up, write

if TYPE_CHECKING:
    from scheduler.choice import Choice, Choices


@click.command()
@run_options
@click.option("--repack", is_flag=True, help="Look for a better plan than the one that stands.")
@click.option("--choose", type=click.IntRange(0), metavar="K", help="Take the row of the table that moves K.")
@click.pass_context
def rebalance(
    ctx: click.Context,
    leader: str | None,
    dry_run: bool,
    yes: bool,
    save: Path | None,
    config: Path | None,
    as_of: datetime | None,
    weeks: int | None,
    max_moves: int | None,
    force: bool,
    accept_empty: tuple[str, ...],
    form: str,
    changes_only: bool,
    quiet: bool,
    repack: bool,
    choose: int | None,
) -> None:
    """Show what moving 0, 1, 2 … 1-on-1s of LEADER that stand would buy, and write the row that is chosen.

    Each row is the best plan that moves so few; rows that are no better than one above are left out. Nothing is written
    before a row is chosen and its plan is confirmed.
    """
    if leader is None:
        raise click.UsageError("say whose 1-on-1s: --leader LEADER", ctx)
    if not repack:
        raise click.UsageError("say what for: --repack looks for a better plan than the one that stands", ctx)
    if choose is not None and max_moves is not None:
        raise click.UsageError("--choose and --max-moves both say which row; give one of them", ctx)
    if dry_run and save is not None:
        raise click.UsageError("--dry-run writes nothing; --save alone writes the plan file and nothing else", ctx)
    unsaid = choose is None and max_moves is None
    answerable = sys.stdin is not None and sys.stdin.isatty()
    if not dry_run and unsaid and (yes or not answerable):
        raise Refused("nobody can be asked for a row; say --choose K or --max-moves K, or look with --dry-run")
    if not (dry_run or save or yes or answerable):
        raise Refused(
            "there is no terminal at which somebody could confirm the plan; add --yes to write without asking"
        )
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    plain = replace(how, form="text", quiet=True) if form == "json" else how
    if save is not None:
        reviewer: Looks = Saves(plain, force=force, path=save, config=config)
    else:
        reviewer = Looks(plain, force=force) if dry_run else Asks(plain, force=force, yes=yes)
    company = load(find(config, os.environ))
    team = find_team(company, leader)
    setup = set_up(company)
    found, seen = choices(setup, team.leader, Terms(as_of, weeks, None, accept_empty), reviewer)
    if form == "text" and not quiet:
        _print_table(found)
    most = max_moves if choose is None else choose
    if unsaid and not dry_run:
        most = choose = click.prompt("How many to move (a row of the table)", type=click.IntRange(0), err=True)
    row = None if most is None else _row(found, most, exactly=choose is not None)
    if form == "json":
        from scheduler.document.choices import choices_document

        click.echo(choices_document(found, team.leader, row), nl=False)
    if row is None:
        return
    if reviewer.approves(row.plan):
        outcomes = write(setup, row.plan, as_of, reviewer, seen=seen, kind=RunKind.REBALANCE)
        ctx.exit(4 if outcomes.failed or not leader_was_read(row.plan) else 0)


def _row(found: "Choices", most: int, *, exactly: bool) -> "Choice":
    """The row that is meant.

    Raises:
        BadInput: no row moves exactly so many.
    """
    from scheduler.choice import chosen

    row = chosen(found.rows, most)
    if exactly and row.moved != most:
        moved = ", ".join(str(each.moved) for each in found.rows)
        raise BadInput(f"--choose: no row of the table moves {most}; there are rows that move {moved}")
    return row


def _print_table(found: "Choices") -> None:
    from scheduler.preview.choices import table
    from scheduler.preview.view import View

    paper = Paper.here()
    plan = found.rows[0].plan
    names = {each.email: each.name for each in plan.inputs}
    click.echo(table(View(plan, names, {}, width=paper.width, encoding=paper.encoding), found, colour=paper.colour))
