"""What Google's events mean."""

from datetime import timedelta
from typing import Any

import pytest

from providers.event import Event, Interval, Response, Show
from providers.google.compose import moved
from providers.google.event import cancelled, event_of, kept_fields, people
from providers.interface import Account
from tests.google.items import LENA, OTHER, ROOM, SELF, days, item
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, ZONE, meeting, utc

MARKER = meeting().marker
OURS = {"extendedProperties": moved(MARKER, FIRST, all_day=False)["extendedProperties"]}


def test_an_ordinary_event() -> None:
    """It is busy from start to end, in UTC, under the UID that other programs know it by."""
    assert event_of(item(), LENA) == Event(LEADER, "abc123@google.com", FIRST, Show.BUSY)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, Show.BUSY),
        ({"transparency": "opaque"}, Show.BUSY),
        ({"transparency": "transparent"}, Show.FREE),
        ({"status": "tentative"}, Show.TENTATIVE),
        ({"status": "tentative", "transparency": "transparent"}, Show.FREE),
        ({"eventType": "outOfOffice"}, Show.AWAY),
        ({"eventType": "focusTime"}, Show.FOCUS),
        ({"eventType": "focusTime", "transparency": "transparent"}, Show.FREE),
        ({"eventType": "workingLocation"}, Show.ELSEWHERE),
        ({"eventType": "workingLocation", "transparency": "transparent"}, Show.ELSEWHERE),
        ({"eventType": "birthday", "transparency": "transparent"}, Show.FREE),
        ({"eventType": "fromGmail"}, Show.BUSY),
        ({"eventType": "yetToBeInvented"}, Show.BUSY),
        ({"eventType": "yetToBeInvented", "transparency": "transparent"}, Show.FREE),
    ],
)
def test_how_an_event_shows_its_owner(more: dict[str, Any], expected: Show) -> None:
    """Type, transparency and status decide; a type that nobody knows yet counts like an ordinary event."""
    assert event_of(item(**more), LENA).show is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("needsAction", Response.NEEDS_ACTION),
        ("accepted", Response.ACCEPTED),
        ("tentative", Response.TENTATIVE),
        ("declined", Response.DECLINED),
        ("yetToBeInvented", Response.NEEDS_ACTION),
    ],
)
def test_the_owners_answer(status: str, expected: Response) -> None:
    """It is that of the attendee who is the calendar's owner, whatever others answer."""
    attendees = [{"responseStatus": "declined"}, {"self": True, "responseStatus": status}]
    assert event_of(item(attendees=attendees), LENA).response is expected


def test_nobody_was_asked() -> None:
    """Without attendees there is no answer, and nobody is counted."""
    event = event_of(item(), LENA)
    assert (event.response, event.people, event.partner) == (Response.NONE, None, None)


@pytest.mark.parametrize(
    ("first", "after", "start", "hours"),
    [
        ("2026-11-26", "2026-11-27", "2026-11-25 23:00", 24),
        ("2026-11-26", "2026-11-28", "2026-11-25 23:00", 48),
        ("2026-03-29", "2026-03-30", "2026-03-28 23:00", 23),
        ("2026-10-25", "2026-10-26", "2026-10-24 22:00", 25),
    ],
)
def test_whole_days_are_the_owners(first: str, after: str, start: str, hours: int) -> None:
    """They begin and end at midnight where the owner lives; two of them in a year are shorter and longer."""
    event = event_of(days(first, after), LENA)
    assert event.all_day
    assert event.span == Interval(utc(start), utc(start) + timedelta(hours=hours))


def test_whole_days_elsewhere() -> None:
    """The same day is another span for somebody who lives elsewhere, also where midnight does not exist."""
    event = event_of(days("2026-09-06", "2026-09-07"), Account(LEADER, "America/Santiago"))
    assert event.span == Interval(utc("2026-09-06 04:00"), utc("2026-09-07 03:00"))


@pytest.mark.parametrize("text", ["2026-11-26T09:00:00Z", "2026-11-26T01:00:00-08:00", "2026-11-26T10:00:00+01:00"])
def test_any_offset(text: str) -> None:
    """The same instant, however it is written."""
    assert event_of(item(start=text), LENA).span.start == FIRST.start


@pytest.mark.parametrize(
    ("attendees", "organizer", "expected"),
    [
        ([SELF, OTHER | {"organizer": True}], None, 2),
        ([SELF | {"organizer": True}, OTHER], {"self": True}, 2),
        ([OTHER], {"self": True}, 2),
        ([SELF], None, 2),
        ([SELF, OTHER], {"self": True}, 2),
        ([SELF, OTHER], None, 3),
        ([SELF | {"organizer": True}, OTHER, ROOM], {"self": True}, 2),
        ([SELF | {"organizer": True}, OTHER, OTHER], {"self": True}, 3),
        ([], {"self": True}, None),
    ],
)
def test_how_many_take_part(attendees: list[Any], organizer: Any, expected: int | None) -> None:
    """The organizer does, listed or not; rooms do not."""
    more = {"organizer": organizer} if organizer else {}
    assert people(item(attendees=attendees, **more)) == expected


