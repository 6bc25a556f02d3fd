"""What a value of the configuration may be: types for pydantic, in the words of `notation`, `identity` and `link`."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, PlainValidator, StrictInt

from providers.google.settings import Notify
from providers.outlook.settings import Cloud
from scheduler.company import Cadence, Kind, Layout, Priority, WallSpan
from scheduler.config import identity, link, notation, secret
from scheduler.config.problems import quoted

T = TypeVar("T")


class ZoneAndHours(StrEnum):
    """Who says when people work whose calendars a service hosts, where the configuration does not say it of them."""

    COMPANY = "company"
    ACCOUNT = "account"


def _text(understand: Callable[[str], T]) -> PlainValidator:
    """A value that is written as text."""

    def validate(value: object) -> T:
        if not isinstance(value, str):
            raise ValueError("must be text, in quotes")
        if not value.strip():
            raise ValueError("is empty")
        return understand(value)

    return PlainValidator(validate)


def _or_none(understand: Callable[[str], T]) -> PlainValidator:
    """As `_text`; the word "none" switches the thing off."""
    return _text(lambda value: None if value.strip().lower() == notation.NONE else understand(value))


def _one_of(enum: type[T], what: str) -> PlainValidator:
    def understand(value: str) -> T:
        try:
            return enum(value.strip().lower())  # type: ignore[call-arg]
        except ValueError:
            known = [str(member) for member in enum]  # type: ignore[attr-defined]
            listed = ", ".join(f'"{name}"' for name in known[:-1])
            raise ValueError(f'{quoted(value)} is not a {what}; use {listed} or "{known[-1]}"') from None

    return _text(understand)


def _length(least: timedelta) -> PlainValidator:
    def understand(value: str) -> timedelta:
        result = notation.length(value)
        if result < least:
            raise ValueError(f'{quoted(value)} is too short; use at least "{notation.written_length(least)}"')
        return result

    return _text(understand)


def _count(least: int, most: int) -> AfterValidator:
    def validate(value: int) -> int:
        if not least <= value <= most:
            raise ValueError(f"must be from {least} to {most}")
        return value

    return AfterValidator(validate)


def _list(value: object) -> object:
    """A list, or the same as one text with commas or semicolons, as in a CSV cell."""
    if isinstance(value, str):
        value = [part for part in re.split("[,;]", value) if part.strip()]
    if not isinstance(value, list):
        raise ValueError("must be a list, in square brackets")
    return value


def _some(value: tuple[T, ...]) -> tuple[T, ...]:
    if not value:
        raise ValueError("is empty")
    return value


def _disjoint(value: tuple[list[WallSpan], ...]) -> tuple[list[WallSpan], ...]:
    if again := notation.overlap(span for spans in value for span in spans):
        raise ValueError(f"{notation.written_span(again)} overlaps other hours of that day")
    return value


def table_or_none(value: object) -> object:
    """A table, or the word that switches it off."""
    if isinstance(value, str) and value.strip().lower() == notation.NONE:
        return None
    if not isinstance(value, dict):
        raise ValueError('must be { from = "12:00", to = "14:00", length = "45m" } or "none"')
    return value


def _tables(value: object) -> object:
    if not isinstance(value, list):
        raise ValueError("must be a list of tables: write its name in double square brackets")
    return value


def _better_or_day(value: str) -> int | None:
    return None if value.strip().lower() == "better" else notation.weekday(value)


Text = Annotated[str, _text(str)]
Line = Annotated[str, _text(identity.line)]
Email = Annotated[str, _text(identity.email)]
Zone = Annotated[str, _text(identity.zone)]
Country = Annotated[str | None, _or_none(identity.country)]
Link = Annotated[str | None, _or_none(link.link)]
Title = Annotated[str, _text(link.title)]
TitlePattern = Annotated[re.Pattern[str] | None, _or_none(link.pattern)]
CadenceText = Annotated[Cadence, _text(notation.cadence)]
WallTime = Annotated[time, _text(notation.wall_time)]
Length = Annotated[timedelta, _length(timedelta(minutes=1))]
LengthOrZero = Annotated[timedelta, _length(timedelta(0))]
Days = Annotated[tuple[Annotated[range, _text(notation.weekdays)], ...], BeforeValidator(_list)]
SomeDays = Annotated[Days, AfterValidator(_some)]
Hours = Annotated[
    tuple[Annotated[list[WallSpan], _text(lambda value: notation.times(value, bare=False))], ...],
    BeforeValidator(_list),
    AfterValidator(_some),
    AfterValidator(_disjoint),
]
Times = Annotated[
    tuple[Annotated[list[WallSpan], _text(lambda value: notation.times(value, bare=True))], ...],
    BeforeValidator(_list),
    AfterValidator(_some),
]
StartMinutes = Annotated[tuple[Annotated[StrictInt, _count(0, 59)], ...], BeforeValidator(_list), AfterValidator(_some)]
Tables = Annotated[tuple[Any, ...], BeforeValidator(_tables)]
LayoutName = Annotated[Layout, _one_of(Layout, "layout")]
LayoutDay = Annotated[int | None, _text(_better_or_day)]
PriorityName = Annotated[Priority, _one_of(Priority, "priority")]
KindName = Annotated[Kind, _one_of(Kind, "kind of 1-on-1")]
PerDay = Annotated[StrictInt, _count(1, 100)]
Weeks = Annotated[StrictInt, _count(1, 26)]
SecretFile = Annotated[str, _text(secret.file_name)]
Variable = Annotated[str, _text(secret.variable)]
Application = Annotated[str, _text(secret.application)]
Tenant = Annotated[str, _text(secret.tenant)]
Endpoint = Annotated[str, _text(secret.endpoint)]
BareEndpoint = Annotated[str, _text(secret.bare_endpoint)]
SafeEndpoint = Annotated[str, _text(secret.safe_endpoint)]
NotifyName = Annotated[Notify, _one_of(Notify, "way to notify")]
CloudName = Annotated[Cloud, _one_of(Cloud, "cloud of Microsoft's")]
ZoneAndHoursName = Annotated[ZoneAndHours, _one_of(ZoneAndHours, "source of zone and hours")]
