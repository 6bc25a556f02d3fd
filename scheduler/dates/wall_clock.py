"""From weekly times on a wall clock to instants, exact where the clock is changed.

A wall-clock span means the instants at which the clock on the wall shows a time inside it. So a span that a clock
change skips is empty, a repeated hour counts twice, and a day that a country leaves out has no instant at all.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from providers.interval import Interval, merge
from providers.wall_clock import local, stretches
from scheduler.company import WallSpan

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
    first = local(window.start, time_zone).date()
    last = local(window.end - timedelta(microseconds=1), time_zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _shown(
    time_zone: str, window: Interval, wall_spans: Callable[[date], Iterable[tuple[time, time]]]
) -> list[Interval]:
    found: list[Interval] = []
    for stretch in stretches(time_zone, window):
        day = (stretch.span.start + stretch.offset).date()
        while day <= (stretch.span.end + stretch.offset).date():
            for start, end in wall_spans(day):
                last_day = day + _DAY if end == time.min else day
                begin = datetime.combine(day, start, UTC) - stretch.offset
                finish = datetime.combine(last_day, end, UTC) - stretch.offset
                found.append(Interval(begin, finish).clipped(stretch.span))
            day += _DAY
    return merge(found)
