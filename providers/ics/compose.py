"""A meeting to the text of an .ics file."""

from datetime import datetime

from providers.event import Meeting, Participant
from providers.ics.parse import MARKER, WRITTEN
from providers.ics.text import escape, quote, render
from providers.ics.times import Zone, named_zone
from providers.ics.vtimezone import vtimezone
from providers.interval import Interval
from providers.marker_codec import marker_text, utc_text, written_text

PRODID = "-//schedule//1-on-1s//EN"


def compose(meeting: Meeting, calendar: str, now: datetime) -> bytes:
    """The file of a meeting in one person's calendar. Without METHOD: it is an event, not an invitation.

    Args:
        meeting: what is written.
        calendar: whose copy it is (email); the alarm stands in the organizer's only.
        now: UTC.
    """
    zone = named_zone(meeting.time_zone)
    span = meeting.span
    parts = [header()]
    if zone is not None:
        local = zone.wall(span.start)
        parts.append(vtimezone(meeting.time_zone, local.year - 1, local.year + 2))
    parts += [
        render("BEGIN", "VEVENT"),
        render("UID", meeting.marker.uid),
        render("DTSTAMP", utc_text(now)),
        *times(span, zone, meeting.time_zone),
        render("SUMMARY", escape(meeting.title)),
        render("DESCRIPTION", escape(meeting.description)),
    ]
    if meeting.url is not None:
        parts.append(render("URL", "".join(c for c in meeting.url if c.isprintable())))
    parts += [
        _participant("ORGANIZER", meeting.organizer),
        _participant("ATTENDEE", meeting.organizer, ("CUTYPE", "INDIVIDUAL"), ("PARTSTAT", "ACCEPTED")),
        _participant(
            "ATTENDEE", meeting.attendee, ("CUTYPE", "INDIVIDUAL"), ("PARTSTAT", "NEEDS-ACTION"), ("RSVP", "TRUE")
        ),
        render("SEQUENCE", "0"),
        render("STATUS", "CONFIRMED"),
        render("TRANSP", "OPAQUE"),
        render("CREATED", utc_text(now)),
        render("LAST-MODIFIED", utc_text(now)),
        render(MARKER, marker_text(meeting.marker)),
        render(WRITTEN, written_text(span)),
    ]
    if meeting.alarm_minutes is not None and calendar.lower() == meeting.organizer.email.lower():
        parts += [
            render("BEGIN", "VALARM"),
            render("ACTION", "DISPLAY"),
            render("DESCRIPTION", escape(meeting.title)),
            render("TRIGGER", f"-PT{meeting.alarm_minutes}M"),
            render("END", "VALARM"),
        ]
    return b"".join([*parts, render("END", "VEVENT"), render("END", "VCALENDAR")])


def header() -> bytes:
    """What a calendar of ours begins with."""
    return render("BEGIN", "VCALENDAR") + render("VERSION", "2.0") + render("PRODID", PRODID)


def times(span: Interval, zone: Zone | None, tzid: str) -> list[bytes]:
    """DTSTART and DTEND of a span, on the zone's clock."""
    return [time_line("DTSTART", span.start, zone, tzid), time_line("DTEND", span.end, zone, tzid)]


def time_line(
    name: str,
    instant: datetime,
    zone: Zone | None,
    tzid: str | None,
    others: tuple[tuple[str, str], ...] = (),
    line_break: bytes = b"\r\n",
) -> bytes:
    """A time on a zone's clock; in UTC where there is no zone, or where the clock shows that time twice.

    Args:
        name: of the property.
        instant: in UTC.
        zone: None: UTC.
        tzid: what the file calls the zone, as it is to stand there; None: UTC.
        others: further parameters to keep.
        line_break: as the file has it.
    """
    wall = zone.wall(instant) if zone is not None else None
    if zone is None or tzid is None or wall is None or zone.instant(wall) != instant:
        return render(name, utc_text(instant), others, line_break)
    return render(name, wall.strftime("%Y%m%dT%H%M%S"), (("TZID", tzid), *others), line_break)


def _participant(name: str, person: Participant, *params: tuple[str, str]) -> bytes:
    return render(name, f"mailto:{person.email}", (*params, ("CN", quote(person.name))))
