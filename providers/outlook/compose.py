"""Our meetings to Graph's events. Pure."""

from html import escape
from typing import Any

from providers.event import Interval, Meeting
from providers.marker import Marker
from providers.marker_codec import encode_marker
from providers.outlook.api import PROPERTY
from providers.outlook.times import time_of


def composed(meeting: Meeting, *, organizes: bool, invites: bool, teams: bool) -> dict[str, Any]:
    """The event to be created; equal for equal arguments, so that a repeated request is known as one.

    Args:
        organizes: whether it goes to the organizer's calendar: that one gets the reminder.
        invites: whether the attendee is invited.
        teams: whether it gets a Teams link.
    """
    event: dict[str, Any] = {
        "transactionId": meeting.marker.uid,
        "subject": meeting.title,
        "body": {"contentType": "html", "content": html_of(meeting.description, meeting.url)},
        "showAs": "busy",
        **times_of(meeting.marker, meeting.span, meeting.time_zone),
    }
    if invites:
        address = {"address": meeting.attendee.email, "name": meeting.attendee.name}
        event["attendees"] = [{"emailAddress": address, "type": "required"}]
    if organizes and meeting.alarm_minutes is not None:
        event |= {"isReminderOn": True, "reminderMinutesBeforeStart": meeting.alarm_minutes}
    if teams:
        event |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    return event


def times_of(marker: Marker, span: Interval, zone: str) -> dict[str, Any]:
    """All that changes when one of our events is moved."""
    return {
        "start": time_of(span.start, zone),
        "end": time_of(span.end, zone),
        "singleValueExtendedProperties": [{"id": PROPERTY, "value": encode_marker(marker, span)}],
    }


def html_of(text: str, url: str | None) -> str:
    """Plain text as HTML, in which the link to the agenda can be clicked; it follows where the text has it not."""
    lines = escape(text, quote=False).splitlines()
    if url is not None:
        shown = escape(url, quote=False)
        link = f'<a href="{escape(url)}">{shown}</a>'
        if not any(shown in line for line in lines):
            lines += ["", shown]
        lines = [line.replace(shown, link) for line in lines]
    return "<br>\n".join(lines)
