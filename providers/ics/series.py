"""One event from what several files, or several components of one file, say about it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from providers.ics.budget import Budget
from providers.ics.parse import DECISIVE, MARKER, BrokenEvent, Component, Line, Parsed, walk
from providers.ics.times import Known, Length, Stamp, Zone, Zones, parse_length, zones_of
from providers.marker import Marker
from providers.marker_codec import parse_marker


@dataclass(frozen=True)
class Vevent:
    """A VEVENT in its file."""

    component: Component
    uid: str
    """The UID; for an event without one, a name that follows from its content."""
    file: str
    """Name of the file as shown to a person; what comes first in order wins a tie."""
    stem: str | None
    """Name without ending of a file in which our own events stand, which is their UID; None: an export."""
    zones: Zones
    method: str
    """METHOD of its VCALENDAR, upper case, or empty."""

    @property
    def cancelled(self) -> bool:
        """Whether it says that it does not take place."""
        return (self.component.value("STATUS") or "").upper() == "CANCELLED" or self.method == "CANCEL"

    @cached_property
    def sequence(self) -> int:
        """SEQUENCE; 0 where it is missing or no number."""
        text = self.component.value("SEQUENCE") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @cached_property
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

    @cached_property
    def organizers(self) -> frozenset[str]:
        """Emails of who called the meeting: none or one, in a file that is in order."""
        return frozenset(email for line in self.component.all("ORGANIZER") if "@" in (email := address(line)))

    @cached_property
    def claim(self) -> Marker | None:
        """Which of our occurrences it says it is: the marker that it bears, if the UID follows from that."""
        marker = parse_marker(self.component.value(MARKER))
        return marker if marker is not None and marker.uid == self.uid else None

    @cached_property
    def marker(self) -> Marker | None:
        """Which of our occurrences it is; None for a foreign event.

        A claim counts only in a meeting that its leader called: anybody may send an invitation with whatever lines.
        Where nobody is said to have called it, it must lie in our own file.
        """
        if self.claim is None or self.is_strangers(self.claim.leader):
            return None
        return self.claim if self.organizers or self.stem == self.uid else None

    def is_strangers(self, leader: str) -> bool:
        """Whether somebody else than the leader called the meeting."""
        return bool(self.organizers - {leader})

    @cached_property
    def decisive(self) -> frozenset[str]:
        """All that it says about when it takes place."""
        return frozenset(line.text for line in self.component.lines if line.name in DECISIVE)

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
        return self.zones.stamp(line.value, line.param("TZID"))

    def stamps(self, name: str, budget: Budget) -> Iterator[tuple[Stamp, str]]:
        """The times of every line of a name, and what follows each after a slash (the end of a period).

        Raises:
            BrokenEvent: one cannot be read.
            OverBudget: there are too many.
        """
        for line in self.component.all(name):
            tzid = line.param("TZID")
            for item in budget.counted(line.value.split(",")):
                text, _, rest = item.strip().partition("/")
                if text:
                    yield self.zones.stamp(text, tzid), rest

    def refuse_torn(self) -> None:
        """Raise BrokenEvent where a line that decides when it lies is no content line."""
        if self.component.torn:
            raise BrokenEvent("has a line that cannot be read")


@dataclass(frozen=True)
class Series:
    """What holds for one UID."""

    uid: str
    """With a word added where it is somebody else's under the UID of an event of ours."""
    masters: tuple[Vevent, ...]
    """Who speaks of all of it, usually one. None: there are only exceptions, their recurring event lies in another
    calendar. Several contradict each other, and nothing says which is right: each may take place."""
    exceptions: tuple[Vevent, ...]
    """In the order of files."""
    superseded: tuple[Vevent, ...] = ()
    """What other files say of it, and what does not hold."""

    @property
    def main(self) -> Vevent:
        """The component that stands for the event."""
        return self.masters[0] if self.masters else self.exceptions[0]

    @property
    def everything(self) -> tuple[Vevent, ...]:
        """All that was said, also what does not hold."""
        return (*self.masters, *self.exceptions, *self.superseded)

    @property
    def cancelled(self) -> bool:
        """Whether nothing of it takes place."""
        return all(each.cancelled for each in self.masters or self.exceptions)

    @property
    def marker(self) -> Marker | None:
        """The marker of an event that is ours; None for a foreign one, also for a copy that bears our marker.

        A program that imports our event and exports it again may drop what it does not know: what another file says of
        the same UID counts too.
        """
        return next((each.marker for each in (self.main, *self.superseded) if each.marker is not None), None)

    @property
    def etag(self) -> str:
        """Changes whenever a byte of what holds does."""
        parts = (self.main, *self.masters[1:], *(each for each in self.exceptions if each is not self.main))
        return hashlib.sha256("".join(each.component.digest for each in parts).encode()).hexdigest()


