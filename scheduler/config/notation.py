"""Times, lengths, days, cadences and numbers as people write them.

Every function raises `ValueError` in words for a user; the types for pydantic are at the end.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, PlainValidator, StrictInt

from providers.section.text import near, quoted, text
from scheduler.company import Cadence, CadenceUnit, WallSpan

T = TypeVar("T")

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LENGTH = re.compile(r"(?=.)(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_YEARS = 1980, 2200
_EVERY = re.compile(r"every ([0-9]{1,3}) (weeks|months)")
_MOST = {CadenceUnit.WEEKS: 26, CadenceUnit.MONTHS: 12}
_DAY = 24 * 60


def length(written: str) -> timedelta:
    """A length of time such as "1h30m"."""
    match = _LENGTH.fullmatch(written.strip().lower())
    if match is None:
        raise ValueError(f'{quoted(written)} is not a length of time; use "30m", "2h" or "1h30m"')
    hours, minutes = match.groups(default="0")
    return timedelta(hours=int(hours), minutes=int(minutes))


def written_length(value: timedelta) -> str:
    """The inverse of `length`, for whole minutes."""
    hours, minutes = divmod(value // timedelta(minutes=1), 60)
    return "".join((f"{hours}h" if hours else "", f"{minutes}m" if minutes or not hours else ""))


def wall_time(written: str) -> time:
    """A time of day such as "09:30"."""
    minutes = _minutes(written.strip())
    if minutes == _DAY:
        raise ValueError(f'{quoted(written)} is not a time of day here; use "00:00" to "23:59"')
    return time(*divmod(minutes, 60))


def weekday(written: str) -> int:
    """A weekday by its English name or the first three letters of it; 0 is Monday."""
    name = written.strip().lower()
    for number, full in enumerate(WEEKDAYS):
        if name in (full, full[:3]):
            return number
    raise ValueError(f"{quoted(written)} is not a weekday; use {quoted(near(name, WEEKDAYS) or 'thursday')}")


def weekdays(written: str) -> range:
    """A weekday, or a range of them such as "monday-friday"."""
    first, dash, last = written.partition("-")
    begin = weekday(first)
    end = weekday(last) if dash else begin
    if end < begin:
        raise ValueError(f"{quoted(written)} ends before it starts; a week starts on Monday: write two ranges")
    return range(begin, end + 1)


def times(written: str, *, bare: bool) -> list[WallSpan]:
    """Times in a week such as "monday-friday 09:00-14:00 15:00-18:00".

    Args:
        bare: whether days without times mean the whole days, and times without days every day.
    """
    words = re.sub(r"\s*[-–]\s*", "-", written.strip()).split()
    first_time = next((index for index, word in enumerate(words) if word[0].isdigit()), len(words))
    days, hours = words[:first_time], words[first_time:]
    if not words or (not bare and not (days and hours)):
        example = "monday-friday 09:00-14:00 15:00-18:00" if not bare else "thursday 10:00-12:00"
        raise ValueError(f"{quoted(written)} does not say which days and times; use {quoted(example)}")
    numbers = [number for word in days for number in weekdays(word)] or range(7)
    spans = [_span(word, written) for word in hours] or [(time(0), time(0))]
    return [WallSpan(number, start, end) for number in numbers for start, end in spans]


def cadence(written: str) -> Cadence:
    """How often a pair meets, such as "every 2 weeks"."""
    words = " ".join(written.lower().split())
    named = {
        "weekly": Cadence(1, CadenceUnit.WEEKS),
        "monthly": Cadence(1, CadenceUnit.MONTHS),
        "quarterly": Cadence(3, CadenceUnit.MONTHS),
    }
    if words in named:
        return named[words]
    if match := _EVERY.fullmatch(words):
        every, unit = int(match[1]), CadenceUnit(match[2])
        if 1 <= every <= _MOST[unit]:
            return Cadence(every, unit)
        raise ValueError(f"{quoted(written)}: use a number from 1 to {_MOST[unit]}")
    raise ValueError(f'{quoted(written)} is not a cadence; use "weekly", "every 2 weeks", "monthly" or "quarterly"')


def joined(spans: Iterable[WallSpan]) -> tuple[WallSpan, ...]:
    """The same times, sorted, those that touch or overlap made one."""
    result: list[WallSpan] = []
    for span in sorted(spans, key=lambda span: (span.weekday, span.start)):
        last = result[-1] if result else None
        if last is None or last.weekday != span.weekday or minutes_to(last.end) < _minutes_of(span.start):
            result.append(span)
        elif minutes_to(span.end) > minutes_to(last.end):
            result[-1] = WallSpan(last.weekday, last.start, span.end)
    return tuple(result)


def overlap(spans: Iterable[WallSpan]) -> WallSpan | None:
    """A span that starts before an earlier one of its day ends."""
    ordered = sorted(spans, key=lambda span: (span.weekday, span.start))
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and _minutes_of(later.start) < minutes_to(earlier.end):
            return later
    return None


def span_length(span: WallSpan) -> timedelta:
    """How long a span is on the wall clock."""
    return timedelta(minutes=minutes_to(span.end) - _minutes_of(span.start))


def written_span(span: WallSpan) -> str:
    """A span as a configuration shows it."""
    return f"{WEEKDAYS[span.weekday]} {span.start:%H:%M}-{span.end:%H:%M}".replace("-00:00", "-24:00")


def minutes_to(end: time) -> int:
    """Minutes from midnight to the end of a span; 00:00 is the midnight after."""
    return _minutes_of(end) or _DAY


def _span(word: str, written: str) -> tuple[time, time]:
    start, dash, end = word.partition("-")
    if not dash:
        raise ValueError(f'{quoted(written)}: {quoted(word)} is not a span of time; use "09:00-14:00"')
    begin, finish = wall_time(start), _minutes(end) or _DAY
    if finish <= _minutes_of(begin):
        raise ValueError(f"{quoted(written)}: {quoted(word)} ends before it starts")
    return begin, time(*divmod(finish % _DAY, 60))


def _minutes(written: str) -> int:
    match = _TIME.fullmatch(written)
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else _DAY + 1
    if minutes > _DAY:
        raise ValueError(f'{quoted(written)} is not a time of day; use "09:00" or "17:30"')
    return minutes


def _minutes_of(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _length(least: timedelta) -> PlainValidator:
    def understand(value: str) -> timedelta:
        result = length(value)
        if result < least:
            raise ValueError(f'{quoted(value)} is too short; use at least "{written_length(least)}"')
        return result

    return text(understand)


def within(least: int, most: int) -> AfterValidator:
    """A number from `least` to `most`, both included."""

    def validate(value: int) -> int:
        if not least <= value <= most:
            raise ValueError(f"must be from {least} to {most}")
        return value

    return AfterValidator(validate)


def as_list(value: object) -> object:
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
    if again := overlap(span for spans in value for span in spans):
        raise ValueError(f"{written_span(again)} overlaps other hours of that day")
    return value


def _better_or_day(value: str) -> int | None:
    return None if value.strip().lower() == "better" else weekday(value)


def _first_day(value: object) -> date:
    """A date of TOML's own, or text such as 2026-12-01."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = date.fromisoformat(value.strip())
    if not isinstance(value, date) or isinstance(value, datetime) or not _YEARS[0] <= value.year <= _YEARS[1]:
        raise ValueError(f"must be a day such as 2026-12-01, in the years {_YEARS[0]} to {_YEARS[1]}")
    return value


