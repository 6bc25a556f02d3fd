"""Series on the Graph server: occurrences, exceptions, clocks that change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.servers.graph.asking import LENA, MARCO, WINDOW, Asking, at, code, event
from tests.servers.graph.person import Person

pytest_plugins = ["tests.servers.graph.fixtures"]

WEEKLY = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["thursday"], "firstDayOfWeek": "monday"},
    "range": {"type": "noEnd", "startDate": "2026-11-26"},
}


def weekly(**changed: Any) -> dict[str, Any]:
    pattern = WEEKLY["pattern"] | changed.pop("pattern", {})
    return event(recurrence={"pattern": pattern, "range": WEEKLY["range"] | changed.pop("range", {})}, **changed)


def days(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(row["start"]["dateTime"][5:16] for row in rows)


def test_a_view_takes_a_series_apart(ask: Asking) -> None:
    """Each occurrence has an id and a UID of its own, and names its master; `/events` has the master alone."""
    master = ask.create(weekly())
    assert master["type"] == "seriesMaster"
    rows = ask.rows()
    assert days(rows) == ["11-26T09:00", "12-03T09:00", "12-10T09:00", "12-17T09:00"]
    assert {(row["type"], row["seriesMasterId"], row["recurrence"]) for row in rows} == {
        ("occurrence", master["id"], None)
    }
    assert len({row["id"] for row in rows}) == len({row["iCalUId"] for row in rows}) == 4
    assert [row["id"] for row in ask.rows(f"/users/{LENA}/events")] == [master["id"]]
    assert len(ask.rows(f"/users/{LENA}/events/{master['id']}/instances", **WINDOW)) == 4


def test_the_hour_stays_on_the_wall(ask: Asking) -> None:
    """When clocks change, an occurrence moves in UTC."""
    start, end = at("10:00", "Romance Standard Time", "2026-10-22"), at("10:30", "Romance Standard Time", "2026-10-22")
    series = weekly(range={"startDate": "2026-10-22"}) | {"start": start, "end": end}
    ask.create(series)
    rows = ask.rows(startDateTime="2026-10-20T00:00:00Z", endDateTime="2026-10-31T00:00:00Z")
    assert days(rows) == ["10-22T08:00", "10-29T09:00"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"pattern": {"interval": 2}}, ["11-26", "12-10"]),
        ({"pattern": {"daysOfWeek": ["thursday", "monday"]}, "range": {"type": "numbered", "numberOfOccurrences": 3}},
         ["11-26", "11-30", "12-03"]),
        ({"range": {"type": "endDate", "endDate": "2026-12-03"}}, ["11-26", "12-03"]),
        ({"pattern": {"type": "daily", "interval": 3}, "range": {"type": "numbered", "numberOfOccurrences": 3}},
         ["11-26", "11-29", "12-02"]),
    ],
)  # fmt: skip
def test_patterns(ask: Asking, changed: dict[str, Any], expected: list[str]) -> None:
    """Every other week, several days a week, so many times, until a day, every third day."""
    ask.create(weekly(**changed))
    assert [day[:5] for day in days(ask.rows())] == expected


def test_an_exception_leaves_its_place(ask: Asking, marco: Person) -> None:
    """A moved occurrence lies elsewhere, also for attendees; a deleted one lies nowhere."""
    ask.create(weekly(attendees=[MARCO]))
    second, third = sorted(ask.rows(), key=lambda row: str(row["start"]["dateTime"]))[1:3]
    moved = ask.patch(second["id"], {"start": at("12:00", day="2026-12-04"), "end": at("12:30", day="2026-12-04")})
    assert (moved["type"], moved["iCalUId"]) == ("exception", second["iCalUId"])
    assert ask("DELETE", f"/users/{LENA}/events/{third['id']}").status_code == 204
    assert code(ask("GET", f"/users/{LENA}/events/{third['id']}")) == (404, "ErrorItemNotFound")
    for email in (LENA, MARCO):
        assert days(ask.rows(f"/users/{email}/calendarView")) == ["11-26T09:00", "12-04T11:00", "12-17T09:00"]


def test_an_exception_may_lie_far_away(ask: Asking, lena: Person) -> None:
    """One from next year that was moved into the window is in it."""
    item = lena.item(ask.create(weekly(range={"type": "endDate", "endDate": "2027-03-01"}))["iCalUId"])
    there = datetime(2026, 12, 1, 8, tzinfo=UTC)
    item.overrides[date(2027, 1, 7)] = {"start": there, "end": there + timedelta(minutes=30)}
    assert "12-01T08:00" in days(ask.rows())


def test_other_patterns_are_not_pretended(ask: Asking) -> None:
    """What this server cannot expand it refuses."""
    ask.create(weekly(pattern={"type": "relativeYearly"}))
    assert ask("GET", f"/users/{LENA}/calendarView", **WINDOW).status_code == 400
