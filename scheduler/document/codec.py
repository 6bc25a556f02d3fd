"""Codecs: each turns one kind of value into plain JSON and back, says what is wrong with JSON that is not it, and
describes that JSON in the words of JSON Schema (draft 2020-12).

`read` never raises for wrong JSON: it appends one line per problem and goes on, so that all of them are told at once.
What it returns is of use only when no problem was added.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from providers.weeks import IsoWeek

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{6})?Z", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


Schema = dict[str, object]
"""A JSON Schema."""


class Problems:
    """Collects what is wrong, one line each: source, key, what was expected."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: list[str] = []

    def add(self, at: str, what: str) -> None:
        """Note a problem with the value at the key path `at` (empty: the document itself)."""
        self.lines.append(f"{self.source}: {at}: {what}" if at else f"{self.source}: {what}")


class Codec(Protocol[T]):
    """Both directions for one kind of value."""

    def write(self, value: T) -> object:
        """The value as plain JSON: dict, list, str, int, bool or None."""
        ...

    def read(self, value: object, at: str, problems: Problems) -> T | None:
        """The value that plain JSON stands for; `at` is its key path, for `problems`."""
        ...

    def schema(self, definitions: Schema) -> Schema:
        """What JSON it writes and reads. What is used at several places goes into `definitions`, and is referred to."""
        ...


def shown(value: object) -> str:
    """A JSON value as it may stand in an error message: short, and free of control characters."""
    text = ascii(value)
    return text if len(text) <= 40 else text[:37] + "..."


@dataclass(frozen=True)
class Text:
    """A string; with `filled`, not an empty one."""

    filled: bool = False

    def write(self, value: str) -> object:
        return value

    def read(self, value: object, at: str, problems: Problems) -> str | None:
        if not isinstance(value, str):
            problems.add(at, f"expected text, not {shown(value)}")
            return None
        if self.filled and not value:
            problems.add(at, "must not be empty")
        if any("\ud800" <= character <= "\udfff" for character in value):
            problems.add(at, f"is not valid Unicode: {shown(value)}")
        return value

    def schema(self, definitions: Schema) -> Schema:
        if not self.filled:
            return {"type": "string"}
        filled: Schema = {"type": "string", "minLength": 1, "description": "Text that is not empty."}
        return _defined("filled", filled, definitions)


@dataclass(frozen=True)
class Number:
    """An integer within bounds, both included."""

    least: int | None = None
    most: int | None = None

    def write(self, value: int) -> object:
        return value

    def read(self, value: object, at: str, problems: Problems) -> int | None:
        if not isinstance(value, int) or isinstance(value, bool):
            problems.add(at, f"expected a whole number, not {shown(value)}")
            return None
        if self.least is not None and value < self.least:
            problems.add(at, f"must be at least {self.least}, not {shown(value)}")
        if self.most is not None and value > self.most:
            problems.add(at, f"must be at most {self.most}, not {shown(value)}")
        return value

    def schema(self, definitions: Schema) -> Schema:
        if self.least is not None and self.least == self.most:
            return {"const": self.least}
        bounds = {"minimum": self.least, "maximum": self.most}
        return {"type": "integer", **{name: bound for name, bound in bounds.items() if bound is not None}}


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def write(self, value: bool) -> object:
        return value

    def read(self, value: object, at: str, problems: Problems) -> bool | None:
        if not isinstance(value, bool):
            problems.add(at, f"expected true or false, not {shown(value)}")
            return None
        return value

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """A value that JSON holds as a string: `parse` raises ValueError for a string that is none."""

    what: str
    parse: Callable[[str], T]
    format: Callable[[T], str]
    described: Mapping[str, object]
    """Its JSON Schema."""
    name: str | None = None
    """Under which its schema is defined, where it is used at several places."""

    def write(self, value: T) -> object:
        return self.format(value)

    def read(self, value: object, at: str, problems: Problems) -> T | None:
        if isinstance(value, str):
            try:
                return self.parse(value)
            except ValueError:
                pass
        problems.add(at, f"expected {self.what}, not {shown(value)}")
        return None

    def schema(self, definitions: Schema) -> Schema:
        described = dict(self.described)
        return described if self.name is None else _defined(self.name, described, definitions)


def _plausible(year: int) -> None:
    """Refuses years near the ends of what Python can count, which no time zone could be applied to."""
    if not 1900 <= year <= 9000:
        raise ValueError(year)


def _parse_instant(text: str) -> datetime:
    if not INSTANT.fullmatch(text):
        raise ValueError(text)
    instant = datetime.fromisoformat(text)
    _plausible(instant.year)
    return instant


