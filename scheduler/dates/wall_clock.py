"""From a wall clock to instants, exact where the clock is changed.

A wall-clock span means the instants at which the clock on the wall shows a time inside it. So a span that a clock
change skips is empty, a repeated hour counts twice, and a day that a country leaves out has no instant at all.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, floor
from zoneinfo import ZoneInfo

from providers.event import Interval
from scheduler.company import WallSpan
from scheduler.dates.intervals import merge

_DAY = timedelta(days=1)


def instants(time_zone: str, window: Interval, spans: Iterable[WallSpan]) -> list[Interval]:
    """When, inside the window, the clock of the zone (IANA name) shows a time in one of these weekly spans."""
    by_weekday: dict[int, list[tuple[time, time]]] = {}
    for span in spans:
        by_weekday.setdefault(span.weekday, []).append((span.start, span.end))
    return _shown(time_zone, window, lambda day: by_weekday.get(day.weekday(), ()))


def instants_of_days(time_zone: str, window: Interval, days: Collection[date]) -> list[Interval]:
    """When, inside the window, the calendar on the wall of the zone (IANA name) shows one of these days."""
    return _shown(time_zone, window, lambda day: ((time.min, time.min),) if day in days else ())


def local_days(time_zone: str, window: Interval) -> list[date]:
    """The days that the window touches in the zone (IANA name), rising."""
    zone = ZoneInfo(time_zone)
    first = window.start.astimezone(zone).date()
    last = (window.end - timedelta(microseconds=1)).astimezone(zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _shown(
    time_zone: str, window: Interval, wall_spans: Callable[[date], Iterable[tuple[time, time]]]
) -> list[Interval]:
    found: list[Interval] = []
    for stretch, offset in _constant_offsets(ZoneInfo(time_zone), window):
        day = (stretch.start + offset).date()
        while day <= (stretch.end + offset).date():
            for start, end in wall_spans(day):
                last_day = day + _DAY if end == time.min else day
                begin = datetime.combine(day, start, UTC) - offset
                finish = datetime.combine(last_day, end, UTC) - offset
                found.append(Interval(max(begin, stretch.start), min(finish, stretch.end)))
            day += _DAY
    return merge(found)


def _constant_offsets(zone: ZoneInfo, window: Interval) -> Iterator[tuple[Interval, timedelta]]:
    """Cut the window where the zone's offset from UTC changes. No zone changes it twice within a day."""
    start = probe = window.start
    offset = _offset(zone, start)
    while probe < window.end:
        following = min(probe + _DAY, window.end)
        if _offset(zone, following) != offset:
            change = _change(zone, probe, following)
            if start < change < window.end:
                yield Interval(start, change), offset
            start = max(start, change)
            offset = _offset(zone, following)
        probe = following
    if start < window.end:
        yield Interval(start, window.end), offset


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


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None  # a ZoneInfo knows its offset at every instant
    return offset
