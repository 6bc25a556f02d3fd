"""What is written into Google's calendars."""

from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from providers.google.compose import asked_again, composed, in_drive, moved
from providers.google.event import marker_of
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, meeting

ALONE: Any = {"invites": False, "meet": False}
DOC = "https://docs.google.com/document/d/abc/edit"


def test_an_invitation() -> None:
    """Id, marker, both people, times in the leader's zone; the leader has accepted, the member is asked."""
    body = composed(meeting(), invites=True, meet=False)
    assert body["id"] == meeting().marker.uid
    assert marker_of(body) == (meeting().marker, FIRST)
    assert body["start"] == {"dateTime": "2026-11-26T10:00:00+01:00", "timeZone": "Europe/Madrid"}
    assert body["end"] == {"dateTime": "2026-11-26T10:30:00+01:00", "timeZone": "Europe/Madrid"}
    asked = [(one["email"], one["responseStatus"]) for one in body["attendees"]]
    assert asked == [(LEADER, "accepted"), (MEMBER, "needsAction")]
    assert body["summary"] == meeting().title
    assert body["reminders"] == {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]}
    assert "conferenceData" not in body


def test_a_copy_alone_invites_nobody() -> None:
    """Whose organizer is hosted elsewhere has an event without attendees."""
    assert "attendees" not in composed(meeting(), invites=False, meet=False)


def test_no_reminder_is_the_calendars_own() -> None:
    """Without prep, what people are used to stays."""
    assert "reminders" not in composed(replace(meeting(), alarm_minutes=None), invites=True, meet=False)


def test_the_agenda_link_is_in_the_text() -> None:
    """Once, where the description does not have it already; in any case not lost."""
    bare = replace(meeting(), description="Talk.", url=DOC)
    assert composed(bare, invites=True, meet=False)["description"] == f"{DOC}\n\nTalk."
    linked = replace(bare, description=f"Agenda: {DOC}")
    assert composed(linked, invites=True, meet=False)["description"] == f"Agenda: {DOC}"
    assert composed(replace(bare, url=None), invites=True, meet=False)["description"] == "Talk."


def test_a_name_is_no_page() -> None:
    """Google shows a description as HTML: what somebody calls themselves is shown as it is, and leads nowhere."""
    trap = '<a href="https://evil.example/">Sign in again</a> & more'
    body = composed(replace(meeting(), description=f"With {trap}", url="https://a.example/?a=1&copy=2"), **ALONE)
    shown = "https://a.example/?a=1&amp;copy=2\n\nWith &lt;a href="
    assert body["description"].startswith(shown)
    assert "<" not in body["description"]
    assert unescape(body["description"]).endswith(trap)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (DOC, True),
        ("https://drive.google.com/open?id=abc", True),
        ("https://docs.google.com.example.com/document/d/abc", False),
        ("http://docs.google.com/document/d/abc", False),
        ("https://docs.google.com/", False),
        ("https://docs.example.com/a", False),
        (None, False),
    ],
)
def test_files_in_drive_are_attached(url: str | None, expected: bool) -> None:
    """Links to other places cannot be."""
    assert in_drive(url) is expected
    body = composed(replace(meeting(), url=url), invites=True, meet=False)
    assert body.get("attachments") == ([{"fileUrl": url, "title": "Agenda"}] if expected else None)


def test_a_meet_link_is_asked_for_once() -> None:
    """The request's id follows from the marker: the same meeting asks for the same link."""
    first, again, other = (
        composed(each, invites=True, meet=True)["conferenceData"]["createRequest"]["requestId"]
        for each in (meeting(), meeting(), meeting(generation=1))
    )
    assert first == again != other


def test_a_move_touches_times_only() -> None:
    """And remembers what we wrote. The zone of the event is left as it is."""
    body = moved(meeting().marker, LATER, all_day=False)
    assert sorted(body) == ["end", "extendedProperties", "start"]
    assert (body["start"], body["end"]) == (
        {"dateTime": "2026-11-27T14:30:00Z"},
        {"dateTime": "2026-11-27T15:15:00Z"},
    )
    assert marker_of(body | {"id": meeting().marker.uid}) == (meeting().marker, LATER)


def test_from_whole_days_to_hours() -> None:
    """A date that somebody made of the time is taken away."""
    assert moved(meeting().marker, LATER, all_day=True)["start"] == {"dateTime": "2026-11-27T14:30:00Z", "date": None}


def test_who_declined_is_asked_again() -> None:
    """All else about attendees is written back as it is, guests that people added included."""
    before: list[dict[str, Any]] = [
        {"email": "a", "responseStatus": "declined", "comment": "not then", "optional": True},
        {"email": "b", "responseStatus": "accepted", "additionalGuests": 2},
        {"email": "c", "displayName": "C", "id": "1"},
        {"email": "room", "responseStatus": "declined", "resource": True},
    ]
    after = asked_again([{**one, "self": True, "organizer": False} for one in before])
    assert [one.get("responseStatus") for one in after] == ["needsAction", "accepted", None, "needsAction"]
    assert [{**one, "responseStatus": None} for one in after] == [{**one, "responseStatus": None} for one in before]
