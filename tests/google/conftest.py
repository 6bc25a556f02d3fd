"""Fixtures of the tests of Google's provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.google.office import Office
from tests.providers.meetings import LEADER, MEMBER
from tests.servers.google import GoogleServer


@pytest.fixture
def server() -> Iterator[GoogleServer]:
    """A Google Calendar that must not be asked in a way that Google's description does not know."""
    with GoogleServer() as server:
        yield server
    server.check()


@pytest.fixture
def office(server: GoogleServer, tmp_path: Path) -> Iterator[Office]:
    """Lena and Marco, both with empty calendars. Nothing is ever asked for that could tell what others meet about."""
    office = Office(server, tmp_path / "state")
    office.hire(LEADER, MEMBER)
    yield office
    for provider in office.providers:
        provider.close()
