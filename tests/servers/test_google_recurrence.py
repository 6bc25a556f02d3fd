"""The Google server: recurring events, and what differs in their instances."""

import pytest

from tests.servers.google import GoogleServer
from tests.servers.google.asking import (
    LENA,
    MARCO,
    NEW_YORK,
    NOON,
    OUTSIDE,
    WINDOW,
    Asking,
    Wire,
    at,
    event,
    refused,
    starts,
    times,
)

pytest_plugins = ["tests.servers.google.fixtures"]

KEY = "c4ab0v"
SINGLE: Wire = {**WINDOW, "singleEvents": True}
THIRD = f"{KEY}_20261210T090000Z"


@pytest.fixture
def series(as_lena: Asking) -> str:
    """Every Thursday at ten, with Marco."""
    weekly = ["RRULE:FREQ=WEEKLY;COUNT=4"]
    private = {"private": {"schedule": "ours"}}
    as_lena.insert(**event(id=KEY, recurrence=weekly, attendees=[{"email": MARCO}], extendedProperties=private))
    return KEY


def test_instances(as_lena: Asking, as_marco: Asking, series: str) -> None:
    """Have ids from their start, their series' UID, version and properties, and no rule; both see them."""
    items = as_lena.listed(**SINGLE)
    assert starts(items) == [f"2026-{day}T10:00:00+01:00" for day in ("11-26", "12-03", "12-10", "12-17")]
    assert {each["end"]["dateTime"][11:] for each in items} == {"10:30:00+01:00"}
    third = next(each for each in items if each["id"] == THIRD)
    master = as_lena.get(series)
    assert third["recurringEventId"] == series
    assert third["originalStartTime"] == third["start"]
    assert "recurrence" not in third
    for name in ("iCalUID", "etag", "extendedProperties"):
        assert third[name] == master[name]
    assert as_lena.get(THIRD) == third
    assert starts(as_marco.listed(**SINGLE)) == starts(items)
    assert refused(as_lena.get, f"{KEY}_20261211T090000Z") == (404, "notFound")


def test_unexpanded(as_lena: Asking, series: str) -> None:
    """The series itself, where any of its instances touches the window."""
    assert [each["id"] for each in as_lena.listed(**WINDOW)] == [series]
    assert as_lena.listed(timeMin="2026-12-18T00:00:00Z") == []


def test_the_wall_clock_stays(as_lena: Asking, as_zoe: Asking) -> None:
    """Ten in Madrid is ten after the clocks change, and for an event from New York it is ten there."""
    daily = ["RRULE:FREQ=DAILY;COUNT=3"]
    window: Wire = {"timeMin": "2026-10-20T00:00:00Z", "timeMax": "2026-11-10T00:00:00Z", "singleEvents": True}
    as_lena.insert(**event(recurrence=daily, **times("2026-10-24 10:00", "2026-10-24 10:30")))
    assert starts(as_lena.listed(**window, timeZone="UTC")) == [
        "2026-10-24T08:00:00Z",
        "2026-10-25T09:00:00Z",
        "2026-10-26T09:00:00Z",
    ]
    as_zoe.insert(**event(recurrence=daily, **times("2026-10-31 10:00", "2026-10-31 10:30", NEW_YORK)))
    assert starts(as_zoe.listed(**window, timeZone="UTC")) == [
        "2026-10-31T14:00:00Z",
        "2026-11-01T15:00:00Z",
        "2026-11-02T15:00:00Z",
    ]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=DAILY;UNTIL=20261128T090000Z"], ["11-26", "11-27", "11-28"]),
        (["RRULE:FREQ=DAILY;UNTIL=20261128T085959Z"], ["11-26", "11-27"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Madrid:20261127T100000"], ["11-26", "11-28"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261127T090000Z,20261128T090000Z"], ["11-26"]),
        (["RDATE;TZID=Europe/Madrid:20261130T100000"], ["11-26", "11-30"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"], ["11-26", "12-01", "12-03"]),
    ],
)
def test_rules(as_lena: Asking, lines: list[str], days: list[str]) -> None:
    """Ends, days left out and days added."""
    as_lena.insert(**event(recurrence=lines))
    assert starts(as_lena.listed(**SINGLE)) == [f"2026-{day}T10:00:00+01:00" for day in days]


