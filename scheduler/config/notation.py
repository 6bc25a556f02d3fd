"""Times, lengths, days and cadences as people write them. Every function raises `ValueError` in words for a user."""

import re
from collections.abc import Iterable
from datetime import time, timedelta
from itertools import pairwise

from providers.section.text import near, quoted
from scheduler.company import Cadence, CadenceUnit, WallSpan

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NONE = "none"
"""Switches a thing off."""

_LENGTH = re.compile(r"(?=.)(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m)?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_EVERY = re.compile(r"every ([0-9]{1,3}) (weeks|months)")
_MOST = {CadenceUnit.WEEKS: 26, CadenceUnit.MONTHS: 12}
_DAY = 24 * 60


def length(text: str) -> timedelta:
    """A length of time such as "1h30m"."""
    match = _LENGTH.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f'{quoted(text)} is not a length of time; use "30m", "2h" or "1h30m"')
    hours, minutes = match.groups(default="0")
    return timedelta(hours=int(hours), minutes=int(minutes))


def written_length(value: timedelta) -> str:
    """The inverse of `length`, for whole minutes."""
    hours, minutes = divmod(value // timedelta(minutes=1), 60)
    return "".join((f"{hours}h" if hours else "", f"{minutes}m" if minutes or not hours else ""))


def wall_time(text: str) -> time:
    """A time of day such as "09:30"."""
    minutes = _minutes(text.strip())
    if minutes == _DAY:
        raise ValueError(f'{quoted(text)} is not a time of day here; use "00:00" to "23:59"')
    return time(*divmod(minutes, 60))


def weekday(text: str) -> int:
    """A weekday by its English name or the first three letters of it; 0 is Monday."""
    name = text.strip().lower()
    for number, full in enumerate(WEEKDAYS):
        if name in (full, full[:3]):
            return number
    raise ValueError(f"{quoted(text)} is not a weekday; use {quoted(near(name, WEEKDAYS) or 'thursday')}")


def weekdays(text: str) -> range:
    """A weekday, or a range of them such as "monday-friday"."""
    first, dash, last = text.partition("-")
    begin = weekday(first)
    end = weekday(last) if dash else begin
    if end < begin:
        raise ValueError(f"{quoted(text)} ends before it starts; a week starts on Monday: write two ranges")
    return range(begin, end + 1)


def times(text: str, *, bare: bool) -> list[WallSpan]:
    """Times in a week such as "monday-friday 09:00-14:00 15:00-18:00".

    Args:
        bare: whether days without times mean the whole days, and times without days every day.
    """
    words = re.sub(r"\s*[-–]\s*", "-", text.strip()).split()
    first_time = next((index for index, word in enumerate(words) if word[0].isdigit()), len(words))
    days, hours = words[:first_time], words[first_time:]
    if not words or (not bare and not (days and hours)):
        example = "monday-friday 09:00-14:00 15:00-18:00" if not bare else "thursday 10:00-12:00"
        raise ValueError(f"{quoted(text)} does not say which days and times; use {quoted(example)}")
    numbers = [number for word in days for number in weekdays(word)] or range(7)
    spans = [_span(word, text) for word in hours] or [(time(0), time(0))]
    return [WallSpan(number, start, end) for number in numbers for start, end in spans]


def cadence(text: str) -> Cadence:
    """How often a pair meets, such as "every 2 weeks"."""
    words = " ".join(text.lower().split())
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
        raise ValueError(f"{quoted(text)}: use a number from 1 to {_MOST[unit]}")
    raise ValueError(f'{quoted(text)} is not a cadence; use "weekly", "every 2 weeks", "monthly" or "quarterly"')


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


def _span(word: str, text: str) -> tuple[time, time]:
    start, dash, end = word.partition("-")
    if not dash:
        raise ValueError(f'{quoted(text)}: {quoted(word)} is not a span of time; use "09:00-14:00"')
    begin, finish = wall_time(start), _minutes(end) or _DAY
    if finish <= _minutes_of(begin):
        raise ValueError(f"{quoted(text)}: {quoted(word)} ends before it starts")
    return begin, time(*divmod(finish % _DAY, 60))


def _minutes(text: str) -> int:
    match = _TIME.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match and int(match[2]) < 60 else _DAY + 1
    if minutes > _DAY:
        raise ValueError(f'{quoted(text)} is not a time of day; use "09:00" or "17:30"')
    return minutes


def _minutes_of(wall: time) -> int:
    return wall.hour * 60 + wall.minute
