"""Tokens in a file: for its owner alone, whole, and none lost."""

import json
import os
import stat
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from providers.auth.secrets import secrets_in
from providers.errors import NotPermitted

SECRET = "1//0g-Zwetschge"
posix = pytest.mark.skipif(os.name != "posix", reason="files have no such permissions there")


def keep_many(path: Path, names: list[str], together: Barrier) -> None:
    """Keep a secret under each name."""
    together.wait()
    for name in names:
        secrets_in(path).put(name, SECRET)


def test_kept_and_forgotten(tmp_path: Path) -> None:
    """What was kept is there for the next process, until it is deleted; others stay."""
    path = tmp_path / "tokens" / "tokens.json"
    assert secrets_in(path).get("google") is None
    secrets_in(path).put("google", SECRET)
    secrets_in(path).put("outlook", "x")
    secrets_in(path).put("google", SECRET + "2")
    assert secrets_in(path).get("google") == SECRET + "2"
    assert secrets_in(path).delete("google")
    assert not secrets_in(path).delete("google")
    assert (secrets_in(path).get("google"), secrets_in(path).get("outlook")) == (None, "x")


@posix
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """File, and a folder that was made for it, are closed to others."""
    path = tmp_path / "tokens" / "tokens.json"
    secrets_in(path).put("google", SECRET)
    for each in (path, path.parent):
        assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o777])
def test_a_file_that_others_can_use_is_refused(tmp_path: Path, mode: int) -> None:
    """Neither read nor written; the sentence says which file and what to do, and not what it holds."""
    path = tmp_path / "tokens.json"
    path.write_text(json.dumps({"google": SECRET}))
    path.chmod(mode)
    uses: list[Callable[[], object]] = [
        lambda: secrets_in(path).get("google"),
        lambda: secrets_in(path).put("google", "new"),
    ]
    for use in uses:
        with pytest.raises(NotPermitted, match=f"chmod 600 {path}") as refused:
            use()
        assert SECRET not in str(refused.value)
    assert json.loads(path.read_text()) == {"google": SECRET}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    """A file that another user put there is not believed."""
    path = tmp_path / "tokens.json"
    path.write_text(json.dumps({"google": SECRET}))
    path.chmod(0o600)
    os.chown(path, 12345, -1)
    with pytest.raises(NotPermitted, match="somebody else"):
        secrets_in(path).get("google")


def test_a_disk_that_refuses_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file cannot be written, a sentence says so; the older one stays, and no piece of the new one."""
    path = tmp_path / "tokens.json"
    secrets_in(path).put("google", "old")
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(os, "replace", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(NotPermitted, match="No space") as refused:
        secrets_in(path).put("google", SECRET)
    monkeypatch.undo()
    assert SECRET not in str(refused.value)
    assert secrets_in(path).get("google") == "old"
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"google": 1}', b"\xff"])
def test_a_file_of_something_else_is_left(tmp_path: Path, content: bytes) -> None:
    """A file that holds no tokens is neither believed nor overwritten."""
    path = tmp_path / "tokens.json"
    path.write_bytes(content)
    path.chmod(0o600)
    uses: list[Callable[[], object]] = [
        lambda: secrets_in(path).get("google"),
        lambda: secrets_in(path).put("google", SECRET),
    ]
    for use in uses:
        with pytest.raises(NotPermitted, match="holds no tokens"):
            use()
    assert path.read_bytes() == content


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    """Two that sign in at the same time both stay signed in."""
    path = tmp_path / "tokens.json"
    spawn = get_context("spawn")
    together = spawn.Barrier(2)
    names = [[f"{service}-{number}" for number in range(25)] for service in ("google", "outlook")]
    processes = [spawn.Process(target=keep_many, args=(path, each, together)) for each in names]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert {name for each in names for name in each if secrets_in(path).get(name) is None} == set()
