"""`schedule cancel`: take out what a leader left behind who leads no team any more."""

import os
from datetime import datetime
from pathlib import Path

import click

from scheduler.cancel import cancelling
from scheduler.cli.options import (
    as_of_option,
    config_option,
    dry_run_option,
    force_option,
    leader_option,
    show_options,
    yes_option,
)
from scheduler.cli.review import Asks, Looks, refuse_without_answer
from scheduler.cli.show import How
from scheduler.company import Company
from scheduler.config import find, load
from scheduler.dates import clock
from scheduler.errors import BadInput
from scheduler.ledger.record import RunKind
from scheduler.ledger.store import recall
from scheduler.named import named
from scheduler.providers import providers_of
from scheduler.run import Setup, instant_of, ledger_of, write


@click.command()
@leader_option
@dry_run_option
@config_option
@as_of_option
@show_options
@yes_option
@force_option
@click.pass_context
def cancel(
    ctx: click.Context,
    leader: str | None,
    dry_run: bool,
    config: Path | None,
    as_of: datetime | None,
    form: str,
    changes_only: bool,
    quiet: bool,
    yes: bool,
    force: bool,
) -> None:
    """Cancel the future 1-on-1s of LEADER, who leads no team in the configuration any more.

    Shows them, asks, and takes them out of the calendars of both; what has begun stays. LEADER is an email, also of
    somebody whom only the calendars or the ledger know, or the name of somebody who is configured.
    """
    if leader is None:
        raise click.UsageError("say whose 1-on-1s: --leader LEADER", ctx)
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    if not dry_run:
        refuse_without_answer(yes=yes)
    reviewer = Looks(how, force=force) if dry_run else Asks(how, force=force, yes=yes)
    company = load(find(config, os.environ))
    given = None if as_of is None else instant_of(company, as_of)
    now = given or clock.now()
    setup = Setup(company, providers_of(company), ledger_of(company))
    email = _former(company, leader)
    found = cancelling(setup, email, now, reviewer)
    if found is None:
        if not (recall(setup.ledger, email).entries or email in company.people):
            raise BadInput(f"--leader: neither the ledger nor a calendar that can be read knows of {email}")
        if not quiet:
            click.echo("Nothing to write.", err=True)
        return
    whole, plan, seen = found
    if reviewer.approves(plan):
        outcomes = write(whole, plan, given, reviewer, seen=seen, kind=RunKind.CANCEL)
        ctx.exit(4 if outcomes.failed else 0)


def _former(company: Company, wanted: str) -> str:
    """Email of a leader who is not configured as one.

    Raises:
        BadInput: nobody, several, or somebody who leads a team is meant.
    """
    last = recall(ledger_of(company), "").last
    known = {email: email for email in last} | {email: person.name for email, person in company.people.items()}
    found = named(wanted, known)
    if not found and "@" in wanted:
        return wanted.strip().casefold()
    if len(found) != 1:
        problem = "is nobody who is known" if not found else "could be several people"
        raise BadInput(f"--leader: {wanted.strip()!r} {problem}; say the email")
    (email,) = found
    if email in company.teams:
        raise BadInput(
            f"--leader: {email} leads a team in the configuration, and the next run would write their 1-on-1s again; "
            "take the team out of the configuration first"
        )
    return email
