"""The Google server: events of one calendar."""

from typing import Any

import pytest

from tests.servers.google import GoogleServer
from tests.servers.google.asking import LENA, NOON, TEN, Asking, Wire, but_times, event, refused, times

pytest_plugins = ["tests.servers.google.fixtures"]

KEY = "c4ab0v"


def test_an_event_is_what_was_inserted(as_lena: Asking) -> None:
    """It keeps the id that the client chose, has its UID from it, and says who is behind it."""
    made = as_lena.insert(**event(id=KEY, description="Agenda", colorId="3"))
    assert as_lena.get(KEY) == made
    assert {
        "id": KEY,
        "iCalUID": f"{KEY}@google.com",
        "status": "confirmed",
        "eventType": "default",
    }.items() <= made.items()
    assert made["organizer"] == made["creator"] == {"email": LENA, "self": True}
    assert made["start"] == TEN["start"]
    assert made["reminders"] == {"useDefault": True}
    assert "attendees" not in made


def test_ids_are_made_up_where_none_is_chosen(as_lena: Asking) -> None:
    """Two events that say nothing of an id get different ones."""
    assert as_lena.insert(**event())["id"] != as_lena.insert(**event())["id"]


@pytest.mark.parametrize("key", ["abcd", "a" * 1025, "wxyz12", "ABCDE", "a-b-c-d"])
def test_ids_are_base32hex(as_lena: Asking, key: str) -> None:
    """Other letters and lengths are refused."""
    assert refused(as_lena.insert, **event(id=key)) == (400, "invalid")


def test_an_id_is_used_once(as_lena: Asking, as_marco: Asking) -> None:
    """A second event of the same id is refused, also after the first was deleted; in another calendar it is not."""
    as_lena.insert(**event(id=KEY))
    assert refused(as_lena.insert, **event(id=KEY)) == (409, "duplicate")
    as_lena.delete(KEY)
    assert refused(as_lena.insert, **event(id=KEY)) == (409, "duplicate")
    as_marco.insert(**event(id=KEY))


def test_a_deleted_event_leaves_its_name(as_lena: Asking) -> None:
    """It is answered as cancelled, cannot be deleted again or changed, and is in no list."""
    as_lena.insert(**event(id=KEY))
    assert not as_lena.delete(KEY)
    assert as_lena.get(KEY)["status"] == "cancelled"
    assert refused(as_lena.delete, KEY) == (410, "deleted")
    assert refused(as_lena.patch, KEY, **NOON) == (403, "forbidden")
    assert as_lena.listed() == []
    assert refused(as_lena.get, "n0such") == (404, "notFound")


def test_versions(as_lena: Asking) -> None:
    """Every change gives a new one; a change or deletion of another version than asked for is refused."""
    old = as_lena.insert(**event(id=KEY))["etag"]
    assert old.startswith('"')
    new = as_lena.patch(KEY, etag=old, **NOON)["etag"]
    assert new != old
    assert refused(as_lena.patch, KEY, etag=old, **TEN) == (412, "conditionNotMet")
    assert refused(as_lena.delete, KEY, etag=old) == (412, "conditionNotMet")
    assert as_lena.get(KEY)["start"] == NOON["start"]
    as_lena.delete(KEY, etag=new)


def test_patch_merges(as_lena: Asking) -> None:
    """Objects are merged, arrays replaced, null takes away, and nothing else changes."""
    before = as_lena.insert(
        **event(
            id=KEY,
            location="Room 4",
            recurrence=["RRULE:FREQ=DAILY;COUNT=3"],
            extendedProperties={"private": {"ours": "1", "theirs": "2"}, "shared": {"all": "3"}},
        )
    )
    after = as_lena.patch(
        KEY,
        start={"dateTime": "2026-11-26T11:00:00Z"},
        end={"dateTime": "2026-11-26T11:45:00Z"},
        location=None,
        recurrence=["RRULE:FREQ=DAILY;COUNT=2"],
        extendedProperties={"private": {"ours": "9", "theirs": None}},
    )
    assert after["start"] == NOON["start"]
    assert after["extendedProperties"] == {"private": {"ours": "9"}, "shared": {"all": "3"}}
    assert after["recurrence"] == ["RRULE:FREQ=DAILY;COUNT=2"]
    for each in (before, after):
        for name in ("location", "recurrence", "extendedProperties"):
            each.pop(name, None)
    assert but_times(after) == but_times(before)
    assert after["sequence"] == before["sequence"] + 1


