"""Our meeting as Google takes it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from providers.event import Interval, Meeting
from providers.google.api import PROPERTY
from providers.google.event import rfc3339
from providers.marker import Marker
from providers.marker_codec import encode_marker

_DRIVE = frozenset(("docs.google.com", "drive.google.com", "sheets.google.com", "slides.google.com"))

_READ_ONLY = frozenset(("organizer", "self"))


def composed(meeting: Meeting, *, invites: bool, meet: bool) -> dict[str, Any]:
    """The event to insert.

    Args:
        invites: whether the attendee is invited; else it is a copy for one calendar alone.
        meet: whether it gets a Meet link. Google makes one for each new request id, so that this follows from the UID.
    """
    body: dict[str, Any] = {
        "id": meeting.marker.uid,
        "summary": meeting.title,
        "description": _description(meeting),
        "start": _time(meeting.span.start, meeting.time_zone),
        "end": _time(meeting.span.end, meeting.time_zone),
        "extendedProperties": _marked(meeting.marker, meeting.span),
    }
    if invites:
        body["attendees"] = [
            {
                "email": meeting.organizer.email,
                "displayName": meeting.organizer.name,
                "responseStatus": "accepted",
            },
            {
                "email": meeting.attendee.email,
                "displayName": meeting.attendee.name,
                "responseStatus": "needsAction",
            },
        ]
    if meeting.alarm_minutes is not None:
        popup = {"method": "popup", "minutes": meeting.alarm_minutes}
        body["reminders"] = {"useDefault": False, "overrides": [popup]}
    if in_drive(meeting.url):
        body["attachments"] = [{"fileUrl": meeting.url, "title": "Agenda"}]
    if meet:
        request = {"requestId": meeting.marker.uid, "conferenceSolutionKey": {"type": "hangoutsMeet"}}
        body["conferenceData"] = {"createRequest": request}
    return body


def moved(marker: Marker, to: Interval, *, all_day: bool) -> dict[str, Any]:
    """What to change of an event that moves: when it is, and that this is what we wrote.

    Args:
        all_day: whether somebody made it an all-day event; a date and a time of day cannot stand side by side.
    """
    no_date = {"date": None} if all_day else {}
    return {
        "start": {"dateTime": rfc3339(to.start), **no_date},
        "end": {"dateTime": rfc3339(to.end), **no_date},
        "extendedProperties": _marked(marker, to),
    }


def asked_again(attendees: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same attendees; who declined has not answered yet. The list is written whole, whatever stands in it."""
    written = [{name: value for name, value in each.items() if name not in _READ_ONLY} for each in attendees]
    declined = {"responseStatus": "declined"}
    return [{**each, "responseStatus": "needsAction"} if declined.items() <= each.items() else each for each in written]


def in_drive(url: str | None) -> bool:
    """Whether a link leads to a file in Google Drive, which can be attached."""
    parts = urlsplit(url or "")
    return parts.scheme == "https" and parts.hostname in _DRIVE and len(parts.path) > 1


def _description(meeting: Meeting) -> str:
    """The text with its link, escaped: Google shows a description as HTML, and a name may hold some."""
    missing = meeting.url is not None and meeting.url not in meeting.description
    return escape(f"{meeting.url}\n\n{meeting.description}" if missing else meeting.description, quote=False)


def _time(instant: datetime, time_zone: str) -> dict[str, str]:
    return {"dateTime": instant.astimezone(ZoneInfo(time_zone)).isoformat(), "timeZone": time_zone}


def _marked(marker: Marker, written: Interval) -> dict[str, Any]:
    return {"private": {PROPERTY: encode_marker(marker, written)}}
