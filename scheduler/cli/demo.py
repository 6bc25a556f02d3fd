"""`schedule demo`: a made-up company, to look at."""

import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click

from scheduler.cli.options import RunOptions, as_of_option
from scheduler.cli.run import run
from scheduler.demo import LEADER, make_demo


@click.command()
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Keep the company in this new folder.")
@as_of_option
@click.pass_context
def demo(ctx: click.Context, into: Path | None, as_of: datetime | None) -> None:
    """Show the plan of a made-up company's leader.

    Its calendars are made relative to today, in a temporary folder; with --into they stay, for you to play with.
    """
    now = as_of or datetime.now(UTC)
    with ExitStack() as stack:
        folder = into or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schedule-demo-")))
        config = make_demo(folder, now.date())
        code = run(
            RunOptions(
                leader=LEADER,
                dry_run=True,
                yes=False,
                save=None,
                config=config,
                as_of=now,
                weeks=None,
                format="text",
                max_moves=None,
                force=False,
                accept_empty=(),
            )
        )
    if into is not None:
        click.echo(f"The company is in {into}. Try: schedule --config {config} --leader {LEADER}", err=True)
    else:
        click.echo("To play with this company: schedule demo --into FOLDER. For your own: schedule init.", err=True)
    ctx.exit(code)
