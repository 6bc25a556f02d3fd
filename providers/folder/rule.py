"""Recurrence rules (RFC 5545, 3.3.10): the instances between two points of a wall clock.

Works on naive wall-clock times, so that 10:00 stays 10:00 when clocks change. Bounded by construction: it starts at
the period that holds the lower bound, stops at the upper one, and refuses a rule that needs too many steps between.
"""

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, product

from providers.folder.broken import BrokenEvent

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY")
_UNITS = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1), "SECONDLY": timedelta(seconds=1)}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST = {
    "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
    "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 60), "BYSETPOS": (-366, 366),
}  # fmt: skip
_STEPS = 200_000
"""Days (or, for rules finer than a day, steps) that may be looked at; a daily rule with COUNT since 1600 is within."""
_INSTANCES = 10_000
"""More than these within the bounds, and the rule is taken for broken."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule, parsed."""

    frequency: str
    interval: int
    count: int | None
    until: str | None
    """As written: what it means depends on the event's zone."""
    week_start: int
    """0 is Monday."""
    by_day: tuple[tuple[int, int], ...]
    """Ordinal (0: every) and weekday (0 is Monday)."""
    by: dict[str, tuple[int, ...]]
    """The other BY parts that are there, each sorted."""


def parse_rule(text: str) -> Rule:
    """Read an RRULE.

    Raises:
        BrokenEvent: it is none, or says something that this program does not know.
    """
    parts: dict[str, str] = {}
    for part in filter(None, text.strip().upper().split(";")):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or key in parts:
            raise BrokenEvent("has a repetition rule that cannot be read")
        parts[key] = value
    try:
        rule = Rule(
            frequency=parts.pop("FREQ"),
            interval=int(parts.pop("INTERVAL", "1")),
            count=int(parts.pop("COUNT")) if "COUNT" in parts else None,
            until=parts.pop("UNTIL", None),
            week_start=_WEEKDAYS.index(parts.pop("WKST", "MO")),
            by_day=tuple(_weekday(item) for item in parts.pop("BYDAY").split(",")) if "BYDAY" in parts else (),
            by={key: _numbers(key, value) for key, value in sorted(parts.items()) if not key.startswith("X-")},
        )
    except (KeyError, ValueError):
        raise BrokenEvent("has a repetition rule that cannot be read") from None
    if rule.frequency not in _FREQUENCIES or rule.interval < 1 or rule.count == 0:
        raise BrokenEvent("has a repetition rule that cannot be read")
    return rule


def _weekday(item: str) -> tuple[int, int]:
    ordinal, day = item.strip()[:-2], item.strip()[-2:]
    return int(ordinal or 0), _WEEKDAYS.index(day)


def _numbers(key: str, value: str) -> tuple[int, ...]:
    low, high = _MOST[key]
    numbers = sorted({int(item) for item in value.split(",")})
    if not all(low <= number <= high and (number or low == 0) for number in numbers):
        raise ValueError
    return tuple(numbers)


def walls(rule: Rule, start: datetime, until: datetime | None, low: datetime, high: datetime) -> list[datetime]:
    """Instances of the rule in `[low, high]`, rising.

    Args:
        rule: what repeats.
        start: DTSTART on the wall clock, naive.
        until: UNTIL on the same clock, inclusive.
        low: naive; with COUNT, instances before it are counted as well.
        high: naive.

    Raises:
        BrokenEvent: more steps or instances than any calendar for people needs.
    """
    last = high if until is None else min(high, until)
    # A negative COUNT is written by some programs for "no end".
    left = rule.count if rule.count is not None and rule.count > 0 else None
    found: list[datetime] = []
    for instance in _instances(_with_defaults(rule, start), start, low if left is None else start, last):
        if left is not None:
            left -= 1
        if instance >= low:
            found.append(instance)
        if len(found) > _INSTANCES:
            raise BrokenEvent("repeats too often")
        if left == 0:
            break
    return found


def _with_defaults(rule: Rule, start: datetime) -> Rule:
    """What the rule does not say follows from DTSTART."""
    by = dict(rule.by)
    by_day = rule.by_day
    if rule.frequency == "YEARLY" and "BYWEEKNO" in by and not (by_day or "BYMONTHDAY" in by or "BYYEARDAY" in by):
        by_day = ((0, start.weekday()),)
    if not by_day and not any(key in by for key in ("BYWEEKNO", "BYYEARDAY", "BYMONTHDAY")):
        if rule.frequency == "YEARLY":
            by.setdefault("BYMONTH", (start.month,))
        if rule.frequency in ("YEARLY", "MONTHLY"):
            by["BYMONTHDAY"] = (start.day,)
        elif rule.frequency == "WEEKLY":
            by_day = ((0, start.weekday()),)
    return Rule(rule.frequency, rule.interval, rule.count, rule.until, rule.week_start, by_day, by)


