"""What is never asked of Google, and never kept."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from providers.event import Interval
from tests.google.office import BATCH, Badge, Office, ours, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, WINDOW, create, meeting
from tests.servers.base import Answer, Request
from tests.servers.google import GoogleServer, Role

TOLD = ("summary", "description", "location", "email", "displayName", "creator", "attachments", "conferenceData")
SECRET: dict[str, Any] = {
    "summary": "secret title",
    "description": "secret text",
    "location": "secret place",
    "attachments": [{"fileUrl": "https://drive.google.com/file/d/secret", "title": "secret"}],
    "attendees": [LEADER, {"email": "secret@example.com", "displayName": "secret"}, "secret-2@example.com"],
    "extendedProperties": {"shared": {"a": "secret"}},
}


class Recorder(GoogleServer):
    """A server that remembers what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[Request, bytes]] = []

    def part(self, request: Request) -> Answer:
        """See `Server`."""
        answer = super().part(request)
        if request.path != BATCH:
            self.said.append((request, answer.body))
        return answer


@pytest.fixture
def server() -> Iterator[Recorder]:
    with Recorder() as server:
        yield server
    server.check()


def test_nothing_that_others_meet_about_ever_travels(office: Office, server: Recorder) -> None:
    """Read, listed anew, in pages, far ahead, as somebody else, before and after writing: no answer holds a word of
    it, no request asks for one, and nothing of it is kept."""
    assistant = "assistant@example.com"
    office.hire(assistant)
    server.share(LEADER, assistant, Role.READER)
    server.share(MEMBER, assistant, Role.FREE_BUSY_READER)
    lena = server.person(LEADER)
    lena.add(FIRST.start, FIRST.end, **SECRET)
    lena.add(LATER.start, LATER.end, recurrence=["RRULE:FREQ=WEEKLY;COUNT=9"], **SECRET)
    provider = office.provider()
    create(provider)
    read(provider)
    with provider.writing() as writer:
        writer.move(ours(provider), LATER)
        server.person(MEMBER).decline(meeting().marker.uid)
        writer.move(ours(provider), FIRST)
        writer.cancel(ours(provider))
    server.page_size = 2
    server.expire_sync_tokens()
    read(provider)
    read(provider, window=Interval(WINDOW.end, WINDOW.end + timedelta(weeks=52)))
    provider.remember()
    read(office.provider(Badge(assistant)))
    assert server.said
    for request, answer in server.said:
        assert b"secret" not in answer, request
        of_ours = request.path.endswith(meeting().marker.uid)
        mask = request.query.get("fields", "")
        assert of_ours or not any(word in mask for word in TOLD), mask
        assert not re.search(r"\battendees(,|$|\))", mask) or of_ours
        assert mask or request.method == "DELETE", "everything is asked for"
        assert "q" not in request.query
    assert kept(office.state)
    assert b"secret" not in kept(office.state)


def test_the_title_of_a_meeting_of_two_is_forgotten(office: Office, server: Recorder) -> None:
    """It travels where the configuration says what 1-on-1s are called; only whether it matched is kept."""
    lena = server.person(LEADER)
    lena.add(FIRST.start, FIRST.end, attendees=[LEADER, MEMBER], summary="secret title")
    lena.add(LATER.start, LATER.end, **SECRET)
    provider = office.provider()
    answers = read(provider, title=re.compile("s.cret"))
    provider.remember()
    assert {request.query["fields"] for request, answer in server.said if b"secret" in answer} == {"summary"}
    assert "secret" not in repr(answers)
    assert b"matches" in kept(office.state)
    assert b"secret" not in kept(office.state)


def kept(state: Path) -> bytes:
    """All that lies in the state's folder."""
    return b"".join(file.read_bytes() for file in sorted(state.rglob("*")) if file.is_file())
