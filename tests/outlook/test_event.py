"""What Graph's events mean."""

from typing import Any

import pytest

from providers.event import Response, Show
from providers.outlook.event import event_of, marker_of, may_be_ours, people_of
from tests.outlook.items import MARKER, attendee, item, our_item, stamp
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, ZONE, span, utc


def meant(**changes: Any) -> Any:
    """What an item means in Lena's calendar."""
    return event_of(item(**changes), LEADER, ZONE)


@pytest.mark.parametrize(
    ("text", "show"),
    [
        ("free", Show.FREE),
        ("tentative", Show.TENTATIVE),
        ("busy", Show.BUSY),
        ("oof", Show.AWAY),
        ("workingElsewhere", Show.ELSEWHERE),
        ("unknown", Show.BUSY),
        ("unknownFutureValue", Show.BUSY),
        (None, Show.BUSY),
    ],
)
def test_how_an_event_shows_its_owner(text: str | None, show: Show) -> None:
    """Each status is mapped; one that is not known blocks."""
    assert meant(showAs=text).show is show


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("none", Response.NONE),
        ("organizer", Response.NONE),
        ("notResponded", Response.NEEDS_ACTION),
        ("tentativelyAccepted", Response.TENTATIVE),
        ("accepted", Response.ACCEPTED),
        ("declined", Response.DECLINED),
    ],
)
def test_own_answer(text: str, response: Response) -> None:
    """The owner's answer is mapped; to one's own event there is none."""
    assert meant(responseStatus={"response": text}).response is response


def test_cancelled_events_are_none() -> None:
    """A cancelled event takes no place, also where a copy of it stays."""
    assert meant(isCancelled=True) is None


@pytest.mark.parametrize("kind", ["occurrence", "exception"])
def test_recurring_events_are_told(kind: str) -> None:
    """An occurrence is recurring, also one that was changed singly; a single event is not."""
    assert meant(type=kind).recurring
    assert not meant().recurring


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        (ZONE, "2026-11-25 23:00", "2026-11-26 23:00"),
        ("America/New_York", "2026-11-26 05:00", "2026-11-27 05:00"),
        ("Asia/Kolkata", "2026-11-25 18:30", "2026-11-26 18:30"),
    ],
)
def test_all_day_events_are_days_of_their_owner(zone: str, start: str, end: str) -> None:
    """Midnight is labelled with the zone that was asked for, and means the owner's."""
    days = item(isAllDay=True, start=stamp("2026-11-26 00:00"), end=stamp("2026-11-27 00:00"))
    event = event_of(days, LEADER, zone)
    assert event is not None
    assert event.all_day
    assert (event.span.start, event.span.end) == (utc(start), utc(end))


def test_an_all_day_event_without_an_end_is_a_day() -> None:
    """Some programs end it where it starts, or within its day."""
    for end in ("2026-11-26 00:00", "2026-11-26 23:59"):
        event = meant(isAllDay=True, start=stamp("2026-11-26 00:00"), end=stamp(end))
        assert (event.span.start, event.span.end) == (utc("2026-11-25 23:00"), utc("2026-11-26 23:00"))


def test_the_day_on_which_clocks_change_has_25_hours() -> None:
    """Madrid leaves summer time on 25 October 2026."""
    event = meant(isAllDay=True, start=stamp("2026-10-25 00:00"), end=stamp("2026-10-26 00:00"))
    assert (event.span.start, event.span.end) == (utc("2026-10-24 22:00"), utc("2026-10-25 23:00"))


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("UTC", "2026-11-26 10:00"),
        ("tzone://Microsoft/Utc", "2026-11-26 10:00"),
        ("Romance Standard Time", "2026-11-26 09:00"),
        ("Pacific Standard Time", "2026-11-26 18:00"),
        ("India Standard Time", "2026-11-26 04:30"),
        ("Europe/Madrid", "2026-11-26 09:00"),
    ],
)
def test_times_in_any_zone(zone: str, start: str) -> None:
    """Where a server does not keep to UTC, Windows' and IANA's names are understood."""
    assert meant(start=stamp("2026-11-26 10:00", zone), end=stamp("2026-11-26 23:59", zone)).span.start == utc(start)


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": stamp("2026-11-26 10:00", "Customized Time Zone"), "end": stamp("2026-11-26 11:00")},
        {"start": None},
        {"start": {"dateTime": "tomorrow", "timeZone": "UTC"}},
        {"start": stamp("2026-11-26 10:00"), "end": stamp("2026-11-26 09:00")},
        {"responseStatus": "accepted"},
    ],
)
def test_what_cannot_be_understood_is_an_error(wrong: dict[str, Any]) -> None:
    """Nothing is guessed."""
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        meant(**wrong)


