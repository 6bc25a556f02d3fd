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
        made: list[GooglePlace] = []

        def place() -> GooglePlace:
            server = stack.enter_context(GoogleServer())
            made.append(google_place(server, tmp_path / str(next(numbers))))
            return made[-1]

        with ExitStack() as stack:
            yield place
        assert [sin for each in made for sin in each.sins()] == []
