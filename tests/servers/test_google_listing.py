"""The Google server: lists, their pages, and what changed since."""

from typing import Any

import pytest

from tests.servers.google import GoogleServer
from tests.servers.google.asking import LENA, MARCO, NOON, TEN, WINDOW, Asking, Wire, at, event, refused, times

pytest_plugins = ["tests.servers.google.fixtures"]

KEY = "c4ab0v"
SINGLE: Wire = {**WINDOW, "singleEvents": True}


def fill(as_lena: Asking, count: int) -> list[str]:
    """Events of an hour, one a day; their ids."""
    days = (f"2026-12-{day + 1:02d}" for day in range(count))
    return [as_lena.insert(**event(**times(f"{day} 09:00", f"{day} 10:00")))["id"] for day in days]


def ids(items: list[Wire]) -> set[str]:
    """The events' ids."""
    return {each["id"] for each in items}


def test_a_window(as_lena: Asking) -> None:
    """Holds what touches it for longer than a moment."""
    for key, start, end in (
        ("bef00", "2026-11-22 00:00", "2026-11-23 01:00"),
        ("int00", "2026-11-22 00:00", "2026-11-23 01:01"),
        ("out00", "2026-12-21 00:59", "2026-12-21 02:00"),
        ("aft00", "2026-12-21 01:00", "2026-12-21 02:00"),
    ):
        as_lena.insert(**event(id=key, **times(start, end)))
    assert ids(as_lena.listed(**WINDOW)) == {"int00", "out00"}


def test_days_lie_in_the_calendars_zone(as_lena: Asking, as_zoe: Asking) -> None:
    """A whole day begins and ends with its owner's."""
    day = {"start": {"date": "2026-11-26"}, "end": {"date": "2026-11-27"}}
    night = {"timeMin": "2026-11-27T00:00:00Z", "timeMax": "2026-11-27T03:00:00Z"}
    for asking in (as_lena, as_zoe):
        asking.insert(**event(**day))
    assert (len(as_lena.listed(**night)), len(as_zoe.listed(**night))) == (0, 1)


def test_pages(google: GoogleServer, as_lena: Asking) -> None:
    """Each holds as many events as asked for, or as the server likes; only the last has a sync token."""
    fill(as_lena, 7)
    page = as_lena.page(maxResults=3)
    assert len(page["items"]) == 3
    assert "nextSyncToken" not in page
    following = as_lena.page(maxResults=4, pageToken=page["nextPageToken"])
    assert len(following["items"]) == 4
    assert "nextPageToken" not in following
    assert following["nextSyncToken"]
    google.page_size = 2
    assert len(as_lena.page(maxResults=3)["items"]) == 2
    assert len(as_lena.listed()) == 7


def test_250_on_a_page_unless_asked(google: GoogleServer, as_lena: Asking) -> None:
    """As with Google, and never more than 2,500."""
    person = google.person(LENA)
    for _ in range(251):
        person.add(at("2026-11-26 10:00"), at("2026-11-26 11:00"))
    assert len(as_lena.page()["items"]) == 250
    assert len(as_lena.page(maxResults=2500)["items"]) == 251


def test_an_empty_page_may_be_followed_by_others(google: GoogleServer, as_lena: Asking) -> None:
    """A client that stops at it misses all."""
    fill(as_lena, 3)
    google.empty_pages = 2
    page = as_lena.page()
    assert page["items"] == []
    assert page["nextPageToken"]
    assert len(as_lena.listed()) == 3


def test_a_page_token_belongs_to_its_list(as_lena: Asking) -> None:
    """With other parameters, or made up, it is refused."""
    fill(as_lena, 3)
    token = as_lena.page(maxResults=1)["nextPageToken"]
    assert refused(as_lena.page, pageToken=token, singleEvents=True) == (400, "invalid")
    assert refused(as_lena.page, pageToken="made-up") == (400, "invalid")


