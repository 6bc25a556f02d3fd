"""The options of a run, in one place."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the user asked for."""

    leader: str | None
    dry_run: bool
    yes: bool
    save: Path | None
    config: Path | None
    as_of: datetime | None
    weeks: int | None
    format: str
    max_moves: int | None
    force: bool
    accept_empty: tuple[str, ...]

    @property
    def of_a_run(self) -> list[str]:
        """Those that were given of the options that no other command knows."""
        given = {
            "--leader": self.leader is not None,
            "--dry-run": self.dry_run,
            "--save": self.save is not None,
            "--weeks": self.weeks is not None,
            "--format": self.format != "text",
            "--max-moves": self.max_moves is not None,
            "--accept-empty": bool(self.accept_empty),
        }
        return [name for name, present in given.items() if present]


FIRST_YEAR, LAST_YEAR = 1980, 2200
"""Beyond these, no calendar says what time zones do."""


class Instant(click.ParamType[datetime]):
    """An RFC 3339 time with an offset from UTC."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time such as 2026-11-25T18:00:00-05:00", param, ctx)
        if not FIRST_YEAR <= instant.year <= LAST_YEAR:
            self.fail(f"{value!r} is not in the years {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} lacks its offset from UTC, such as -05:00 or Z", param, ctx)
        return instant


PATH = click.Path(path_type=Path, dir_okay=False)

FORMATS = click.Choice(["text", "json"])
HOW_TO_PRINT = "How to print the plan."

leader_option = click.option("--leader", metavar="LEADER", help="Whose 1-on-1s: email or name.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show the plan and write nothing, anywhere.")
format_option = click.option("--format", "form", type=FORMATS, help=HOW_TO_PRINT)
config_option = click.option(
    "--config",
    type=PATH,
    metavar="PATH",
    help="The configuration; else SCHEDULE_CONFIG, ./config.toml, or config.toml in your configuration folder.",
)
as_of_option = click.option(
    "--as-of", type=Instant(), metavar="TIME", help="Plan as if it were this time, such as 2026-11-25T18:00:00-05:00."
)
yes_option = click.option("-y", "--yes", is_flag=True, help="Write without asking.")
force_option = click.option(
    "--force",
    is_flag=True,
    help="Write even if over 30 % of what stands moves or goes, or --as-of is over a week from now.",
)


def run_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a run, handed over as one `RunOptions`."""

    @functools.wraps(command)
    def with_options(*args: Any, **values: Any) -> None:
        command(*args, options=RunOptions(**values))

    decorated: Callable[..., None] = with_options
    for option in reversed(_RUN_OPTIONS):
        decorated = option(decorated)
    return decorated


_RUN_OPTIONS = (
    leader_option,
    dry_run_option,
    yes_option,
    click.option("--save", type=PATH, metavar="PATH", help="Save the plan there instead of writing events."),
    config_option,
    as_of_option,
    click.option("--weeks", type=click.IntRange(1, 26), metavar="N", help="Plan so many weeks, if not as configured."),
    click.option("--format", type=FORMATS, default="text", help=HOW_TO_PRINT),
    click.option("--max-moves", type=click.IntRange(0), metavar="K", help="Move at most K existing 1-on-1s."),
    force_option,
    click.option(
        "--accept-empty",
        multiple=True,
        metavar="EMAIL",
        help="This person's calendar is empty indeed (repeatable).",
    ),
)
