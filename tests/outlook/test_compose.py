"""Our meetings as Graph's events."""

from dataclasses import replace
from datetime import datetime

import pytest

from providers.marker_codec import encode_marker
from providers.outlook.api import PROPERTY
from providers.outlook.compose import composed, html_of
from providers.outlook.times import time_of
from tests.providers.meetings import FIRST, MEMBER, meeting, utc


def test_a_meeting_as_an_event() -> None:
    """Times are the leader's wall clock; the attendee is invited, the organizer reminded."""
    event = composed(meeting(), organizes=True, invites=True, teams=False)
    assert event["transactionId"] == meeting().marker.uid
    assert event["subject"] == "1-on-1: Lena / Marco"
    assert event["start"] == {"dateTime": "2026-11-26T10:00:00", "timeZone": "Europe/Madrid"}
    assert event["end"] == {"dateTime": "2026-11-26T10:30:00", "timeZone": "Europe/Madrid"}
    assert [each["emailAddress"]["address"] for each in event["attendees"]] == [MEMBER]
    assert (event["isReminderOn"], event["reminderMinutesBeforeStart"]) == (True, 5)
    assert event["singleValueExtendedProperties"] == [
        {"id": PROPERTY, "value": encode_marker(meeting().marker, FIRST)},
    ]
    assert "isOnlineMeeting" not in event
    assert "categories" not in event


def test_a_copy_without_the_organizers_invites_nobody() -> None:
    """Nor does it remind the member of the leader's prep."""
    event = composed(meeting(), organizes=False, invites=False, teams=False)
    assert "attendees" not in event
    assert "isReminderOn" not in event


def test_a_teams_link_on_request() -> None:
    """Graph makes the link."""
    event = composed(meeting(), organizes=True, invites=True, teams=True)
    assert (event["isOnlineMeeting"], event["onlineMeetingProvider"]) == (True, "teamsForBusiness")


def test_the_agenda_can_be_clicked() -> None:
    """The text is kept, escaped, line by line; its link is one."""
    url = "https://docs.example.com/1on1?week=1&with=a"
    html = html_of(f"Agenda: {url}\n\n- What went <well>?", url)
    link = (
        '<a href="https://docs.example.com/1on1?week=1&amp;with=a">https://docs.example.com/1on1?week=1&amp;with=a</a>'
    )
    assert html == f"Agenda: {link}<br>\n<br>\n- What went &lt;well&gt;?"


def test_an_agenda_that_the_text_does_not_name_follows_it() -> None:
    """Whatever the standing agenda says, the link is there."""
    assert html_of("Hello", "https://a.example/x").endswith('<a href="https://a.example/x">https://a.example/x</a>')
    assert html_of("Hello", None) == "Hello"


@pytest.mark.parametrize(
    ("instant", "zone", "expected"),
    [
        ("2026-07-01 08:00", "Europe/Madrid", ("2026-07-01T10:00:00", "Europe/Madrid")),
        ("2026-11-26 09:00", "Romance Standard Time", ("2026-11-26T10:00:00", "Romance Standard Time")),
        ("2026-10-25 00:30", "Europe/Madrid", ("2026-10-25T00:30:00", "UTC")),
        ("2026-10-25 01:30", "Europe/Madrid", ("2026-10-25T01:30:00", "UTC")),
        ("2026-11-26 09:00", "tzone://Microsoft/Custom", ("2026-11-26T09:00:00", "UTC")),
        ("2026-11-26 09:00", "Customized Time Zone", ("2026-11-26T09:00:00", "UTC")),
    ],
)
def test_times_are_never_mistaken(instant: str, zone: str, expected: tuple[str, str]) -> None:
    """A wall clock that shows the same time twice, or a zone that only one mailbox knows, gives way to UTC."""
    stamped = time_of(utc(instant), zone)
    assert (stamped["dateTime"], stamped["timeZone"]) == expected
    assert datetime.fromisoformat(stamped["dateTime"]).tzinfo is None


def test_equal_meetings_make_equal_requests() -> None:
    """A repeated request is known as one by its content."""
    assert composed(meeting(), organizes=True, invites=True, teams=True) == composed(
        replace(meeting()), organizes=True, invites=True, teams=True
    )