def test_a_hidden_list_counts_nobody() -> None:
    """Where guests may not see each other, how many they are is not told."""
    assert people(item(attendees=[SELF], attendeesOmitted=True)) is None
    assert people(item(attendees=[SELF], guestsCanSeeOtherGuests=False)) is None
    assert people(item(attendees=[SELF, {}], guestsCanSeeOtherGuests=False, organizer={"self": True})) == 2


def test_recurring() -> None:
    """An instance of a series says so."""
    assert event_of(item("abc_20261126T090000Z", recurringEventId="abc"), LENA).recurring


def test_ours() -> None:
    """Our id and our marker: it has version, name, written span, and both answers."""
    attendees = [SELF | {"organizer": True}, {"responseStatus": "declined"}]
    event = event_of(item(MARKER.uid, attendees=attendees, organizer={"self": True}, **OURS), LENA)
    assert event == Event(
        LEADER,
        f"{MARKER.uid}@google.com",
        FIRST,
        Show.BUSY,
        response=Response.ACCEPTED,
        partner=MEMBER,
        people=2,
        marker=MARKER,
        written=FIRST,
        answers={LEADER: Response.ACCEPTED, MEMBER: Response.DECLINED},
        etag='"1"',
        id=MARKER.uid,
    )


@pytest.mark.parametrize("key", ["abc123", f"{MARKER.uid}_20261126T090000Z", meeting(generation=1).marker.uid])
def test_a_copy_is_not_ours(key: str) -> None:
    """A duplicate keeps the marker and has another id; so does an instance of what somebody made recurring."""
    event = event_of(item(key, attendees=[SELF, OTHER], **OURS), LENA)
    assert (event.marker, event.written, event.etag, event.id, dict(event.answers)) == (None, None, None, None, {})


def test_an_attendees_copy_is_not_told_here() -> None:
    """It has our id, but not the organizer's marker: only the organizer's copy tells."""
    assert event_of(item(MARKER.uid, attendees=[SELF, OTHER]), LENA).marker is None


def test_moved_by_a_human() -> None:
    """The written span stays behind."""
    event = event_of(item(MARKER.uid, "2026-11-27T15:30:00+01:00", **OURS), LENA)
    assert (event.span.start, event.written) == (LATER.start, FIRST)


@pytest.mark.parametrize(
    "broken",
    [
        {"start": {}},
        {"end": {"dateTime": "tomorrow"}},
        {"end": {"dateTime": "2026-11-26T09:00:00+01:00"}},
        {"start": {"date": "2026-02-30"}},
        {"start": None},
    ],
)
def test_nonsense_is_told(broken: dict[str, Any]) -> None:
    """Times that make no sense are no event."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        event_of(item() | broken, LENA)


def test_cancelled() -> None:
    """A cancelled instance may bear nothing but its id."""
    assert cancelled({"id": "abc", "status": "cancelled"})
    assert not cancelled(item())


def test_what_should_not_have_come_is_dropped() -> None:
    """A server that answers more than it was asked for tells nothing: no title, name, or foreign property."""
    private = {"schedule": "x", "other-program": "secret"}
    secret = item(
        summary="secret",
        description="secret",
        location="secret",
        organizer={"self": True, "email": "secret@example.com"},
        attendees=[SELF | {"email": "secret@example.com", "displayName": "secret", "comment": "secret"}],
        extendedProperties={"private": private, "shared": {"a": "secret"}},
        matches={"pattern": False},
    )
    kept = kept_fields(secret)
    assert "secret" not in str(kept)
    assert kept == item(organizer={"self": True}, attendees=[SELF], extendedProperties={"private": {"schedule": "x"}})


def test_an_event_of_little_detail() -> None:
    """Of a private one a reader may be told little more than when it is."""
    bare = {name: item()[name] for name in ("id", "start", "end")}
    assert event_of(bare, LENA) == Event(LEADER, "abc123", FIRST, Show.BUSY)


def test_zones_are_the_accounts() -> None:
    """A time without an offset lies in the zone beside it, else in the owner's."""
    beside = item() | {"start": {"dateTime": "2026-11-26T09:00:00", "timeZone": "UTC"}}
    assert event_of(beside, LENA).span.start == FIRST.start
    bare = item() | {"start": {"dateTime": "2026-11-26T10:00:00"}}
    assert event_of(bare, Account(LEADER, ZONE)).span.start == FIRST.start
