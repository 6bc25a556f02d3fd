"""`schedule apply`: write a saved plan."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from providers.files import read_regular
from scheduler.cli.options import PATH, as_of_option, config_option, force_option, show_options, yes_option
from scheduler.cli.review import Asks, changes_too_much, far_from_now, refuse_without_answer
from scheduler.cli.show import How
from scheduler.config import find, load
from scheduler.dates import clock
from scheduler.document import from_json
from scheduler.errors import BadInput, Refused
from scheduler.ledger.record import RunKind
from scheduler.plan import Plan
from scheduler.run import instant_of, leader_was_read, set_up, write

MOST_BYTES = 16 * 2**20
"""No plan's file is larger: that of half a year of a large team has a tenth of it."""


@click.command()
@click.argument("plan", type=PATH)
@config_option
@as_of_option
@yes_option
@force_option
@show_options
@click.pass_context
def apply(
    ctx: click.Context,
    plan: Path,
    config: Path | None,
    as_of: datetime | None,
    yes: bool,
    force: bool,
    form: str,
    changes_only: bool,
    quiet: bool,
) -> None:
    """Write exactly the plan that was saved in PLAN.

    Refuses, and says what changed, if the configuration or a calendar that the plan depends on is no longer as it was.
    """
    company = load(find(config, os.environ))
    given = None if as_of is None else instant_of(company, as_of)
    how = How.asked(form, changes_only=changes_only, quiet=quiet)
    reviewer = _Applies(how, force=force, yes=yes, as_of=given)
    saved = from_json(_text(plan), str(plan))
    if saved.leader not in company.teams:
        raise BadInput(f"{plan}: {saved.leader} leads no team in the configuration; plan again")
    refuse_without_answer(yes=yes)
    if reviewer.approves(saved):
        outcomes = write(set_up(company), saved, given, reviewer, kind=RunKind.APPLY)
        ctx.exit(4 if outcomes.failed or not leader_was_read(saved) else 0)


@dataclass(frozen=True)
class _Applies(Asks):
    """Asks about a plan that was made earlier, and is compared with the calendars as they are now."""

    as_of: datetime | None
    """The clock, where it is fixed."""

    def held_back(self, plan: Plan) -> Refused | None:
        """That it changes too much, was made for a time that is yet to come, or is written for one far from now."""
        times = [] if self.as_of is None else [self.as_of]
        if plan.as_of > clock.now():
            times.append(plan.as_of)
        return changes_too_much(plan) or next(filter(None, map(far_from_now, times)), None)


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