def _format_instant(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _parse_day(text: str) -> date:
    if not DAY.fullmatch(text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    _plausible(day.year)
    return day


def _parse_week(text: str) -> str:
    _plausible(IsoWeek.parse(text).monday().year)
    return text


def _parse_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (LookupError, OSError) as error:
        raise ValueError(text) from error
    return text


INSTANTS = Parsed(
    "an instant in UTC such as '2026-11-26T09:00:00Z'",
    _parse_instant,
    _format_instant,
    {
        "type": "string",
        "format": "date-time",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{6})?Z$",
        "description": "RFC 3339 in UTC, such as 2026-11-26T09:00:00Z.",
    },
    "instant",
)
DAYS = Parsed(
    "a date such as '2026-11-26'",
    _parse_day,
    date.isoformat,
    {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
)
WEEKS = Parsed(
    "an ISO week such as '2026-W48'",
    _parse_week,
    str,
    {
        "type": "string",
        "pattern": "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
        "description": "An ISO week, such as 2026-W48.",
    },
    "week",
)
ZONES = Parsed(
    "an IANA time zone such as 'Europe/Madrid'",
    _parse_zone,
    str,
    {"type": "string", "minLength": 1, "description": "IANA name of a time zone, such as Europe/Madrid."},
    "zone",
)


def choice(kind: type[E]) -> Parsed[E]:
    """One of an enumeration's values."""
    return Parsed("one of " + ", ".join(kind), kind, str, {"enum": [each.value for each in kind]})


def one_of(*words: str) -> Parsed[str]:
    """One of these words."""

    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return Parsed("one of " + ", ".join(words), parse, str, {"enum": [*map(str, words)]})


@dataclass(frozen=True)
class Maybe(Generic[T]):
    """The value, or null."""

    codec: Codec[T]

    def write(self, value: T | None) -> object:
        return None if value is None else self.codec.write(value)

    def read(self, value: object, at: str, problems: Problems) -> T | None:
        return None if value is None else self.codec.read(value, at, problems)

    def schema(self, definitions: Schema) -> Schema:
        inner = self.codec.schema(definitions)
        match inner:
            case {"enum": list(words)}:
                return {**inner, "enum": [*words, None]}
            case {"type": str(kind)}:
                return {**inner, "type": [kind, "null"]}
            case _:
                return {"anyOf": [inner, {"type": "null"}]}


@dataclass(frozen=True)
class Many(Generic[T]):
    """A list."""

    codec: Codec[T]

    def write(self, value: tuple[T, ...]) -> object:
        return [self.codec.write(item) for item in value]

    def read(self, value: object, at: str, problems: Problems) -> tuple[T, ...] | None:
        if not isinstance(value, list):
            problems.add(at, f"expected a list, not {shown(value)}")
            return None
        items = [self.codec.read(item, f"{at}[{index}]", problems) for index, item in enumerate(value)]
        return tuple(item for item in items if item is not None)

    def schema(self, definitions: Schema) -> Schema:
        return {"type": "array", "items": self.codec.schema(definitions)}


@dataclass(frozen=True)
class Key(Generic[T]):
    """One key of an object."""

    codec: Codec[T]
    about: str
    """What it holds, for the schema."""


@dataclass(frozen=True)
class Object(Generic[T]):
    """A dataclass whose fields are the JSON object's keys: all of them, and no others."""

    name: str | None
    """Under which its schema is defined; None: it stands where it is used."""
    about: str
    """What it is, for the schema."""
    make: Callable[..., T]
    keys: Mapping[str, Key[Any]]
    rule: Callable[[T], str | None] = lambda _: None
    """What is wrong with an object whose values are right one by one; None: nothing."""
    rule_schema: Mapping[str, object] = field(default_factory=dict)
    """The same rule for the schema, as far as that can say it."""

    def write(self, value: T) -> object:
        return {key: codec.write(getattr(value, key)) for key, codec in self.codecs()}

    def read(self, value: object, at: str, problems: Problems) -> T | None:
        if not isinstance(value, dict):
            problems.add(at, f"expected an object, not {shown(value)}")
            return None
        before = len(problems.lines)
        prefix = f"{at}." if at else ""
        for key in sorted(value.keys() - self.keys.keys()):
            problems.add(prefix + shown(key).strip("'\""), "unknown key")
        found: dict[str, object] = {}
        for key, codec in self.codecs():
            if key in value:
                found[key] = codec.read(value[key], prefix + key, problems)
            else:
                problems.add(prefix + key, "missing")
        if len(problems.lines) > before:
            return None
        made = self.make(**found)
        broken = self.rule(made)
        if broken is not None:
            problems.add(at, broken)
        return made

    def codecs(self) -> list[tuple[str, Codec[Any]]]:
        """Of every key."""
        return [(name, key.codec) for name, key in self.keys.items()]

    def schema(self, definitions: Schema) -> Schema:
        described = self.described(definitions)
        return described if self.name is None else _defined(self.name, described, definitions)

    def described(self, definitions: Schema) -> Schema:
        """Its schema itself, not a reference to it."""
        return {
            "description": self.about,
            "type": "object",
            "additionalProperties": False,
            "required": [*self.keys],
            "properties": {
                name: {**key.codec.schema(definitions), "description": key.about} for name, key in self.keys.items()
            },
            **self.rule_schema,
        }


def _defined(name: str, schema: Schema, definitions: Schema) -> Schema:
    """A reference to a schema, which is put among the definitions."""
    definitions[name] = schema
    return {"$ref": f"#/$defs/{name}"}
