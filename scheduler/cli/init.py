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

from providers.registry import DEFAULT, PROVIDERS
from providers.section.text import line, quoted
from providers.starting import understanding, ways
from scheduler.cli.options import config_option, shared
from scheduler.config.find import FILE_NAME
from scheduler.config.init import QUARTERS, Answers, Host, Member, filled, member, starting_config, starts
from scheduler.config.notation import weekdays
from scheduler.config.text import zone
from scheduler.errors import BadInput

T = TypeVar("T")

_WHOM = "Whom they meet, one at a time, such as Ben Roth <ben@example.com>"


@click.command()
@click.option("--company", metavar="NAME", help="The company's name.")
@click.option("--zone", "time_zone", metavar="ZONE", help="Its time zone, such as Europe/Madrid; else this machine's.")
@click.option("--days", metavar="DAYS", help="1-on-1 days, such as thursday,friday (the default).")
@click.option(
    "--start-minutes",
    metavar="MINUTES",
    help="Minutes past the hour at which 1-on-1s may start; else 0,15,30,45; or any.",
)
@click.option("--leader", metavar="PERSON", help='A leader: an email, or "Ana Costa <ana@example.com>".')
@click.option("--report", "reports", multiple=True, metavar="PERSON", help="Whom the leader meets (repeatable).")
@click.option("--provider", metavar="NAME", help=f"Who hosts the calendars: {', '.join(PROVIDERS)}; else {DEFAULT}.")
@click.option("--sign-in", metavar="WAY", help="Who signs in there, such as person (the default).")
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="A key of [providers.NAME] (repeatable).")
@click.option("--calendars", metavar="FOLDER", help="Folder of the calendars: short for --set path=FOLDER.")
@config_option
@shared("--force", is_flag=True, help="Overwrite a configuration that is there already.")
def init(
    company: str | None,
    time_zone: str | None,
    days: str | None,
    start_minutes: str | None,
    leader: str | None,
    reports: tuple[str, ...],
    provider: str | None,
    sign_in: str | None,
    given: tuple[str, ...],
    calendars: str | None,
    config: Path | None,
    force: bool,
) -> None:
    """Ask a few questions, and write a commented starting configuration.

    Asks for what no option says; without a terminal, --company, --leader and --report are needed. For calendars at a
    service, the file says what is to be done there. Never overwrites a file unless told to.
    """
    path = config or Path(FILE_NAME)
    _refuse_place(path, force=force)
    asks = sys.stdin.isatty()
    if not asks and (missing := _missing({"--company": company, "--leader": leader, "--report": reports})):
        raise BadInput(*missing)
    named = _answer("--company", company, line, "Company", None, asks=asks)
    local = _answer("--zone", time_zone, zone, "Time zone", _local_zone(), asks=asks)
    on = _answer("--days", days, _days, "1-on-1 days", "thursday, friday", asks=asks)
    question = "1-on-1s start at these minutes past the hour (or: any)"
    minutes = _answer("--start-minutes", start_minutes, starts, question, ", ".join(map(str, QUARTERS)), asks=asks)
    lead = _answer("--leader", leader, member, "A leader, such as Ana Costa <ana@example.com>", None, asks=asks)
    met = tuple(_answer("--report", report, member, "", None, asks=False) for report in reports)
    met = met or _ask_reports(lead)
    host = _host(path, provider, sign_in, _pairs(given, calendars), asks=asks)
    _write(path, starting_config(Answers(named, local, on, lead, met, host, minutes)), force=force)
    click.echo(f"Wrote {path}.")
    folders = {
        question.key: path.parent / host.answers[question.key] for question in host.way.questions if question.folder
    }
    for folder in folders.values():
        with suppress(OSError):  # `schedule check` says what is wrong with it
            folder.expanduser().mkdir(exist_ok=True)
    click.echo(filled(host.way.next, {"config": str(path), **{key: str(folder) for key, folder in folders.items()}}))


