"""Values of DTSTART and its like: dates, floating times, UTC, times in a zone; and durations."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

from providers.folder.broken import BrokenEvent

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII | re.IGNORECASE
)


class Zone(Protocol):
    """A time zone: between a naive wall clock and an instant in UTC."""

    def instant(self, wall: datetime) -> datetime:
        """The first instant at which clocks show `wall`; in a gap, read with the offset from before it (RFC 5545)."""
        ...

    def wall(self, instant: datetime) -> datetime:
        """What clocks show, as a naive datetime."""
        ...


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone as Python knows it: of the IANA database, or from a VTIMEZONE."""

    info: tzinfo

    def instant(self, wall: datetime) -> datetime:
        """See `Zone`."""
        return wall.replace(tzinfo=self.info).astimezone(UTC)

    def wall(self, instant: datetime) -> datetime:
        """See `Zone`."""
        wall = instant.astimezone(self.info).replace(tzinfo=None, fold=0)
        # In a zone of a VTIMEZONE, python-dateutil shows the other offset for some hours after a change.
        mended = wall + (instant - self.instant(wall))
        return mended if self.instant(mended) == instant else wall


UTC_ZONE = NamedZone(ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True)
class Stamp:
    """A point in a calendar: what clocks show, and where."""

    wall: datetime
    """Naive; midnight for a date."""
    zone: Zone
    """For dates and floating times: the owner's."""
    is_date: bool = False
    is_floating: bool = False
    is_utc: bool = False

    @property
    def instant(self) -> datetime:
        """In UTC."""
        return self.zone.instant(self.wall)


@dataclass(frozen=True, slots=True)
class Length:
    """How long an event lasts: days on the wall clock, then exact seconds (RFC 5545, 3.3.6)."""

    days: int
    seconds: int

    def after(self, start: Stamp) -> datetime:
        """The end, in UTC."""
        return start.zone.instant(start.wall + timedelta(days=self.days)) + timedelta(seconds=self.seconds)

    @property
    def about(self) -> timedelta:
        """Without regard to clock changes."""
        return timedelta(days=self.days, seconds=self.seconds)


def parse_stamp(text: str, home: Zone, zone: Zone | None = None) -> Stamp:
    """Read a DATE or DATE-TIME. The text decides which it is, as programs get VALUE wrong.

    Args:
        home: the owner's zone, for dates and floating times.
        zone: of the line's TZID, where it has one.

    Raises:
        BrokenEvent: it is neither.
    """
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise BrokenEvent("has a time that cannot be read")
    try:
        if found[4] is None:
            return Stamp(datetime(int(found[1]), int(found[2]), int(found[3])), home, is_date=True)  # noqa: DTZ001
        second = min(int(found[6] or 0), 59)  # a leap second is written as 60
        wall = datetime(int(found[1]), int(found[2]), int(found[3]), int(found[4]), int(found[5]), second)  # noqa: DTZ001
    except ValueError:
        raise BrokenEvent("has a time that does not exist") from None
    if found[7]:
        return Stamp(wall, UTC_ZONE, is_utc=True)
    return Stamp(wall, zone or home, is_floating=zone is None)


def parse_length(text: str) -> Length:
    """Read a DURATION.

    Raises:
        BrokenEvent: it is none, or negative.
    """
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise BrokenEvent("has a duration that cannot be read")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = Length(weeks * 7 + days, hours * 3600 + minutes * 60 + seconds)
    if found[1] == "-" and length != Length(0, 0):
        raise BrokenEvent("ends before it starts")
    return length
