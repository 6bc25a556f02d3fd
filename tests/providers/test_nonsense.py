"""Whatever is wrong in an answer makes unknown whom it is about, and nobody else: never a traceback."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from providers.errors import InvalidAnswer
from providers.event import Calendar, Profile
from providers.google.api import PROPERTY
from providers.interface import Account, Provider
from providers.marker_codec import encode_marker
from tests.providers.google_place import google_provider
from tests.providers.meetings import FIRST, LEADER, MEMBER, WINDOW, ZONE, create, meeting
from tests.providers.outlook_place import outlook_provider
from tests.servers.base import Answer, Fault, Request, Server
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer

NUMBER = "a-number-of-5000-digits"
DEPTH = "a-hundred-thousand-lists"
PLACEHOLDERS = {NUMBER: b"1" * 5000, DEPTH: b"[" * 100_000 + b"]" * 100_000}

GOOGLE: dict[str, dict[str, Any]] = {
    "after the end of time": {"start": {"dateTime": "9999-12-31T23:00:00-05:00"}},
    "before its beginning": {"start": {"dateTime": "0001-01-01T00:00:00+14:00"}},
    "its series": {"recurringEventId": ["x"]},
    "no zone": {"start": {"dateTime": "2026-11-26T10:00:00", "timeZone": "../../etc/passwd"}},
    "a zone that is a number": {"start": {"dateTime": "2026-11-26T10:00:00", "timeZone": 7}},
    "text for times": {"start": "tomorrow"},
    "a number": {"start": {"dateTime": NUMBER}},
    "guests": {"attendees": "everybody"},
    "an organizer": {"organizer": [7]},
    "a list for a type": {"eventType": ["focusTime"]},
    "an answer": {"attendees": [{"self": True, "responseStatus": {"a": 1}}]},
    "a marker": {"extendedProperties": {"private": ["x"]}},
}
GRAPH: dict[str, dict[str, Any]] = {
    "after the end of time": {"start": {"dateTime": "9999-12-31T23:00:00-05:00"}},
    "before its beginning": {"start": {"dateTime": "0001-01-01T00:00:00", "timeZone": "Asia/Tokyo"}},
    "the last day": {"isAllDay": True, "start": {"dateTime": "9999-12-31T00:00:00"}},
    "a zone that is a number": {"start": {"dateTime": "2026-11-26T10:00:00", "timeZone": 7}},
    "text for times": {"start": "tomorrow"},
    "a number": {"start": {"dateTime": NUMBER}},
    "an answer": {"responseStatus": "yes"},
    "what its answer is": {"responseStatus": {"response": ["accepted"]}},
    "its transaction": {"transactionId": 7},
    "its series": {"type": ["occurrence"], "seriesMasterId": {}, "start": None},
}


def filled(content: bytes) -> bytes:
    """An answer with what no JSON library writes."""
    for name, value in PLACEHOLDERS.items():
        content = content.replace(f'"{name}"'.encode(), value)
    return content


class Filled:
    """A server's answers as they leave it."""

    def part(self, request: Request) -> Answer:
        """See `Server`."""
        answer: Answer = super().part(request)  # type: ignore[misc]
        return Answer(
            answer.status, headers={"Content-Type": "application/json", **answer.headers}, content=filled(answer.body)
        )


class FilledGraph(Filled, GraphServer):
    """Batches are filled in as a whole."""

    def part(self, request: Request) -> Answer:
        """See `Server`."""
        return GraphServer.part(self, request) if request.part_of is not None else super().part(request)


class FilledGoogle(Filled, GoogleServer):
    """Batches are no JSON; their parts are."""

    def part(self, request: Request) -> Answer:
        """See `Server`."""
        return GoogleServer.part(self, request) if request.path.startswith("/batch") else super().part(request)


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with FilledGoogle() as server:
        for email in (LEADER, MEMBER):
            server.add_mailbox(email, ZONE)
            server.person(email).add(FIRST.start, FIRST.end)
        server.validates = False
        yield server


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with FilledGraph() as server:
        for email in (LEADER, MEMBER):
            server.add_mailbox(email, ZONE)
            server.person(email).add(FIRST.start, FIRST.end)
        yield server


