"""A VTIMEZONE for a zone of the IANA database, over a few years."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from providers.ics.text import render

_HOUR = timedelta(hours=1)


def vtimezone(name: str, first_year: int, last_year: int) -> bytes:
    """The zone's rules from the start of `first_year` to the end of `last_year`: each clock change by itself.

    Args:
        name: IANA name.
        first_year: the offset that holds at its start is written, too.
        last_year: inclusive.
    """
    zone = ZoneInfo(name)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    lines = [render("BEGIN", "VTIMEZONE"), render("TZID", name)]
    lines += _observance(zone, start, _offset(zone, start), _offset(zone, start))
    for change in _changes(zone, start, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        lines += _observance(zone, change, _offset(zone, change - timedelta(seconds=1)), _offset(zone, change))
    return b"".join([*lines, render("END", "VTIMEZONE")])


def _observance(zone: ZoneInfo, change: datetime, before: timedelta, after: timedelta) -> list[bytes]:
    local = change.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    # RFC 5545, 3.6.5: the onset is on the clock that held before it.
    onset = (change + before).strftime("%Y%m%dT%H%M%S")
    return [
        render("BEGIN", kind),
        render("DTSTART", onset),
        render("TZOFFSETFROM", _text(before)),
        render("TZOFFSETTO", _text(after)),
        render("TZNAME", local.tzname() or _text(after)),
        render("END", kind),
    ]


def _changes(zone: ZoneInfo, low: datetime, high: datetime) -> list[datetime]:
    """When the offset changes, to the second: halving each day in which it does."""
    found = []
    while low < high:
        after = low + 24 * _HOUR
        if _offset(zone, low) != _offset(zone, after):
            left, right = low, after
            while right - left > timedelta(seconds=1):
                middle = left + timedelta(seconds=(right - left).total_seconds() // 2)
                if _offset(zone, middle) == _offset(zone, low):
                    left = middle
                else:
                    right = middle
            found.append(right)
        low = after
    return found


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _text(offset: timedelta) -> str:
    seconds = abs(int(offset.total_seconds()))
    text = f"{'-' if offset < timedelta() else '+'}{seconds // 3600:02d}{seconds // 60 % 60:02d}"
    return text + (f"{seconds % 60:02d}" if seconds % 60 else "")
