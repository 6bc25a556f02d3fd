"""Values of DTSTART and its like: dates, floating times, UTC, times in a zone; durations; and what a TZID means."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from providers.ics.budget import Budget
from providers.ics.parse import BrokenEvent, Component, Parsed, shown, walk
from providers.ics.rules import FIRST, LAST, parse_rule, walls
from providers.wall_clock import to_instant
from providers.zones import iana_name

_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?)|Z)?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"([+-]?)P(?=.)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-]?)([01]\d|2[0-3])([0-5]\d)([0-5]\d)?", re.ASCII)
_RULED = (datetime(1970, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001
"""Changes of clocks that a file defines by rules are known between these."""
_FIRST, _LAST = FIRST.replace(tzinfo=UTC), LAST.replace(tzinfo=UTC)


class Zone(Protocol):
    """A time zone: between a naive wall clock and an instant in UTC. At the ends of the calendar, both stop there."""

    def instant(self, wall: datetime) -> datetime:
        """The first instant at which clocks show `wall`; in a gap, read with the offset from before it (RFC 5545)."""
        ...

    def wall(self, instant: datetime) -> datetime:
        """What clocks show, as a naive datetime."""
        ...


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone of the IANA database."""

    name: str

    def instant(self, wall: datetime) -> datetime:
        """See `Zone`."""
        try:
            return to_instant(wall, self.name)
        except OverflowError:
            return _FIRST if wall.year < _RULED[0].year else _LAST

    def wall(self, instant: datetime) -> datetime:
        """See `Zone`."""
        try:
            return instant.astimezone(ZoneInfo(self.name)).replace(tzinfo=None, fold=0)
        except OverflowError:
            return FIRST if instant.year < _RULED[0].year else LAST


@dataclass(frozen=True, slots=True)
class _Change:
    """Clocks of a zone are set."""

    at: datetime
    """In UTC, naive."""
    after: timedelta
    """Offset from UTC, from then on."""


class RuledZone:
    """A zone that a file defines.

    Args:
        changes: of its clocks.
        standard: offset from UTC before the first of them.
    """

    def __init__(self, changes: Iterable[_Change], standard: timedelta) -> None:
        ordered = sorted(changes, key=lambda change: change.at)
        self._offsets = [standard, *(change.after for change in ordered)]
        self._instants = [change.at for change in ordered]
        # What clocks skip is read with the offset from before, what they repeat is the first of both: either way, the
        # later of the two times that they show at the change.
        self._walls = [
            _shifted(change.at, max(before, change.after))
            for before, change in zip(self._offsets[:-1], ordered, strict=True)
        ]

    def instant(self, wall: datetime) -> datetime:
        """See `Zone`."""
        return _shifted(wall, -self._offsets[bisect_right(self._walls, wall)]).replace(tzinfo=UTC)

    def wall(self, instant: datetime) -> datetime:
        """See `Zone`."""
        naive = instant.astimezone(UTC).replace(tzinfo=None)
        return _shifted(naive, self._offsets[bisect_right(self._instants, naive)])