def listing_of(email: str) -> Callable[[Request], bool]:
    """Requests for what somebody's calendar holds."""

    def match(request: Request) -> bool:
        lists = request.path.endswith(("/events", "/calendarView", "/delta")) and "$filter" not in request.query
        return lists and email.replace("@", "%40") in request.path.replace("@", "%40")

    return match


def google_page(*items: dict[str, Any]) -> Answer:
    """A list of events."""
    event = {
        "id": "bad",
        "iCalUID": "bad",
        "status": "confirmed",
        "start": {"dateTime": "2026-11-26T09:00:00Z"},
        "end": {"dateTime": "2026-11-26T10:00:00Z"},
    }
    page = {"items": [event | item for item in items], "accessRole": "owner", "nextSyncToken": "x"}
    return Answer(200, json.loads(json.dumps(page)))


def graph_page(*items: dict[str, Any]) -> Answer:
    """A list of events."""
    event = {
        "id": "bad",
        "iCalUId": "bad",
        "showAs": "busy",
        "type": "singleInstance",
        "start": {"dateTime": "2026-11-26T09:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-11-26T10:00:00", "timeZone": "UTC"},
    }
    return Answer(200, {"value": [event | item for item in items]})


def read(provider: Provider) -> dict[str, Calendar]:
    return dict(provider.read([Account(LEADER, ZONE), Account(MEMBER, ZONE)], WINDOW))


def only_lena_is_unknown(answers: dict[str, Calendar]) -> None:
    """Over the whole window, with a sentence about her; Marco's calendar is told."""
    assert [gap.span for gap in answers[LEADER].unknown] == [WINDOW]
    assert answers[LEADER].unknown[0].why.startswith(f"{LEADER}: ")
    assert answers[MEMBER].unknown == ()
    assert [event.span for event in answers[MEMBER].events] == [FIRST]


@pytest.mark.parametrize("wrong", GOOGLE)
def test_events_of_google(google: GoogleServer, tmp_path: Path, wrong: str) -> None:
    """Times at the ends of the calendar, and values of another type."""
    google.inject(Fault(answer=google_page(GOOGLE[wrong])), listing_of(LEADER))
    only_lena_is_unknown(read(google_provider(google.url, tmp_path)))


@pytest.mark.parametrize("wrong", GRAPH)
def test_events_of_outlook(graph: GraphServer, tmp_path: Path, wrong: str) -> None:
    """Times at the ends of the calendar, and values of another type."""
    graph.inject(Fault(answer=graph_page(GRAPH[wrong])), listing_of(LEADER))
    only_lena_is_unknown(read(outlook_provider(graph.url, tmp_path)))


DECLINED = {"attendees": [{"self": True, "responseStatus": "declined"}]}


@pytest.mark.parametrize("wrong", [{"transparency": "transparent"}, {"eventType": "workingLocation"}, DECLINED])
def test_what_takes_no_time_hides_none_at_google(google: GoogleServer, tmp_path: Path, wrong: dict[str, Any]) -> None:
    """A marker of somebody's place without times leaves everybody known."""
    google.inject(Fault(answer=google_page({"start": {}, **wrong})), listing_of(LEADER))
    assert read(google_provider(google.url, tmp_path))[LEADER].unknown == ()


@pytest.mark.parametrize("wrong", [{"showAs": "free"}, {"responseStatus": {"response": "declined"}}])
def test_what_takes_no_time_hides_none_at_outlook(graph: GraphServer, tmp_path: Path, wrong: dict[str, Any]) -> None:
    """Likewise."""
    graph.inject(Fault(answer=graph_page({"start": None, **wrong})), listing_of(LEADER))
    assert read(outlook_provider(graph.url, tmp_path))[LEADER].unknown == ()


