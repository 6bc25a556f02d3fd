"""What a value of the configuration may be: types for pydantic, in the words of `notation`, `identity` and `link`."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, PlainValidator, StrictInt

from providers.section.text import one_of, quoted, text
from scheduler.company import Cadence, Kind, Layout, Priority, WallSpan
from scheduler.config import identity, link, notation

T = TypeVar("T")


def _or_none(understand: Callable[[str], T]) -> PlainValidator:
    """As `text`; the word "none" switches the thing off."""
    return text(lambda value: None if value.strip().lower() == notation.NONE else understand(value))


def _length(least: timedelta) -> PlainValidator:
    def understand(value: str) -> timedelta:
        result = notation.length(value)
        if result < least:
            raise ValueError(f'{quoted(value)} is too short; use at least "{notation.written_length(least)}"')
        return result

    return text(understand)


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


Text = Annotated[str, text(str)]
Zone = Annotated[str, text(identity.zone)]
Country = Annotated[str | None, _or_none(identity.country)]
Link = Annotated[str | None, _or_none(link.link)]
Title = Annotated[str, text(link.title)]
TitlePattern = Annotated[re.Pattern[str] | None, _or_none(link.pattern)]
CadenceText = Annotated[Cadence, text(notation.cadence)]
WallTime = Annotated[time, text(notation.wall_time)]
Length = Annotated[timedelta, _length(timedelta(minutes=1))]
LengthOrZero = Annotated[timedelta, _length(timedelta(0))]
Days = Annotated[tuple[Annotated[range, text(notation.weekdays)], ...], BeforeValidator(_list)]
SomeDays = Annotated[Days, AfterValidator(_some)]
Hours = Annotated[
    tuple[Annotated[list[WallSpan], text(lambda value: notation.times(value, bare=False))], ...],
    BeforeValidator(_list),
    AfterValidator(_some),
    AfterValidator(_disjoint),
]
Times = Annotated[
    tuple[Annotated[list[WallSpan], text(lambda value: notation.times(value, bare=True))], ...],
    BeforeValidator(_list),
    AfterValidator(_some),
]
StartMinutes = Annotated[tuple[Annotated[StrictInt, _count(0, 59)], ...], BeforeValidator(_list), AfterValidator(_some)]
Tables = Annotated[tuple[Any, ...], BeforeValidator(_tables)]
LayoutName = Annotated[Layout, one_of(Layout, "layout")]
LayoutDay = Annotated[int | None, text(_better_or_day)]
PriorityName = Annotated[Priority, one_of(Priority, "priority")]
KindName = Annotated[Kind, one_of(Kind, "kind of 1-on-1")]
PerDay = Annotated[StrictInt, _count(1, 100)]
Weeks = Annotated[StrictInt, _count(1, 26)]
