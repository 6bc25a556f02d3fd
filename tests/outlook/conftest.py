"""Fixtures of the tests of Outlook's provider."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outlook.office import Office
from tests.providers.meetings import LEADER, MEMBER
from tests.servers.graph import GraphServer


@pytest.fixture
def server() -> Iterator[GraphServer]:
    """A Graph that must not be asked in a way that Microsoft's description does not know."""
    with GraphServer() as server:
        yield server
    assert server.violations == []


@pytest.fixture
def office(server: GraphServer, tmp_path: Path) -> Office:
    """Lena and Marco, both with empty calendars."""
    office = Office(server, tmp_path / "state")
    office.hire(LEADER, MEMBER)
    return office
