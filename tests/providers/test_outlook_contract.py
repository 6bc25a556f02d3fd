"""The Outlook provider keeps the contract of every provider."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest

from tests.providers.contract_shared import SharedContract, SharedPlace
from tests.providers.outlook_place import outlook_place
from tests.servers.graph import GraphServer


class TestOutlook(SharedContract):
    """Every claim of the contract, against a Graph on a socket."""

    keeps_answers = False
    leaving_declines = False
    changes_only: ClassVar[bool] = False

    @pytest.fixture
    def places(self, tmp_path: Path) -> Iterator[Callable[[], SharedPlace]]:
        numbers = count()
        servers: list[GraphServer] = []

        def place() -> SharedPlace:
            servers.append(stack.enter_context(GraphServer()))
            return outlook_place(servers[-1], tmp_path / str(next(numbers)), changes_only=self.changes_only)

        with ExitStack() as stack:
            yield place
        assert [each for server in servers for each in server.violations] == []
        assert [most for server in servers for most in server.most_at_once.values() if most > 4] == []


class TestOutlookByItsChanges(TestOutlook):
    """The same, where only changes are asked for."""

    changes_only = True
