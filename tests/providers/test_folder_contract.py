"""The folder provider keeps the contract of every provider."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tests.providers.contract import Place
from tests.providers.contract_copies import CopiesContract
from tests.providers.folder_place import folder_place


class TestFolderProvider(CopiesContract):
    """Every claim of the contract, on real files."""

    fewest_writes = 4

    @pytest.fixture
    def places(self, tmp_path: Path) -> Callable[[], Place]:
        numbers = count()
        return lambda: folder_place(tmp_path / str(next(numbers)))