def test_update_replaces(as_lena: Asking) -> None:
    """What a PUT does not say is gone."""
    as_lena.insert(**event(id=KEY, location="Room 4", extendedProperties={"private": {"ours": "1"}}))
    after = as_lena.update(KEY, **event(summary="Other"))
    assert after["summary"] == "Other"
    assert "location" not in after
    assert "extendedProperties" not in after


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"end": None}, "required"),
        ({"end": {"dateTime": "2026-11-26T08:00:00Z"}}, "timeRangeEmpty"),
        ({"start": {"dateTime": "2026-11-26T09:00:00"}}, "required"),
        ({"end": {"date": "2026-11-27"}}, "invalid"),
        ({"start": {"date": "2026-11-26", "dateTime": "2026-11-26T09:00:00Z"}}, "invalid"),
        ({"start": {"dateTime": "2026-11-26T09:00:00Z"}, "recurrence": ["RRULE:FREQ=DAILY"]}, "required"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "invalid"),
        ({"attendees": [{"email": "nobody"}]}, "invalid"),
        ({"attendees": [{"email": LENA, "responseStatus": "maybe"}]}, "invalid"),
        ({"transparency": "glassy"}, "invalid"),
        ({"eventType": "workingLocation"}, "required"),
        ({"eventType": "fromGmail"}, "invalid"),
        ({"extendedProperties": {"private": {"k" * 45: "v"}}}, "invalid"),
        ({"extendedProperties": {"private": {"k": "v" * 1025}}}, "invalid"),
    ],
)
def test_what_is_no_event_is_refused(google: GoogleServer, as_lena: Asking, body: dict[str, Any], reason: str) -> None:
    """With Google's word for it."""
    google.validates = False
    given = {name: value for name, value in event(**body).items() if value is not None}
    assert refused(as_lena.insert, **given) == (400, reason)
    assert as_lena.listed() == []


def test_an_all_day_event_becomes_one_with_times_only_if_its_date_is_taken_away(as_lena: Asking) -> None:
    """A date and a time of day cannot stand side by side, which a merge would make of it."""
    days: Wire = {"start": {"date": "2026-11-26"}, "end": {"date": "2026-11-27"}}
    assert as_lena.insert(**event(id=KEY, **days))["start"] == {"date": "2026-11-26"}
    assert refused(as_lena.patch, KEY, **NOON) == (400, "invalid")
    no_date: Wire = {side: {**when, "date": None} for side, when in NOON.items()}
    assert as_lena.patch(KEY, **no_date)["start"] == NOON["start"]


def test_times_have_the_calendars_offset(as_zoe: Asking) -> None:
    """And beside it the zone that they were written in; another zone's on request."""
    made = as_zoe.insert(**event(id=KEY))
    assert made["start"] == {"dateTime": "2026-11-26T04:00:00-05:00", "timeZone": "Europe/Madrid"}
    assert as_zoe.get(KEY, timeZone="UTC")["start"]["dateTime"] == "2026-11-26T09:00:00Z"
    plain = as_zoe.insert(start={"dateTime": "2026-11-26T09:00:00Z"}, end={"dateTime": "2026-11-26T09:30:00Z"})
    assert plain["start"] == {"dateTime": "2026-11-26T04:00:00-05:00", "timeZone": "America/New_York"}