FirstDay = Annotated[date | None, PlainValidator(_first_day)]
CadenceText = Annotated[Cadence, text(cadence)]
WallTime = Annotated[time, text(wall_time)]
Length = Annotated[timedelta, _length(timedelta(minutes=1))]
LengthOrZero = Annotated[timedelta, _length(timedelta(0))]
Days = Annotated[tuple[Annotated[range, text(weekdays)], ...], BeforeValidator(as_list)]
SomeDays = Annotated[Days, AfterValidator(_some)]
Hours = Annotated[
    tuple[Annotated[list[WallSpan], text(lambda value: times(value, bare=False))], ...],
    BeforeValidator(as_list),
    AfterValidator(_some),
    AfterValidator(_disjoint),
]
Times = Annotated[
    tuple[Annotated[list[WallSpan], text(lambda value: times(value, bare=True))], ...],
    BeforeValidator(as_list),
    AfterValidator(_some),
]
StartMinutes = Annotated[
    tuple[Annotated[StrictInt, within(0, 59)], ...], BeforeValidator(as_list), AfterValidator(_some)
]
LayoutDay = Annotated[int | None, text(_better_or_day)]
PerDay = Annotated[StrictInt, within(1, 100)]
Weeks = Annotated[StrictInt, within(1, 26)]
KeepWeeks = Annotated[StrictInt, within(13, 1040)]
Percent = Annotated[StrictInt, within(0, 100)]
