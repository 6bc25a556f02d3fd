"""Whether the description of Microsoft's interface is kept: what the check of requests and answers finds."""

import json
from typing import Any

import pytest

from tests.servers.base import Answer, Request
from tests.servers.graph import graph_error
from tests.servers.graph.agreement import differing_calls, differing_types
from tests.servers.graph.asking import LENA, Asking, event
from tests.servers.graph.contract import CONTRACT, Contract, whole
from tests.servers.graph.server import GraphServer
from tests.servers.graph.written import used

pytest_plugins = ["tests.servers.graph.fixtures"]

Call = tuple[str, str, dict[str, str]]
GET: Call = ("GET", "/v1.0/users/x/events/1", {})


@pytest.fixture(params=[used, whole] if whole() else [used])
def description(request: pytest.FixtureRequest) -> Contract:
    """What is written down in the project of what is used; Microsoft's own description too, where it is at hand."""
    return Contract(request.param())


def found(description: Contract, call: Call, answer: Answer, body: Any = None) -> list[str]:
    method, path, query = call
    return description.violations(Request(method, path, query, {}, json.dumps(body).encode() if body else b""), answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subjct": "x"},
        {"id": 1},
        {"showAs": "busyish"},
        {"attendees": [{"mail": "x"}]},
        {"attendees": None},
        {"start": "2026-11-26"},
        {"start": {"timeZone": 1}},
        {"createdDateTime": 5},
    ],
)
def test_a_wrong_answer_is_found(description: Contract, wrong: dict[str, Any]) -> None:
    """Unknown names, wrong types, values that are none: at any depth, in events and in lists of them."""
    assert found(description, GET, Answer(200, {"id": "1"})) == []
    assert found(description, GET, Answer(200, {"id": "1", **wrong}))
    view: Call = ("GET", "/v1.0/users/x/calendarView", {"startDateTime": "a", "endDateTime": "b"})
    assert found(description, view, Answer(200, {"value": [{"id": "1"}]})) == []
    assert found(description, view, Answer(200, {"value": [{"id": "1"}, {"id": "2", **wrong}]}))


def test_a_wrong_status_is_found(description: Contract) -> None:
    """And an error that is not worded as one; ours are."""
    assert found(description, GET, Answer(204))
    assert found(description, GET, Answer(404, {"message": "no"}))
    assert found(description, GET, graph_error(404, "ErrorItemNotFound")) == []
    assert found(description, GET, graph_error(429, "ApplicationThrottled", 1)) == []


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (("GET", "/v1.0/users/x/messages", {}), None),
        (("GET", "/v1.0/users/x/calendarView", {"startDateTime": "a"}), None),
        (("GET", "/v1.0/users/x/events/1", {"$filter": "a"}), None),
        (("POST", "/v1.0/users/x/events", {}), None),
        (("POST", "/v1.0/users/x/events", {}), {"title": "x"}),
        (("PATCH", "/v1.0/users/x/events/1", {}), {"start": "today"}),
        (("POST", "/v1.0/users/x/calendar/getSchedule", {}), {"schedules": "x"}),
        (("DELETE", "/v1.0/users/x/events/1", {}), {"id": "1"}),
    ],
)
def test_a_wrong_request_is_found_unless_refused(description: Contract, call: Call, body: Any) -> None:
    """Unknown calls and parameters, missing ones, bodies that are none; refused requests may be wrong."""
    assert found(description, call, Answer(204 if call[0] == "DELETE" else 200, {"value": []}), body)
    assert found(description, call, graph_error(400, "BadRequest"), body) == []


def test_heirs_of_a_type_are_told_by_name(description: Contract) -> None:
    """A custom zone has more than a zone; what it has is no good without saying so."""
    call: Call = ("GET", "/v1.0/users/x/mailboxSettings", {})
    zone = {"@odata.type": "#microsoft.graph.customTimeZone", "name": "Customized Time Zone", "bias": -60}
    assert found(description, call, Answer(200, {"workingHours": {"timeZone": zone}})) == []
    assert found(description, call, Answer(200, {"workingHours": {"timeZone": {"name": "x", "bias": -60}}}))


def test_the_server_keeps_the_count(graph: GraphServer, ask: Asking) -> None:
    """What is wrong with any request or part of a batch is in `violations`."""
    made = ask.create(event())
    assert graph.validates
    graph.mailboxes[LENA].items[next(iter(graph.mailboxes[LENA].items))].fields["showAs"] = "busyish"
    ask.get(made["id"])
    ask("POST", "/$batch", {"requests": [{"id": "1", "method": "GET", "url": f"/users/{LENA}/events/{made['id']}"}]})
    assert len(graph.violations) == 2
    graph.violations.clear()


def test_what_is_written_down_is_microsofts() -> None:
    """Every call, parameter and key that is written down says the same in Microsoft's own description."""
    theirs = whole()
    if theirs is None:
        pytest.skip(f"Microsoft's whole description is not at hand ({CONTRACT.name})")
    assert [*differing_calls(used(), theirs), *differing_types(used(), theirs)] == []
