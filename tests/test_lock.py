"""Two runs never write at the same time."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from providers.errors import NotPermitted, Unavailable
from providers.lock import locked

ESCAPE = b'{"process": 1, "for": "\\u001b[2J", "since": ""}'


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


def test_who_waits_is_told_for_whom(tmp_path: Path) -> None:
    """Which process holds it, for which leader, and since when: enough to look for it, or to end it."""
    holder = "import sys; from pathlib import Path; from providers.lock import locked\n"
    holder += "with locked(Path(sys.argv[1]), 'x', 'ana@example.com'): print(flush=True); input()"
    file = tmp_path / "x.lock"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(Unavailable) as refused, locked(file, "Outlook", wait=0):
            pass
        process.communicate("\n")
    told = rf"the run for ana@example\.com \(process {process.pid}\), which began to write at 20..-..-.. ..:..:.. UTC"
    assert re.search(told, str(refused.value))
    assert file.read_bytes() == b"", "of a run that has ended, nothing is told"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"9" * 5000, ESCAPE])
def test_a_lock_file_that_says_nothing(tmp_path: Path, content: bytes) -> None:
    """Whatever stands in it, the sentence stands without it, and no terminal obeys it."""
    file = tmp_path / "x.lock"
    with locked(file, "Outlook"):
        file.write_bytes(content)
        with pytest.raises(Unavailable, match=r"then run again\.$"), locked(file, "Outlook", wait=0):
            pass
