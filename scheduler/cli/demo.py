"""`schedule demo`: a made-up company, to look at."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path

import click

from scheduler.cli.options import as_of_option, show_options, weeks_option
from scheduler.cli.review import Looks
from scheduler.cli.show import How
from scheduler.config import load
from scheduler.demo import LEADER, make_demo
from scheduler.errors import Interrupted
from scheduler.run import Terms, leader_was_read, run, set_up


@click.command()
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Keep the company in this new folder.")
@as_of_option
@weeks_option
@show_options
@click.pass_context
def demo(
    ctx: click.Context,
    into: Path | None,
    as_of: datetime | None,
    weeks: int | None,
    form: str,
    changes_only: bool,
    quiet: bool,
) -> None:
    """Show the plan of a made-up company's leader.

    Its calendars are made relative to today, in a temporary folder; with --into they stay, for you to play with.
    """
    reviewer = Looks(How.asked(form, changes_only=changes_only, quiet=quiet), force=False)
    now = as_of or datetime.now(UTC)
    with ExitStack() as stack:
        folder = into or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schedule-demo-")))
        config = _made(folder, now.date(), kept=into is not None)
        plan = run(set_up(load(config)), LEADER, Terms(now, weeks), reviewer).plan
    if into is not None:
        click.echo(f"The company is in {into}. Try: schedule --config {config} --leader {LEADER}", err=True)
    elif not quiet:
        click.echo("To play with this company: schedule demo --into FOLDER. For your own: schedule init.", err=True)
    ctx.exit(0 if leader_was_read(plan) else 4)


def _made(folder: Path, today: date, *, kept: bool) -> Path:
    """The configuration of a company that was just made up.

    Raises:
        Interrupted: by Ctrl-C, with half a company in a folder that is kept.
    """
    try:
        return make_demo(folder, today)
    except KeyboardInterrupt:
        raise Interrupted(
            f"interrupted; {folder} holds a part of the company: delete it" if kept else "interrupted"
        ) from None