def test_conferences_are_made_on_request(as_lena: Asking) -> None:
    """For a client that says it knows them; the same request makes no second link, and a move keeps it."""
    wanted: Wire = {"createRequest": {"requestId": "r1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}
    assert "conferenceData" not in as_lena.insert(**event(conferenceData=wanted))
    made = as_lena.insert(**event(id=KEY, conferenceData=wanted), conferenceDataVersion=1)
    assert made["conferenceData"]["createRequest"]["status"] == {"statusCode": "success"}
    assert made["hangoutLink"].startswith("https://meet.google.com/")
    for send in (as_lena.patch, as_lena.update):
        again = send(KEY, **event(conferenceData=wanted), conferenceDataVersion=1)
        assert again["conferenceData"] == made["conferenceData"]
    other = {"createRequest": {**wanted["createRequest"], "requestId": "r2"}}
    assert as_lena.patch(KEY, conferenceData=other, conferenceDataVersion=1)["hangoutLink"] != made["hangoutLink"]
    as_lena.patch(KEY, conferenceData=wanted, conferenceDataVersion=1)
    withouts: list[Wire] = [{"conferenceData": None}, NOON]
    for taken in withouts:
        assert as_lena.patch(KEY, **taken)["conferenceData"] == made["conferenceData"]
    assert "conferenceData" not in as_lena.patch(KEY, conferenceData=None, conferenceDataVersion=1)


def test_attachments_need_a_client_that_knows_them(as_lena: Asking) -> None:
    """Others neither add nor remove any, a PUT without them included."""
    agenda = [{"fileUrl": "https://docs.google.com/document/d/1", "title": "Agenda"}]
    assert "attachments" not in as_lena.insert(**event(attachments=agenda))
    assert as_lena.insert(**event(id=KEY, attachments=agenda), supportsAttachments=True)["attachments"] == agenda
    assert as_lena.update(KEY, **event())["attachments"] == agenda
    assert "attachments" not in as_lena.update(KEY, **event(), supportsAttachments=True)


@pytest.mark.parametrize(
    ("body", "transparency"),
    [
        ({"eventType": "focusTime", "focusTimeProperties": {"chatStatus": "doNotDisturb"}}, None),
        ({"eventType": "outOfOffice", "outOfOfficeProperties": {"declineMessage": "Away"}}, None),
        ({"eventType": "workingLocation", "workingLocationProperties": {"type": "homeOffice"}}, "transparent"),
    ],
)
def test_types_of_events(as_lena: Asking, body: dict[str, Any], transparency: str | None) -> None:
    """Each is kept with what belongs to it; only a working location lets others meet its owner."""
    made = as_lena.insert(**event(**body))
    assert body.items() <= made.items()
    assert made.get("transparency") == transparency


def test_a_calendar_says_its_zone_and_hours(google: GoogleServer, as_lena: Asking) -> None:
    """Zone and working hours of the calendar, and the zone among its owner's settings."""
    hours = {
        "workingHoursEnabled": True,
        "availableTimes": [{"dayOfWeek": "monday", "periodStart": 540, "periodEnd": 1020}],
    }
    assert "workingHours" not in as_lena.api.calendars().get(calendarId="primary").execute()
    google.mailboxes[LENA].working_hours = hours
    found = as_lena.api.calendars().get(calendarId=LENA).execute()
    assert (found["id"], found["timeZone"], found["workingHours"]) == (LENA, "Europe/Madrid", hours)
    assert as_lena.api.settings().get(setting="timezone").execute()["value"] == "Europe/Madrid"
    (entry,) = as_lena.api.calendarList().list().execute()["items"]
    assert (entry["id"], entry["accessRole"], entry["primary"]) == (LENA, "owner", True)


def test_patching_to_cancelled_deletes(as_lena: Asking) -> None:
    """As a status, too."""
    as_lena.insert(**event(id=KEY, **times("2026-11-27 10:00", "2026-11-27 10:30")))
    assert as_lena.patch(KEY, status="cancelled")["status"] == "cancelled"
    assert refused(as_lena.delete, KEY) == (410, "deleted")
