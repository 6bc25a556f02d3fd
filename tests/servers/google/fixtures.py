"""Fixtures of the tests of the Google server."""

from collections.abc import Iterator

import pytest

from tests.servers.google import GoogleServer
from tests.servers.google.asking import LENA, MADRID, MARCO, NEW_YORK, ZOE, Ask, Asking


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """Lena's and Marco's calendars in Madrid, Zoe's in New York; they see nothing of each other's."""
    with GoogleServer() as server:
        for email, zone in ((LENA, MADRID), (MARCO, MADRID), (ZOE, NEW_YORK)):
            server.add_mailbox(email, zone)
        yield server
    server.check()


@pytest.fixture
def client_of(google: GoogleServer) -> Iterator[Ask]:
    """Makes clients of accounts."""
    made: list[Asking] = []

    def client_of(email: str) -> Asking:
        made.append(Asking(google, email))
        return made[-1]

    yield client_of
    for each in made:
        each.close()


@pytest.fixture
def as_lena(client_of: Ask) -> Asking:
    """Lena's client."""
    return client_of(LENA)


@pytest.fixture
def as_marco(client_of: Ask) -> Asking:
    """Marco's client."""
    return client_of(MARCO)


@pytest.fixture
def as_zoe(client_of: Ask) -> Asking:
    """Zoe's client."""
    return client_of(ZOE)