def vevents(
    parsed: Parsed, file: str, stem: str | None, home: Zone, budget: Budget, known: Known | None = None
) -> list[Vevent]:
    """Every VEVENT of a file. Zones are looked up in the event's own VCALENDAR first, then in the others.

    Args:
        parsed: the file.
        file: see `Vevent`.
        stem: see `Vevent`.
        home: the owner's zone.
        budget: what understanding its times may cost.
        known: zones that the owner's other files define.
    """
    zones = zones_of(parsed, home, budget, known)
    return [
        Vevent(
            component, _uid(component), file, stem, zones[outermost.first], (outermost.value("METHOD") or "").upper()
        )
        for outermost, component in walk(parsed.components, "VEVENT")
    ]


def _uid(component: Component) -> str:
    return component.value("UID") or f"without-uid-{component.digest[:16]}"


def address(line: Line) -> str:
    """Email of an ORGANIZER or ATTENDEE, lower case; what stands in its place where there is none."""
    value = line.value.strip().lower()
    if value.startswith("mailto:") and "@" in value:
        return value.removeprefix("mailto:").strip()
    return (line.param("EMAIL") or value).strip().lower().removeprefix("mailto:")


def merge(found: Iterable[Vevent], budget: Budget) -> list[Series]:
    """Group by UID, in the order of their first appearance.

    What a stranger says under the UID of an event of ours is an event of its own, under another UID.

    Raises:
        OverBudget: too many speak of the same.
    """
    groups: dict[str, list[Vevent]] = {}
    for vevent in found:
        groups.setdefault(vevent.uid, []).append(vevent)
    merged = []
    for uid, group in groups.items():
        leader = next((each.claim.leader for each in group if each.claim is not None), None)
        parts: dict[str, list[Vevent]] = {}
        for each in group:
            named = f"{uid} (somebody else's)" if leader is not None and each.is_strangers(leader) else uid
            parts.setdefault(named, []).append(each)
        merged += [_series(named, part, budget) for named, part in parts.items()]
    return merged


def _series(uid: str, group: Iterable[Vevent], budget: Budget) -> Series:
    """What holds. An exception in another file than its master's holds only if its SEQUENCE is not lower (RFC 5546,
    2.1.4)."""
    parts: dict[str, list[Vevent]] = {}
    superseded: list[Vevent] = []
    for vevent in group:
        instance = _instance(vevent)
        rivals = parts.get(instance, [])
        budget.step(len(rivals))
        parts[instance], lost = _holding(rivals, vevent)
        superseded += lost
    masters = tuple(parts.pop("", ()))
    files = {master.file for master in masters}
    lowest = min((master.sequence for master in masters), default=0)
    exceptions: list[Vevent] = []
    for rivals in parts.values():
        for each in rivals:
            (exceptions if each.file in files or each.sequence >= lowest else superseded).append(each)
    return Series(uid, masters, tuple(exceptions), tuple(superseded))


def _instance(vevent: Vevent) -> str:
    """What of its series a component speaks of; empty: of all."""
    if vevent.component.torn:
        # It may be an exception whose RECURRENCE-ID is lost: it must not stand in for anything else.
        return f"torn {vevent.component.digest}"
    line = next(iter(vevent.component.all("RECURRENCE-ID")), None)
    return "" if line is None else f"{line.param('TZID') or ''}:{line.value.strip()}"


def _holding(rivals: list[Vevent], vevent: Vevent) -> tuple[list[Vevent], list[Vevent]]:
    """Who holds of those who speak of the same, as one more does: those who hold, and those who do not.

    The highest SEQUENCE, then the latest edit. Two that say different times with one SEQUENCE both hold where they
    stand in one file, which is how things are at one moment, and where nothing says which was edited last.
    """
    if not rivals or vevent.sequence > rivals[0].sequence:
        return [vevent], rivals
    if vevent.sequence < rivals[0].sequence:
        return rivals, [vevent]
    kept: list[Vevent] = []
    lost: list[Vevent] = []
    for rival in rivals:
        settled = rival.decisive == vevent.decisive or (rival.file != vevent.file and rival.edited != vevent.edited)
        if settled and rival.edited >= vevent.edited:
            return rivals, [vevent]
        (lost if settled else kept).append(rival)
    return [*kept, vevent], lost