def _refuse_place(path: Path, *, force: bool) -> None:
    """Stop before anything is asked where the answers could not be written."""
    if not force and os.path.lexists(path):
        raise BadInput(f"{path}: is there already; name another file with --config, or overwrite it with --force")
    folder = next(each for each in path.absolute().parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise BadInput(f"{path}: cannot be written into {folder}; name another file with --config")


def _pairs(given: tuple[str, ...], calendars: str | None) -> dict[str, str]:
    """What `--set` and `--calendars` say, by key."""
    found = {} if calendars is None else {"path": calendars}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals:
            raise BadInput(f"--set: {quoted(pair)} is not of the form KEY=VALUE")
        found[key.strip()] = value
    return found


def _host(config: Path, provider: str | None, sign_in: str | None, given: dict[str, str], *, asks: bool) -> Host:
    """Who hosts the calendars, how one signs in there, and what its section says."""
    titles = {entry.name: entry.title for entry in PROVIDERS.values()}
    name = _chosen("--provider", provider or (DEFAULT if "path" in given else None), "Calendars", titles, asks=asks)
    known = {way.name: way for way in ways(name)}
    signers = {way.name: way.title for way in known.values()}
    way = known[_chosen("--sign-in", sign_in, "Who signs in", signers, asks=asks)]
    if unknown := sorted(given.keys() - {question.key for question in way.questions}):
        keys = ", ".join(question.key for question in way.questions)
        raise BadInput(*(f"--set: {quoted(key)} is not asked for here; keys are {keys}" for key in unknown))
    answers = {}
    for question in way.questions:
        understand = understanding(name, question)
        if question.folder:
            understand = _folder(understand, config.parent)
        option = f"--set {question.key}"
        answers[question.key] = _answer(
            option, given.get(question.key), understand, question.text, question.default, asks=asks
        )
    return Host(way, answers)


def _chosen(option: str, given: str | None, question: str, titles: dict[str, str], *, asks: bool) -> str:
    """One of several, by name or its beginning; the first where nobody says; not asked where there is but one."""

    def understand(text: str) -> str:
        typed = text.strip().lower()
        found = [typed] if typed in titles else [name for name in titles if typed and name.startswith(typed)]
        if len(found) != 1:
            raise ValueError(f"{quoted(text)} is none of them; use {' or '.join(titles)}")
        return found[0]

    if given is None and asks and len(titles) > 1:
        width = max(map(len, titles))
        for name, title in titles.items():
            click.echo(f"  {name:<{width}}  {title}")
    return _answer(option, given, understand, question, next(iter(titles)), asks=asks and len(titles) > 1)


def _folder(understand: Callable[[str], str], parent: Path) -> Callable[[str], str]:
    """What understands a folder's path, and refuses one where something else is."""

    def judge(text: str) -> str:
        found = understand(text)
        place = (parent / found).expanduser()
        if place.exists() and not place.is_dir():
            raise ValueError(f"{quoted(found)} is no folder")
        return found

    return judge


def _missing(needed: dict[str, str | tuple[str, ...] | None]) -> list[str]:
    return [f"{option} is missing, and there is no terminal to ask at" for option, value in needed.items() if not value]


def _answer(
    option: str, given: str | None, understand: Callable[[str], T], question: str, default: str | None, *, asks: bool
) -> T:
    """The option's value; else the terminal's, asked until it can be understood; else the default."""
    if given is None and asks:
        answer: T = click.prompt(
            question, default=default, show_default=bool(default), value_proc=_in_click(understand)
        )
        return answer
    try:
        return understand(given if given is not None else default or "")
    except ValueError as error:
        raise BadInput(f"{option}: {error}") from None


def _ask_reports(leader: Member) -> tuple[Member, ...]:
    """Whom the leader meets, one by one; an empty answer ends."""
    found: list[Member] = []

    def understand(text: str) -> Member | None:
        if not text.strip() and found:
            return None
        answer = member(text)
        if answer.email in (leader.email, *(one.email for one in found)):
            raise ValueError(f"{answer.email} is named already; a leader's reports are different people")
        return answer

    while True:
        question = "And (Enter: that is all)" if found else _WHOM
        default = "" if found else None
        answer = click.prompt(question, default=default, show_default=False, value_proc=_in_click(understand))
        if answer is None:
            return tuple(found)
        found.append(answer)


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
