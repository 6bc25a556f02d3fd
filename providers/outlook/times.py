"""Graph's times: a wall clock without offset, and a separate zone, by Windows' name, IANA's, or one of its own."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from providers.event import Interval
from providers.wall_clock import midnight, to_instant
from providers.zones import iana_name


def span_of(item: Mapping[str, Any], zone: str) -> Interval:
    """When an event lies.

    Args:
        item: an event of Graph's, or an item of a schedule; an all-day event has no zone, but days.
        zone: IANA name of the owner's, in which those days lie.

    Raises:
        ValueError, KeyError, TypeError: it cannot be understood.
    """
    if item.get("isAllDay"):
        first, last = (_wall(item[end]) for end in ("start", "end"))
        behind = last.date() if last.time() == time() else last.date() + timedelta(days=1)
        return Interval(midnight(first.date(), zone), midnight(max(behind, first.date() + timedelta(days=1)), zone))
    span = Interval(instant_of(item["start"]), instant_of(item["end"]))
    if span.end < span.start:
        raise ValueError("it ends before it starts")
    return span


def instant_of(when: Mapping[str, Any]) -> datetime:
    """The instant of a date-time and its zone, in UTC.

    Raises:
        ValueError, KeyError, TypeError: it cannot be understood.
    """
    wall = _wall(when)
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    name = iana_name(when.get("timeZone") or "UTC")
    if name is None:
        raise ValueError("its time zone is not known")
    return to_instant(wall, name)


def time_of(instant: datetime, zone: str) -> dict[str, str]:
    """An instant on the wall clock of a zone; in UTC where that clock shows the same time twice, or is not known.

    Args:
        zone: an IANA name, or a name as Graph gives it, which is kept.
    """
    name = iana_name(zone)
    if name is not None:
        wall = instant.astimezone(ZoneInfo(name)).replace(fold=0)
        if wall.astimezone(UTC) == instant and wall.replace(fold=1).astimezone(UTC) == instant:
            return {"dateTime": _text(wall), "timeZone": zone}
    return {"dateTime": _text(instant.astimezone(UTC)), "timeZone": "UTC"}


def utc_text(instant: datetime) -> str:
    """An instant for a query."""
    return f"{_text(instant.astimezone(UTC))}Z"


def _text(wall: datetime) -> str:
    return wall.replace(tzinfo=None).isoformat(timespec="seconds")


def _wall(when: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(when["dateTime"])