def test_what_changed_since(as_lena: Asking) -> None:
    """New, changed and deleted events, and nothing else; each list brings the token for the next."""
    kept, moved, gone = fill(as_lena, 3)
    items, token = as_lena.synced(**SINGLE)
    assert ids(items) == {kept, moved, gone}
    as_lena.patch(moved, **NOON)
    as_lena.delete(gone)
    made = as_lena.insert(**event())["id"]
    items, token = as_lena.synced(syncToken=token, singleEvents=True)
    assert ids(items) == {moved, gone, made}
    assert next(each for each in items if each["id"] == gone) == {"id": gone, "status": "cancelled"}
    assert as_lena.synced(syncToken=token, singleEvents=True)[0] == []


def test_a_full_list_has_no_tombstones(as_lena: Asking) -> None:
    """Unless they are asked for."""
    (key,) = fill(as_lena, 1)
    as_lena.delete(key)
    assert as_lena.listed() == []
    assert as_lena.listed(showDeleted=True) == [{"id": key, "status": "cancelled"}]


def test_what_left_the_window_is_told(as_lena: Asking) -> None:
    """An event that was in it is answered with its new times; one that never was is not."""
    (key,) = fill(as_lena, 1)
    token = as_lena.synced(**SINGLE)[1]
    as_lena.patch(key, **times("2027-06-01 10:00", "2027-06-01 11:00"))
    as_lena.insert(**event(**times("2027-06-02 10:00", "2027-06-02 11:00")))
    (item,), token = as_lena.synced(syncToken=token, singleEvents=True)
    assert item["start"]["dateTime"] == "2027-06-01T10:00:00+02:00"
    as_lena.patch(key, summary="Far away")
    assert as_lena.synced(syncToken=token, singleEvents=True)[0] == []


def test_instances_that_are_no_more_are_told(as_lena: Asking) -> None:
    """When a series ends earlier, or is deleted."""
    as_lena.insert(**event(id=KEY, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"]))
    items, token = as_lena.synced(**SINGLE)
    assert len(items) == 3
    as_lena.patch(KEY, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"])
    items, token = as_lena.synced(syncToken=token, singleEvents=True)
    assert [each["id"] for each in items if each["status"] == "cancelled"] == [f"{KEY}_20261210T090000Z"]
    as_lena.delete(KEY)
    items, token = as_lena.synced(syncToken=token, singleEvents=True)
    assert {(each["recurringEventId"], each["status"]) for each in items} == {(KEY, "cancelled")}
    assert len(items) == 2


def test_sync_tokens_expire(google: GoogleServer, as_lena: Asking) -> None:
    """Then everything is to be read again."""
    token = as_lena.synced()[1]
    google.expire_sync_tokens()
    assert refused(as_lena.page, syncToken=token) == (410, "fullSyncRequired")


def test_a_sync_token_belongs_to_its_calendar(as_lena: Asking, as_marco: Asking) -> None:
    """Another calendar's is no good."""
    assert refused(as_marco.page, syncToken=as_lena.synced()[1]) == (410, "fullSyncRequired")


@pytest.mark.parametrize(
    "parameter",
    [
        {"timeMin": WINDOW["timeMin"]},
        {"timeMax": WINDOW["timeMax"]},
        {"updatedMin": WINDOW["timeMin"]},
        {"q": "x"},
        {"iCalUID": "x"},
        {"orderBy": "updated"},
        {"privateExtendedProperty": "a=b"},
        {"showDeleted": False},
    ],
)
def test_what_does_not_go_with_a_sync_token(as_lena: Asking, parameter: dict[str, Any]) -> None:
    """Windows, searches and orders."""
    assert refused(as_lena.page, syncToken=as_lena.synced()[1], **parameter) == (400, "badRequest")


@pytest.mark.parametrize("parameter", [{"q": "x"}, {"orderBy": "updated"}, {"privateExtendedProperty": "a=b"}])
def test_lists_that_cannot_be_continued(as_lena: Asking, parameter: dict[str, str]) -> None:
    """Have no sync token at their end."""
    assert "nextSyncToken" not in as_lena.page(**parameter)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"timeMin": "2026-11-26T09:00:00"}, "badRequest"),
        ({"timeMin": WINDOW["timeMax"], "timeMax": WINDOW["timeMin"]}, "timeRangeEmpty"),
        ({"orderBy": "startTime"}, "badRequest"),
    ],
)
def test_what_cannot_be_listed(as_lena: Asking, parameters: dict[str, str], reason: str) -> None:
    """A time without an offset, an empty window, starts in order where series are not expanded."""
    assert refused(as_lena.page, **parameters) == (400, reason)


