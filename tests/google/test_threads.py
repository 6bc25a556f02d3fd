"""Several threads of a run use one provider."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.google.office import Office, accounts
from tests.providers.meetings import FIRST, LEADER, MEMBER, WINDOW, ZONE, meeting
from tests.servers.base import Fault

PEOPLE = tuple(f"person-{number}@example.com" for number in range(16))


def test_sixteen_threads_get_their_own_answers(office: Office) -> None:
    """Each person's calendar differs; nobody is told another's, also while answers get lost in between."""
    office.hire(*PEOPLE, zone=ZONE)
    office.server.validates = False
    for number, email in enumerate(PEOPLE):
        office.server.person(email).add(FIRST.start + timedelta(minutes=5 * number), FIRST.end + timedelta(hours=5))
    for skip in range(0, 60, 7):
        office.server.inject(Fault(lost=True), skip=skip)
    provider = office.provider()

    def starts(number: int) -> bool:
        emails = (PEOPLE[number % 16], PEOPLE[(number * 7 + 3) % 16])
        answers = provider.read(accounts(emails), WINDOW)
        expected = {email: FIRST.start + timedelta(minutes=5 * PEOPLE.index(email)) for email in emails}
        return {email: answer.events[0].span.start for email, answer in answers.items()} == expected

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(starts, range(96)))


def test_connections_are_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that follow each other come over one connection, those of other accounts as well."""
    opened = []
    accept = office.server._http.process_request

    def process_request(*arguments: Any) -> None:
        opened.append(1)
        accept(*arguments)

    monkeypatch.setattr(office.server._http, "process_request", process_request)
    provider = office.provider()
    for email in PEOPLE[:5]:
        provider.read(accounts((email, LEADER)), WINDOW)
    assert len(opened) == 1
    provider.close()
    provider.read(accounts(PEOPLE[:2]), WINDOW)
    assert len(opened) == 2


def test_writing_in_threads(office: Office) -> None:
    """Sixteen meetings at once: each is there, once."""
    provider = office.provider()
    meetings = [meeting(f"2026-W{week}") for week in range(10, 26)]
    with provider.writing() as writer, ThreadPoolExecutor(16) as threads:
        list(threads.map(lambda each: writer.create(each, (LEADER, MEMBER)), meetings * 2))
    events = provider.read(accounts((LEADER,)), WINDOW)[LEADER].events
    assert {event.marker for event in events} == {each.marker for each in meetings}
    assert len(events) == 16
