"""Who may do what on the Graph server, and what goes wrong there on purpose."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.servers.base import Fault
from tests.servers.graph import Share, graph_error
from tests.servers.graph.asking import LENA, MARCO, WINDOW, Asking, code, event
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

VIEW = f"/users/{LENA}/calendarView"
NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize("token", ["", "wrong", "token-for-nobody@example.com", "old"])
def test_a_token_that_is_no_good(graph: GraphServer, token: str) -> None:
    """Unknown, or expired: 401."""
    graph.refused_tokens.add("old")
    graph.tokens["old"] = None
    assert code(Asking(graph, token)("GET", VIEW, **WINDOW)) == (401, "InvalidAuthenticationToken")


def test_tokens_of_a_sign_in(graph: GraphServer) -> None:
    """A test may make any text a token of the application or of a person."""
    graph.tokens |= {"abc": None, "def": LENA}
    assert Asking(graph, "abc")("GET", VIEW, **WINDOW).status_code == 200
    assert Asking(graph, "def")("GET", "/me").json()["mail"] == LENA


def test_an_application_has_no_me(ask: Asking) -> None:
    """Only people are me."""
    assert ask("GET", "/me/events").status_code == 400


def test_an_application_may_be_kept_to_some(ask: Asking, graph: GraphServer) -> None:
    """By an admin's scope; the directory and settings of people in it are open."""
    graph.app_scope = {MARCO}
    assert code(ask("GET", VIEW, **WINDOW)) == (403, "ErrorAccessDenied")
    assert code(ask("POST", f"/users/{LENA}/events", event())) == (403, "ErrorAccessDenied")
    assert code(ask("GET", f"/users/{LENA}/mailboxSettings")) == (403, "ErrorAccessDenied")
    assert ask("GET", f"/users/{MARCO}/calendarView", **WINDOW).status_code == 200


@pytest.mark.parametrize("share", list(Share))
def test_a_person_sees_what_is_shared(graph: GraphServer, share: Share) -> None:
    """Reading events takes more than free/busy, writing more than reading; one's own calendar is open."""
    graph.mailboxes[LENA].shares[MARCO] = share
    ask = Asking(graph, f"token-for-{MARCO}")
    assert ask("GET", VIEW, **WINDOW).status_code == (200 if share >= Share.READ else 403)
    assert ask("POST", f"/users/{LENA}/events", event()).status_code == (201 if share >= Share.WRITE else 403)
    assert ask("POST", "/me/events", event()).status_code == 201


def test_what_is_not_there(ask: Asking) -> None:
    """Unknown paths and methods are errors as the rest."""
    assert ask("GET", f"/users/{LENA}/messages").status_code == 400
    assert ask("PUT", f"/users/{LENA}/events").status_code == 405


def test_four_at_once(ask: Asking, graph: GraphServer) -> None:
    """A fifth request for a mailbox while four are under way is throttled; other mailboxes are not."""
    with ThreadPoolExecutor(6) as pool:
        with graph.lock:
            asked = [pool.submit(Asking(graph), "GET", VIEW, **WINDOW) for _ in range(5)]
            refused = next(as_completed(asked, timeout=600)).result()
            other = pool.submit(Asking(graph), "GET", f"/users/{MARCO}/calendarView", **WINDOW)
        statuses = sorted(each.result().status_code for each in asked)
    assert statuses == [200] * 4 + [429]
    assert code(refused) == (429, "ApplicationThrottled")
    assert refused.headers["Retry-After"] == "1"
    assert other.result().status_code == 200
    assert graph.most_at_once == {LENA: 5, MARCO: 1}


@pytest.mark.parametrize("seconds", [None, 1, 30])
def test_throttling(ask: Asking, graph: GraphServer, seconds: int | None) -> None:
    """With or without Retry-After; the next request is answered."""
    graph.inject(Fault(graph_error(429, "ApplicationThrottled", retry_after=seconds)))
    answer = ask("GET", VIEW, **WINDOW)
    assert code(answer) == (429, "ApplicationThrottled")
    assert answer.headers.get("Retry-After") == (str(seconds) if seconds else None)
    assert ask("GET", VIEW, **WINDOW).status_code == 200


def test_an_answer_lost_after_its_effect(ask: Asking, graph: GraphServer, lena: Person) -> None:
    """The event is there, though nobody was told."""
    graph.inject(Fault(lost=True, effect=True), lambda request: request.method == "POST")
    with pytest.raises(requests.ConnectionError):
        ask.create(event(transactionId="t1"))
    assert lena.has("t1")
    assert ask.create(event(transactionId="t1"))["transactionId"] == "t1"
    assert len(lena.holds()) == 1


def test_people_add_by_attendee_and_delete(lena: Person, marco: Person) -> None:
    """A person names an event by UID, and is told when there is none."""
    uid = lena.add(NINE, NINE + timedelta(hours=1), attendees=[MARCO])
    assert marco.item(uid).organized is False
    lena.delete(uid)
    with pytest.raises(KeyError):
        marco.item(uid)
