"""`schedule rebalance`: what a change of the team, or moving 1-on-1s that stand, comes to, as a choice."""

import os
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from providers.wall_clock import local
from scheduler.cli.options import run_options
from scheduler.cli.review import Asks, Looks, Saves
from scheduler.cli.show import How, Paper
from scheduler.cli.team_change import Said, changes_of, described, said, team_options
from scheduler.config import find, load
from scheduler.errors import BadInput, CalendarFailure, Refused
from scheduler.ledger.record import RunKind
from scheduler.read.team import find_team
from scheduler.run import Terms, choices, instant_of, leader_was_read, set_up, write

if TYPE_CHECKING:
    from scheduler.choice import Choice, Offer
    from scheduler.plan import Change, Plan
    from scheduler.rebalance import Step
    from scheduler.roster import Edited


@dataclass(frozen=True)
class _Asked:
    """What is to be done with what is found."""

    how: How
    reviewer: Looks
    choose: int | None
    max_moves: int | None
    dry_run: bool
    yes: bool
    answerable: bool

    def row(self, offer: "Offer", *, only: bool) -> "Choice | None":
        """The row that is meant; None: none was chosen, and nobody is asked.

        Args:
            only: whether there is something to choose for this leader only.

        Raises:
            BadInput: no row moves exactly so many, or it is not said whose row is meant.
        """
        from scheduler.choice import chosen

        rows = offer.choices.rows
        if self.max_moves is not None:
            return chosen(rows, self.max_moves)
        if self.choose is not None:
            if not only:
                raise BadInput("--choose: several leaders have rows of their own; say --max-moves K, for each of them")
            return _row(rows, self.choose)
        if self.dry_run:
            return None
        if len(rows) == 1:
            return rows[0]
        moved = click.Choice([str(row.moved) for row in rows])
        return _row(rows, int(click.prompt("How many to move", type=moved, err=True)))


@click.command()
@run_options
@team_options
@click.option("--repack", is_flag=True, help="Look for a better plan of LEADER's than the one that stands.")
@click.option("--choose", type=click.IntRange(0), metavar="K", help="Take the row of the table that moves K.")
def rebalance(
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
    html: Path | None,
    form: str,
    changes_only: bool,
    quiet: bool,
    repack: bool,
    choose: int | None,
    **team: Any,
) -> None:
    """Show what a change of the team comes to, or moving 1-on-1s that stand, and write the row that is chosen.

    Say who joins (--joined), has left (--left) or changes leader (--member --from --to), who leads from now on
    (--new-leader, --split), or give a new --roster; or look for a better plan for the same team (--repack). Each row of
    the table is the best plan that moves so few 1-on-1s which could stay; rows that are no better than one above are
    left out. A change of the team is written to the configuration as well. Nothing is written before a row is chosen
    and its plan is confirmed.
    """
    ctx = click.get_current_context()
    change = said(leader, team)
    if repack == change.any_change:
        problem = (
            "--repack is for a team that stays as it is"
            if repack
            else ("say what changes (--joined, --left, --member, --new-leader, --split, --roster), or --repack")
        )
        raise click.UsageError(problem, ctx)
    if repack and leader is None:
        raise click.UsageError("say whose 1-on-1s: --leader LEADER", ctx)
    change.refuse_halves()
    if choose is not None and max_moves is not None:
        raise click.UsageError("--choose and --max-moves both say which row; give one of them", ctx)
    if dry_run and save is not None:
        raise click.UsageError("--dry-run writes nothing; --save alone writes the plan file and nothing else", ctx)
    if change.any_change and (save or html):
        raise click.UsageError(f"{'--save' if save else '--html'} goes with --repack: one plan of one leader", ctx)
    answerable = sys.stdin is not None and sys.stdin.isatty()
    unsaid = choose is None and max_moves is None
    if not dry_run and unsaid and (yes or not answerable):
        raise Refused("nobody can be asked for a row; say --choose K or --max-moves K, or look with --dry-run")
    if not (dry_run or save or yes or answerable):
        raise Refused(
            "there is no terminal at which somebody could confirm the plan; add --yes to write without asking"
        )
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    plain = replace(how, form="text", quiet=True) if form == "json" else how
    if save is not None:
        reviewer: Looks = Saves(plain, force=force, html=html, path=save, config=config)
    else:
        reviewer = Looks(plain, force=force, html=html) if dry_run else Asks(plain, force=force, html=html, yes=yes)
    asked = _Asked(how, reviewer, choose, max_moves, dry_run, yes, answerable)
    terms = Terms(as_of, weeks, None, accept_empty)
    path = find(config, os.environ)
    ctx.exit(_repack(path, leader, terms, asked) if repack and leader else _change(path, change, terms, asked))


def _repack(path: Path, wanted: str, terms: Terms, asked: _Asked) -> int:
    """The table for a team that stays as it is; the exit code."""
    from scheduler.choice import Offer

    company = load(path)
    leader = find_team(company, wanted).leader
    setup = set_up(company)
    found, seen = choices(setup, leader, terms, asked.reviewer)
    offer = Offer(leader, found)
    _print_table(offer, asked)
    row = asked.row(offer, only=True)
    _print_document([replace(offer, chosen=row)], asked)
    if row is None or not asked.reviewer.approves(row.plan):
        return 0
    outcomes = write(setup, row.plan, terms.as_of, asked.reviewer, seen=seen, kind=RunKind.REBALANCE)
    return 4 if outcomes.failed or not leader_was_read(row.plan) else 0


