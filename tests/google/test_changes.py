"""Reading what changed since the last run."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from providers.event import Calendar, Interval
from tests.google.office import TEAM, Badge, Office, ending, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, WINDOW, create, meeting, span, utc
from tests.servers.base import Fault
from tests.servers.google import Role, google_error

ASSISTANT = "assistant@example.com"
WEEK = timedelta(weeks=1)


def tonight(office: Office, window: Interval = WINDOW) -> dict[str, Calendar]:
    """Read as a run of another night does, and remember it."""
    office.restart()
    provider = office.provider()
    answers = read(provider, window=window)
    provider.remember()
    return answers


def tokens(office: Office) -> list[bool]:
    """Which lists asked for changes only."""
    return ["syncToken" in request.query for request in office.parts("/events")]


def anew(office: Office) -> dict[str, Calendar]:
    """What somebody reads who knows nothing of before."""
    stranger = Office(office.server, office.state / "elsewhere", office.clock, office.providers)
    return read(stranger.provider())


def test_a_night_in_which_nothing_changed(office: Office) -> None:
    """One call for a team of nine, which brings no event; the same answer."""
    office.hire(*TEAM)
    for email in TEAM:
        office.server.person(email).add(FIRST.start, FIRST.end)
    first = office.provider()
    before = read(first, *TEAM)
    first.remember()
    office.restart()
    assert read(office.provider(), *TEAM) == before
    assert office.calls == 1
    assert tokens(office) == [True] * 9


def test_whatever_people_did_in_between(office: Office) -> None:
    """New, moved, deleted, answered, made recurring, a series cut: read as if for the first time."""
    lena, marco = office.server.person(LEADER), office.server.person(MEMBER)
    weekly: Any = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=12"]}
    moved, deleted, recurring = (lena.add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER]) for _ in range(3))
    series, cut, shifted = (lena.add(LATER.start, LATER.end, **weekly) for _ in range(3))
    create(office.provider())
    tonight(office)
    for step in (
        lambda: lena.add(LATER.start, LATER.end),
        lambda: lena.move(moved, LATER.start, LATER.end),
        lambda: lena.delete(deleted),
        lambda: lena.edit(recurring, **weekly),
        lambda: lena.delete(f"{series}_20261204T143000Z"),
        lambda: lena.move(f"{series}_20261211T143000Z", utc("2026-12-10 09:00"), utc("2026-12-10 10:00")),
        lambda: lena.edit(cut, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"]),
        lambda: lena.move(shifted, LATER.start - timedelta(hours=1), LATER.end),
        lambda: lena.move(moved, FIRST.start + 30 * WEEK, FIRST.end + 30 * WEEK),
        lambda: lena.move(moved, FIRST.start, FIRST.end),
        lambda: marco.decline(meeting().marker.uid),
        lambda: lena.delete(series),
        lambda: lena.delete(meeting().marker.uid),
    ):
        step()
        assert tonight(office) == anew(office)
        tonight(office)
        assert tokens(office) == [True, True]


def test_an_expired_token(office: Office) -> None:
    """All is read anew; what is missing then was deleted."""
    lena = office.server.person(LEADER)
    key = lena.add(FIRST.start, FIRST.end)
    lena.add(LATER.start, LATER.end)
    tonight(office)
    lena.delete(key)
    office.server.expire_sync_tokens()
    answers = tonight(office)
    assert [event.span for event in answers[LEADER].events] == [LATER]
    assert tokens(office) == [True, True, False, False]
    assert office.calls == 2
    assert [event.span for event in tonight(office)[LEADER].events] == [LATER]
    assert office.calls == 1


def test_the_window_moves_on(office: Office) -> None:
    """For eight weeks what was kept holds what is planned; then all is read anew."""
    lena = office.server.person(LEADER)
    weekly: Any = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=60"]}
    lena.add(FIRST.start, FIRST.end, **weekly)
    kept = []
    for weeks in range(11):
        answers = tonight(office, Interval(WINDOW.start + weeks * WEEK, WINDOW.end + weeks * WEEK))
        assert len(answers[LEADER].events) == 4
        kept.append(all(tokens(office)))
    assert kept == [False, *[True] * 8, False, True]


def test_long_horizons_are_read_by_changes_as_well(office: Office) -> None:
    """Pairs who meet twice a year have most of a year planned; that is no reason to read it anew each night."""
    year = Interval(WINDOW.start, WINDOW.start + 40 * WEEK)
    office.server.person(LEADER).add(FIRST.start + 30 * WEEK, FIRST.end + 30 * WEEK)
    first = tonight(office, year)
    assert len(first[LEADER].events) == 1
    assert tonight(office, year) == first
    assert tokens(office) == [True, True]


def test_changes_come_in_pages(office: Office) -> None:
    """Followed to the end; the token for next time comes with the last."""
    lena = office.server.person(LEADER)
    tonight(office)
    for hour in range(5):
        lena.add(FIRST.start + timedelta(hours=hour), FIRST.end + timedelta(hours=hour))
    office.server.page_size, office.server.empty_pages = 2, 1
    assert len(tonight(office)[LEADER].events) == 5
    assert office.calls == 4
    office.server.page_size, office.server.empty_pages = None, 0
    assert len(tonight(office)[LEADER].events) == 5
    assert office.calls == 1


def test_a_run_that_remembers_nothing_has_lost_nothing(office: Office) -> None:
    """What it read is read again by the next one: the token is the older one's."""
    tonight(office)
    office.server.person(LEADER).add(FIRST.start, FIRST.end)
    assert len(read(office.provider())[LEADER].events) == 1
    assert len(tonight(office)[LEADER].events) == 1


