"""Several requests in one on the Graph server."""

from typing import Any

import pytest
import requests

from tests.servers.base import Fault
from tests.servers.graph import graph_error
from tests.servers.graph.asking import LENA, MARCO, Asking, event
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

TYPE = {"Content-Type": "application/json"}


def get(number: int, email: str = LENA, **more: Any) -> dict[str, Any]:
    url = f"/users/{email}/calendarView?startDateTime=2026-11-23T00:00:00Z&endDateTime=2026-12-21T00:00:00Z"
    return {"id": str(number), "method": "GET", "url": url, **more}


def post(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "method": "POST",
        "url": f"/users/{LENA}/events",
        "body": event(),
        "headers": TYPE,
    } | more


def send(ask: Asking, *parts: dict[str, Any], prefer: str | None = None) -> dict[str, dict[str, Any]]:
    """Answers by id."""
    answer = ask("POST", "/$batch", {"requests": list(parts)}, prefer=prefer)
    assert answer.status_code == 200
    return {row["id"]: row for row in answer.json()["responses"]}


def test_parts_are_answered_one_by_one(ask: Asking, graph: GraphServer) -> None:
    """A part that fails leaves the others and the whole a success; answers come in another order."""
    answers = send(ask, *(get(number) for number in range(10)), get(10, "nobody@example.com"), post(11))
    assert [answers[str(number)]["status"] for number in range(12)] == [200] * 10 + [404, 201]
    assert list(answers) != [str(number) for number in range(12)]
    assert answers["10"]["body"]["error"]["code"] == "ErrorInvalidUser"
    assert answers["11"]["body"]["subject"] == "Weekly"
    assert graph.calls == 1
    assert {request.part_of for request in graph.log} == {None, 0}


@pytest.mark.parametrize(
    "parts",
    [
        [get(number) for number in range(21)],
        [get(1), get(1)],
        [get(1) | {"id": 1}],
        [],
        [post(1) | {"headers": {}}],
        [{"id": "1", "method": "POST", "url": "/me/events", "headers": TYPE}],
        [get(1) | {"url": "https://graph.microsoft.com/v1.0/me"}],
        [get(1, dependsOn=["2"])],
    ],
)
def test_a_wrong_batch_is_refused_as_a_whole(ask: Asking, graph: GraphServer, parts: list[dict[str, Any]]) -> None:
    """More than 20, ids that repeat or are no text, a body without Content-Type or a write without body, …"""
    assert ask("POST", "/$batch", {"requests": parts}).status_code == 400
    assert len(graph.log) == 1


def test_twenty_are_allowed(ask: Asking) -> None:
    """And no more are needed."""
    assert len(send(ask, *(get(number) for number in range(20)))) == 20


def test_what_depends_on_a_failure_fails(ask: Asking, graph: GraphServer) -> None:
    """With 424, and what depends on that as well; nothing of it takes effect."""
    answers = send(
        ask,
        get(1, "nobody@example.com"),
        post(2, dependsOn=["1"]),
        post(3, dependsOn=["2"]),
        post(4),
        post(5, dependsOn=["4"]),
    )
    assert {key: row["status"] for key, row in answers.items()} == {"1": 404, "2": 424, "3": 424, "4": 201, "5": 201}
    assert len(graph.person(LENA).holds()) == 2


def test_a_strict_batch_does_four_for_a_mailbox(ask: Asking, graph: GraphServer) -> None:
    """The rest is to be asked again; those that wait for each other are not at once."""
    graph.strict_batches = True
    answers = send(ask, *(get(number) for number in range(6)), get(6, MARCO), get(7, dependsOn=["0"]))
    statuses = [answers[str(number)]["status"] for number in range(8)]
    assert statuses == [200] * 4 + [429] * 2 + [200] * 2
    assert answers["4"]["headers"]["Retry-After"] == "1"


def test_faults_meet_single_parts(ask: Asking, graph: GraphServer) -> None:
    """An injected answer is that part's; a lost one is the whole batch's."""
    to_marco = f"/v1.0/users/{MARCO}/calendarView"
    graph.inject(Fault(graph_error(503, "ServiceUnavailable")), lambda request: request.path == to_marco)
    answers = send(ask, get(1), get(2, MARCO))
    assert (answers["1"]["status"], answers["2"]["status"]) == (200, 503)
    graph.inject(Fault(lost=True), lambda request: request.path == to_marco)
    with pytest.raises(requests.ConnectionError):
        send(ask, get(1), get(2, MARCO))


def test_preferences_belong_to_parts(ask: Asking, graph: GraphServer) -> None:
    """Headers of the batch itself do not reach into it, but its token does."""
    graph.person(LENA).add(*(graph.now.replace(day=26, hour=hour) for hour in (9, 10)))
    zone = {"Prefer": 'outlook.timezone="Europe/Madrid"'}
    answers = send(ask, get(1), get(2, headers=zone), prefer='outlook.timezone="Asia/Tokyo"')
    zones = [answers[key]["body"]["value"][0]["start"]["timeZone"] for key in "12"]
    assert zones == ["UTC", "Europe/Madrid"]