def _change(path: Path, change: Said, terms: Terms, asked: _Asked) -> int:
    """The tables for a change of the team; the exit code."""
    from scheduler.rebalance import carry_out, look, set_up_after, touched
    from scheduler.roster import check, edit, read_files, unknown

    files = read_files(path)
    company = files.company
    now = instant_of(company, terms.as_of)
    changes = changes_of(change, files, local(now, company.time_zone).date())
    asks = asked.answerable and not asked.dry_run
    edited = edit(files, described(changes, change, unknown(changes, company), answerable=asks))
    if not asked.dry_run:
        check(edited)
    _print_edit(edited, asked)
    setup = set_up_after(edited)
    earlier: list[Change] = []
    offered: list[tuple[Step, Offer]] = []
    leaders = touched(edited)
    for leader in leaders:
        step = look(edited, setup, leader, terms, asked.reviewer, earlier)
        if step is None:
            continue
        offer = _offer(step, asked, only=len(leaders) == 1)
        offered.append((step, offer))
        earlier += (offer.chosen or offer.choices.rows[0]).plan.changes
    _print_document([offer for _, offer in offered], asked, edited.diff)
    chosen = [(step, offer.chosen.plan) for step, offer in offered if offer.chosen is not None]
    if not _approved([plan for _, plan in chosen], edited, asked):
        return 0
    unread = [step.leader for step, plan in chosen if not (step.ends or leader_was_read(plan))]
    if unread:
        raise CalendarFailure(
            f"the calendar of {', '.join(unread)} could not be read, so nothing was written: neither events nor the "
            "configuration. See to that first"
        )
    complete = carry_out(edited, setup, chosen, terms.as_of, asked.reviewer)
    if edited.files:
        click.echo(f"Changed: {', '.join(file.path.name for file in edited.files)}.", err=True)
    return 0 if complete and not any(_left_alone(step, plan) for step, plan in chosen) else 4


def _left_alone(step: "Step", plan: "Plan") -> bool:
    """Whether somebody who is new in the team is left alone, because a calendar could not be read."""
    from scheduler.plan import Outcome

    left = {one.pair.member for one in plan.not_placed if one.outcome is Outcome.LEFT_ALONE}
    return not left.isdisjoint(step.entering)


def _offer(step: "Step", asked: _Asked, *, only: bool) -> "Offer":
    """What there is to choose for a leader, shown, with the row that is chosen."""
    from scheduler.choice import Offer

    offer = Offer(step.leader, step.choices, step.entering)
    if step.ends:
        return replace(offer, chosen=offer.choices.rows[0])
    _print_table(offer, asked)
    return replace(offer, chosen=asked.row(offer, only=only))


def _approved(plans: list["Plan"], edited: "Edited", asked: _Asked) -> bool:
    """Whether to write all of it: shows the plans, and asks once.

    Raises:
        Refused: somebody said no, or a plan changes too much to be written without `--force`.
    """
    reviewer = replace(asked.reviewer, yes=True) if isinstance(asked.reviewer, Asks) else asked.reviewer
    approved = [reviewer.approves(plan) for plan in plans]
    if asked.dry_run:
        return False
    events = sum(bool(change.writes) for plan in plans for change in plan.changes)
    parts = [f"change {file.path.name}" for file in edited.files]
    parts += [f"write {events} {'event' if events == 1 else 'events'}"] if events else []
    if not parts:
        click.echo("Nothing to write.", err=True)
    elif not asked.yes and not click.confirm(f"{' and '.join(parts).capitalize()}?", err=True):
        raise Refused("nothing was written")
    return all(approved)


def _row(rows: tuple["Choice", ...], moved: int) -> "Choice":
    """The row that moves exactly so many.

    Raises:
        BadInput: there is none.
    """
    for row in rows:
        if row.moved == moved:
            return row
    known = ", ".join(str(row.moved) for row in rows)
    raise BadInput(f"--choose: no row of the table moves {moved}; there are rows that move {known}")


def _print_table(offer: "Offer", asked: _Asked) -> None:
    if asked.how.form == "json" or asked.how.quiet:
        return
    from scheduler.preview.choices import table
    from scheduler.preview.view import View

    paper = Paper.here()
    plan = offer.choices.rows[0].plan
    names = {each.email: each.name for each in plan.inputs}
    click.echo(table(View(plan, names, {}, width=paper.width, encoding=paper.encoding), offer, colour=paper.colour))


def _print_document(offers: list["Offer"], asked: _Asked, configuration: tuple[str, ...] = ()) -> None:
    if asked.how.form != "json":
        return
    from scheduler.document.choices import choices_document

    click.echo(choices_document(offers, configuration), nl=False)


def _print_edit(edited: "Edited", asked: _Asked) -> None:
    """The diff of the configuration, and what else there is to know."""
    if asked.how.form == "json" or asked.how.quiet:
        return
    colours = {"+": "green", "-": "red"}
    for line in edited.diff:
        click.echo(click.style(line, fg=colours.get(line[:1])))
    for note in edited.notes:
        click.echo(note)
    if edited.diff or edited.notes:
        click.echo()
