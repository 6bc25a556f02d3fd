"""Two runs never write at the same time."""

from pathlib import Path

import pytest

from providers.errors import NotPermitted, Unavailable
from providers.lock import locked


def test_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one waits, says so, and has it once the first has ended; the file is its owner's alone, and stays."""
    monkeypatch.setattr("providers.lock.WAIT", 0.05)
    file = tmp_path / "state" / "x.lock"
    with (
        locked(file, "Outlook"),
        pytest.raises(Unavailable, match=r"^Outlook: another run has been writing for 0\.05 seconds\. Wait for it"),
        locked(file, "Outlook"),
    ):
        pass
    assert (file.stat().st_mode & 0o077, file.parent.stat().st_mode & 0o077) == (0, 0)
    with locked(file, "Outlook"):
        pass
    assert file.exists()


def test_no_place_for_it(tmp_path: Path) -> None:
    """A sentence with the folder, not a traceback."""
    (tmp_path / "state").write_text("a file where a folder should be")
    told = r"^Google Calendar: the folder .*state cannot be locked \(.+\)\. Make it"
    with pytest.raises(NotPermitted, match=told), locked(tmp_path / "state" / "x.lock", "Google Calendar"):
        pass
