"""Recurrence rules (RFC 5545, 3.3.10): python-dateutil expands them; here is what keeps that strict and bounded.

Works on naive wall-clock times, so that 10:00 stays 10:00 when clocks change.
"""

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from dateutil.rrule import rrulestr

from providers.ics.budget import Budget
from providers.ics.parse import BrokenEvent

_MOST = {
    "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
    "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 59), "BYSETPOS": (-366, 366),
}  # fmt: skip
"""dateutil takes numbers outside of these, and finds nothing: a damaged rule would look free."""
_STEPS = {"WEEKLY": timedelta(weeks=1), "DAILY": timedelta(days=1), "HOURLY": timedelta(hours=1)}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TOO_FINE = ("MINUTELY", "SECONDLY")
_A_DAY, _AN_HOUR = 288, 12
"""More times than these within one, and the rule is taken for broken: every five minutes."""
_INSTANCES = 10_000
"""More than these within the bounds, and the rule is taken for broken."""
_COUNTED = 200_000
"""A rule with COUNT that has more instances before the end of the bounds is taken for broken, too."""
_LONGEST = 5_000
"""Characters of a rule."""
_WIDEST = 100_000
"""The largest INTERVAL."""
_STRETCH = timedelta(days=28 * 365)
"""So much of the time since DTSTART is counted at once."""
FIRST, LAST = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001
"""The ends of the calendar, on a clock."""
_SET_UP = 50
"""Steps that dateutil takes to understand a rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule, taken apart."""

    parts: dict[str, str]
    """Upper case, without COUNT and UNTIL."""
    frequency: str
    interval: int
    count: int | None
    until: str | None
    """As written: what it means depends on the event's zone."""


def parse_rule(text: str) -> Rule:
    """Read an RRULE.

    Raises:
        BrokenEvent: it is none, or says something that this program does not know, or repeats within the hour.
    """
    if len(text) > _LONGEST:
        raise BrokenEvent("has a repetition rule that cannot be read")
    parts: dict[str, str] = {}
    for part in filter(None, "".join(text.split()).upper().split(";")):
        key, equals, value = part.partition("=")
        if not equals or not value or key in parts:
            raise BrokenEvent("has a repetition rule that cannot be read")
        if not key.startswith("X-"):
            parts[key] = value
    until = parts.pop("UNTIL", None)
    try:
        frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
        count = int(parts.pop("COUNT", "-1"))
        for key in sorted(_MOST.keys() & parts):
            _refuse_outside(parts[key], *_MOST[key])
    except (KeyError, ValueError):
        raise BrokenEvent("has a repetition rule that cannot be read") from None
    if not 1 <= interval <= _WIDEST or count == 0 or "BYEASTER" in parts:
        raise BrokenEvent("has a repetition rule that cannot be read")
    if frequency in _TOO_FINE or (frequency == "HOURLY" and "BYSETPOS" in parts) or _is_dense(frequency, parts):
        raise BrokenEvent("repeats too often")
    numbered = [len(day) > 2 for day in parts.get("BYDAY", "").split(",")]
    if frequency in ("YEARLY", "MONTHLY") and any(numbered) and not all(numbered):
        raise BrokenEvent("has a repetition rule that mixes numbered weekdays with others")  # dateutil loses the latter
    # A negative COUNT is written by some programs for "no end".
    return Rule(parts, frequency, interval, count if count > 0 else None, until)


