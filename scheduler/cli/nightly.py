"""`schedule nightly`: one run for everybody, which asks nothing."""

import os
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.options import as_of_option, config_option, dry_run_option, format_option, shared, weeks_option
from scheduler.config import find, load
from scheduler.night.terms import NightTerms
from scheduler.run import set_up

force_option = shared("--force", is_flag=True, help="Write also what a guard would hold back.")


@click.command()
@dry_run_option
@click.option("--only", multiple=True, metavar="LEADER", help="Plan for this leader, and no others (repeatable).")
@click.option("--except", "spared", multiple=True, metavar="LEADER", help="Leave this leader out (repeatable).")
@click.option("--resume", metavar="RUN", help="Take up a night that was broken off; whoever was done in it is left.")
@config_option
@as_of_option
@weeks_option
@force_option
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Plan in so many processes; else one for each processor."
)
@format_option
@click.pass_context
def nightly(
    ctx: click.Context,
    dry_run: bool,
    only: tuple[str, ...],
    spared: tuple[str, ...],
    resume: str | None,
    config: Path | None,
    as_of: datetime | None,
    weeks: int | None,
    force: bool,
    jobs: int | None,
    form: str,
) -> None:
    """Plan for every leader together with the others, and write what is safe. It asks nothing.

    What fails for one leader leaves that leader's calendars as they were and is told by name; everybody else is done.
    With --dry-run, it is the whole company's preview.

    \b
    Exit codes: 0 all well, 1 a bug, 2 bad input, 3 refused, 4 nothing could run, 5 some leaders failed.
    """
    from scheduler.night.nightly import nightly as run_night

    company = load(find(config, os.environ))
    terms = NightTerms(as_of, weeks, only, spared, force, dry_run, jobs or os.cpu_count() or 1, resume)
    setup = set_up(company, deadline=company.nightly.deadline.total_seconds())
    night = run_night(setup, terms, _Lines())
    for each in night.leaders:
        click.echo(f"{each.leader} {each.ending} {each.written} {len(each.missed)} {each.proven} {each.seconds:.2f} {each.why} {each.failures}")
    click.echo(f"{night.stopped} {night.orphans} {night.exit_code}")
    ctx.exit(night.exit_code)


class _Lines:
    def stage(self, what, leaders):
        import time
        click.echo(f"{time.monotonic():.2f} {what} {leaders}", err=True)

    def ended(self, leader):
        pass

    def failed(self, leader, error):
        import traceback

        traceback.print_exception(error)