def test_whole_days(as_lena: Asking) -> None:
    """Have dates for ids, and last as many days as the first."""
    days = {"start": {"date": "2026-11-26"}, "end": {"date": "2026-11-28"}}
    as_lena.insert(**event(id=KEY, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"], **days))
    items = sorted(as_lena.listed(**SINGLE), key=lambda each: str(each["id"]))
    assert [each["id"] for each in items] == [f"{KEY}_20261126", f"{KEY}_20261203"]
    assert items[1]["end"] == {"date": "2026-12-05"}
    assert items[1]["originalStartTime"] == {"date": "2026-12-03"}


def test_an_instance_that_was_moved(as_lena: Asking, as_marco: Asking, series: str) -> None:
    """Remembers when it would have been; the others stay; in both calendars."""
    before = as_lena.get(series)["etag"]
    moved = as_lena.patch(THIRD, **times("2026-12-11 12:00", "2026-12-11 12:45"))
    assert moved["originalStartTime"]["dateTime"] == "2026-12-10T10:00:00+01:00"
    assert moved["recurringEventId"] == series
    for asking in (as_lena, as_marco):
        found = starts(asking.listed(**SINGLE))
        assert found[2] == "2026-12-11T12:00:00+01:00"
        assert len(found) == 4
    assert {each["id"] for each in as_lena.listed(**WINDOW)} == {series, THIRD}
    assert as_lena.get(series)["etag"] == before


def test_an_instance_that_was_cancelled(as_lena: Asking, as_marco: Asking, series: str) -> None:
    """Is gone, and beside the series all that is told is whose it was; that is told in full lists, too."""
    token = as_marco.synced(**SINGLE)[1]
    as_lena.delete(THIRD)
    assert len(as_lena.listed(**SINGLE)) == len(as_marco.listed(**SINGLE)) == 3
    tombstone = next(each for each in as_lena.listed(**WINDOW) if each["id"] == THIRD)
    assert tombstone == {
        "id": THIRD,
        "status": "cancelled",
        "recurringEventId": series,
        "originalStartTime": {"dateTime": "2026-12-10T10:00:00+01:00", "timeZone": "Europe/Madrid"},
    }
    assert as_marco.synced(syncToken=token, singleEvents=True)[0] == [tombstone]
    assert refused(as_lena.delete, THIRD) == (410, "deleted")


def test_a_guest_declines_one_instance(google: GoogleServer, as_lena: Asking, as_marco: Asking, series: str) -> None:
    """Which changes that one only."""
    google.person(MARCO).decline(THIRD)
    answers = {each["id"]: each["attendees"][0]["responseStatus"] for each in as_lena.listed(**SINGLE)}
    assert answers.pop(THIRD) == "declined"
    assert set(answers.values()) == {"needsAction"}


def test_a_series_takes_its_exceptions_with_it(as_lena: Asking, series: str) -> None:
    """When it is deleted, or begins at another time, so that no instance has their original start."""
    as_lena.patch(THIRD, summary="Other")
    as_lena.patch(series, **NOON)
    assert {each["summary"] for each in as_lena.listed(**SINGLE)} == {"1-on-1"}
    as_lena.patch(f"{KEY}_20261210T110000Z", summary="Other")
    as_lena.delete(series)
    assert as_lena.listed(**SINGLE) == as_lena.listed(**WINDOW) == []


def test_free_busy_expands(as_lena: Asking, series: str) -> None:
    """Instances that differ count as they are."""
    as_lena.patch(THIRD, **times("2026-12-11 12:00", "2026-12-11 12:45"))
    as_lena.delete(f"{KEY}_20261203T090000Z")
    busy = as_lena.busy(LENA)["calendars"][LENA]["busy"]
    assert [each["start"] for each in busy] == ["2026-11-26T09:00:00Z", "2026-12-11T11:00:00Z", "2026-12-17T09:00:00Z"]


def test_one_from_elsewhere(google: GoogleServer, as_lena: Asking) -> None:
    """A series that somebody without a calendar here invited to."""
    person = google.person(LENA)
    key = person.add(
        at("2026-11-26 10:00"),
        at("2026-11-26 10:30"),
        uid="040000008200E00074C5B7101A82E008@elsewhere",
        organizer=OUTSIDE,
        recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"],
        attendees=[OUTSIDE, LENA],
    )
    items = as_lena.listed(**SINGLE)
    assert {each["iCalUID"] for each in items} == {"040000008200E00074C5B7101A82E008@elsewhere"}
    assert {each["organizer"]["email"] for each in items} == {OUTSIDE}
    assert refused(as_lena.patch, key, **NOON) == (403, "forbiddenForNonOrganizer")
