"""Fixtures of the provider tests."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.providers.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty folder."""
    return Shelf(tmp_path)


@pytest.fixture
def guest_root() -> Iterator[Path]:
    """A folder that even the superuser, who runs this as nobody then, may be kept out of."""
    root = Path(tempfile.mkdtemp(prefix="schedule-"))
    root.chmod(0o755)
    superuser = os.geteuid() == 0
    try:
        if superuser:
            os.chown(root, 65534, 65534)
            os.seteuid(65534)
        yield root
    finally:
        if superuser:
            os.seteuid(0)
        for path in sorted(root.rglob("*"), reverse=True):
            path.chmod(0o755)
            path.rmdir() if path.is_dir() else path.unlink()
        root.chmod(0o755)
        root.rmdir()
