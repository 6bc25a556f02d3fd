"""The options of the command. Each is defined once, so that it means the same with every command that takes it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from scheduler.cli.completion import leaders

FIRST_YEAR, LAST_YEAR = 1980, 2200
"""Beyond these, no calendar says what time zones do."""


class Shared(click.Option):
    """An option that may stand before or after the name of a command; the nearest one counts."""

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, click.Parameter]
    ) -> tuple[Any, click.core.ParameterSource]:
        value, source = super().consume_value(ctx, opts)
        outer = ctx.parent
        while source is not ParameterSource.COMMANDLINE and outer is not None:
            if given(outer, self.name):
                return outer.params[self.name], ParameterSource.COMMANDLINE
            outer = outer.parent
        return value, source


def given(ctx: click.Context, name: str) -> bool:
    """Whether an option stands on the command line, before or after the command's name."""
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE


def refuse_strays(ctx: click.Context, command: click.Command) -> None:
    """Refuse options before the name of a command that it does not take.

    Raises:
        UsageError: naming the first.
    """
    taken = {parameter.name for parameter in command.params}
    for option in ctx.command.params:
        if given(ctx, option.name) and option.name not in taken:
            raise click.UsageError(f"{option.opts[-1]} does not go with {command.name}", ctx)


class Moment(click.ParamType[datetime]):
    """A day or a time, as ISO 8601 writes them; one without an offset from UTC has no zone yet."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day or time such as 2026-12-01 or 2026-12-01T10:00", param, ctx)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail(f"{value!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        return moment


PATH = click.Path(path_type=Path, dir_okay=False)

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def shared(*names: str, **attributes: Any) -> Decorator:
    """An option that may stand before or after the name of a command."""
    return click.option(*names, cls=Shared, **attributes)


leader_option = shared(
    "--leader", metavar="LEADER", shell_complete=leaders, help="Whose 1-on-1s: an email, a name, or its beginning."
)
config_option = shared(
    "--config",
    type=PATH,
    metavar="PATH",
    help="The configuration; else SCHEDULE_CONFIG, ./config.toml, or config.toml in your configuration folder.",
)
as_of_option = shared(
    "--as-of",
    type=Moment(),
    metavar="TIME",
    help="As if it were this day or time, such as 2026-12-01 or 2026-12-01T10:00: of the company's clocks, unless an "
    "offset such as -05:00 follows.",
)
weeks_option = shared(
    "--weeks", type=click.IntRange(1, 26), metavar="N", help="Look so many weeks ahead, if not as configured."
)
max_moves_option = shared("--max-moves", type=click.IntRange(0), metavar="K", help="Move at most K existing 1-on-1s.")
yes_option = shared("-y", "--yes", is_flag=True, help="Write without asking.")
force_option = shared(
    "--force",
    is_flag=True,
    help="Write even if over 30 % of what stands moves or goes, or --as-of is over a week from now.",
)
dry_run_option = shared("--dry-run", is_flag=True, help="Show the plan and write nothing, anywhere.")
format_option = shared(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print the plan: for people, or for machines.",
)
changes_only_option = shared(
    "--changes-only", is_flag=True, help="Print what changes and what has no place, without timetables and proof."
)
accept_empty_option = shared(
    "--accept-empty", multiple=True, metavar="EMAIL", help="This person's calendar is empty indeed (repeatable)."
)
html_option = shared("--html", type=PATH, metavar="PATH", help="Write it there as well, as a page for a browser.")
quiet_option = shared("-q", "--quiet", is_flag=True, help="Print no plan; say only what somebody has to see to.")


def show_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how a plan is printed; see `scheduler.cli.show.How`."""
    return format_option(changes_only_option(quiet_option(command)))


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a run for a leader; see `scheduler.cli.run.run_leader`."""
    for option in reversed(_RUN_OPTIONS):
        command = option(command)
    return command


_RUN_OPTIONS = (
    leader_option,
    dry_run_option,
    yes_option,
    shared("--save", type=PATH, metavar="PATH", help="Save the plan there instead of writing events."),
    config_option,
    as_of_option,
    weeks_option,
    max_moves_option,
    force_option,
    accept_empty_option,
    html_option,
    show_options,
)
