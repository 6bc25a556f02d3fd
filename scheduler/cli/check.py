"""`schedule check`: validate the configuration, sign in, and read every calendar once."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import click

from providers.attendee_copies import recognise
from providers.auth.status import Status
from providers.event import Calendar, Interval
from providers.registry import SERVICES
from providers.weeks import IsoWeek
from scheduler.agenda import agenda_problems
from scheduler.cli.options import as_of_option, config_option, weeks_option
from scheduler.cli.waiting import waiting
from scheduler.company import Company
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.ledger.record import Memory
from scheduler.ledger.store import recall
from scheduler.preview.safe import clean
from scheduler.providers import access_of, hosts_of, providers_of
from scheduler.read.lost_key import refuse_lost_key
from scheduler.read.profiles import with_profiles
from scheduler.read.team import read_people
from scheduler.run import instant_of, ledger_of


@click.command()
@config_option
@as_of_option
@weeks_option
@click.pass_context
def check(ctx: click.Context, config: Path | None, as_of: datetime | None, weeks: int | None) -> None:
    """Validate the configuration, sign in, and read every calendar once.

    Renders everybody's agenda. Says per service and per person what works, and what mends what does not. Exit code 4
    where something does not.
    """
    path = find(config, os.environ)
    company = load(path)
    click.echo(f"{path}: valid; people: {len(company.people)}, teams: {len(company.teams)}.")
    now = instant_of(company, as_of)
    if problems := [*agenda_problems(company, str(IsoWeek.of(now.date())))]:
        raise BadInput(*problems)
    _tell_idle(company)
    with waiting("Signing in …"):
        services = {name: access_of(company, name) for name in hosts_of(company) if name in SERVICES}
        standings = {name: access.status() for name, access in services.items()}
    for name, standing in standings.items():
        tell_standing(name, standing)
    providers = providers_of(company)
    window = Interval(now, now + timedelta(weeks=weeks or company.horizon_weeks))
    with waiting("Reading calendars …"):
        company = with_profiles(company, providers)
        calendars = recognise(read_people(company, company.people, providers, window))
    _tell_people(company, calendars, window, standings)
    unread = {email: calendar.unknown[0].why for email, calendar in calendars.items() if calendar.unknown}
    memory = recall(ledger_of(company), "")
    _tell_left_behind(company, calendars, memory, now)
    for name, access in services.items():
        for sentence in access.diagnose(standings[name], unread):
            click.echo(f"{SERVICES[name].title}: {sentence}.")
    click.echo(f"{len(calendars) - len(unread)} of {len(calendars)} calendars could be read whole.")
    refuse_lost_key(company, memory)
    ctx.exit(4 if unread or any(standing.problem for standing in standings.values()) else 0)


def _tell_idle(company: Company) -> None:
    """Sections that nobody's `provider` leads to: beside a folder of calendars each person has to name theirs."""
    for name, service in SERVICES.items():
        if name in company.providers and name not in hosts_of(company):
            click.echo(f'{service.title}: hosts nobody: where it does, say provider = "{name}" under [[people]].')


def tell_standing(name: str, standing: Status) -> None:
    """How one is signed in to a service, in a line or two."""
    if standing.problem is None:
        click.echo(f"{SERVICES[name].title}: signed in as {standing.account}.")
        return
    click.echo(f"{SERVICES[name].title}: NOT SIGNED IN ({standing.account})")
    click.echo(f"    {_reason(str(standing.problem), standing.problem.who)}")


def _tell_people(
    company: Company, calendars: Mapping[str, Calendar], window: Interval, standings: Mapping[str, Status]
) -> None:
    """One line for each person. A reason that many share, apart from their own email, is told once."""
    told = {
        _reason(str(standing.problem), standing.problem.who).replace(hosts_of(company)[name][0], "")
        for name, standing in standings.items()
        if standing.problem is not None
    }
    for email, calendar in calendars.items():
        click.echo(f"{company.people[email].name} <{email}>: {_told(calendar, window)}")
        for why in dict.fromkeys(_reason(gap.why, email) for gap in calendar.unknown):
            alike = why.replace(email, "")
            click.echo("    as above" if alike in told else f"    {why}")
            told.add(alike)


def _told(calendar: Calendar, window: Interval) -> str:
    """What could be read of one calendar. Numbers only: titles are nobody's business."""
    if calendar.listed:
        ours = sum(1 for event in calendar.events if event.marker is not None)
        found = f"events: {calendar.held}; in the planned weeks: {len(calendar.events)}, ours: {ours}"
    else:
        found = f"only free or busy is shared; busy in the planned weeks: {len(calendar.events)} times"
    if not calendar.unknown:
        return found
    whole = any(gap.span.start <= window.start and gap.span.end >= window.end for gap in calendar.unknown)
    return "NOT READ" if whole else f"read in part; {found}"


def _tell_left_behind(company: Company, calendars: Mapping[str, Calendar], memory: Memory, now: datetime) -> None:
    """Leaders who are not configured any more, but whose 1-on-1s still stand."""
    from scheduler.planning.former_leader import former_leaders, told

    for leader, last in former_leaders(company, calendars, memory, now).items():
        click.echo(clean(told(company, leader, last), sys.stdout.encoding))


def _reason(why: str, who: str) -> str:
    return why.removeprefix(f"{who}: ")
