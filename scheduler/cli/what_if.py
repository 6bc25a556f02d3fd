"""`schedule what-if`: today's plan against that of other settings."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import as_of_option, config_option, format_option, leader_option, weeks_option
from scheduler.cli.show import Paper, print_text
from scheduler.cli.waiting import waiting
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.night.terms import NightTerms
from scheduler.read.team import find_team
from scheduler.run import set_up

if TYPE_CHECKING:
    from scheduler.comparison import Comparison
    from scheduler.config.trial import Setting


@click.command(name="what-if")
@click.option(
    "--set", "sets", multiple=True, metavar="KEY=VALUE", help="Try this setting, as TOML writes it (repeatable)."
)
@click.option("--unset", "unsets", multiple=True, metavar="KEY", help="Try without this setting (repeatable).")
@leader_option
@weeks_option
@config_option
@as_of_option
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Plan in N processes; else one a processor.")
@format_option
@click.pass_context
def what_if(
    ctx: click.Context,
    sets: tuple[str, ...],
    unsets: tuple[str, ...],
    leader: str | None,
    weeks: int | None,
    config: Path | None,
    as_of: datetime | None,
    jobs: int | None,
    form: str,
) -> None:
    """Compare today's plan with that of other settings: for one leader, or for all together. Nothing is written.

    \b
    schedule what-if --leader ana --set 'teams.ana.layout="whole-day"'
    schedule what-if --set 'company.one_on_one_days=["thursday"]' --unset company.lunch

    Keys are those of the configuration; a leader, person or report is named by an email, a name or its beginning:
    teams.ana.max_per_day, people.bo.zone, teams.ana.reports.bo.duration.
    """
    settings = _settings(sets, unsets)
    if not settings:
        raise click.UsageError("say what to try: --set KEY=VALUE or --unset KEY", ctx)
    from scheduler.what_if import changed
    from scheduler.what_if import what_if as compare

    path = find(config, os.environ)
    company = load(path)
    only = () if leader is None else (find_team(company, leader).leader,)
    other = changed(path, settings)
    terms = NightTerms(as_of, weeks, only, jobs=jobs or os.cpu_count() or 1)
    comparison = compare(set_up(company), other, settings, terms, waiting)
    print_text(lambda paper: _printed(comparison, form, paper))
    ctx.exit(4 if comparison.failed and not comparison.leaders else 5 if comparison.failed else 0)


def _settings(sets: tuple[str, ...], unsets: tuple[str, ...]) -> "list[Setting]":
    """What the options ask for.

    Raises:
        BadInput: with every problem at once.
    """
    from scheduler.config.trial import set_to, unset

    found: list[Setting] = []
    problems: list[str] = []
    asked: list[tuple[str, Callable[[str], Setting], str]] = [("--set", set_to, each) for each in sets]
    for option, read, written in [*asked, *(("--unset", unset, each) for each in unsets)]:
        try:
            found.append(read(written))
        except ValueError as error:
            problems.append(f"{option} {written}: {error}")
    if problems:
        raise BadInput(*problems)
    return found


def _printed(comparison: "Comparison", form: str, paper: Paper) -> str:
    if form == "json":
        from scheduler.document.comparison import comparison_json

        return comparison_json(comparison)
    from scheduler.preview.comparison import show_comparison

    return show_comparison(comparison, width=paper.width, colour=paper.colour, encoding=paper.encoding)
