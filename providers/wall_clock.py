"""Between wall clocks and instants. Instants are in UTC; zones go by their IANA names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from math import ceil, floor
from zoneinfo import ZoneInfo

import pendulum

from providers.interval import Interval

_DAY = timedelta(days=1)


def local(moment: datetime, time_zone: str) -> pendulum.DateTime:
    """What a clock on the wall shows at an instant."""
    return pendulum.instance(moment).in_timezone(_zone(time_zone))


@cache
def _zone(name: str) -> pendulum.Timezone:
    """One for all: a zone that nobody holds is read from the disk again."""
    return pendulum.timezone(name)


def to_instant(shown: datetime, time_zone: str) -> datetime:
    """When a clock on the wall shows this day and time, which has no zone of its own.

    Twice, where the clock is set back: then the first is meant; never, where it is set forward: then as if it had not
    been (RFC 5545, section 3.3.5).
    """
    return shown.replace(tzinfo=ZoneInfo(time_zone), fold=0).astimezone(UTC)


def midnight(day: date, time_zone: str) -> datetime:
    """The start of a day."""
    return to_instant(datetime.combine(day, time.min), time_zone)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time over which a zone keeps one offset from UTC."""

    span: Interval
    offset: timedelta


def stretches(time_zone: str, window: Interval) -> Iterator[Stretch]:
    """The window, cut where the clock is changed. No zone changes its clock twice within a day."""
    zone = ZoneInfo(time_zone)
    start = probe = window.start
    offset = _offset(zone, start)
    while probe < window.end:
        following = min(probe + _DAY, window.end)
        if _offset(zone, following) != offset:
            change = _change(zone, probe, following)
            if start < change < window.end:
                yield Stretch(Interval(start, change), offset)
            start = max(start, change)
            offset = _offset(zone, following)
        probe = following
    if start < window.end:
        yield Stretch(Interval(start, window.end), offset)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first whole second of the new offset, between an instant with the old one and an instant with the new."""
    low, high = floor(before.timestamp()), ceil(after.timestamp())
    old = _offset(zone, before)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == old:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None  # a ZoneInfo knows its offset at every instant
    return offset
