"""`schedule check`: validate the configuration and read every calendar once."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from providers.event import Calendar, Interval
from scheduler.cli.options import RunOptions, config_option
from scheduler.cli.waiting import waiting
from scheduler.config import find, load
from scheduler.reading import providers_of, read_people


@click.command()
@config_option
@click.pass_context
def check(ctx: click.Context, config: Path | None) -> None:
    """Validate the configuration and read every calendar once.

    Says per person what could be read. Exit code 4 where something could not be.
    """
    outer = ctx.obj if isinstance(ctx.obj, RunOptions) else None
    path = find(config or (outer.config if outer else None), os.environ)
    company = load(path)
    click.echo(f"{path}: valid; people: {len(company.people)}, teams: {len(company.teams)}.")
    now = datetime.now(UTC)
    window = Interval(now, now + timedelta(weeks=company.horizon_weeks))
    with waiting("Reading calendars …"):
        calendars = read_people(company, company.people, providers_of(company), window)
    for email, calendar in calendars.items():
        click.echo(f"{company.people[email].name} <{email}>: {_told(calendar, window)}")
    unread = [email for email, calendar in calendars.items() if calendar.unknown]
    click.echo(f"{len(calendars) - len(unread)} of {len(calendars)} calendars could be read whole.")
    ctx.exit(4 if unread else 0)


def _told(calendar: Calendar, window: Interval) -> str:
    """What could be read of one calendar. Numbers only: titles are nobody's business."""
    ours = sum(1 for event in calendar.events if event.marker is not None)
    found = f"events: {calendar.held}; in the planned weeks: {len(calendar.events)}, ours: {ours}"
    if not calendar.unknown:
        return found
    whole = any(gap.span.start <= window.start and gap.span.end >= window.end for gap in calendar.unknown)
    reasons = "\n".join(f"    {why}" for why in dict.fromkeys(gap.why for gap in calendar.unknown))
    return f"{'NOT READ' if whole else 'read in part; ' + found}\n{reasons}"
