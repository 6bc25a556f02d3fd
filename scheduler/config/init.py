"""A first configuration from a few answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from providers.section.text import email, line, quoted
from providers.starting import Way
from scheduler.config.notation import WEEKDAYS
from scheduler.errors import BadInput

GRID = 5
"""Minutes; as it is where a configuration says nothing of it."""
QUARTERS = (0, 15, 30, 45)


@dataclass(frozen=True)
class Member:
    """Somebody in an answer."""

    email: str
    name: str


@dataclass(frozen=True)
class Answers:
    """What a first configuration needs to know. Every text is as `identity` returns it."""

    company: str
    zone: str
    days: tuple[int, ...]
    """1-on-1 days, 0 is Monday; at least one."""
    leader: Member
    reports: tuple[Member, ...]
    host: "Host"
    starts: tuple[int, ...] | None = None
    """Minutes past the hour at which 1-on-1s may start; None: any on the grid."""


@dataclass(frozen=True)
class Host:
    """Who hosts the calendars, and what was answered to the questions about that."""

    way: Way
    answers: Mapping[str, str]
    """By key; one that is left open is empty."""


def starts(text: str) -> tuple[int, ...] | None:
    """Minutes past the hour as people write them: `0, 30`, or `any`.

    Raises:
        ValueError: in words for a user.
    """
    if text.strip().lower() == "any":
        return None
    words = text.replace(",", " ").split()
    if not words:
        raise ValueError("is empty")
    for word in words:
        if not (word.isascii() and word.isdecimal() and int(word) < 60 and int(word) % GRID == 0):
            raise ValueError(f"{quoted(word)} is not a minute of the hour that is a multiple of {GRID}, nor any")
    return tuple(sorted({int(word) for word in words}))


def member(text: str) -> Member:
    """Somebody as people write them: `Ana Costa <ana@example.com>`, or only the email.

    Raises:
        ValueError: in words for a user.
    """
    name, bracket, address = text.strip().removesuffix(">").rpartition("<")
    found = email(address)
    spoken = found.partition("@")[0].replace(".", " ").replace("_", " ").title()
    return Member(found, line(name) if bracket and name.strip() else spoken.strip() or found)


def starting_config(answers: Answers) -> str:
    """The text of a valid, commented configuration.

    Raises:
        BadInput: somebody is named twice.
    """
    emails = [one.email for one in (answers.leader, *answers.reports)]
    twice = sorted({one for one in emails if emails.count(one) > 1})
    if twice:
        raise BadInput(*(f"{one} is named twice; a leader's reports are different people" for one in twice))
    focus = [day for day in range(5) if day not in answers.days]
    weekend = [f"{WEEKDAYS[day]} 09:00-18:00" for day in (5, 6) if day in answers.days]
    people = "\n".join(
        f"[[people]]\nemail = {_text(one.email)}\nname = {_text(one.name)}\n"
        for one in (answers.leader, *answers.reports)
    )
    template = files("scheduler.config").joinpath("starting.toml").read_text(encoding="utf-8")
    values = {
        "COMPANY": _text(answers.company),
        "ZONE": _text(answers.zone),
        "HOURS": _list(["monday-friday 09:00-18:00", *weekend]),
        "DAYS": _list([WEEKDAYS[day] for day in sorted(answers.days)]),
        "FOCUS": _list([WEEKDAYS[day] for day in focus]),
        "PEOPLE": people,
        "LEADER": _text(answers.leader.email),
        "REPORTS": _list([one.email for one in answers.reports]),
        "STARTS": f"{'# ' if answers.starts is None else ''}start_minutes = {list(answers.starts or QUARTERS)}",
        "PROVIDER": _section(answers.host, emails),
    }
    return filled(template, values)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its values, whose names stand between two `@@`."""
    return "".join(values[part] if index % 2 else part for index, part in enumerate(template.split("@@")))


def _section(host: Host, emails: list[str]) -> str:
    values = {key: _text(answer) for key, answer in host.answers.items()}
    return filled(host.way.section, values | {"EMAILS": ", ".join(emails)}).strip()


def _list(values: list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """A TOML string; for text without control characters its rules are JSON's."""
    return json.dumps(value, ensure_ascii=False)
