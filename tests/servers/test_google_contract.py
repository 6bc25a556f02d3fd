"""The Google server: requests and answers are held against Google's own description, and what breaks it is caught."""

import json
from typing import Any

import pytest

from tests.servers.base import Answer, Request, query_of
from tests.servers.google import GoogleServer
from tests.servers.google.asking import LENA, MARCO, TEN, Asking, event
from tests.servers.google.contract import violations
from tests.servers.google.discovery import methods

pytest_plugins = ["tests.servers.google.fixtures"]

EVENTS = "/calendar/v3/calendars/lena%40example.com/events"
GOOD: dict[str, Any] = {"id": "c4ab0v", "etag": '"1"', "status": "confirmed", **TEN}


def found(
    method: str = "GET",
    path: str = f"{EVENTS}/c4ab0v",
    query: str = "alt=json",
    body: Any = None,
    answer: Any = GOOD,
    status: int = 200,
) -> list[str]:
    """What is wrong with a request or its answer."""
    content = b"" if body is None else json.dumps(body).encode()
    last, repeated = query_of(query)
    return violations(Request(method, path, last, {}, content, None, repeated), Answer(status, answer))


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"query": "maxAttendees=2&fields=id"},
        {"answer": {"id": "c4ab0v"}},
        {"method": "POST", "path": EVENTS, "query": "sendUpdates=all&conferenceDataVersion=1", "body": event()},
        {"method": "PATCH", "body": {"start": {"date": None}, "extendedProperties": {"private": {"a": None}}}},
        {"method": "DELETE", "query": "sendUpdates=externalOnly", "answer": None, "status": 204},
        {"path": EVENTS, "query": "eventTypes=default&eventTypes=focusTime", "answer": {"items": [GOOD]}},
    ],
)
def test_what_keeps_to_it(request_: dict[str, Any]) -> None:
    """Is said nothing of."""
    assert found(**request_) == []


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"path": "/calendar/v3/calendars/x/meetings"}, "no such method"),
        ({"path": "/calendar/v2/calendars/x/events/y"}, "no such method"),
        ({"method": "POST"}, "no such method"),
        ({"query": "maxAttendeez=2"}, "unknown parameter maxAttendeez"),
        ({"query": "timeMin=2026-11-26T00:00:00Z"}, "unknown parameter timeMin"),
        ({"query": "maxAttendees=0"}, "no integer in its range"),
        ({"query": "maxAttendees=two"}, "no integer in its range"),
        ({"query": "alwaysIncludeEmail=1"}, "no boolean"),
        ({"query": "timeZone=UTC&timeZone=UTC"}, "more than once"),
        ({"method": "DELETE", "query": "sendUpdates=some", "answer": None, "status": 204}, "may not be some"),
        ({"method": "DELETE", "answer": {}, "status": 200}, "should be empty"),
        ({"body": {"id": "x"}}, "takes no body"),
        ({"method": "POST", "path": EVENTS, "body": {"summary": "x"}}, "start is missing"),
        ({"method": "POST", "path": EVENTS, "body": event(titel="x")}, "titel"),
        ({"method": "POST", "path": EVENTS, "body": event(summary=None)}, "not of type 'string'"),
        ({"method": "PATCH", "body": {"attendees": [{"mail": LENA}]}}, "mail"),
        ({"method": "PATCH", "body": {"start": {"dateTime": "tomorrow"}}}, "tomorrow"),
        ({"method": "PATCH", "body": {"updated": "2026-11-26T09:00:00Z"}}, "updated"),
        ({"method": "PATCH", "body": {"organizer": {"email": LENA}}}, "organizer"),
        ({"method": "PATCH", "body": {"attendees": [{"email": LENA, "self": True}]}}, "self"),
        ({"method": "PATCH", "body": {"hangoutLink": "https://meet.google.com/x"}}, "hangoutLink"),
        ({"answer": {**GOOD, "subject": "x"}}, "answer: Additional properties"),
        ({"answer": {**GOOD, "sequence": "1"}}, "answer.sequence"),
        ({"answer": {**GOOD, "start": {"dateTime": 9}}}, "answer.start.dateTime"),
        ({"answer": {**GOOD, "attendees": {"email": LENA}}}, "answer.attendees"),
        ({"answer": {"error": "no"}, "status": 403}, "not worded as an error"),
        ({"answer": {"error": {"code": 404, "errors": [{}], "message": "x"}}, "status": 403}, "not worded as an error"),
    ],
)
def test_what_breaks_it(request_: dict[str, Any], said: str) -> None:
    """Is named."""
    assert any(said in each for each in found(**request_)), found(**request_)


def test_a_request_that_breaks_it_fails_the_test(google: GoogleServer, as_lena: Asking) -> None:
    """By `check`, which the fixture calls at the end, also where the server went along with it."""
    as_lena.insert(**event(id="c4ab0v", attendees=[{"email": MARCO}]))
    google.check()
    attendees = as_lena.get("c4ab0v")["attendees"]
    assert as_lena.patch("c4ab0v", attendees=[{**attendees[0], "self": True}])["attendees"] == attendees
    with pytest.raises(AssertionError, match="self"):
        google.check()
    google.violations.clear()


def test_an_answer_that_breaks_it_fails_the_test(google: GoogleServer, as_lena: Asking) -> None:
    """So that this server does not drift."""
    as_lena.insert(**event(id="c4ab0v"))
    google.mailboxes[LENA].events["c4ab0v"].shared["summary"] = 7
    as_lena.page()
    with pytest.raises(AssertionError, match=r"answer.items\[0\].summary: 7 is not of type 'string'"):
        google.check()
    google.violations.clear()


def test_a_sync_token_goes_with_the_same_parameters(google: GoogleServer, as_lena: Asking) -> None:
    """Google says that anything else is undefined."""
    token = as_lena.synced(singleEvents=True)[1]
    as_lena.page(syncToken=token, singleEvents=True)
    google.check()
    as_lena.page(syncToken=token)
    with pytest.raises(AssertionError, match="singleEvents differs"):
        google.check()
    google.violations.clear()


def test_methods_that_nothing_plays(google: GoogleServer, as_lena: Asking) -> None:
    """Are refused, and a violation."""
    assert any(each.id == "calendar.events.quickAdd" for each in methods())
    with pytest.raises(Exception, match="404"):
        as_lena.api.events().quickAdd(calendarId="primary", text="Lunch").execute()
    with pytest.raises(AssertionError, match="nothing here plays"):
        google.check()
    google.violations.clear()


def test_a_failure_of_the_server_itself(google: GoogleServer, as_lena: Asking) -> None:
    """Is not taken for a lost connection, which a client would repeat."""
    as_lena.insert(**event(id="c4ab0v"))
    google.mailboxes[LENA].events["c4ab0v"].shared["start"] = {}
    with pytest.raises(Exception, match="500"):
        as_lena.page()
    with pytest.raises(AssertionError, match="this server failed"):
        google.check()
    google.violations.clear()
