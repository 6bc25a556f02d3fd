"""`schedule explain`: why a 1-on-1 has no place, or is where it is, and what speaks against another time."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, time
from pathlib import Path
from typing import Any

import click

from providers.weeks import IsoWeek
from scheduler.cli.options import (
    accept_empty_option,
    as_of_option,
    config_option,
    leader_option,
    max_moves_option,
    weeks_option,
)
from scheduler.cli.show import Paper
from scheduler.cli.waiting import waiting
from scheduler.company import Company, Team
from scheduler.config import find, load
from scheduler.errors import BadInput
from scheduler.named import named
from scheduler.read.team import find_team
from scheduler.run import Terms, decision, set_up

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Week(click.ParamType[IsoWeek]):
    """An ISO week such as 2026-W48."""

    name = "week"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> IsoWeek:
        if isinstance(value, IsoWeek):
            return value
        try:
            return IsoWeek.parse(value.strip().upper())
        except ValueError:
            self.fail(f"{value!r} is not a week such as 2026-W48", param, ctx)


class At(click.ParamType[tuple[int, time]]):
    """A weekday and a time, such as `thu 10:00`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, time]:
        if isinstance(value, tuple):
            return value
        day, _, clock = value.strip().lower().partition(" ")
        weekdays = [number for number, full in enumerate(_WEEKDAYS) if day in (full, full[:3])]
        try:
            hour, _, minute = clock.strip().partition(":")
            return weekdays[0], time(int(hour), int(minute))
        except (ValueError, IndexError):
            self.fail(f"{value!r} is not a weekday and a time such as 'thu 10:00'", param, ctx)


class Waits:
    """A person at a terminal, who waits."""

    def waits(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Say what is being done while a block runs, if it takes long."""
        return waiting(what)


@click.command()
@leader_option
@click.option("--member", metavar="MEMBER", help="With whom: an email, a name, or its beginning.")
@click.option("--week", type=Week(), metavar="WEEK", help="Of this week, such as 2026-W48; else the next to tell of.")
@click.option("--at", type=At(), metavar="TIME", help="What speaks against this time, such as 'thu 10:00'.")
@config_option
@as_of_option
@weeks_option
@max_moves_option
@accept_empty_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the reasons: for people, or for machines (docs/explanation.schema.json).",
)
def explain(
    leader: str | None,
    member: str | None,
    week: IsoWeek | None,
    at: tuple[int, time] | None,
    config: Path | None,
    as_of: datetime | None,
    weeks: int | None,
    max_moves: int | None,
    accept_empty: tuple[str, ...],
    form: str,
) -> None:
    """Why a 1-on-1 is where it is, or has no place, and what would change that. It writes nothing.

    \b
    Without a place: every smallest set of causes, and what would give it one, as the exact setting or act.
    With a place:    what would be at any other time, level by level; with --at, at that time.
    Moved:           what would be lost if it stayed.

    All of it is verified by solving again. What cannot be proven within the limit is told as "not decided".
    """
    missing = [option for option, value in (("--leader", leader), ("--member", member)) if not value]
    if missing:
        raise click.UsageError(f"say whose 1-on-1, and with whom: {' and '.join(missing)} missing")
    assert leader is not None
    assert member is not None
    company = load(find(config, os.environ))
    team = find_team(company, leader)
    whose = find_member(company, team, member)
    terms = Terms(as_of, weeks, max_moves, accept_empty)
    decided, seen = decision(set_up(company), team.leader, terms, Waits())
    from scheduler.planning.why.answer import explained
    from scheduler.planning.why.cases import Asked

    with waiting("Asking why …"):
        explanation = explained(decided, seen.calendars, seen.memory, whose, Asked(week, at))
    if form == "json":
        from scheduler.document.why import why_json

        click.echo(why_json(explanation), nl=False)
        return
    from scheduler.preview.why import why_page

    paper = Paper.here()
    page = why_page(explanation, width=paper.width, colour=paper.colour, encoding=paper.encoding)
    click.echo(page, nl=False)


def find_member(company: Company, team: Team, wanted: str) -> str:
    """Email of the one whom the leader meets and who is meant.

    Raises:
        BadInput: nobody, or more than one, is meant; the sentence lists whom the leader meets.
    """
    names = {pair.member: company.people[pair.member].name for pair in team.pairs}
    found = named(wanted, names)
    if len(found) == 1:
        return found[0]
    leader = company.people[team.leader].name
    problem = f"is nobody whom {leader} meets" if not found else f"could be several people whom {leader} meets"
    met = ", ".join(f"{name} <{email}>" for email, name in names.items())
    raise BadInput(f"--member: {wanted.strip()!r} {problem}: {met or 'nobody'}")
