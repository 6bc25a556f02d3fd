"""What a configuration means, in one number: plans made under equal numbers could not differ for its sake."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, time, timedelta
from enum import Enum
from pathlib import Path
from re import Pattern

from scheduler.company import Company

WITHOUT = ("fingerprint", "folder", "former", "keep_weeks", "nightly", "sources", "telling", "tokens")
"""Fields of a company that change no plan: which files said it, where secrets lie, what is kept where and how long,
what a night may do, who is told, and who has just left."""


def with_fingerprint(company: Company) -> Company:
    """The company with its fingerprint: SHA-256, in hexadecimal, of all that it means.

    Comments, spelling, the order of tables and the place of the files do not count; times, zones, rules, texts, folders
    and accounts do.
    """
    meaning = {field.name: getattr(company, field.name) for field in fields(company) if field.name not in WITHOUT}
    # That an account did not answer counts, not in which words.
    meaning["people"] = {
        email: replace(person, unread_profile=person.unread_profile and "unread")
        for email, person in company.people.items()
    }
    text = json.dumps(_plain(meaning), sort_keys=True, separators=(",", ":"))
    return replace(company, fingerprint=hashlib.sha256(text.encode()).hexdigest())


def _plain(value: object) -> object:
    """A value as plain JSON, equal for equal values.

    Raises:
        TypeError: it is of a kind that is not known here, whose text might not say all of it.
    """
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"": type(value).__name__, **named}
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value.resolve())
    if isinstance(value, Pattern):
        return [value.pattern, value.flags]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    raise TypeError(f"a fingerprint cannot hold {type(value).__name__}")
