"""Values of the configuration that are written as text.

`text`, `or_none` and `one_of` make types for pydantic of functions that raise `ValueError` in words for a person.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import PlainValidator

NONE = "none"
"""Switches a thing off."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_EMAIL = re.compile(r"[a-z0-9!#$%&'*+=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+=?^_`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)*")
_IN_NO_FILE_NAME = '/\\:*?"<>|'
"""What no file name holds on every platform; emails name calendars."""
_LONGEST_EMAIL = 240
"""In bytes: `<email>.ics` is a file name, of at most 255."""
_BREAKS_LINES_OR_TERMINALS = ("Cc", "Cs", "Zl", "Zp")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Turn the direction of the text after them, and so what a line seems to say."""


def quoted(text: str, *, most: int = 80) -> str:
    """A user's text as a message shows it: on one line, shortened, without anything a terminal obeys."""
    shown = text if len(text) <= most else f"{text[: most - 1]}…"
    return f'"{"".join(char if char.isprintable() else ascii(char)[1:-1] for char in shown)}"'


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def line(text: str) -> str:
    """Text of one line that can stand in a calendar file and in a terminal; surrounding space is dropped."""
    result = text.strip()
    if not result:
        raise ValueError("is empty")
    for char in result:
        if unicodedata.category(char) in _BREAKS_LINES_OR_TERMINALS or char in _OVERRIDES:
            raise ValueError(f"{quoted(text)} holds a control character (U+{ord(char):04X}); leave it out")
    return result


def email(text: str) -> str:
    """An email address in lower case, fit to name a file."""
    address = line(text).lower()
    if found := sorted(set(address) & set(_IN_NO_FILE_NAME)):
        raise ValueError(f"{quoted(text)} holds {' '.join(found)}, which cannot stand in the name of a calendar")
    if len(address) > _LONGEST_EMAIL:
        raise ValueError(f"{quoted(text)} is longer than {_LONGEST_EMAIL} characters")
    if not _EMAIL.fullmatch(address):
        raise ValueError(f'{quoted(text)} is not an email address; use one such as "ana@example.com"')
    return address


def text(understand: Callable[[str], T]) -> PlainValidator:
    """A value that is written as text."""

    def validate(value: object) -> T:
        if not isinstance(value, str):
            raise ValueError("must be text, in quotes")
        if not value.strip():
            raise ValueError("is empty")
        return understand(value)

    return PlainValidator(validate)


def or_none(understand: Callable[[str], T]) -> PlainValidator:
    """As `text`; the word "none" switches the thing off."""
    return text(lambda value: None if value.strip().lower() == NONE else understand(value))


def one_of(enum: type[E], what: str) -> PlainValidator:
    """The name of a member of an enumeration.

    Args:
        what: what its members are, for a sentence.
    """

    def understand(value: str) -> E:
        try:
            return enum(value.strip().lower())
        except ValueError:
            *first, last = (f'"{member}"' for member in enum)
            raise ValueError(f"{quoted(value)} is not a {what}; use {', '.join(first)} or {last}") from None

    return text(understand)


Line = Annotated[str, text(line)]
Email = Annotated[str, text(email)]
