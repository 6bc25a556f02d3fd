"""A VTIMEZONE for a zone of the IANA database, over a few years."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from providers.ics.text import render
from providers.interval import Interval
from providers.wall_clock import stretches


def vtimezone(name: str, first_year: int, last_year: int) -> bytes:
    """The zone's rules from the start of `first_year` to the end of `last_year`: each clock change by itself.

    Args:
        name: IANA name.
        first_year: the offset that holds at its start is written, too.
        last_year: inclusive.
    """
    years = Interval(datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC))
    lines = [render("BEGIN", "VTIMEZONE"), render("TZID", name)]
    before: timedelta | None = None
    for stretch in stretches(name, years):
        lines += _observance(
            ZoneInfo(name), stretch.span.start, stretch.offset if before is None else before, stretch.offset
        )
        before = stretch.offset
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


def _text(offset: timedelta) -> str:
    seconds = abs(int(offset.total_seconds()))
    text = f"{'-' if offset < timedelta() else '+'}{seconds // 3600:02d}{seconds // 60 % 60:02d}"
    return text + (f"{seconds % 60:02d}" if seconds % 60 else "")
