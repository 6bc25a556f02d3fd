"""Changes to an event that is there already: line by line, so that every other byte stays as it is."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from providers.event import Interval
from providers.folder.compose import header, time_line
from providers.folder.decode import Decoded, walk
from providers.folder.lines import Line, render
from providers.folder.mark import MARKER, WRITTEN
from providers.folder.merge import Series
from providers.folder.vevent import Vevent
from providers.marker import Marker
from providers.marker_codec import marker_text, utc_text, written_text

Edits = Mapping[int, bytes]
"""New bytes of lines, by number in their file; empty: the line goes."""


def moved(vevent: Vevent, to: Interval, marker: Marker, sequence: int, now: datetime) -> Edits:
    """Edits that give an event of ours another time, and change nothing else that a human sees.

    Times are written in the zone in which they stood; those of an all-day or floating event in UTC. An answer of
    `declined` was about the old time. The marker is written again where a program dropped it. `sequence` and `now`
    (UTC) are written as SEQUENCE and DTSTAMP.
    """
    edits = _stamped(vevent, sequence, now, {MARKER: marker_text(marker), WRITTEN: written_text(to)})
    numbered = list(_own_lines(vevent))
    starts = [(number, line) for number, line in numbered if line.name == "DTSTART"]
    ends = [(number, line) for number, line in numbered if line.name == "DTEND"]
    at, start = starts[0]
    for number, _ in starts[1:] + ends[1:]:
        edits[number] = b""
    if ends:
        edits[ends[0][0]] = _time(vevent, "DTEND", ends[0][1], to.end)
        edits[at] = _time(vevent, "DTSTART", start, to.start)
    else:
        edits[at] = _time(vevent, "DTSTART", start, to.start) + _time(vevent, "DTEND", start, to.end)
    for number, line in numbered:
        if line.name == "DURATION":
            edits[number] = b""
        elif line.name == "ATTENDEE" and (line.param("PARTSTAT") or "").upper() == "DECLINED":
            params = tuple((key, "NEEDS-ACTION" if key == "PARTSTAT" else value) for key, value in line.params)
            edits[number] = render(line.name, line.value, params, _line_break(line))
    return edits


def cancelled(vevent: Vevent, sequence: int, now: datetime) -> Edits:
    """Edits that say that an event of ours does not take place."""
    return _stamped(vevent, sequence, now, {"STATUS": "CANCELLED"})


def apply(decoded: Decoded, edits: Edits, first: int = 0, last: int | None = None) -> bytes:
    """The bytes of lines `first` to `last` (inclusive; default: all of the file) with the edits."""
    end = len(decoded.lines) if last is None else last + 1
    return b"".join(edits.get(number, decoded.lines[number].raw) for number in range(first, end))


def without(decoded: Decoded, uid: str) -> bytes | None:
    """The file without an event; None where it holds no other."""
    edits: dict[int, bytes] = {}
    others = False
    for _, component in walk(decoded.components, "VEVENT"):
        if component.value("UID") == uid:
            edits.update(dict.fromkeys(range(component.first, component.last + 1), b""))
        else:
            others = True
    return apply(decoded, edits) if others else None


def overriding(series: Series, edits: Edits, base: bytes | None) -> bytes:
    """A file of ours that overrides what other files say of an event.

    Args:
        series: the event; its main component bears `edits`, its exceptions come along.
        edits: with a higher SEQUENCE.
        base: what the file holds besides, from `without`; None: nothing.
    """
    main = series.main
    block = [_zones(main), apply(main.decoded, edits, main.component.first, main.component.last)]
    block += [exception.raw for exception in series.exceptions if exception is not main]
    head, end, tail = (base or header() + render("END", "VCALENDAR")).rpartition(b"END:VCALENDAR")
    return head + b"".join(block) + end + tail


def _zones(vevent: Vevent) -> bytes:
    """Definitions of the zones that the event's own lines name."""
    used = {line.param("TZID") for line in vevent.component.lines}
    return b"".join(
        apply(vevent.decoded, {}, zone.first, zone.last)
        for _, zone in walk(vevent.decoded.components, "VTIMEZONE")
        if zone.value("TZID") in used
    )


def _stamped(vevent: Vevent, sequence: int, now: datetime, values: Mapping[str, str]) -> dict[int, bytes]:
    """Edits that set properties of one value, adding at the end of the event's own lines those that are missing."""
    wanted = {"SEQUENCE": str(sequence), "DTSTAMP": utc_text(now), "LAST-MODIFIED": utc_text(now), **values}
    begin = vevent.component.first
    line_break = _line_break(vevent.decoded.lines[begin])
    edits: dict[int, bytes] = {}
    for number, line in _own_lines(vevent):
        if line.name in wanted:
            edits[number] = render(line.name, wanted.pop(line.name), line.params, line_break)
    added = b"".join(render(name, value, (), line_break) for name, value in wanted.items())
    edits[begin] = vevent.decoded.lines[begin].raw + added
    return edits


def _own_lines(vevent: Vevent) -> Iterator[tuple[int, Line]]:
    """Lines of the event itself with their numbers, not those of alarms inside."""
    inside = {number for child in vevent.component.children for number in range(child.first, child.last + 1)}
    for number in range(vevent.component.first + 1, vevent.component.last):
        if number not in inside:
            yield number, vevent.decoded.lines[number]


def _time(vevent: Vevent, name: str, line: Line, instant: datetime) -> bytes:
    others = tuple((key, value) for key, value in line.params if key not in ("TZID", "VALUE"))
    stamp = vevent.stamp(line)
    tzid = next((value for key, value in line.params if key == "TZID"), None)
    zoned = not (stamp.is_date or stamp.is_utc or stamp.is_floating)
    return time_line(name, instant, stamp.zone if zoned else None, tzid, others, _line_break(line))


def _line_break(line: Line) -> bytes:
    return b"\r\n" if line.raw.endswith(b"\r\n") else b"\n"
