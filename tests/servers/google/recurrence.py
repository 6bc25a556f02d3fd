"""Instances of recurring events: by the wall clock of the zone in which the event was written."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from tests.servers.google.errors import refuse
from tests.servers.google.state import Event
from tests.servers.google.when import Wire, instant_of

_MOST = 3000


def check(lines: list[str]) -> None:
    """Whether these are recurrence lines.

    Raises:
        Refused: they are not.
    """
    for line in lines:
        if line.split(":")[0].split(";")[0] not in ("RRULE", "EXDATE", "RDATE"):
            raise refuse(400, "invalid", "Invalid recurrence rule.")
        if line.startswith("RRULE"):
            try:
                rrulestr(line, dtstart=datetime(2026, 1, 1), ignoretz=True)  # noqa: DTZ001 (only whether it can be read)
            except ValueError as error:
                raise refuse(400, "invalid", "Invalid recurrence rule.") from error


def instances(master: Event, zone: str, start: datetime, end: datetime) -> Iterator[Event]:
    """Those that touch a window, without regard to exceptions; in order.

    Args:
        zone: the calendar's, for events that take whole days.
    """
    first, last = master.span(zone)
    for wall in _walls(master, start - (last - first) - timedelta(days=1), end + timedelta(days=1)):
        found = _at(master, wall)
        begin, stop = found.span(zone)
        if begin < end and start < stop:
            yield found


def instance(master: Event, key: str) -> Event | None:
    """The instance of that id; None: there is none."""
    stamp = key.rpartition("_")[2]
    try:
        if len(stamp) == 8:
            wall = datetime.strptime(stamp, "%Y%m%d")  # noqa: DTZ007 (a day)
        else:
            instant = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            wall = instant.astimezone(ZoneInfo(master.shared["start"]["timeZone"])).replace(tzinfo=None)
    except (ValueError, KeyError):
        return None
    found = (_at(master, each) for each in _walls(master, wall - timedelta(days=1), wall + timedelta(days=1)))
    return next((each for each in found if each.id == key), None)


def _walls(master: Event, start: datetime, end: datetime) -> list[datetime]:
    """Starts by the wall clock, naive."""
    start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    when = master.shared["start"]
    lines: list[str] = master.shared["recurrence"]
    dtstart = _wall(when)
    walls: set[datetime] = set()
    for line in lines:
        if line.startswith("RRULE"):
            rule = rrulestr(_by_wall_clock(line, when), dtstart=dtstart, ignoretz=True)
            walls |= {each for each in rule.xafter(start, count=_MOST, inc=True) if each <= end}
        elif line.startswith("RDATE"):
            walls |= set(_dates(line, when))
    if not any(line.startswith("RRULE") for line in lines):
        walls.add(dtstart)
    for line in lines:
        if line.startswith("EXDATE"):
            walls -= set(_dates(line, when))
    return sorted(each for each in walls if start <= each <= end)


def _at(master: Event, wall: datetime) -> Event:
    when = master.shared["start"]
    if "date" in when:
        day = wall.date()
        days = date.fromisoformat(master.shared["end"]["date"]) - date.fromisoformat(when["date"])
        original: Wire = {"date": day.isoformat()}
        ends: Wire = {"date": (day + days).isoformat()}
        stamp = f"{day:%Y%m%d}"
    else:
        instant = wall.replace(tzinfo=ZoneInfo(when["timeZone"])).astimezone(UTC)
        length = instant_of(master.shared["end"], "UTC") - instant_of(when, "UTC")
        original = {"dateTime": instant.isoformat(), "timeZone": when["timeZone"]}
        ends = {"dateTime": (instant + length).isoformat(), "timeZone": master.shared["end"]["timeZone"]}
        stamp = f"{instant:%Y%m%dT%H%M%SZ}"
    shared = {name: value for name, value in master.shared.items() if name != "recurrence"}
    return replace(
        master,
        id=f"{master.id}_{stamp}",
        shared=shared | {"start": original, "end": ends},
        master=master.id,
        original=original,
    )


def _wall(when: Wire) -> datetime:
    if "date" in when:
        return datetime.fromisoformat(when["date"])
    return instant_of(when, "UTC").astimezone(ZoneInfo(when["timeZone"])).replace(tzinfo=None)


def _by_wall_clock(line: str, when: Wire) -> str:
    def local(match: re.Match[str]) -> str:
        return f"UNTIL={_local(match[1], None, when):%Y%m%dT%H%M%S}"

    return re.sub(r"UNTIL=([0-9TZ]+)", local, line)


def _dates(line: str, when: Wire) -> Iterator[datetime]:
    names, _, values = line.partition(":")
    zone = next((each[5:] for each in names.split(";") if each.startswith("TZID=")), None)
    for value in values.split(","):
        yield _local(value, zone, when)


def _local(text: str, zone: str | None, when: Wire) -> datetime:
    if "T" not in text:
        day = datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 (a day)
        return day if "date" in when else day.replace(hour=23, minute=59, second=59)
    wall = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 (placed below)
    if "date" in when or not (zone or text.endswith("Z")):
        return wall
    given = wall.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    return given.astimezone(ZoneInfo(when["timeZone"])).replace(tzinfo=None)
