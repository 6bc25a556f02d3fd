"""What a first configuration says of a provider, and what has to be asked for that.

Each provider's package holds it as data, `starting.toml`: the ways in which one may sign in; for each its questions,
the section of the configuration with what is to be done at the service as comments, and what to do next. In a section
and in what comes next, `@@key@@` stands for the answer to a question, `@@config@@` for the configuration's path,
`@@EMAILS@@` for everybody's emails.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from providers.registry import PROVIDERS


@dataclass(frozen=True, slots=True)
class Question:
    """What one has to know for a key of the section."""

    key: str
    text: str
    default: str
    """Empty: it may be left open, and is filled in later."""
    folder: bool = False
    """Whether it names a folder, which is made."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach the calendars."""

    name: str
    title: str
    """Who signs in."""
    questions: tuple[Question, ...]
    section: str
    next: str


def ways(provider: str) -> tuple[Way, ...]:
    """The ways to reach the calendars of a provider; the first is the usual one."""
    text = files(f"providers.{provider}").joinpath("starting.toml").read_text(encoding="utf-8")
    return tuple(
        Way(**{**way, "questions": tuple(Question(**question) for question in way["questions"])})
        for way in tomllib.loads(text)["ways"]
    )


def understanding(provider: str, question: Question) -> Callable[[str], str]:
    """What understands an answer: it is judged as the same key of a configuration is.

    The function raises `ValueError` in words for a user.
    """
    from providers.section.table import value_of

    table = PROVIDERS[provider].load().table

    def understand(text: str) -> str:
        left_open = not text.strip() and not question.default
        return "" if left_open else str(value_of(table, question.key, text))

    return understand
