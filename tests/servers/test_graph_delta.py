"""What changed in a calendar view, as the Graph server tells it by tokens."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.servers.graph.asking import LENA, WINDOW, Asking, code, event
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

DELTA = f"/users/{LENA}/calendarView/delta"
TEN = datetime(2026, 11, 26, 10, tzinfo=UTC)
HALF = timedelta(minutes=30)
GONE = {"reason": "deleted"}


def follow(ask: Asking, link: str | None = None, size: int = 50) -> tuple[list[dict[str, Any]], str]:
    """Rows of a round, and the link to the next."""
    query = {} if link else WINDOW
    answer = ask("GET", link or DELTA, prefer=f"odata.maxpagesize={size}", **query).json()
    rows = answer["value"]
    while "@odata.nextLink" in answer:
        answer = ask("GET", answer["@odata.nextLink"], prefer=f"odata.maxpagesize={size}").json()
        rows = rows + answer["value"]
    return rows, answer["@odata.deltaLink"]


def add(lena: Person, count: int = 1) -> list[str]:
    return [lena.add(TEN + number * HALF, TEN + (number + 1) * HALF) for number in range(count)]


def test_first_everything_then_what_changed(ask: Asking, lena: Person) -> None:
    """New, changed and deleted events; nothing when nothing happened."""
    stays, moves, goes = add(lena, 3)
    rows, link = follow(ask)
    assert {row["iCalUId"] for row in rows} == {stays, moves, goes}
    assert follow(ask, link)[0] == []
    gone_id = next(row["id"] for row in rows if row["iCalUId"] == goes)
    lena.move(moves, TEN + 9 * HALF, TEN + 10 * HALF)
    lena.delete(goes)
    (new,) = add(lena)
    rows, link = follow(ask, link)
    assert {row["iCalUId"] for row in rows if "@removed" not in row} == {moves, new}
    assert [row for row in rows if "@removed" in row] == [{"id": gone_id, "@removed": GONE}]
    assert follow(ask, link)[0] == []


def test_rounds_have_pages(ask: Asking, lena: Person) -> None:
    """Of the size that is preferred each time, ten by default; a used token may be used again."""
    add(lena, 25)
    first = ask("GET", DELTA, **WINDOW).json()
    assert len(first["value"]) == 10
    assert "@odata.deltaLink" not in first
    pages = [ask("GET", first["@odata.nextLink"], prefer="odata.maxpagesize=7").json() for _ in range(2)]
    assert len(pages[0]["value"]) == 7
    assert pages[0]["value"] == pages[1]["value"]
    assert len(follow(ask, size=4)[0]) == 25


@pytest.mark.parametrize("wrong", [{"select": "id"}, {"filter": "isCancelled eq false"}, {"orderby": "subject"}])
def test_nothing_can_be_masked(ask: Asking, wrong: dict[str, str]) -> None:
    """$select, $filter, $expand and the like are refused, titles travel."""
    assert code(ask("GET", DELTA, **WINDOW, **wrong)) == (400, "ErrorInvalidUrlQuery")


def test_out_of_the_window_is_removed(ask: Asking, lena: Person) -> None:
    """What is moved out of it is removed, and so is, oddly, what was made outside of it since."""
    (uid,) = add(lena)
    _, link = follow(ask)
    lena.move(uid, TEN + timedelta(days=90), TEN + timedelta(days=90) + HALF)
    lena.add(TEN - timedelta(days=90), TEN - timedelta(days=90) + HALF)
    rows, _ = follow(ask, link)
    assert len(rows) == 2
    assert all(row["@removed"] == GONE for row in rows)


def test_occurrences_are_thin(ask: Asking, lena: Person) -> None:
    """The master comes whole, its occurrences with times only; changing it brings them all again."""
    series = {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["thursday"]},
        "range": {"type": "noEnd", "startDate": "2026-11-26"},
    }
    master = ask.create(event(recurrence=series))
    rows, link = follow(ask)
    assert [row["type"] for row in rows] == ["seriesMaster", *["occurrence"] * 4]
    assert {tuple(sorted(row)) for row in rows[1:]} == {
        ("@odata.etag", "@odata.type", "end", "id", "seriesMasterId", "start", "type")
    }
    assert {row["seriesMasterId"] for row in rows[1:]} == {master["id"]}
    ask("DELETE", f"/users/{LENA}/events/{rows[2]['id']}")
    rows_now, _ = follow(ask, link)
    assert [row["id"] for row in rows_now if "@removed" in row] == [rows[2]["id"]]


@pytest.mark.parametrize(("gone", "status"), [(True, 410), (False, 404), (False, 400)])
def test_tokens_expire(ask: Asking, graph: GraphServer, lena: Person, gone: bool, status: int) -> None:
    """410 with the place to begin anew, or another 40X; a new round works."""
    add(lena)
    _, link = follow(ask)
    graph.expire_delta_tokens(gone=gone, status=status)
    answer = ask("GET", link)
    assert code(answer) == (status, "SyncStateNotFound")
    assert ("Location" in answer.headers) == gone
    rows, link = follow(ask)
    assert len(rows) == 1
    assert follow(ask, link)[0] == []


def test_replays_and_duplicates(ask: Asking, graph: GraphServer, lena: Person) -> None:
    """Later rounds may bring what has not changed, and any round may bring something twice."""
    graph.delta_duplicates = True
    add(lena, 2)
    rows, link = follow(ask)
    assert len(rows) == 4
    assert len({row["id"] for row in rows}) == 2
    graph.delta_duplicates, graph.delta_replays = False, True
    assert len(follow(ask, link)[0]) == 2


def test_a_made_up_token_is_refused(ask: Asking) -> None:
    """And so is no window at all."""
    assert ask("GET", DELTA, deltatoken="x").status_code == 400
    assert ask("GET", DELTA).status_code == 400
