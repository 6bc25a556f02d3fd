"""gcsa, a client that we did not write, against the Google server: it reads what raw requests wrote, and edits."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient import discovery

from tests.servers.google import GoogleServer
from tests.servers.google.asking import LENA, MADRID, MARCO, Asking, at, event

pytest_plugins = ["tests.servers.google.fixtures"]

calendars = pytest.importorskip("gcsa.google_calendar")
events = pytest.importorskip("gcsa.event")

KEY = "c4ab0v"
START = at("2026-11-26 10:00")
WINDOW = {"time_min": at("2026-11-23 00:00"), "time_max": at("2026-12-21 00:00"), "timezone": MADRID}
Open = Callable[[str], Any]


@pytest.fixture
def open_calendar(google: GoogleServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens somebody's calendar with gcsa, which knows Google's own address only."""
    real: Any = discovery.build
    opened: list[Any] = []

    def build(*args: Any, **kwargs: Any) -> Any:
        return real(*args, **kwargs, client_options={"api_endpoint": f"{google.url}/calendar/v3/"})

    def open_calendar(email: str) -> Any:
        credentials = Credentials(f"token-for-{email}")  # type: ignore[no-untyped-call]
        opened.append(calendars.GoogleCalendar(email, credentials=credentials))
        return opened[-1]

    monkeypatch.setattr(discovery, "build", build)
    yield open_calendar
    for each in opened:
        each.service.close()
    # It sends nulls, and sends back what only the server says, which Google ignores.
    google.violations[:] = [each for each in google.violations if ": request" not in each]


@pytest.fixture
def ours(as_lena: Asking) -> str:
    """A 1-on-1 as the provider makes one."""
    as_lena.insert(
        **event(
            id=KEY,
            description="Agenda: https://docs.example.com/1",
            attendees=[{"email": LENA, "responseStatus": "accepted"}, {"email": MARCO, "displayName": "Marco Díaz"}],
            extendedProperties={"private": {"schedule": "v=1&leader=lena"}},
            reminders={"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]},
        )
    )
    return KEY


def test_it_reads_what_we_write(open_calendar: Open, ours: str) -> None:
    """Title, times, people with their answers, reminder, and our private property; a guest does not see that one."""
    for email in (LENA, MARCO):
        (found,) = open_calendar(email).get_events(**WINDOW, single_events=True, order_by="startTime")
        assert (found.event_id, found.summary) == (ours, "1-on-1")
        assert (found.start, found.end) == (START, START + timedelta(minutes=30))
        assert found.timezone == MADRID
        assert found.organizer.email == LENA
        answers = [(each.email, each.response_status) for each in found.attendees]
        assert answers == [(LENA, "accepted"), (MARCO, "needsAction")]
        private = found.other.get("extendedProperties", {}).get("private")
        assert private == ({"schedule": "v=1&leader=lena"} if email == LENA else None)
    hers = open_calendar(LENA).get_event(ours)
    assert [(each.method, each.minutes_before_start) for each in hers.reminders] == [("popup", 5)]
    assert hers.description == "Agenda: https://docs.example.com/1"


def test_it_edits_what_we_write(open_calendar: Open, as_lena: Asking, as_marco: Asking, ours: str) -> None:
    """Title and times change for both, and what it did not touch stays."""
    calendar = open_calendar(LENA)
    found = calendar.get_event(ours)
    found.summary, found.start, found.end = "Renamed", START + timedelta(hours=2), START + timedelta(hours=3)
    calendar.update_event(found, send_updates="all")
    for asking in (as_lena, as_marco):
        seen = asking.get(ours)
        assert (seen["summary"], seen["start"]["dateTime"]) == ("Renamed", "2026-11-26T12:00:00+01:00")
    assert as_lena.get(ours)["extendedProperties"] == {"private": {"schedule": "v=1&leader=lena"}}
    assert [each["email"] for each in as_lena.get(ours)["attendees"]] == [LENA, MARCO]


def test_it_creates_and_deletes(open_calendar: Open, as_lena: Asking, as_marco: Asking) -> None:
    """A recurring one with a guest and a Meet link, with other properties of a program's own."""
    calendar = open_calendar(LENA)
    made = calendar.add_event(
        events.Event(
            "Weekly",
            START,
            START + timedelta(minutes=30),
            timezone=MADRID,
            recurrence="RRULE:FREQ=WEEKLY;COUNT=3",
            attendees=[MARCO],
            extendedProperties={"private": {"other": "1"}},
        ),
        send_updates="all",
    )
    instances = list(calendar.get_events(**WINDOW, single_events=True))
    assert [each.recurring_event_id for each in instances] == [made.event_id] * 3
    assert as_lena.get(made.event_id)["extendedProperties"] == {"private": {"other": "1"}}
    assert len(as_marco.listed(singleEvents=True)) == 3
    calendar.delete_event(made, send_updates="all")
    assert as_marco.listed() == as_lena.listed() == []


def test_it_asks_when_people_are_busy(open_calendar: Open, ours: str) -> None:
    """Of several calendars, one of which may not be seen."""
    found = open_calendar(LENA).get_free_busy([LENA, MARCO], **WINDOW, ignore_errors=True)
    assert found.calendars[LENA] == [(START, START + timedelta(minutes=30))]
    assert [each["reason"] for each in found.calendars_errors[MARCO]] == ["notFound"]
