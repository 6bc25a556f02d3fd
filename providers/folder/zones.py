"""TZIDs to zones: IANA names, Windows names, vendors' prefixes, and zones that a file defines itself."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from providers.folder.broken import BrokenEvent
from providers.folder.decode import Component
from providers.folder.rule import parse_rule
from providers.folder.stamps import UTC_ZONE, NamedZone, Stamp, Zone, parse_stamp
from providers.windows_zones import iana_of_windows

_RULES = ("DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO")
_FAR = datetime(9999, 12, 30)  # noqa: DTZ001
_UTC_NAMES = frozenset({"utc", "z", "gmt", "coordinated universal time", "tzone://microsoft/utc"})


def ruled_zone(definition: Component) -> NamedZone:
    """The zone that a VTIMEZONE defines, as python-dateutil reads it.

    A time that its clocks skip is read with the offset from after the change, unlike elsewhere (RFC 5545, 3.3.5).

    Raises:
        BrokenEvent: its rules cannot be read.
    """
    from dateutil.tz import tzical

    observances = [each for each in definition.children if each.name in ("STANDARD", "DAYLIGHT")]
    if all(each.name == "DAYLIGHT" for each in observances):
        raise BrokenEvent("lies in a time zone that the file defines without standard time")
    lines = ["BEGIN:VTIMEZONE", "TZID:its own"]
    for each in observances:
        rules = [f"{line.name}:{_yearly(line.value) if line.name == 'RRULE' else line.value}"
                 for line in each.lines if line.name in _RULES]  # fmt: skip
        lines += [f"BEGIN:{each.name}", *rules, f"END:{each.name}"]
    try:
        zone = tzical(StringIO("\n".join([*lines, "END:VTIMEZONE"]))).get()
    except (ValueError, OverflowError, LookupError, TypeError):
        raise BrokenEvent("lies in a time zone whose rules cannot be read") from None
    if zone is None:
        raise BrokenEvent("lies in a time zone whose rules cannot be read")
    return NamedZone(zone)


def _yearly(text: str) -> str:
    """The rule of an observance; only such as name a few moments of a year, so that seeking one is bounded."""
    rule = parse_rule(text)
    times = (rule.parts.get(part, "") for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if rule.frequency != "YEARLY" or any("," in numbers for numbers in times):
        raise BrokenEvent("lies in a time zone whose rules cannot be read")
    parts = dict(rule.parts)
    if rule.until is not None:
        # dateutil takes its UTC for local time; another year's change is far away.
        until = min(parse_stamp(rule.until, UTC_ZONE).wall, _FAR) + timedelta(days=1)
        parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}"
    return ";".join(f"{key}={value}" for key, value in parts.items())


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
    if tzid.casefold() in _UTC_NAMES:
        return UTC_ZONE
    windows = iana_of_windows(tzid)
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
