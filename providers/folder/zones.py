"""TZIDs to zones: IANA names, Windows names, vendors' prefixes, and zones that a file defines itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from providers.folder.broken import BrokenEvent
from providers.folder.decode import Component
from providers.folder.rule import Rule, parse_rule, walls
from providers.folder.stamps import UTC_ZONE, NamedZone, Stamp, Zone, parse_stamp

_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?", re.ASCII)
_UTC_NAMES = frozenset({"utc", "z", "gmt", "coordinated universal time", "tzone://microsoft/utc"})


@dataclass(frozen=True)
class _Observance:
    """One STANDARD or DAYLIGHT of a VTIMEZONE."""

    start: datetime
    """Naive, on a clock at `before`."""
    before: timedelta
    after: timedelta
    rules: tuple[Rule, ...]
    dates: tuple[datetime, ...]

    def onsets(self, low: datetime, high: datetime) -> Iterable[datetime]:
        """When it begins, on a clock at `before`: those in `[low, high]`."""
        yield from (moment for moment in (self.start, *self.dates) if low <= moment <= high)
        for rule in self.rules:
            yield from walls(rule, self.start, self._until(rule), low, high)

    def _until(self, rule: Rule) -> datetime | None:
        if rule.until is None:
            return None
        until = parse_stamp(rule.until, UTC_ZONE)
        if until.is_date:
            return until.wall + timedelta(days=1)
        return until.wall + self.before if until.is_utc else until.wall


class RuledZone:
    """A zone with rules of its own, from a VTIMEZONE."""

    def __init__(self, observances: tuple[_Observance, ...]) -> None:
        self._observances = observances
        self._initial = min(observances, key=lambda each: each.start).before
        self._changes = lru_cache(maxsize=64)(self._changes_about)

    def instant(self, wall: datetime) -> datetime:
        """See `Zone`."""
        offset = self._initial
        for onset, before, after in self._changes(wall.year):
            # A clock that skips forward shows nothing from `onset` to `onset + (after - before)`.
            if wall < onset + max(after - before, timedelta()):
                break
            offset = after
        return (wall - offset).replace(tzinfo=UTC)

    def wall(self, instant: datetime) -> datetime:
        """See `Zone`."""
        naive = instant.astimezone(UTC).replace(tzinfo=None)
        offset = self._initial
        for onset, before, after in self._changes(naive.year):
            if naive < onset - before:
                break
            offset = after
        return naive + offset

    def _changes_about(self, year: int) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
        """Changes that matter in a year: its own, its neighbours', and the last one before them."""
        high = datetime(min(year + 2, 9999), 1, 1)  # noqa: DTZ001
        near = datetime(max(year - 1, 1), 1, 1)  # noqa: DTZ001
        found: set[tuple[datetime, timedelta, timedelta]] = set()
        for each in self._observances:
            recent = sorted(each.onsets(near, high))
            # Without a rule that reaches these years, what began long ago may still hold.
            recent = recent or sorted(each.onsets(datetime(1, 1, 1), near))[-1:]  # noqa: DTZ001
            found.update((onset, each.before, each.after) for onset in recent)
        return tuple(sorted(found))


def ruled_zone(component: Component) -> RuledZone:
    """The zone that a VTIMEZONE defines.

    Raises:
        BrokenEvent: its rules cannot be read.
    """
    observances = tuple(_observance(each) for each in component.children if each.name in ("STANDARD", "DAYLIGHT"))
    if not observances:
        raise BrokenEvent("lies in a time zone that the file defines without rules")
    return RuledZone(observances)


def _observance(component: Component) -> _Observance:
    start = component.value("DTSTART")
    if start is None:
        raise BrokenEvent("lies in a time zone whose rules cannot be read")
    dates = tuple(_naive(item) for line in component.all("RDATE") for item in line.value.split(","))
    return _Observance(
        start=_naive(start),
        before=_offset(component.value("TZOFFSETFROM")),
        after=_offset(component.value("TZOFFSETTO")),
        rules=tuple(parse_rule(line.value) for line in component.all("RRULE")),
        dates=dates,
    )


def _naive(text: str) -> datetime:
    return parse_stamp(text.split("/")[0], UTC_ZONE).wall


def _offset(text: str | None) -> timedelta:
    found = _OFFSET.fullmatch(text or "")
    if found is None:
        raise BrokenEvent("lies in a time zone whose rules cannot be read")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    if size >= timedelta(days=1):
        raise BrokenEvent("lies in a time zone whose rules cannot be read")
    return -size if found[1] == "-" else size


class Zones:
    """The zones of one VCALENDAR."""

    def __init__(self, definitions: Iterable[Component]) -> None:
        self._definitions: dict[str, Component] = {}
        for definition in definitions:
            self._definitions.setdefault(_bare(definition.value("TZID") or ""), definition)
        self._known: dict[str, Zone] = {}

    def find(self, tzid: str) -> Zone:
        """The zone of a TZID.

        The IANA database comes before the file's own rules: exports cut those to the rule of one year.

        Raises:
            BrokenEvent: nothing says what the TZID means.
        """
        key = _bare(tzid)
        if key not in self._known:
            self._known[key] = self._find(key)
        return self._known[key]

    def _find(self, key: str) -> Zone:
        definition = self._definitions.get(key)
        hint = definition.value("X-LIC-LOCATION") if definition is not None else None
        zone = named_zone(key) or (named_zone(hint) if hint else None)
        if zone is not None:
            return zone
        if definition is not None:
            return ruled_zone(definition)
        raise BrokenEvent(f"lies in the time zone {shown(key)}, which neither the file nor this program knows")

    def stamp(self, text: str, tzid: str | None, home: Zone) -> Stamp:
        """Read a date or time with the TZID of its line."""
        return parse_stamp(text, home, self.find(tzid) if tzid and not text.strip().endswith(("Z", "z")) else None)


def shown(text: str) -> str:
    """A piece of a file as it may stand in a message: printable, and not long."""
    return "".join(c if c.isprintable() else "?" for c in text[:80]) or "without a name"


def _bare(tzid: str) -> str:
    return tzid.strip().strip('"').strip()


@cache
def named_zone(tzid: str) -> NamedZone | None:
    """The zone that a TZID names by itself: IANA or Windows name, also behind a vendor's prefix; None: none."""
    from tzlocal.windows_tz import win_tz

    if tzid.casefold() in _UTC_NAMES:
        return UTC_ZONE
    windows = {name.casefold(): iana for name, iana in win_tz.items()}.get(tzid.casefold())
    if windows is not None:
        return _iana(windows)
    # `/freeassociation.sourceforge.net/Tzfile/Europe/Madrid`: the longest ending that is a zone's name.
    parts = tzid.strip("/").split("/")
    if parts == [tzid]:
        return _iana(tzid)
    return next((zone for at in range(len(parts) - 1) if (zone := _iana("/".join(parts[at:])))), None)


def _iana(name: str) -> NamedZone | None:
    canonical = _iana_names().get(name.casefold())
    if canonical is None:
        return None
    try:
        return NamedZone(ZoneInfo(canonical))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}
