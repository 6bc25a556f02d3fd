"""`schedule nightly`: one run for everybody, which asks nothing."""

import os
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import click

from providers.errors import ProviderError
from scheduler.cli.night_watch import night_watch
from scheduler.cli.options import (
    as_of_option,
    config_option,
    dry_run_option,
    format_option,
    quiet_option,
    shared,
    weeks_option,
)
from scheduler.cli.show import Paper, stop_printing
from scheduler.config import find, load
from scheduler.dates import clock
from scheduler.errors import BadInput, CalendarFailure, ClusterFailure, Interrupted
from scheduler.ledger.store import data_folder
from scheduler.night.terms import NightTerms
from scheduler.outcome import Night
from scheduler.run import set_up


def _cluster(ctx: click.Context, option: click.Parameter, address: str | None) -> str | None:
    """The address of a cluster, as it was given.

    Raises:
        BadInput: Dask is not installed.
    """
    if address is None or ctx.resilient_parsing:
        return address
    from scheduler.pool.cluster import ADDRESS

    if not ADDRESS.fullmatch(address):
        raise click.BadParameter(f"{address!r} is neither tcp://HOST:PORT nor local:N", ctx, option)
    if find_spec("distributed") is None:
        raise BadInput("--cluster needs Dask: pip install 'schedule-one-on-ones[cluster]'")
    return address


@click.command()
@dry_run_option
@click.option("--only", multiple=True, metavar="LEADER", help="Plan for this leader and no others (repeatable).")
@click.option("--except", "spared", multiple=True, metavar="LEADER", help="Leave this leader out (repeatable).")
@click.option("--resume", metavar="RUN", help="Take up a night that was broken off: whoever was done in it is left.")
@config_option
@as_of_option
@weeks_option
@shared("--force", is_flag=True, help="Write also what a guard, of a leader or of the company, would hold back.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), metavar="N", help="Plan in N processes; else in one for each processor."
)
@click.option(
    "--cluster",
    callback=_cluster,
    metavar="ADDRESS",
    help="Plan on more machines: tcp://HOST:8786, where a scheduler of Dask runs; or local:N, in N processes of Dask.",
)
@click.option("--all", "everybody", is_flag=True, help="List every leader, also those with nothing to say.")
@format_option
@quiet_option
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
    cluster: str | None,
    everybody: bool,
    form: str,
    quiet: bool,
) -> None:
    """Plan for every leader together with the others, and write what is safe. It asks nothing.

    What fails for one leader leaves that leader's calendars as they were and is told by name; everybody else is done.
    With --dry-run it is the whole company's preview; one leader's whole plan: schedule --leader LEADER --dry-run.

    \b
    Exit codes: 0 all well, 1 a bug, 2 bad input, 3 refused, 4 nothing could run,
    5 some leaders failed or were refused, 130 interrupted.
    """
    if quiet and form == "json":
        raise click.UsageError("--quiet is for people; with --format json the night is printed whole")
    if jobs and cluster:
        raise click.UsageError("--jobs is for this machine alone; with --cluster its workers plan")
    from scheduler import tell
    from scheduler.night.nightly import nightly as run_night

    company = load(find(config, os.environ))
    terms = NightTerms(as_of, weeks, only, spared, force, dry_run, jobs or os.cpu_count() or 1, cluster, resume)
    setup = set_up(company, deadline=company.nightly.deadline.total_seconds())
    folder = data_folder(company.ledger, company.folder)
    with night_watch(company.telling.log, quiet=quiet) as watcher:
        try:
            night = run_night(setup, terms, watcher)
        except (CalendarFailure, ClusterFailure, ProviderError) as error:
            if not dry_run:
                watcher.told(*tell.broken_off(str(error), clock.now(), company, folder, os.environ))
            raise
    night = watcher.over(night)
    if not quiet or night.exit_code or night.orphans or any(each.missed for each in night.leaders):
        _print(night, form, everybody=everybody)
    try:
        watcher.told(*tell.after_night(night, company, folder, os.environ))
    except KeyboardInterrupt:
        raise Interrupted(
            "interrupted while the night was told: it is done, and what was not sent goes after the next one"
        ) from None
    ctx.exit(night.exit_code)


def _print(night: Night, form: str, *, everybody: bool) -> None:
    """Print what became of the night; a reader who goes away changes nothing."""
    from scheduler import tell

    try:
        if form == "json":
            text = tell.night_document(night)
        else:
            paper = Paper.here()
            text = tell.night_page(
                night, paper.width, colour=paper.colour, encoding=paper.encoding, everybody=everybody
            )
        click.echo(text, nl=False)
    except BrokenPipeError:
        stop_printing()