def test_changed_too_long_ago(as_lena: Asking) -> None:
    """What was deleted is not remembered for ever."""
    (key,) = fill(as_lena, 1)
    assert ids(as_lena.listed(updatedMin="2026-11-19T00:00:00Z")) == {key}
    assert as_lena.listed(updatedMin="2026-11-21T00:00:00Z") == []
    assert refused(as_lena.page, updatedMin="2026-01-01T00:00:00Z") == (410, "updatedMinTooLongAgo")


def test_filters(as_lena: Asking) -> None:
    """By private property, all of several; by type; by UID; starts in order."""
    as_lena.insert(**event(id=KEY, extendedProperties={"private": {"a": "1", "b": "2"}}))
    as_lena.insert(**event(id="f0cus", eventType="focusTime", **times("2026-11-24 10:00", "2026-11-24 11:00")))
    assert ids(as_lena.listed(privateExtendedProperty=["a=1", "b=2"])) == {KEY}
    assert as_lena.listed(privateExtendedProperty=["a=1", "b=3"]) == []
    assert ids(as_lena.listed(eventTypes=["focusTime", "outOfOffice"])) == {"f0cus"}
    assert ids(as_lena.listed(iCalUID=f"{KEY}@google.com")) == {KEY}
    assert [each["id"] for each in as_lena.listed(**SINGLE, orderBy="startTime")] == ["f0cus", KEY]


def test_attendees_left_out(as_lena: Asking, as_marco: Asking) -> None:
    """More of them than asked for: only one's own entry is told, and that others are missing."""
    as_lena.insert(**event(id=KEY, attendees=[{"email": LENA}, {"email": MARCO}]))
    (item,) = as_marco.listed(maxAttendees=1)
    assert ([each["email"] for each in item["attendees"]], item["attendeesOmitted"]) == ([MARCO], True)
    assert "attendeesOmitted" not in as_marco.listed(maxAttendees=2)[0]


def test_a_mask_is_kept_to_exactly(as_lena: Asking) -> None:
    """Nested in brackets or by slashes; nothing else is answered, neither in lists nor after changes."""
    as_lena.insert(**event(id=KEY, attendees=[{"email": LENA, "responseStatus": "accepted"}, {"email": MARCO}]))
    mask = "accessRole,items(id,start/dateTime,attendees(self,responseStatus),organizer/self)"
    assert as_lena.page(fields=mask) == {
        "accessRole": "owner",
        "items": [
            {
                "id": KEY,
                "start": {"dateTime": TEN["start"]["dateTime"]},
                "attendees": [{"self": True, "responseStatus": "accepted"}, {"responseStatus": "needsAction"}],
                "organizer": {"self": True},
            }
        ],
    }
    assert as_lena.page(fields="items/id,items/status") == {"items": [{"id": KEY, "status": "confirmed"}]}
    assert as_lena.get(KEY, fields="organizer(*)") == {"organizer": {"email": LENA, "self": True}}
    assert "summary" in as_lena.page(fields="items(*)")["items"][0]
    changed = as_lena.patch(KEY, fields="id,extendedProperties/private/schedule", **_private("1"))
    assert changed == {"id": KEY, "extendedProperties": {"private": {"schedule": "1"}}}


@pytest.mark.parametrize("mask", ["items(titel)", "items(id", "items)", "items(id)x", "items()", "items/start/hour"])
def test_masks_that_make_no_sense(as_lena: Asking, mask: str) -> None:
    """Are refused, so that a misspelt field does not go unnoticed."""
    assert refused(as_lena.page, fields=mask) == (400, "invalidParameter")


def _private(value: str) -> Wire:
    return {"extendedProperties": {"private": {"schedule": value}}}