def _is_dense(frequency: str, parts: dict[str, str]) -> bool:
    """Whether it repeats too often within a day or, where it repeats hourly, within an hour."""
    hours, minutes, seconds = (len(set(parts.get(name, "").split(","))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    return minutes * seconds > _AN_HOUR if frequency == "HOURLY" else hours * minutes * seconds > _A_DAY


def _refuse_outside(value: str, low: int, high: int) -> None:
    for number in map(int, value.split(",")):
        if not low <= number <= high or (number == 0 and low != 0):
            raise ValueError


def walls(
    rule: Rule, start: datetime, until: datetime | None, low: datetime, high: datetime, budget: Budget
) -> list[datetime]:
    """Instances of the rule in `[low, high]`, rising.

    Args:
        rule: what repeats.
        start: DTSTART on the wall clock, naive.
        until: UNTIL on the same clock, inclusive.
        low: naive; with COUNT, instances before it are counted as well.
        high: naive.
        budget: what finding them may cost.

    Raises:
        BrokenEvent: the rule says what dateutil does not know, or has more instances than any calendar for people.
        OverBudget: it takes too much work.
    """
    last = high if until is None else min(high, until)
    found: list[datetime] = []
    for instance in _instances(rule, start, low, last, budget):
        if instance >= low:
            found.append(instance)
        if len(found) > _INSTANCES:
            raise BrokenEvent("repeats too often")
    return found


def _instances(rule: Rule, start: datetime, low: datetime, last: datetime, budget: Budget) -> Iterator[datetime]:
    """Instances up to `last`, rising; some before `low` may be among them."""
    step = _STEPS.get(rule.frequency)
    if rule.count is None:
        return _between(rule, start, low, last, budget)
    if step is not None and not any(part.startswith("BY") for part in rule.parts):
        if (last - start) // (step * rule.interval) > _COUNTED < rule.count:
            raise BrokenEvent("repeats too often")
        return _between(rule, start, low, min(last, _after(start, step * rule.interval, rule.count - 1)), budget)
    return _counted(rule, start, last, rule.count, budget)


def _counted(rule: Rule, start: datetime, last: datetime, count: int, budget: Budget) -> Iterator[datetime]:
    """So many instances from the first, as far as they lie before `last`."""
    left = count
    low = start
    while low <= last:
        high = min(_after(low, _STRETCH), last)
        for instance in _between(rule, start, low, high, budget):
            yield instance
            left -= 1
            if left == 0:
                return
            if count - left > _COUNTED:
                raise BrokenEvent("repeats too often")
        if high == last:
            return
        low = high + timedelta(seconds=1)


def _between(rule: Rule, start: datetime, low: datetime, high: datetime, budget: Budget) -> Iterator[datetime]:
    """Instances in `[low, high]`, rising, without regard to COUNT."""
    low = max(low, start)
    if high < low:
        return
    budget.step(_SET_UP)
    begin = _forward(rule, start, low)
    # dateutil seeks a further instance up to the year 9999, which takes seconds for a rule that has none. To have it
    # stop early, it is asked about the same days at the end of those years.
    lift = _lift(begin.year, high.year)
    begin, end = _raised(begin, lift), _raised(high, lift)
    text = ";".join(f"{key}={value}" for key, value in _explicit(rule, start).items())
    try:
        for lifted in budget.counted(rrulestr(text, dtstart=begin)):
            if lifted > end:
                return
            instance = _raised(lifted, -lift)
            if instance >= low:
                yield instance
    except (ValueError, LookupError):
        raise BrokenEvent("has a repetition rule that cannot be read") from None
    budget.step((LAST - begin).days)  # so many were looked at in vain


def _explicit(rule: Rule, start: datetime) -> dict[str, str]:
    """The parts of a rule, with those that follow from DTSTART."""
    parts = dict(rule.parts)
    if not parts.keys() & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"}:
        if rule.frequency == "YEARLY":
            parts.setdefault("BYMONTH", str(start.month))
        if rule.frequency in ("YEARLY", "MONTHLY"):
            parts["BYMONTHDAY"] = str(start.day)
    elif "BYWEEKNO" in parts and not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        parts["BYDAY"] = _WEEKDAYS[start.weekday()]  # to dateutil, it would mean all days of the week
    return parts


def _forward(rule: Rule, start: datetime, low: datetime) -> datetime:
    """A start of the same rhythm not long before `low`, perhaps before `start`, but in its month or year."""
    step = _STEPS.get(rule.frequency)
    if step is not None:
        # One step less than possible: of the first week, dateutil counts BYSETPOS from the start on only.
        return start + max((low - start) // (step * rule.interval) - 1, 0) * (step * rule.interval)
    months = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
    first = start.year * 12 + (0 if rule.frequency == "YEARLY" else start.month - 1)
    behind = low.year * 12 + low.month - 1 - first
    month = first + behind // months * months
    return start.replace(year=month // 12, month=month % 12 + 1, day=1)


def _lift(first: int, last: int) -> int:
    """By how many years days can be shifted towards the year 9999 so that all weekdays stay, in whole years.

    The years before `first` and after `last` are shifted, too: their weeks reach into those between.
    """
    wanted = [_kind(year) for year in range(first - 1, last + 2)]
    for end in range(9999, last + 1, -1):
        if all(_kind(end - back) == kind for back, kind in enumerate(reversed(wanted))):
            return end - last - 1
    return 0


@cache
def _kind(year: int) -> tuple[int, bool]:
    """The weekday on which a year begins, and whether it is a leap year."""
    return (365 * year + (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400) % 7, isleap(year)


def _raised(moment: datetime, years: int) -> datetime:
    return moment.replace(year=moment.year + years)


def _after(start: datetime, step: timedelta, steps: int = 1) -> datetime:
    """So many steps later, at most at the end of the calendar."""
    return start + step * steps if (LAST - start) // step >= steps else LAST
