"""Token servers, whom to trust, and a place for what is kept."""

import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest

from providers.auth.secret_file import FileSecrets
from tests.servers.tokens import GoogleTokens, MicrosoftTokens
from tests.servers.tokens.safe import trusted


@pytest.fixture(autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' servers are trusted, and there is no browser: where to sign in is told."""
    for name, value in trusted(tmp_path_factory.mktemp("trust")).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(webbrowser, "_browsers", {})
    monkeypatch.setattr(webbrowser, "_tryorder", [])


@pytest.fixture
def google() -> Iterator[GoogleTokens]:
    """Google's token server."""
    with GoogleTokens() as server:
        yield server


@pytest.fixture
def microsoft() -> Iterator[MicrosoftTokens]:
    """Microsoft's authority."""
    with MicrosoftTokens() as server:
        yield server


@pytest.fixture
def secrets(tmp_path: Path) -> FileSecrets:
    """A file for what is kept."""
    return FileSecrets(tmp_path / "kept" / "tokens.json")
