"""The folder provider keeps the contract of every provider."""

from pathlib import Path

import pytest

from tests.providers.contract import Place, ProviderContract
from tests.providers.folder_place import folder_place


class TestFolderProvider(ProviderContract):
    """Every claim of the contract, on real files."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        return folder_place(tmp_path / "calendars")

    @pytest.fixture
    def other_place(self, tmp_path: Path) -> Place:
        return folder_place(tmp_path / "other")