def _shifted(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return FIRST if by < timedelta() else LAST


UTC_ZONE = NamedZone("UTC")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A point in a calendar: what clocks show, and where."""

    wall: datetime
    """Naive; midnight for a date."""
    zone: Zone
    """For dates the owner's; for floating times the calendar's, or the owner's."""
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


def parse_stamp(text: str, home: Zone, zone: Zone | None = None, floating: Zone | None = None) -> Stamp:
    """Read a DATE or DATE-TIME. The text decides which it is, as programs get VALUE wrong.

    Args:
        home: the owner's zone, for dates.
        zone: of the line's TZID, where it has one.
        floating: of floating times; None: the owner's.

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
    return Stamp(wall, zone or floating or home, is_floating=zone is None)


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


Known = dict[tuple[str, ...], Zone]
"""Zones that files of one person define, by the lines that define them."""


class Zones:
    """The zones of one VCALENDAR, and of what lies in it.

    Args:
        own: VTIMEZONEs that stand in it, by TZID.
        others: those of other VCALENDARs in its file, for names that it does not define.
        home: the owner's zone.
        floating: X-WR-TIMEZONE, which floating times are meant in; None: in the owner's.
        budget: what working out a zone may cost.
        known: what was worked out before, also for other files; is added to.
    """

    def __init__(
        self,
        own: Mapping[str, Component],
        others: Mapping[str, Component],
        home: Zone,
        floating: str | None,
        budget: Budget,
        known: Known,
    ) -> None:
        self.home = home
        self._own = own
        self._others = others
        self._floating = floating
        self._budget = budget
        self._known = known
        self._named: dict[str, Zone] = {}

    def find(self, tzid: str) -> Zone:
        """The zone of a TZID.

        The IANA database comes before the file's own rules: exports cut those to the rule of one year.

        Raises:
            BrokenEvent: nothing says what the TZID means.
        """
        key = bare(tzid)
        if key not in self._named:
            self._named[key] = self._find(key)
        return self._named[key]

    def _find(self, key: str) -> Zone:
        definition = self._own.get(key) or self._others.get(key)
        hint = definition.value("X-LIC-LOCATION") if definition is not None else None
        zone = named_zone(key) or (named_zone(hint) if hint else None)
        if zone is not None:
            return zone
        if definition is None:
            raise BrokenEvent(f"lies in the time zone {shown(key)}, which neither the file nor this program knows")
        lines = observances(definition)
        if lines not in self._known:
            self._known[lines] = ruled_zone(definition, self._budget)
        return self._known[lines]

    def stamp(self, text: str, tzid: str | None) -> Stamp:
        """Read a date or time with the TZID of its line.

        Raises:
            BrokenEvent: it is neither, or nothing says what its TZID means.
        """
        zone = self.find(tzid) if tzid and not text.strip().endswith(("Z", "z")) else None
        stamp = parse_stamp(text, self.home, zone)
        if stamp.is_floating and self._floating:
            return parse_stamp(text, self.home, None, self.find(self._floating))
        return stamp


def bare(tzid: str) -> str:
    """A TZID without what programs put around it."""
    return tzid.strip().strip('"').strip()


def named_zone(tzid: str) -> NamedZone | None:
    """The zone that a TZID names by itself; None: none."""
    name = iana_name(tzid)
    return None if name is None else NamedZone(name)


def observances(definition: Component) -> tuple[str, ...]:
    """All that decides what a VTIMEZONE means."""
    lines = []
    for each in definition.children:
        if each.name in ("STANDARD", "DAYLIGHT"):
            lines += [each.name, *(line.text for line in each.lines)]
    return tuple(lines)


def ruled_zone(definition: Component, budget: Budget) -> RuledZone:
    """The zone that a VTIMEZONE defines (RFC 5545, 3.6.5).

    Raises:
        BrokenEvent: its rules cannot be read.
        OverBudget: there are too many.
    """
    parts = [each for each in definition.children if each.name in ("STANDARD", "DAYLIGHT")]
    if all(each.name == "DAYLIGHT" for each in parts):
        raise BrokenEvent("lies in a time zone that the file defines without standard time")
    changes = [change for each in parts for change in budget.counted(_changes(each, budget))]
    first = next(each for each in parts if each.name == "STANDARD")
    return RuledZone(changes, _offset(first.value("TZOFFSETTO") or ""))


def _changes(observance: Component, budget: Budget) -> list[_Change]:
    before, after = (_offset(observance.value(name) or "") for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = _onset(observance.value("DTSTART") or "", before)
    onsets = {start}
    for line in observance.all("RDATE"):
        onsets.update(_onset(text.partition("/")[0], before) for text in budget.counted(line.value.split(",")))
    for line in observance.all("RRULE"):
        rule = parse_rule(line.value)
        times = (rule.parts.get(part, "") for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        if rule.frequency != "YEARLY" or any("," in numbers for numbers in times):
            raise BrokenEvent("lies in a time zone whose rules cannot be read")
        until = None if rule.until is None else _onset(rule.until, before, is_end=True)
        onsets.update(walls(rule, start, until, *_RULED, budget))
    return [_Change(_shifted(onset, -before), after) for onset in onsets]


def _onset(text: str, before: timedelta, *, is_end: bool = False) -> datetime:
    """When clocks are set, on the clock that held before, naive."""
    stamp = parse_stamp(text, UTC_ZONE)
    if stamp.is_utc:
        return _shifted(stamp.wall, before)
    return _shifted(stamp.wall, timedelta(days=1, seconds=-1)) if is_end and stamp.is_date else stamp.wall


def _offset(text: str) -> timedelta:
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise BrokenEvent("lies in a time zone whose rules cannot be read")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size


def zones_of(parsed: Parsed, home: Zone, budget: Budget, known: Known | None = None) -> dict[int, Zones]:
    """The zones of each outermost component of a file, by where it begins.

    Args:
        parsed: the file.
        home: the owner's zone.
        budget: what working out its zones may cost.
        known: zones that the owner's other files define.
    """
    everywhere = _defined(parsed.components)
    shared: Known = {} if known is None else known
    return {
        each.first: Zones(_defined((each,)), everywhere, home, each.value("X-WR-TIMEZONE"), budget, shared)
        for each in parsed.components
    }


def _defined(components: Iterable[Component]) -> dict[str, Component]:
    """VTIMEZONEs by TZID; the first of several."""
    found: dict[str, Component] = {}
    for _, zone in walk(components, "VTIMEZONE"):
        found.setdefault(bare(zone.value("TZID") or ""), zone)
    return found
