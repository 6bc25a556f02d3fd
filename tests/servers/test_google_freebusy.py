"""The Google server: when people are busy."""

import pytest

from tests.servers.google import GoogleServer, Role
from tests.servers.google.asking import LENA, MARCO, NOON, WINDOW, ZOE, Asking, Wire, event, refused, times

pytest_plugins = ["tests.servers.google.fixtures"]


def blocks(asking: Asking, email: str = LENA, **body: object) -> list[tuple[str, str]]:
    """Start and end of each."""
    return [(each["start"], each["end"]) for each in asking.busy(email, **body)["calendars"][email]["busy"]]


def test_blocks_are_merged(as_lena: Asking) -> None:
    """What overlaps or touches is one, so that nothing tells one meeting from two over each other."""
    as_lena.insert(**event(**times("2026-11-26 10:00", "2026-11-26 10:30")))
    as_lena.insert(**event(**times("2026-11-26 10:15", "2026-11-26 11:00")))
    as_lena.insert(**event(**times("2026-11-26 11:00", "2026-11-26 11:30")))
    as_lena.insert(**event(**NOON))
    assert blocks(as_lena) == [
        ("2026-11-26T09:00:00Z", "2026-11-26T10:30:00Z"),
        ("2026-11-26T11:00:00Z", "2026-11-26T11:45:00Z"),
    ]


@pytest.mark.parametrize(
    ("body", "busy"),
    [
        ({}, True),
        ({"status": "tentative"}, True),
        ({"eventType": "outOfOffice"}, True),
        ({"eventType": "focusTime"}, True),
        ({"attendees": [{"email": LENA}]}, True),
        ({"transparency": "transparent"}, False),
        ({"eventType": "workingLocation", "workingLocationProperties": {"type": "homeOffice"}}, False),
        ({"attendees": [{"email": LENA, "responseStatus": "declined"}]}, False),
    ],
)
def test_what_makes_busy(as_lena: Asking, body: Wire, busy: bool) -> None:
    """Invitations without an answer do; free, declined and cancelled events, and where one works, do not."""
    key = as_lena.insert(**event(**body))["id"]
    assert bool(blocks(as_lena)) is busy
    as_lena.delete(key)
    assert blocks(as_lena) == []


def test_days_are_the_owners(as_lena: Asking, as_zoe: Asking) -> None:
    """An all-day event takes the day of the calendar's zone."""
    days = {"start": {"date": "2026-11-26"}, "end": {"date": "2026-11-27"}}
    as_zoe.insert(**event(**days))
    assert blocks(as_zoe, ZOE) == [("2026-11-26T05:00:00Z", "2026-11-27T05:00:00Z")]
    assert blocks(as_zoe, ZOE, timeZone="Europe/Madrid")[0][0] == "2026-11-26T06:00:00+01:00"


def test_only_inside_the_window(as_lena: Asking) -> None:
    """What reaches over its ends is cut off."""
    as_lena.insert(**event())
    inside = {"timeMin": "2026-11-26T09:10:00Z", "timeMax": "2026-11-26T09:20:00Z"}
    assert blocks(as_lena, **inside) == [("2026-11-26T09:10:00Z", "2026-11-26T09:20:00Z")]


def test_one_calendars_error_is_told_beside_the_others_times(
    google: GoogleServer, as_lena: Asking, as_marco: Asking
) -> None:
    """In a successful answer: no such calendar, one that may not be seen, one that fails."""
    as_marco.insert(**event())
    google.share(MARCO, LENA, Role.FREE_BUSY_READER)
    google.share(ZOE, LENA, Role.READER)
    google.freebusy_errors[ZOE] = "internalError"
    answer = as_lena.busy(MARCO, ZOE, "nobody@example.com")["calendars"]
    assert len(answer[MARCO]["busy"]) == 1
    assert "errors" not in answer[MARCO]
    errors = {email: [each["reason"] for each in found.get("errors", ())] for email, found in answer.items()}
    assert errors == {MARCO: [], ZOE: ["internalError"], "nobody@example.com": ["notFound"]}
    google.share(MARCO, LENA, Role.NONE)
    assert as_lena.busy(MARCO)["calendars"][MARCO]["errors"] == [{"domain": "global", "reason": "notFound"}]


def test_fifty_calendars(google: GoogleServer, as_lena: Asking) -> None:
    """Are answered, and of more none."""
    emails = [f"p{number}@example.com" for number in range(51)]
    for email in emails:
        google.add_mailbox(email, "UTC").default_share = Role.FREE_BUSY_READER
    assert not any("errors" in each for each in as_lena.busy(*emails[:50])["calendars"].values())
    reasons = {each["errors"][0]["reason"] for each in as_lena.busy(*emails)["calendars"].values()}
    assert reasons == {"tooManyCalendarsRequested"}
    assert refused(as_lena.busy, LENA, calendarExpansionMax=51) == (400, "invalidParameter")


@pytest.mark.parametrize(
    ("end", "reason"), [("2027-02-22T00:00:00Z", "timeRangeTooLong"), (WINDOW["timeMin"], "timeRangeEmpty")]
)
def test_windows(as_lena: Asking, end: str, reason: str) -> None:
    """Have a length, and of at most ninety days."""
    assert refused(as_lena.busy, LENA, timeMax=end) == (400, reason)
    assert blocks(as_lena, timeMax="2027-02-21T00:00:00Z") == []