def test_one_of_ours_is_never_passed_over(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """Also where it is said to take no time."""
    uid = meeting().marker.uid
    marked = {"private": {PROPERTY: encode_marker(meeting().marker, FIRST)}}
    ours = {"id": uid, "start": None, "transparency": "transparent", "extendedProperties": marked}
    google.inject(Fault(answer=google_page(ours)), listing_of(LEADER))
    only_lena_is_unknown(read(google_provider(google.url, tmp_path)))
    graph.inject(Fault(answer=graph_page({"transactionId": uid, "start": None, "showAs": "free"})), listing_of(LEADER))
    only_lena_is_unknown(read(outlook_provider(graph.url, tmp_path)))


def test_numbers_that_python_refuses(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """Where they stand for nothing that is read, they hide nothing."""
    google.inject(Fault(answer=google_page({"sequence": NUMBER})), listing_of(LEADER))
    assert read(google_provider(google.url, tmp_path))[LEADER].unknown == ()
    graph.inject(Fault(answer=graph_page({"reminderMinutesBeforeStart": NUMBER})), listing_of(LEADER))
    assert read(outlook_provider(graph.url, tmp_path))[LEADER].unknown == ()


def test_json_without_a_bottom(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """It cannot be read at all: whoever it tells of is unknown."""
    google.inject(Fault(answer=google_page({"start": DEPTH})), listing_of(LEADER), times=99)
    only_lena_is_unknown(read(google_provider(google.url, tmp_path, attempts=2)))
    graph.inject(Fault(answer=graph_page({"start": DEPTH})), listing_of(LEADER), times=99)
    answers = read(outlook_provider(graph.url, tmp_path, attempts=2))
    assert [gap.span for gap in answers[LEADER].unknown] == [WINDOW]


@pytest.mark.parametrize("changes_only", [True, False])
def test_changes_of_outlook(graph: GraphServer, tmp_path: Path, changes_only: bool) -> None:
    """A change that cannot be understood is read anew in the same run; what still cannot be makes unknown."""
    first = outlook_provider(graph.url, tmp_path, changes_only=changes_only)
    before = read(first)
    first.remember()
    page = graph_page({"start": None})
    page.json["@odata.deltaLink"] = f"{graph.url}/v1.0/users/{LEADER}/calendarView/delta?$deltatoken=x"
    graph.inject(Fault(answer=page), listing_of(LEADER))
    again = read(outlook_provider(graph.url, tmp_path, changes_only=changes_only))
    if changes_only:
        assert again == before
    else:
        assert again[LEADER].unknown


def test_profiles(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """Zone and hours of another type: whose they are is told of."""
    wrong = Answer(200, {"timeZone": ["Europe/Madrid"], "workingHours": "always"})
    for server, provider in (
        (google, google_provider(google.url, tmp_path)),
        (graph, outlook_provider(graph.url, tmp_path)),
    ):
        server.inject(Fault(answer=wrong), lambda request: LEADER in request.path.replace("%40", "@"))
        told = provider.profiles([Account(LEADER, ZONE), Account(MEMBER, ZONE)])
        assert isinstance(told[LEADER], InvalidAnswer) or told[LEADER] == Profile()
        assert isinstance(told[MEMBER], Profile)


def test_writing(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """An answer that makes no sense while something is written is one error of the tree."""
    servers: list[tuple[Server, Provider, Answer]] = [
        (google, google_provider(google.url, tmp_path, attempts=1), google_page({"start": DEPTH})),
        (graph, outlook_provider(graph.url, tmp_path, attempts=1), Answer(201, {"id": DEPTH})),
    ]
    for server, provider, answer in servers:
        server.inject(Fault(answer=answer), lambda request: request.method == "POST", times=9)
        with pytest.raises(InvalidAnswer, match=LEADER):
            create(provider)
        server.heal()
