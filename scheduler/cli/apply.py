"""`schedule apply`: write a saved plan."""

import os
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.options import PATH, as_of_option, config_option, force_option, show_options, yes_option
from scheduler.cli.review import Asks, refuse_without_answer
from scheduler.cli.show import How
from scheduler.config import find, load
from scheduler.document import from_json
from scheduler.errors import BadInput
from scheduler.run import set_up, write


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
    reviewer = Asks(How.asked(form, changes_only=changes_only, quiet=quiet), force=force, yes=yes)
    company = load(find(config, os.environ))
    saved = from_json(_text(plan), str(plan))
    if saved.leader not in company.teams:
        raise BadInput(f"{plan}: {saved.leader} leads no team in the configuration; plan again")
    refuse_without_answer(yes=yes)
    if reviewer.approves(saved):
        outcomes = write(set_up(company), saved, as_of, reviewer)
        ctx.exit(4 if outcomes.failed else 0)


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise BadInput(f"{path}: is no file; name a file that --save has written")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(f"{path}: {reason}; name a file that --save has written") from error
