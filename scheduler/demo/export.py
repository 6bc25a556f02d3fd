"""Calendars as widely used programs export them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from importlib.resources import files
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from scheduler.demo.meetings import MADRID, NEW_YORK, Meeting

ROOM = "rooms@example.com"

_RULES = {
    MADRID: ("+0100", "+0200", "BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU", "1025T030000", "0329T020000"),
    NEW_YORK: ("-0500", "-0400", "BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU", "1101T020000", "0308T020000"),
}
"""By zone: offsets of winter and summer, the rules by which each begins, and when each first did, in 1970."""


@dataclass(frozen=True, slots=True)
class Program:
    """How a calendar program exports."""

    product: str
    users: tuple[str, ...] = ()
    """The part of their emails before the @."""
    header: tuple[str, ...] = ()
    zone_names: Mapping[str, str] = field(default_factory=dict)
    """What it calls a zone, if not by its IANA name."""
    single_in_utc: bool = False
    """Whether it writes the times of single events in UTC."""
    shown_as: str | None = None
    """The property in which it says how an event is shown, if it does."""


def programs() -> tuple[Program, ...]:
    """The programs that the company's people use; the first is everybody's who uses none of the others."""
    text = (files("scheduler.demo") / "programs.toml").read_text(encoding="utf-8")
    return tuple(TypeAdapter(list[Program]).validate_python(tomllib.loads(text)["programs"]))


@dataclass(frozen=True, slots=True)
class Export:
    """Writes meetings down for the owner of one calendar."""

    program: Program
    owner: str
    """The part of the email before the @."""
    names: Mapping[str, str]
    """Everybody's name by that part."""
    made: date
    """The day of the export."""

    def file(self, meetings: Iterable[Meeting]) -> bytes:
        """One .ics file with these meetings, as far as the owner takes part."""
        own = [meeting for meeting in meetings if self.owner in meeting.people]
        zones = sorted({meeting.zone for meeting in own if meeting.start is not None})
        lines = ["BEGIN:VCALENDAR", f"PRODID:{self.program.product}", "VERSION:2.0", *self.program.header]
        for zone in zones:
            lines += _time_zone(self._name_of(zone), zone)
        for meeting in own:
            lines += self._events(meeting)
        lines.append("END:VCALENDAR")
        return "".join(f"{_folded(line)}\r\n" for line in lines).encode()

    def _events(self, meeting: Meeting) -> list[str]:
        """The meeting, and each of its instances that differs."""
        extra = [f"RRULE:{meeting.rule}"] if meeting.rule else []
        extra += [self._time("EXDATE", meeting, day, meeting.start) for day in meeting.left_out]
        lines = self._event(meeting, meeting.day, meeting.start, extra)
        for day, start in meeting.moved.items():
            lines += self._event(meeting, day, start, [self._time("RECURRENCE-ID", meeting, day, meeting.start)])
        for day in meeting.cancelled:
            recurrence = [self._time("RECURRENCE-ID", meeting, day, meeting.start), "STATUS:CANCELLED"]
            lines += self._event(meeting, day, meeting.start, recurrence)
        return lines

    def _event(self, meeting: Meeting, day: date, start: time | None, extra: list[str]) -> list[str]:
        status = "TENTATIVE" if meeting.tentative else "CONFIRMED"
        lines = [
            "BEGIN:VEVENT",
            self._time("DTSTART", meeting, day, start),
            self._end(meeting, day, start),
            f"DTSTAMP:{self.made:%Y%m%d}T050000Z",
            f"UID:{uid(meeting)}",
            *extra,
            *([] if "STATUS:CANCELLED" in extra else [f"STATUS:{status}"]),
            f"SUMMARY:{_text(meeting.title)}",
            f"TRANSP:{'TRANSPARENT' if meeting.shown_as in ('FREE', 'WORKINGELSEWHERE') else 'OPAQUE'}",
            f"SEQUENCE:{1 if extra else 0}",
        ]
        if self.program.shown_as is not None:
            lines.append(f"{self.program.shown_as}:{'TENTATIVE' if meeting.tentative else meeting.shown_as}")
        return [*lines, *self._participants(meeting), "END:VEVENT"]

    def _participants(self, meeting: Meeting) -> list[str]:
        organizer, *others = meeting.people
        if not others:
            return []
        lines = [f"ORGANIZER;CN={self.names[organizer]}:mailto:{organizer}@example.com"]
        for person in meeting.people:
            answer = meeting.answers.get(person, "ACCEPTED")
            who = f"CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={self.names[person]}"
            lines.append(f"ATTENDEE;{who}:mailto:{person}@example.com")
        if meeting.room:
            lines.append(f"LOCATION:{meeting.room}")
            lines.append(f"ATTENDEE;CUTYPE=ROOM;ROLE=NON-PARTICIPANT;PARTSTAT=ACCEPTED;CN={meeting.room}:mailto:{ROOM}")
        return lines

    def _end(self, meeting: Meeting, day: date, start: time | None) -> str:
        end = datetime.combine(day, start or time(0)) + meeting.length
        return self._time("DTEND", meeting, end.date(), None if start is None else end.time())

    def _time(self, name: str, meeting: Meeting, day: date, wall: time | None) -> str:
        """A property that holds a day, or a moment on the clock of the meeting's zone."""
        if wall is None:
            return f"{name};VALUE=DATE:{day:%Y%m%d}"
        moment = datetime.combine(day, wall, ZoneInfo(meeting.zone))
        if self.program.single_in_utc and meeting.rule is None:
            return f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        tzid = self._name_of(meeting.zone)
        return f"{name};TZID={tzid}:{moment:%Y%m%dT%H%M%S}"

    def _name_of(self, zone: str) -> str:
        return self.program.zone_names.get(zone, zone)


def uid(meeting: Meeting) -> str:
    """The same in every participant's calendar."""
    words = "".join(letter if letter.isalnum() else "-" for letter in meeting.title.lower())
    return f"{words}-{meeting.people[0]}-{meeting.day:%Y%m%d}@example.com"


def _time_zone(name: str, zone: str) -> list[str]:
    winter, summer, winter_rule, summer_rule, winter_begins, summer_begins = _RULES[zone]
    return [
        "BEGIN:VTIMEZONE",
        f"TZID:{name}",
        "BEGIN:DAYLIGHT",
        f"TZOFFSETFROM:{winter}",
        f"TZOFFSETTO:{summer}",
        f"DTSTART:1970{summer_begins}",
        f"RRULE:FREQ=YEARLY;{summer_rule}",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        f"TZOFFSETFROM:{summer}",
        f"TZOFFSETTO:{winter}",
        f"DTSTART:1970{winter_begins}",
        f"RRULE:FREQ=YEARLY;{winter_rule}",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def _text(value: str) -> str:
    """A value of type TEXT, RFC 5545 section 3.3.11."""
    for character in "\\;,":
        value = value.replace(character, f"\\{character}")
    return value


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, never cut inside a character: RFC 5545 section 3.1."""
    pieces, length = [""], 0
    for character in line:
        size = len(character.encode())
        if length + size > 75:
            pieces.append(" ")
            length = 1
        pieces[-1] += character
        length += size
    return "\r\n".join(pieces)
