"""One run for one leader: read, plan, show; then save, or ask and write."""

import os
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.options import RunOptions
from scheduler.cli.show import print_plan
from scheduler.cli.waiting import waiting
from scheduler.cli.writing import confirm_and_write, save_plan
from scheduler.company import Company, Team
from scheduler.config import find, load
from scheduler.dates import clock
from scheduler.dates.horizon import horizon, reading_window
from scheduler.errors import Refused, Stale
from scheduler.ledger.store import default_path, recall
from scheduler.plan import BlockKind, Plan
from scheduler.providers import providers_of
from scheduler.read.lost_calendar import refuse_lost_calendars
from scheduler.read.profiles import with_profiles
from scheduler.read.team import Providers, Seen, find_team, read_team
from scheduler.write import refuse_far_clock, refuse_too_many_changes

ATTEMPTS = 3
"""So often a run that nobody watches plans and writes, where calendars change under it."""


def run(options: RunOptions) -> int:
    """Do what the options say; the exit code."""
    if options.dry_run and options.save is not None:
        raise click.UsageError("--dry-run writes nothing; --save alone writes the plan file and nothing else")
    company = load(find(options.config, os.environ))
    team = find_team(company, options.leader or "")
    providers = providers_of(company)
    company = with_profiles(company, providers)
    team = company.teams[team.leader]
    for left in reversed(range(ATTEMPTS if options.yes else 1)):
        plan, seen = plan_for(company, team, providers, options.as_of or clock.now(), options)
        print_plan(plan, options.format)
        _guard(plan, options)
        if options.save is not None:
            save_plan(plan, options.save)
            return 0
        if options.dry_run:
            return exit_code(plan)
        try:
            outcomes = confirm_and_write(
                plan, company, providers, ledger_of(company), options.as_of, yes=options.yes, seen=seen
            )
        except Stale:
            if not left:
                raise
        else:
            if not (outcomes.conflicts and left):
                return 4 if outcomes.failed else exit_code(plan)
        click.echo("schedule: a calendar changed meanwhile; planning again.", err=True)
    raise AssertionError("the last attempt ends the run")


def plan_for(
    company: Company, team: Team, providers: Providers, now: datetime, options: RunOptions
) -> tuple[Plan, Seen]:
    """Read what the plan depends on, and make it. Nothing is written."""
    from scheduler.planning.make import make_plan

    memory = recall(ledger_of(company), team.leader)
    ahead = horizon(company.people[team.leader], team.rules, now, options.weeks or company.horizon_weeks)
    with waiting("Reading calendars …") as say:
        window = reading_window(company, team, ahead)
        calendars = read_team(company, team, providers, window, memory)
        refuse_lost_calendars(calendars, memory, window, now, options.accept_empty)
        say("Placing 1-on-1s …")
        decided = make_plan(company, team, calendars, memory, now, weeks=options.weeks, max_moves=options.max_moves)
    return decided.plan, Seen(calendars, memory)


def ledger_of(company: Company) -> Path:
    """Where the ledger lies."""
    return company.ledger or default_path()


def exit_code(plan: Plan) -> int:
    """4 where the leader's own calendar could not be read over the planned weeks, so that nothing could be planned."""
    blocks = (block for each in plan.inputs if each.email == plan.leader for block in each.blocks)
    unknown = (block.span for block in blocks if block.kind is BlockKind.UNKNOWN)
    return 4 if any(span.start <= plan.as_of and span.end >= plan.window.end for span in unknown) else 0


def _guard(plan: Plan, options: RunOptions) -> None:
    """Stop a plan that changes too much, or is made for a time far from now; where it is only looked at, say so."""
    if options.force:
        return
    try:
        refuse_too_many_changes(plan)
        if not options.dry_run:
            refuse_far_clock(plan.as_of, clock.now())
    except Refused as refused:
        if not options.dry_run and options.save is None:
            raise
        click.echo(f"schedule: to be written, {refused}", err=True)
