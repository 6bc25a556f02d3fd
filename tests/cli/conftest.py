"""Fixtures of the command's tests."""

from pathlib import Path

import pytest

from tests.cli.company import SmallCompany


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """Lea and Ann, whose calendars are empty."""
    return SmallCompany(tmp_path / "company").write()
