"""Fixtures of the tests of the Graph server; a test module names this one in `pytest_plugins`."""

from collections.abc import Iterator

import pytest

from tests.servers.graph.asking import LENA, MARCO, Asking
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    """A server with Lena in Madrid and Marco in London; what passed over it keeps to Microsoft's description."""
    with GraphServer() as server:
        server.add_mailbox(LENA, "Europe/Madrid")
        server.add_mailbox(MARCO, "Europe/London")
        yield server
        assert server.violations == []


@pytest.fixture
def ask(graph: GraphServer) -> Asking:
    """Asks as the application."""
    return Asking(graph)


@pytest.fixture
def lena(graph: GraphServer) -> Person:
    """Lena with her Outlook."""
    return graph.person(LENA)


@pytest.fixture
def marco(graph: GraphServer) -> Person:
    """Marco with his Outlook."""
    return graph.person(MARCO)