def test_two_readings_of_one_run(office: Office) -> None:
    """The second asks for what changed since the first, and sees it."""
    provider = office.provider()
    read(provider)
    office.server.person(LEADER).add(FIRST.start, FIRST.end)
    assert len(read(provider)[LEADER].events) == 1
    assert tokens(office) == [False, False, True, True]


def test_a_page_that_is_lost_keeps_what_was(office: Office) -> None:
    """A calendar that cannot be read tonight is unknown; tomorrow the token of before still serves."""
    tonight(office)
    office.server.person(LEADER).add(FIRST.start, FIRST.end)
    office.server.inject(Fault(answer=google_error(403, "domainPolicy")), ending("/events"))
    answers = tonight(office)
    assert sum(bool(answers[email].unknown) for email in (LEADER, MEMBER)) == 1
    assert len(tonight(office)[LEADER].events) == 1
    assert tokens(office) == [True, True]


def test_another_reader_starts_anew(office: Office) -> None:
    """A token is of the account that got it, which may see more or less."""
    tonight(office)
    office.hire(ASSISTANT)
    for email in (LEADER, MEMBER):
        office.server.share(email, ASSISTANT, Role.READER)
    office.restart()
    read(office.provider(Badge(ASSISTANT)))
    assert tokens(office) == [False, False]


@pytest.mark.parametrize("damage", ["", "{}", "null", "\x00"])
def test_a_damaged_file_is_a_first_night(office: Office, damage: str) -> None:
    """It is only a shortcut."""
    tonight(office)
    for file in office.state.rglob("*.json"):
        file.write_text(damage)
    tonight(office)
    assert tokens(office) == [False, False]


def test_a_snapshot_that_makes_no_sense_is_read_anew(office: Office) -> None:
    """It is only a shortcut: what cannot be understood of it makes nobody unknown."""
    office.server.person(LEADER).add(FIRST.start, FIRST.end)
    before = tonight(office)
    for file in (office.state / "google").glob("*.json"):
        file.write_text(file.read_text().replace('"dateTime"', '"when"'))
    assert tonight(office) == before
    assert tokens(office) == [True, True, False]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"id": "', '"id": 7, "was": "'),
        ('"iCalUID": "', '"iCalUID": ["x"], "was": "'),
        ('"start": {', '"start": 7, "was": {'),
        ('"dateTime": "2', '"dateTime": "9999-12-31T23:59:59-14:00", "was": "2'),
        ('"attendees": [', '"attendees": 7, "was": ['),
        ('"matches": {', '"matches": [], "was": {'),
        ('"status": "', '"recurringEventId": {}, "status": "'),
        ('"status": "', '"extendedProperties": "x", "status": "'),
        ('"token": "', '"token": 7, "was": "'),
        ('"window": [', '"window": ["2026-11-01T00:00:00+00:00", "2026-11-01T00:00:00+00:00"], "was": ['),
    ],
)
def test_a_wrong_value_in_a_snapshot_is_read_anew(office: Office, right: str, wrong: str) -> None:
    """In the same run: whatever stands in a file of ours, nobody becomes unknown by it, and nothing ends the run."""
    office.server.person(LEADER).add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER], summary="Review")
    title = re.compile("1-on-1")
    first = office.provider()
    before = read(first, title=title)
    first.remember()
    for file in (office.state / "google").glob("*.json"):
        assert right in file.read_text()
        file.write_text(file.read_text().replace(right, wrong))
    assert read(office.provider(), title=title) == before


def test_nothing_is_left_of_a_snapshot_that_makes_no_sense(office: Office) -> None:
    """An event that was never there goes with it."""
    key = office.server.person(LEADER).add(FIRST.start, FIRST.end)
    before = tonight(office)
    for file in (office.state / "google").glob("*.json"):
        held = json.loads(file.read_text())
        if key in held["items"]:
            held["items"] |= {"ghost": held["items"][key] | {"id": "ghost"}, "bad": {"id": "bad"}}
        file.write_text(json.dumps(held))
    assert tonight(office) == before


def test_what_is_held(office: Office) -> None:
    """Foreign events in and around the window, series once; neither ours nor attendees' copies of them."""
    lena = office.server.person(LEADER)
    lena.add(FIRST.start, FIRST.end, recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"])
    lena.add(FIRST.start - WEEK, FIRST.end - WEEK)
    lena.add(FIRST.start + 40 * WEEK, FIRST.end + 40 * WEEK)
    create(office.provider(), meeting(), meeting("2026-W47", span("2026-11-19 10:00")))
    answers = tonight(office)
    assert (answers[LEADER].held, answers[MEMBER].held) == (2, 0)


def test_a_changed_copy_of_ours_is_recognised(office: Office) -> None:
    """The answer of an attendee reaches the organizer's event by way of what changed."""
    create(office.provider())
    tonight(office)
    office.server.person(MEMBER).decline(meeting().marker.uid)
    answers = tonight(office)
    (event,) = answers[LEADER].events
    assert event.answers[MEMBER].value == "declined"
    assert answers[MEMBER].events[0].follows
