"""`schedule show`: what stands of a leader's 1-on-1s. Calendars are read; nothing is planned, nothing written."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from providers.weeks import IsoWeek
from scheduler.cli.options import as_of_option, config_option, html_option, leader_option, show_options, weeks_option
from scheduler.cli.show import How, Paper, print_text
from scheduler.cli.waiting import waiting
from scheduler.cli.writing import save_html
from scheduler.config import find, load
from scheduler.read.team import find_team
from scheduler.run import set_up

if TYPE_CHECKING:
    from scheduler.stands import Stands


class Week(click.ParamType[IsoWeek]):
    """An ISO week."""

    name = "week"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> IsoWeek:
        if isinstance(value, IsoWeek):
            return value
        try:
            return IsoWeek.parse(value.strip().upper())
        except ValueError:
            self.fail(f"{value!r} is not an ISO week such as 2026-W48", param, ctx)


@click.command()
@leader_option
@click.option("--week", type=Week(), metavar="WEEK", help="This ISO week alone, such as 2026-W48; it may be over.")
@weeks_option
@config_option
@as_of_option
@html_option
@show_options
@click.pass_context
def show(
    ctx: click.Context,
    leader: str | None,
    week: IsoWeek | None,
    weeks: int | None,
    config: Path | None,
    as_of: datetime | None,
    form: str,
    changes_only: bool,
    quiet: bool,
    html: Path | None,
) -> None:
    """What stands of a leader's 1-on-1s: calendars are read, nothing is planned and nothing written.

    --changes-only prints what is not as it was last written, a line each: what people moved, deleted, declined or
    booked themselves; --quiet only what somebody has to see to.
    """
    from scheduler.standing import read_standing

    if leader is None:
        raise click.UsageError("say whose 1-on-1s: --leader LEADER", ctx)
    if week is not None and weeks is not None:
        raise click.UsageError("--week shows one week, --weeks N several; use one of them", ctx)
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    company = load(find(config, os.environ))
    team = find_team(company, leader)
    stands = read_standing(set_up(company), team.leader, waiting, as_of=as_of, weeks=weeks, week=week)
    if html is not None:
        from scheduler.preview.html import standing_html
        from scheduler.preview.standing import view_of

        save_html(standing_html(stands, view_of(stands, width=Paper.here().width, encoding="utf-8")), html)
    print_text(lambda paper: _printed(stands, how, paper))


def _printed(stands: "Stands", how: How, paper: Paper) -> str:
    if how.form == "json":
        from scheduler.document.standing import standing_json

        return standing_json(stands)
    from scheduler.preview.standing import show_standing

    return show_standing(stands, width=paper.width, colour=paper.colour, encoding=paper.encoding, part=how.part)
