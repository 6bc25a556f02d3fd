"""`schedule --leader X`: one run for one leader."""

import os
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.review import Asks, Looks, Saves, refuse_without_answer
from scheduler.cli.show import How
from scheduler.config import find, load
from scheduler.read.team import find_team
from scheduler.run import ATTEMPTS, Reviewer, Terms, leader_was_read, run, set_up


def run_leader(
    leader: str,
    *,
    dry_run: bool,
    yes: bool,
    save: Path | None,
    config: Path | None,
    as_of: datetime | None,
    weeks: int | None,
    max_moves: int | None,
    force: bool,
    accept_empty: tuple[str, ...],
    form: str,
    changes_only: bool,
    quiet: bool,
    html: Path | None,
) -> int:
    """Do what the options say; the exit code: 4 where the leader's calendar was not read or one not written."""
    if dry_run and save is not None:
        raise click.UsageError("--dry-run writes nothing; --save alone writes the plan file and nothing else")
    if html is not None and not dry_run:
        raise click.UsageError("--html is a page of a preview; add --dry-run")
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    company = load(find(config, os.environ))
    team = find_team(company, leader)
    reviewer: Reviewer
    if save is not None:
        reviewer = Saves(how, force=force, path=save, config=config)
    elif dry_run:
        reviewer = Looks(how, force=force, html=html)
    else:
        refuse_without_answer(yes=yes)
        reviewer = Asks(how, force=force, yes=yes)
    terms = Terms(as_of, weeks, max_moves, accept_empty)
    ended = run(set_up(company), team.leader, terms, reviewer, attempts=ATTEMPTS if yes else 1)
    failed = ended.outcomes is not None and ended.outcomes.failed
    return 4 if failed or not leader_was_read(ended.plan) else 0
