"""`schedule apply`: write a saved plan."""

import os
from datetime import datetime
from pathlib import Path

import click

from providers.files import read_regular
from scheduler.cli.options import PATH, RunOptions, as_of_option, config_option, force_option, yes_option
from scheduler.cli.run import ledger_of
from scheduler.cli.show import print_plan
from scheduler.cli.writing import confirm_and_write
from scheduler.config import find, load
from scheduler.dates import clock
from scheduler.document import from_json
from scheduler.errors import BadInput
from scheduler.plan import Plan
from scheduler.providers import providers_of
from scheduler.read.profiles import with_profiles
from scheduler.write import refuse_far_clock, refuse_too_many_changes

MOST_BYTES = 16 * 2**20
"""No plan's file is larger: that of half a year of a large team has a tenth of it."""


@click.command()
@click.argument("plan", type=PATH)
@config_option
@as_of_option
@yes_option
@force_option
@click.pass_context
def apply(ctx: click.Context, plan: Path, config: Path | None, as_of: datetime | None, yes: bool, force: bool) -> None:
    """Write exactly the plan that was saved in PLAN.

    Refuses, and says what changed, if the configuration or a calendar that the plan depends on is no longer as it was.
    """
    outer = ctx.obj if isinstance(ctx.obj, RunOptions) else None
    company = load(find(config or (outer.config if outer else None), os.environ))
    providers = providers_of(company)
    saved = from_json(_text(plan), str(plan))
    if saved.leader not in company.teams:
        raise BadInput(f"{plan}: {saved.leader} leads no team in the configuration; plan again")
    print_plan(saved, "text")
    given = as_of or (outer.as_of if outer else None)
    if not (force or (outer and outer.force)):
        refuse_too_many_changes(saved)
        _refuse_another_time(saved, given)
    company = with_profiles(company, providers)
    asked = yes or bool(outer and outer.yes)
    outcomes = confirm_and_write(saved, company, providers, ledger_of(company), given, yes=asked)
    ctx.exit(4 if outcomes.failed else 0)


def _refuse_another_time(saved: Plan, as_of: datetime | None) -> None:
    """Stop where `as_of` is far from the clock, or the plan was made as of a time that is yet to come.

    An older plan is compared with the calendars as they are now.
    """
    if as_of is not None:
        refuse_far_clock(as_of, clock.now())
    if saved.as_of > clock.now():
        refuse_far_clock(saved.as_of, clock.now())


def _text(path: Path) -> str:
    do = "name a file that --save has written"
    try:
        with read_regular(path) as file:
            found = file.read(MOST_BYTES + 1)
        if len(found) > MOST_BYTES:
            raise BadInput(f"{path}: it is larger than any plan; {do}")
        return found.decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(f"{path}: {reason}; {do}") from error