def test_a_foreign_event_tells_nothing_of_its_participants() -> None:
    """Neither marker nor answers nor version, although the answer holds them."""
    event = meant(attendees=[attendee(MEMBER)])
    assert (event.marker, event.etag, event.id, event.partner, event.people) == (None, None, None, None, None)
    assert event.answers == {}


def test_ours_is_told_with_answers() -> None:
    """Marker, written span, version, partner and everybody's answer, by lower-case email; rooms do not answer."""
    people = [attendee("Marco.Diaz@example.com", "tentativelyAccepted"), attendee("room@example.com", kind="resource")]
    event = event_of(our_item(LATER, attendees=people), LEADER, ZONE)
    assert event is not None
    assert (event.marker, event.span, event.written, event.etag) == (MARKER, FIRST, LATER, 'W/"1"')
    assert event.answers == {LEADER: Response.ACCEPTED, MEMBER: Response.TENTATIVE}
    assert (event.partner, event.people, event.response) == (MEMBER, 2, Response.ACCEPTED)


@pytest.mark.parametrize("text", ["none", "notResponded", ""])
def test_who_was_asked_and_said_nothing_has_yet_to_answer(text: str) -> None:
    """Graph has two words for it."""
    event = event_of(our_item(attendees=[attendee(MEMBER, text)]), LEADER, ZONE)
    assert event is not None
    assert event.answers[MEMBER] is Response.NEEDS_ACTION


def test_a_third_person_on_ours_leaves_no_partner() -> None:
    """Somebody added a guest."""
    event = event_of(our_item(attendees=[attendee(MEMBER), attendee("guest@example.com")]), LEADER, ZONE)
    assert event is not None
    assert (event.partner, event.people) == (None, 3)


def test_the_one_guest_is_the_member_by_whatever_address() -> None:
    """Exchange lists people by their main address, which need not be the one they are invited by."""
    event = event_of(our_item(attendees=[attendee("m.diaz@example.com", "declined")]), LEADER, ZONE)
    assert event
    assert (event.partner, event.answers[MEMBER]) == (MEMBER, Response.DECLINED)


def test_a_copy_of_its_own_has_its_partner_by_the_marker() -> None:
    """In a member's calendar whose leader's is hosted elsewhere, nobody is invited."""
    event = event_of(our_item(attendees=[]), MEMBER, ZONE)
    assert event is not None
    assert (event.partner, dict(event.answers)) == (LEADER, {MEMBER: Response.ACCEPTED})


@pytest.mark.parametrize("transaction", [None, "", "f" * 32, "localevent:7b1c"])
def test_a_duplicate_with_our_marker_is_foreign(transaction: str | None) -> None:
    """The marker is copied with an event, the transaction is not."""
    copied = {**our_item(), "transactionId": transaction}
    assert marker_of(copied) is None
    event = event_of(copied, LEADER, ZONE)
    assert event is not None
    assert event.marker is None


@pytest.mark.parametrize("properties", [[], [{"id": "String {0} Name other", "value": "x"}], None])
def test_a_transaction_without_marker_is_foreign(properties: Any) -> None:
    """Both are needed."""
    assert marker_of({**our_item(), "singleValueExtendedProperties": properties}) is None


def test_what_may_be_ours_is_seen_by_its_transaction() -> None:
    """Other programs' transactions look different."""
    assert may_be_ours(our_item())
    assert not may_be_ours(item())
    assert not may_be_ours(item(transactionId="3f2504e0-4f89-11d3-9a0c-0305e82c3301"))


def test_counting_people() -> None:
    """The organizer counts once, also where listed among the attendees; rooms do not."""
    organizer = {"emailAddress": {"address": "Lena.Roth@Example.com"}}
    rooms = [attendee("room@example.com", kind="resource")]
    assert people_of({"organizer": organizer, "attendees": [attendee(MEMBER), *rooms]}) == 2
    assert people_of({"organizer": organizer, "attendees": [attendee(LEADER), attendee(MEMBER)]}) == 2
    assert people_of({"organizer": organizer, "attendees": [attendee(MEMBER), attendee("x@example.com")]}) == 3


def test_an_organizer_listed_by_another_address() -> None:
    """Some programs list the organizer among the attendees: that is nobody else."""
    people = [attendee("lena@example.com", "organizer"), attendee(MEMBER)]
    event = event_of(our_item(attendees=people), LEADER, ZONE)
    assert event is not None
    assert event.partner == MEMBER
    assert set(event.answers) == {LEADER, MEMBER}
    assert people_of({"organizer": {"emailAddress": {"address": LEADER}}, "attendees": people}) == 2


def test_more_digits_than_python_keeps() -> None:
    """Graph writes seven digits of a second."""
    assert meant().span == span("2026-11-26 09:00")
