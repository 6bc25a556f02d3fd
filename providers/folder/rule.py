"""Recurrence rules (RFC 5545, 3.3.10): python-dateutil expands them; here is what keeps that strict and bounded.

Works on naive wall-clock times, so that 10:00 stays 10:00 when clocks change.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from providers.folder.broken import BrokenEvent

_MOST = {
    "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
    "BYHOUR": (0, 23), "BYMINUTE": (0, 59), "BYSECOND": (0, 59), "BYSETPOS": (-366, 366),
}  # fmt: skip
"""dateutil takes numbers outside of these, and finds nothing: a damaged rule would look free."""
_STEPS = {"WEEKLY": timedelta(weeks=1), "DAILY": timedelta(days=1), "HOURLY": timedelta(hours=1)}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TOO_FINE = ("MINUTELY", "SECONDLY")
_LOOKED_AT = 200_000
"""Instances before and within the bounds; those of a daily rule with COUNT since 1600 are within."""
_INSTANCES = 10_000
"""More than these within the bounds, and the rule is taken for broken."""
_CYCLE = timedelta(days=146_097)
"""400 years, after which the Gregorian calendar repeats, weekdays included."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule, taken apart."""

    parts: dict[str, str]
    """Upper case, without UNTIL."""
    frequency: str
    interval: int
    until: str | None
    """As written: what it means depends on the event's zone."""


def parse_rule(text: str) -> Rule:
    """Read an RRULE.

    Raises:
        BrokenEvent: it is none, or says something that this program does not know, or repeats within the hour.
    """
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
        count = int(parts.get("COUNT", "-1"))
        for key in sorted(_MOST.keys() & parts):
            _refuse_outside(parts[key], *_MOST[key])
    except (KeyError, ValueError):
        raise BrokenEvent("has a repetition rule that cannot be read") from None
    if interval < 1 or count == 0 or "BYEASTER" in parts:
        raise BrokenEvent("has a repetition rule that cannot be read")
    if count < 0:  # written by some programs for "no end"
        parts.pop("COUNT", None)
    if frequency in _TOO_FINE or (frequency == "HOURLY" and "BYSETPOS" in parts):
        raise BrokenEvent("repeats too often")
    numbered = [len(day) > 2 for day in parts.get("BYDAY", "").split(",")]
    if frequency in ("YEARLY", "MONTHLY") and any(numbered) and not all(numbered):
        raise BrokenEvent("has a repetition rule that mixes numbered weekdays with others")  # dateutil loses the latter
    return Rule(parts, frequency, interval, until)


def _refuse_outside(value: str, low: int, high: int) -> None:
    for number in map(int, value.split(",")):
        if not low <= number <= high or (number == 0 and low != 0):
            raise ValueError


def walls(rule: Rule, start: datetime, until: datetime | None, low: datetime, high: datetime) -> list[datetime]:
    """Instances of the rule in `[low, high]`, rising.

    Args:
        rule: what repeats.
        start: DTSTART on the wall clock, naive.
        until: UNTIL on the same clock, inclusive.
        low: naive; with COUNT, instances before it are counted as well.
        high: naive.

    Raises:
        BrokenEvent: the rule says what dateutil does not know, or has more instances than any calendar for people.
    """
    last = high if until is None else min(high, until)
    if last < start:
        return []
    step = _STEPS.get(rule.frequency)
    if step is not None and "COUNT" not in rule.parts:
        # One step less than possible: of the first week, dateutil counts BYSETPOS from the start on only.
        start += max((low - start) // (step * rule.interval) - 1, 0) * (step * rule.interval)
    # dateutil seeks a further instance up to the year 9999, which takes seconds for a rule that has none: to have it
    # stop early, it is asked about the same days at the end of those years.
    lift = (9999 - last.year) // 400 * _CYCLE
    parts = dict(rule.parts)
    if "BYWEEKNO" in parts and not parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        parts["BYDAY"] = _WEEKDAYS[start.weekday()]  # to dateutil, it would mean all days of the week
    text = ";".join(f"{key}={value}" for key, value in parts.items())
    found: list[datetime] = []
    try:
        for number, lifted in enumerate(rrulestr(text, dtstart=start + lift)):
            if lifted > last + lift:
                break
            if lifted >= low + lift:
                found.append(lifted - lift)
            if len(found) > _INSTANCES or number > _LOOKED_AT:
                raise BrokenEvent("repeats too often")
    except (ValueError, LookupError):
        raise BrokenEvent("has a repetition rule that cannot be read") from None
    return found
