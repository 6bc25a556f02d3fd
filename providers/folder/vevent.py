"""One VEVENT: its lines, with what is needed to understand them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from providers.folder.broken import BrokenEvent
from providers.folder.decode import Component, Decoded, walk
from providers.folder.lines import Line
from providers.folder.stamps import Length, Stamp, Zone, parse_length
from providers.folder.zones import Zones

_DECISIVE = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "STATUS", "TRANSP")


@dataclass(frozen=True)
class Vevent:
    """A VEVENT in its file."""

    component: Component
    decoded: Decoded
    file: str
    """Name of the file as shown to a person; what comes first in order wins a tie."""
    zones: Zones
    home: Zone
    """The owner's zone."""
    method: str
    """METHOD of its VCALENDAR, upper case, or empty."""

    @cached_property
    def uid(self) -> str:
        """The UID; for an event without one, a name that follows from its content."""
        return self.component.value("UID") or f"without-uid-{hashlib.sha256(self.raw).hexdigest()[:16]}"

    @cached_property
    def raw(self) -> bytes:
        """Its bytes."""
        return b"".join(line.raw for line in self.decoded.lines[self.component.first : self.component.last + 1])

    @property
    def cancelled(self) -> bool:
        """Whether it says that it does not take place."""
        return (self.component.value("STATUS") or "").upper() == "CANCELLED" or self.method == "CANCEL"

    @cached_property
    def sequence(self) -> int:
        """SEQUENCE; 0 where it is missing or no number."""
        text = self.component.value("SEQUENCE") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def edited(self) -> str:
        """LAST-MODIFIED or DTSTAMP as written: both are UTC, so that they compare as text."""
        return self.component.value("LAST-MODIFIED") or self.component.value("DTSTAMP") or ""

    @property
    def is_exception(self) -> bool:
        """Whether it speaks of one instance of a recurring event."""
        return bool(self.component.all("RECURRENCE-ID"))

    @property
    def recurs(self) -> bool:
        """Whether it has instances besides its first."""
        return any(line.name in ("RRULE", "RDATE") for line in self.component.lines)

    def start(self) -> Stamp:
        """When it (first) starts.

        Raises:
            BrokenEvent: that cannot be read.
        """
        line = self.component.single("DTSTART")
        if line is None:
            raise BrokenEvent("has no DTSTART")
        return self.stamp(line)

    def length(self, start: Stamp) -> Length:
        """How long it lasts.

        Raises:
            BrokenEvent: that cannot be read, or is negative.
        """
        end, duration = self.component.single("DTEND"), self.component.single("DURATION")
        if end is not None:
            stop = self.stamp(end)
            if start.is_date and stop.is_date and stop.wall >= start.wall:
                return Length(max((stop.wall - start.wall).days, 1), 0)
            seconds = int((stop.instant - start.instant).total_seconds())
            if seconds < 0:
                raise BrokenEvent("ends before it starts")
            return Length(0, seconds)
        if duration is not None:
            return parse_length(duration.value)
        return Length(1, 0) if start.is_date else Length(0, 0)

    def stamp(self, line: Line) -> Stamp:
        """The one time that a line holds."""
        return self.zones.stamp(line.value, line.param("TZID"), self.home)

    def stamps(self, name: str) -> Iterator[tuple[Stamp, str]]:
        """The times of every line of a name, and what follows each after a slash (the end of a period)."""
        for line in self.component.all(name):
            for item in filter(None, (item.strip() for item in line.value.split(","))):
                text, _, rest = item.partition("/")
                yield self.zones.stamp(text, line.param("TZID"), self.home), rest

    @property
    def torn(self) -> bool:
        """Whether a line that decides when it lies is no content line."""
        return any(not line.name and line.value.lstrip().upper().startswith(_DECISIVE) for line in self.component.lines)

    def refuse_torn(self) -> None:
        """Raise BrokenEvent where it is torn."""
        if self.torn:
            raise BrokenEvent("has a line that cannot be read")


def vevents(decoded: Decoded, file: str, home: Zone) -> list[Vevent]:
    """Every VEVENT of a file. Zones are looked up in the event's own VCALENDAR first, then in the others."""
    everywhere = [zone for _, zone in walk(decoded.components, "VTIMEZONE")]
    found: list[Vevent] = []
    zones: dict[int, Zones] = {}
    for outermost, component in walk(decoded.components, "VEVENT"):
        if outermost.first not in zones:
            own = [zone for _, zone in walk((outermost,), "VTIMEZONE")]
            zones[outermost.first] = Zones([*own, *everywhere])
        method = (outermost.value("METHOD") or "").upper()
        found.append(Vevent(component, decoded, file, zones[outermost.first], home, method))
    return found
