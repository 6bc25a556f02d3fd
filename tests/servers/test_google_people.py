"""The Google server: what people do without a request."""

from datetime import date

import pytest

from tests.servers.google import GoogleServer, Mail, Refused
from tests.servers.google.asking import LENA, MARCO, NOON, OUTSIDE, TEN, Asking, Wire, at, event

pytest_plugins = ["tests.servers.google.fixtures"]

KEY = "c4ab0v"
TEN_TO = (at("2026-11-26 10:00"), at("2026-11-26 10:30"))
NOON_TO = (at("2026-11-26 12:00"), at("2026-11-26 12:45"))


@pytest.fixture
def meeting(as_lena: Asking) -> str:
    """Lena's with Marco, as the provider makes one."""
    private = {"private": {"schedule": "ours"}}
    people = [{"email": LENA, "responseStatus": "accepted"}, {"email": MARCO}]
    as_lena.insert(**event(id=KEY, attendees=people, extendedProperties=private, description="Agenda"))
    return KEY


def test_adding(google: GoogleServer, as_lena: Asking) -> None:
    """By time or day, with whom, with properties as Google names them, and under an iCalendar UID."""
    person = google.person(LENA)
    key = person.add(*TEN_TO, uid="busy@example.com", attendees=[LENA, OUTSIDE], transparency="transparent")
    seen = as_lena.get(key)
    assert (seen["start"], seen["iCalUID"], seen["transparency"]) == (TEN["start"], "busy@example.com", "transparent")
    assert [each["email"] for each in seen["attendees"]] == [LENA, OUTSIDE]
    assert google.mails == [Mail(key, OUTSIDE, "invitation")]
    day = person.add(date(2026, 11, 26), date(2026, 11, 27))
    assert as_lena.get(day)["start"] == {"date": "2026-11-26"}
    assert person.has(key)
    assert person.has("busy@example.com")
    assert not person.has("nobody@example.com")


def test_moving_deleting_answering(google: GoogleServer, as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """Has the same effects as a client's requests, found by id or UID."""
    versions = [as_lena.get(meeting)["etag"]]
    google.person(LENA).move(f"{meeting}@google.com", *NOON_TO)
    assert as_marco.get(meeting)["start"] == NOON["start"]
    for answer in ("accept", "tentative", "decline"):
        getattr(google.person(MARCO), answer)(meeting)
        versions.append(as_lena.get(meeting)["etag"])
    assert as_lena.get(meeting)["attendees"][1]["responseStatus"] == "declined"
    assert len(set(versions)) == 4
    google.person(MARCO).delete(meeting)
    assert not google.person(MARCO).has(meeting)
    google.person(LENA).delete(meeting)
    assert as_lena.get(meeting)["status"] == "cancelled"


def test_a_guest_cannot_move(google: GoogleServer, meeting: str) -> None:
    """Google Calendar does not let them."""
    with pytest.raises(Refused, match="forbiddenForNonOrganizer"):
        google.person(MARCO).move(meeting, *NOON_TO)


def test_decorating_adds_what_people_add(google: GoogleServer, as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """To the organizer's, notes, place, file, link, colour, reminder; to a guest's, what is their own. Times stay."""
    for email in (LENA, MARCO):
        google.person(email).decorate(meeting)
    hers, his = as_lena.get(meeting), as_marco.get(meeting)
    assert hers["description"].startswith("Agenda\n")
    added = {"location", "attachments", "conferenceData", "hangoutLink", "source"}
    assert added <= set(hers) & set(his)
    for each in (hers, his):
        assert (each["colorId"], each["visibility"], each["start"]) == ("11", "private", TEN["start"])
        assert each["reminders"]["overrides"] == [{"method": "email", "minutes": 42}]
        assert each["extendedProperties"]["private"]["otherProgram"] == "its own"


def test_a_duplicate(google: GoogleServer, as_lena: Asking, as_marco: Asking, meeting: str) -> None:
    """Has all that the event has, private properties and guests too, but another id."""
    key = google.person(LENA).duplicate(meeting)
    copy, whole = as_lena.get(key), as_lena.get(meeting)
    assert key != meeting
    assert copy["iCalUID"] == f"{key}@google.com"
    for name in ("start", "summary", "attendees", "extendedProperties"):
        assert copy[name] == whole[name]
    assert as_marco.get(key)["organizer"]["email"] == LENA
    assert as_lena.get(google.person(LENA).duplicate(meeting, "copy@example.com"))["iCalUID"] == "copy@example.com"


def test_a_look(google: GoogleServer, as_lena: Asking, meeting: str) -> None:
    """Does not see times, versions and our own property, but everything else."""
    person = google.person(LENA)
    person.decorate(meeting)
    before = person.look(meeting)
    as_lena.patch(meeting, **NOON, extendedProperties={"private": {"schedule": "2"}})
    assert person.look(meeting) == before
    changes: list[Wire] = [
        {"colorId": "2"},
        {"extendedProperties": {"private": {"otherProgram": None}}},
        {"reminders": {"useDefault": True, "overrides": None}},
        {"description": "gone"},
    ]
    for change in changes:
        as_lena.patch(meeting, **change)
        assert person.look(meeting) != before
        before = person.look(meeting)


def test_what_a_calendar_holds(google: GoogleServer, as_lena: Asking, meeting: str) -> None:
    """Everything that is not deleted, to the byte: any change shows."""
    person = google.person(LENA)
    other = person.add(*NOON_TO)
    before = person.holds()
    assert [each["id"] for each in before] == sorted((meeting, other))
    as_lena.patch(other, colorId="2")
    assert person.holds() != before
    person.delete(other)
    assert [each["id"] for each in person.holds()] == [meeting]
