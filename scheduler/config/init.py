"""A first configuration from a few answers."""

import json
from dataclasses import dataclass
from importlib.resources import files

from providers.section.text import email, line
from scheduler.config.notation import WEEKDAYS
from scheduler.errors import BadInput


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
    folder: str
    """Path of the calendars, relative to the configuration."""


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
        "FOLDER": _text(answers.folder),
    }
    return "".join(values[part] if odd else part for part, odd in _parts(template))


def _parts(template: str) -> list[tuple[str, bool]]:
    """A template in pieces; every second one is the name of a value, between two `@@`."""
    return [(part, index % 2 == 1) for index, part in enumerate(template.split("@@"))]


def _list(values: list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """A TOML string; for text without control characters its rules are JSON's."""
    return json.dumps(value, ensure_ascii=False)