def _instances(rule: Rule, start: datetime, low: datetime, last: datetime) -> Iterator[datetime]:
    """Instances from DTSTART to `last`, from the period that holds `low` on (perhaps a few before `low`)."""
    steps = 0
    times = _times(rule, start)
    matches = _day_filter(rule)
    for first, days in _periods(rule, start, max(low, start)):
        if first > last:
            return
        steps += max(len(days), 1)
        if steps > _STEPS:
            raise BrokenEvent("repeats too often")
        inside = [day for day in days if matches(day)]
        instances = [datetime.combine(day, at) for day in inside for at in times(first)]
        if "BYSETPOS" in rule.by:
            size = len(instances)
            places = sorted({place - 1 if place > 0 else size + place for place in rule.by["BYSETPOS"]})
            instances = [instances[place] for place in places if 0 <= place < size]
        for instance in instances:
            if instance > last:
                return
            if instance >= start:
                yield instance


def _periods(rule: Rule, start: datetime, low: datetime) -> Iterator[tuple[datetime, list[date]]]:
    """Each period of the rule: its first moment, and its days; beginning with one that is not after `low`."""
    midnight = datetime.combine(start.date(), time())
    if rule.frequency == "YEARLY":
        months = rule.by.get("BYMONTH", tuple(range(1, 13)))
        for year in count(start.year + (low.year - start.year) // rule.interval * rule.interval, rule.interval):
            yield datetime(year, 1, 1), [day for month in months for day in _days_of(year, month)]  # noqa: DTZ001
    elif rule.frequency == "MONTHLY":
        born = start.year * 12 + start.month - 1
        now = low.year * 12 + low.month - 1
        for index in count(born + (now - born) // rule.interval * rule.interval, rule.interval):
            year, month = index // 12, index % 12 + 1
            yield datetime(year, month, 1), _days_of(year, month)  # noqa: DTZ001
    else:
        origin, step, days = start, _UNITS.get(rule.frequency, timedelta(days=1)), 1
        if rule.frequency == "DAILY":
            origin = midnight
        elif rule.frequency == "WEEKLY":
            origin, step, days = midnight - timedelta(days=(start.weekday() - rule.week_start) % 7), timedelta(7), 7
        step *= rule.interval
        for number in count((low - origin) // step):
            first = origin + number * step
            yield first, [first.date() + timedelta(days=day) for day in range(days)]


def _days_of(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _times(rule: Rule, start: datetime) -> Callable[[datetime], list[time]]:
    """Times of day of a period that begins at the given moment, rising."""
    coarse = _FREQUENCIES.index(rule.frequency)

    def part(key: str, finest: int, of_start: int, of_period: int) -> tuple[int, ...]:
        if coarse < finest:
            return rule.by.get(key, (of_start,))
        return (of_period,) if of_period in rule.by.get(key, (of_period,)) else ()

    def times(first: datetime) -> list[time]:
        hours = part("BYHOUR", 4, start.hour, first.hour)
        minutes = part("BYMINUTE", 5, start.minute, first.minute)
        seconds = part("BYSECOND", 6, start.second, first.second)
        return [time(hour, minute, min(second, 59)) for hour, minute, second in product(hours, minutes, seconds)]

    if coarse < 4:
        fixed = times(start)
        return lambda first: fixed
    return times


def _day_filter(rule: Rule) -> Callable[[date], bool]:
    """Whether a day satisfies every BY part that speaks of days."""
    months = rule.by.get("BYMONTH")
    month_days = rule.by.get("BYMONTHDAY")
    year_days = rule.by.get("BYYEARDAY")
    weeks = rule.by.get("BYWEEKNO") if rule.frequency == "YEARLY" else None

    def matches(day: date) -> bool:
        if months is not None and day.month not in months:
            return False
        if rule.by_day and not any(_is_weekday(rule, day, ordinal, weekday) for ordinal, weekday in rule.by_day):
            return False
        if month_days is not None:
            length = calendar.monthrange(day.year, day.month)[1]
            if day.day not in month_days and day.day - length - 1 not in month_days:
                return False
        if year_days is not None:
            number = day.timetuple().tm_yday
            if number not in year_days and number - _year_length(day.year) - 1 not in year_days:
                return False
        return weeks is None or _in_weeks(day, rule.week_start, weeks)

    return matches


def _is_weekday(rule: Rule, day: date, ordinal: int, weekday: int) -> bool:
    if day.weekday() != weekday:
        return False
    if ordinal == 0 or rule.frequency not in ("YEARLY", "MONTHLY"):
        return True
    if rule.frequency == "MONTHLY" or "BYMONTH" in rule.by:
        index, length = day.day - 1, calendar.monthrange(day.year, day.month)[1]
    else:
        index, length = day.timetuple().tm_yday - 1, _year_length(day.year)
    return ordinal in (index // 7 + 1, -((length - 1 - index) // 7 + 1))


def _in_weeks(day: date, week_start: int, weeks: tuple[int, ...]) -> bool:
    """Week 1 is the first with at least four days in the year."""
    middle = day - timedelta(days=(day.weekday() - week_start) % 7 - 3)
    number = (middle.timetuple().tm_yday - 1) // 7 + 1
    after = (_year_length(middle.year) - middle.timetuple().tm_yday) // 7
    return number in weeks or -(after + 1) in weeks


def _year_length(year: int) -> int:
    return 366 if calendar.isleap(year) else 365
