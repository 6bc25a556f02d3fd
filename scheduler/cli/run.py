"""One run for one leader: read, plan, show; then save, or ask and write."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from scheduler.cli.options import RunOptions
from scheduler.cli.show import print_plan
from scheduler.cli.waiting import waiting
from scheduler.cli.writing import confirm_and_write, save_plan
from scheduler.company import Company, Team
from scheduler.config import find, load
from scheduler.dates.horizon import horizon, reading_window
from scheduler.errors import Refused
from scheduler.ledger.store import default_path, recall
from scheduler.plan import BlockKind, Plan
from scheduler.reading import Providers, find_team, providers_of, read_team, refuse_emptied
from scheduler.write import refuse_upheaval


def run(options: RunOptions) -> int:
    """Do what the options say; the exit code."""
    if options.dry_run and options.save is not None:
        raise click.UsageError("--dry-run writes nothing; --save alone writes the plan file and nothing else")
    company = load(find(options.config, os.environ))
    team = find_team(company, options.leader or "")
    providers = providers_of(company)
    now = options.as_of or datetime.now(UTC)
    plan = plan_for(company, team, providers, now, options)
    print_plan(plan, options.format)
    too_much = _upheaval(plan)
    if too_much and not options.force:
        if not options.dry_run and options.save is None:
            raise too_much
        click.echo(f"schedule: to be written, {too_much}", err=True)
    if options.save is not None:
        save_plan(plan, options.save)
        return 0
    if options.dry_run:
        return exit_code(plan)
    written = confirm_and_write(plan, company, providers, ledger_of(company), options.as_of, yes=options.yes)
    return written or exit_code(plan)


def plan_for(company: Company, team: Team, providers: Providers, now: datetime, options: RunOptions) -> Plan:
    """Read what the plan depends on, and make it. Nothing is written."""
    from scheduler.planning.make import make_plan

    memory = recall(ledger_of(company), team.leader)
    ahead = horizon(company.people[team.leader], team.rules, now, options.weeks or company.horizon_weeks)
    with waiting("Reading calendars …") as say:
        calendars = read_team(company, team, providers, reading_window(company, team, ahead), memory)
        refuse_emptied(calendars, memory, now, options.accept_empty)
        say("Placing 1-on-1s …")
        return make_plan(company, team, calendars, memory, now, weeks=options.weeks, max_moves=options.max_moves)


def ledger_of(company: Company) -> Path:
    """Where the ledger lies."""
    return company.ledger or default_path()


def exit_code(plan: Plan) -> int:
    """4 where the leader's own calendar could not be read over the planned weeks, so that nothing could be planned."""
    blocks = (block for each in plan.inputs if each.email == plan.leader for block in each.blocks)
    unknown = (block.span for block in blocks if block.kind is BlockKind.UNKNOWN)
    return 4 if any(span.start <= plan.as_of and span.end >= plan.window.end for span in unknown) else 0


def _upheaval(plan: Plan) -> Refused | None:
    try:
        refuse_upheaval(plan)
    except Refused as refused:
        return refused
    return None
