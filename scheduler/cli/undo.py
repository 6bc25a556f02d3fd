"""`schedule undo`: take back what a run wrote, where nobody has touched it since."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.options import (
    accept_empty_option,
    as_of_option,
    config_option,
    dry_run_option,
    force_option,
    leader_option,
    show_options,
    yes_option,
)
from scheduler.cli.review import Asks, Looks, refuse_without_answer
from scheduler.cli.runs import email_of, story_of
from scheduler.cli.show import How
from scheduler.config import find, load
from scheduler.outcome import Ending, Night
from scheduler.plan import Plan
from scheduler.run import instant_of, ledger_of, set_up


@click.command()
@click.argument("run")
@leader_option
@dry_run_option
@config_option
@as_of_option
@show_options
@yes_option
@force_option
@accept_empty_option
@click.pass_context
def undo(
    ctx: click.Context,
    run: str,
    leader: str | None,
    dry_run: bool,
    config: Path | None,
    as_of: datetime | None,
    form: str,
    changes_only: bool,
    quiet: bool,
    yes: bool,
    force: bool,
    accept_empty: tuple[str, ...],
) -> None:
    """Take back what RUN wrote, where nobody has touched it since.

    What it created is cancelled, what it moved goes back, what it cancelled is created again, as far as the rules and
    calendars allow. Shows that leader by leader, and asks. What people or later runs changed since, what is frozen or
    has begun, is told and left alone. RUN is the name of a run or the beginning of it: see `schedule runs`.

    \b
    The next run plans anew, and may decide the same: change what led to it first.

    \b
    Exit codes: 0 done, 1 a bug, 2 bad input, 3 refused, 4 nothing could be taken back,
    5 some leaders failed or were refused, 130 interrupted.
    """
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    if not dry_run:
        refuse_without_answer(yes=yes)
        if form == "json" and not yes:
            raise click.UsageError("--format json shows no plan to be confirmed; add --yes or --dry-run", ctx)
    company = load(find(config, os.environ))
    story = story_of(ledger_of(company), run, None if leader is None else email_of(leader, company))
    given = None if as_of is None else instant_of(company, as_of)
    reviewer = _Previews(how, force=force) if dry_run else _Undoes(how, force=force, yes=yes)
    from scheduler.undo import undo as take_back

    night = take_back(set_up(company), story, given, reviewer, accept_empty, dry_run=dry_run)
    _tell(night, how)
    ctx.exit(night.exit_code)


def _tell(night: Night, how: How) -> None:
    """What the plans do not say: whom it failed for, or that there was nothing."""
    for each in night.of(Ending.FAILED, Ending.REFUSED):
        for line in each.why.splitlines():
            click.echo(f"schedule: {each.leader}: {line}", err=True)
    if how.form == "json":
        from scheduler import tell

        click.echo(tell.night_document(night), nl=False)
    plans = [each.plan for each in night.leaders if each.plan is not None]
    idle = len(plans) == len(night.leaders) and not any(change.to_do for plan in plans for change in plan.changes)
    if idle and not how.quiet:
        click.echo("Nothing to undo.", err=True)


@dataclass(frozen=True)
class _Previews(Looks):
    """Shows a leader's plan; as JSON all of them are one document."""

    def shows(self, plan: Plan) -> None:
        """Print it, if it is for people."""
        if self.how.form != "json":
            super().shows(plan)


@dataclass(frozen=True)
class _Undoes(_Previews, Asks):
    """Shows a leader's plan and asks, unless the answer is known."""

    def approves(self, plan: Plan) -> bool:
        """Whether to write it; Ctrl-C at the question ends all, as anywhere else."""
        try:
            return super().approves(plan)
        except click.Abort:
            raise KeyboardInterrupt from None
