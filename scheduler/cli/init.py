"""`schedule init`: ask the few questions that matter, and write a first configuration."""

import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import click

from providers.registry import SERVICES, accounts
from providers.section.text import line
from scheduler.cli.options import RunOptions, config_option
from scheduler.config.find import FILE_NAME
from scheduler.config.init import Answers, Member, member, starting_config
from scheduler.config.notation import weekdays
from scheduler.config.text import zone
from scheduler.errors import BadInput

T = TypeVar("T")


@click.command()
@click.option("--company", metavar="NAME", help="The company's name.")
@click.option("--zone", "time_zone", metavar="ZONE", help="Its time zone, such as Europe/Madrid; else this machine's.")
@click.option("--days", metavar="DAYS", help="1-on-1 days, such as thursday,friday (the default).")
@click.option("--leader", metavar="PERSON", help='A leader: an email, or "Ana Costa <ana@example.com>".')
@click.option("--report", "reports", multiple=True, metavar="PERSON", help="Whom the leader meets (repeatable).")
@click.option("--calendars", metavar="FOLDER", help="Folder of the calendars; else ./calendars.")
@config_option
@click.option("--force", is_flag=True, help="Overwrite a configuration that is there already.")
@click.pass_context
def init(
    ctx: click.Context,
    company: str | None,
    time_zone: str | None,
    days: str | None,
    leader: str | None,
    reports: tuple[str, ...],
    calendars: str | None,
    config: Path | None,
    force: bool,
) -> None:
    """Write a commented starting configuration.

    Asks for what no option says; without a terminal, --company, --leader and --report are needed. Never overwrites
    a file unless told to.
    """
    outer = ctx.obj if isinstance(ctx.obj, RunOptions) else None
    path = config or (outer.config if outer else None) or Path(FILE_NAME)
    if not force and os.path.lexists(path):
        raise BadInput(f"{path}: is there already; name another file with --config, or overwrite it with --force")
    asks = sys.stdin.isatty()
    if not asks and (missing := _missing({"--company": company, "--leader": leader, "--report": reports})):
        raise BadInput(*missing)
    answers = Answers(
        company=_answer("--company", company, line, "Company", None, asks=asks),
        zone=_answer("--zone", time_zone, zone, "Time zone", _local_zone(), asks=asks),
        days=_answer("--days", days, _days, "1-on-1 days", "thursday, friday", asks=asks),
        leader=_answer("--leader", leader, member, "A leader, such as Ana Costa <ana@example.com>", None, asks=asks),
        reports=tuple(_answer("--report", report, member, "", None, asks=False) for report in reports)
        or _ask_reports(),
        folder=_answer("--calendars", calendars, line, "Folder of the calendars", "calendars", asks=asks),
    )
    _write(path, starting_config(answers), force=force)
    click.echo(f"Wrote {path}.")
    with suppress(OSError):  # `schedule check` says what is wrong with the folder
        (path.parent / Path(answers.folder).expanduser()).mkdir(exist_ok=True)
    click.echo(f"Put each person's calendar into {path.parent / answers.folder} as <email>.ics; then: schedule check")
    guides = ", ".join(service.guide for service in SERVICES.values() if service.guide is not None)
    click.echo(f"Or, with calendars at {accounts()}: {guides}")


def _missing(needed: dict[str, str | tuple[str, ...] | None]) -> list[str]:
    return [f"{option} is missing, and there is no terminal to ask at" for option, value in needed.items() if not value]


def _answer(
    option: str, given: str | None, understand: Callable[[str], T], question: str, default: str | None, *, asks: bool
) -> T:
    """The option's value; else the terminal's, asked until it can be understood; else the default."""
    if given is None and asks:
        answer: T = click.prompt(question, default=default, value_proc=_in_click(understand))
        return answer
    try:
        return understand(given if given is not None else default or "")
    except ValueError as error:
        raise BadInput(f"{option}: {error}") from None


def _ask_reports() -> tuple[Member, ...]:
    """Whom the leader meets, one by one; an empty answer ends."""
    found: list[Member] = []
    while True:
        question = (
            "Whom they meet, one at a time, such as Ben Roth <ben@example.com>"
            if not found
            else "And (Enter: that is all)"
        )
        default = "" if found else None
        answer = click.prompt(question, default=default, show_default=False, value_proc=_in_click(_member_or_end))
        if answer is None:
            return tuple(found)
        found.append(answer)


def _member_or_end(text: str) -> Member | None:
    return member(text) if text.strip() else None


def _in_click(understand: Callable[[str], T]) -> Callable[[str], T]:
    """So that the prompt shows what is wrong, and asks again."""

    def convert(text: str) -> T:
        try:
            return understand(text)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    return convert


def _days(text: str) -> tuple[int, ...]:
    return tuple(sorted({day for part in text.split(",") for day in weekdays(part)}))


def _local_zone() -> str:
    """This machine's time zone; UTC where it cannot be told."""
    from tzlocal import get_localzone_name

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a machine whose settings contradict each other
        try:
            return zone(get_localzone_name() or "UTC")
        except (ValueError, KeyError, OSError):
            return "UTC"


def _write(path: Path, text: str, *, force: bool) -> None:
    """Put the whole file in place at once.

    Raises:
        BadInput: it cannot be written, or is there already and may not be overwritten.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".schedule-") as folder:
            whole = Path(folder) / path.name
            with whole.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if force:
                whole.replace(path)
            else:
                path.hardlink_to(whole)  # unlike a rename, it never replaces
    except FileExistsError:
        raise BadInput(f"{path}: is there already; overwrite it with --force") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror or error}") from None
