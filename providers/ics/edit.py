"""Changes to an event that is there already: line by line, so that every other byte stays as it is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from providers.ics.compose import header, time_line
from providers.ics.parse import MARKER, WRITTEN, Component, Line, Parsed, lines_of, walk
from providers.ics.series import Vevent
from providers.ics.text import render
from providers.interval import Interval
from providers.marker import Marker
from providers.marker_codec import marker_text, utc_text, written_text


@dataclass(frozen=True)
class Source:
    """A file, and what it holds."""

    data: bytes
    parsed: Parsed

    def octets(self, component: Component) -> bytes:
        """The octets of a component."""
        return self.data[component.first : component.last]

    def replaced(self, component: Component, octets: bytes) -> bytes:
        """The file with other octets in a component's place."""
        return self.data[: component.first] + octets + self.data[component.last :]

    def without(self, vevents: Collection[Component]) -> bytes | None:
        """The file without some events; None where it holds no other."""
        firsts = {each.first for each in vevents}
        if all(each.first in firsts for _, each in walk(self.parsed.components, "VEVENT")):
            return None
        data = self.data
        for component in sorted(vevents, key=lambda each: each.first, reverse=True):
            data = data[: component.first] + data[component.last :]
        return data


def moved(octets: bytes, vevent: Vevent, to: Interval, marker: Marker, sequence: int, now: datetime) -> bytes:
    """An event of ours at another time; nothing else that a human sees changes.

    Times are written in the zone in which they stood; those of an all-day or floating event in UTC. An answer of
    `declined` was about the old time. The marker is written again where a program dropped it.

    Args:
        octets: the event as it stands.
        vevent: the same, understood.
        to: its new time.
        marker: of the event.
        sequence: written as SEQUENCE.
        now: UTC; written as DTSTAMP.
    """
    lines = list(_own_lines(octets))
    ends = any(line.name == "DTEND" for _, line in lines)
    seen: set[str] = set()
    edits: dict[int, bytes] = {}
    for number, line in lines:
        break_ = _line_break(octets)
        if line.name in ("DTSTART", "DTEND"):
            edits[number] = b""
            if line.name not in seen:
                edits[number] = _time(vevent, line.name, line, to.start if line.name == "DTSTART" else to.end, break_)
            if line.name == "DTSTART" and line.name not in seen and not ends:
                edits[number] += _time(vevent, "DTEND", line, to.end, break_)
            seen.add(line.name)
        elif line.name == "DURATION":
            edits[number] = b""
        elif line.name == "ATTENDEE" and (line.param("PARTSTAT") or "").upper() == "DECLINED":
            params = tuple((key, "NEEDS-ACTION" if key == "PARTSTAT" else value) for key, value in line.params)
            edits[number] = render(line.name, line.value, params, break_)
    values = {MARKER: marker_text(marker), WRITTEN: written_text(to)}
    return _changed(octets, edits, {**_version(sequence, now), **values})


def cancelled(octets: bytes, sequence: int, now: datetime) -> bytes:
    """An event of ours that does not take place; arguments as for `moved`."""
    return _changed(octets, {}, {**_version(sequence, now), "STATUS": "CANCELLED"})


def overriding(event: bytes, exceptions: Collection[bytes], zones: Collection[bytes], base: bytes | None) -> bytes:
    """A file of ours that overrides what other files say of an event.

    Args:
        event: with a higher SEQUENCE than theirs.
        exceptions: of its instances.
        zones: definitions of the time zones that it names.
        base: what the file holds besides; None: nothing.
    """
    head, end, tail = (base or header() + render("END", "VCALENDAR")).rpartition(b"END:VCALENDAR")
    return head + b"".join([*zones, event, *exceptions]) + end + tail


def zones_named(source: Source, octets: bytes) -> list[bytes]:
    """Definitions, in the event's file, of the zones that its lines name."""
    used = {line.param("TZID") for _, line in _own_lines(octets)}
    zones = (zone for _, zone in walk(source.parsed.components, "VTIMEZONE"))
    return [source.octets(zone) for zone in zones if zone.value("TZID") in used]


def _version(sequence: int, now: datetime) -> dict[str, str]:
    return {"SEQUENCE": str(sequence), "DTSTAMP": utc_text(now), "LAST-MODIFIED": utc_text(now)}


def _changed(octets: bytes, edits: Mapping[int, bytes], values: Mapping[str, str]) -> bytes:
    """An event with other lines, by number, and with properties of one value; missing ones are added at its start."""
    wanted = dict(values)
    break_ = _line_break(octets)
    edits = dict(edits)
    for number, line in _own_lines(octets):
        if line.name in wanted:
            edits[number] = render(line.name, wanted.pop(line.name), line.params, break_)
    raws = [edits.get(number, raw) for number, (raw, _) in enumerate(lines_of(octets))]
    return b"".join([raws[0], *(render(name, value, (), break_) for name, value in wanted.items()), *raws[1:]])


def _own_lines(octets: bytes) -> Iterator[tuple[int, Line]]:
    """Lines of the event itself with their numbers, not those of alarms inside."""
    depth = 0
    for number, (_, line) in enumerate(lines_of(octets)):
        depth += (line.name == "BEGIN") - (line.name == "END")
        if depth == 1 and line.name not in ("BEGIN", "END"):
            yield number, line


def _time(vevent: Vevent, name: str, line: Line, instant: datetime, line_break: bytes) -> bytes:
    others = tuple((key, value) for key, value in line.params if key not in ("TZID", "VALUE"))
    stamp = vevent.stamp(line)
    tzid = next((value for key, value in line.params if key == "TZID"), None)
    zoned = not (stamp.is_date or stamp.is_utc or stamp.is_floating)
    return time_line(name, instant, stamp.zone if zoned else None, tzid, others, line_break)


def _line_break(octets: bytes) -> bytes:
    """The one that the event's first line has."""
    return b"\r\n" if octets.partition(b"\n")[0].endswith(b"\r") else b"\n"
