"""The Google provider keeps the contract of every provider."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from tests.providers.contract_shared import SharedContract
from tests.providers.google_place import GooglePlace, google_place
from tests.servers.google import GoogleServer


class TestGoogle(SharedContract):
    """Every claim of the contract, against a Google Calendar on a socket."""

    looks_around = False
    keeps_answers = True
    leaving_declines = True

    @pytest.fixture
    def places(self, tmp_path: Path) -> Iterator[Callable[[], GooglePlace]]:
        numbers = count()
        servers: list[GoogleServer] = []

        def place() -> GooglePlace:
            servers.append(stack.enter_context(GoogleServer()))
            return google_place(servers[-1], tmp_path / str(next(numbers)))

        with ExitStack() as stack:
            yield place
        for server in servers:
            server.check()
            assert server.sins == []
