"""Snapshots outlive a run, never half, and only their owner can read them."""

import os
import stat
from multiprocessing import get_context
from pathlib import Path

import pytest

from providers.event import Interval
from providers.snapshot import Snapshot, Snapshots
from tests.providers.meetings import WINDOW

ANN = "ann@example.com"


def snapshot(token: str = "t1", window: Interval = WINDOW) -> Snapshot:
    """One of a calendar with an event."""
    return Snapshot(window, "id,start", {"e1": {"id": "e1", "start": {"date": "2026-11-26"}}}, token, {"zone": "UTC"})


def files(folder: Path) -> list[Path]:
    """Every file, hidden ones too."""
    return [path for path in folder.rglob("*") if path.is_file()]


def keep_for_ever(folder: Path, token: str) -> None:
    """Keep one again and again, until somebody kills this process."""
    while True:
        store = Snapshots(folder)
        store.put(ANN, large(token))
        store.keep()


def large(token: str) -> Snapshot:
    """One that takes a while to be written."""
    items = {str(number): {"id": str(number), "etag": token * 50} for number in range(2000)}
    return Snapshot(WINDOW, "id,etag", items, token, {})


def test_kept_for_the_next_run(tmp_path: Path) -> None:
    """What was put and kept, the next run gets, to the last item."""
    store = Snapshots(tmp_path / "state")
    store.put(ANN, snapshot())
    store.keep()
    assert Snapshots(tmp_path / "state").get(ANN) == snapshot()


def test_nothing_is_written_unless_kept(tmp_path: Path) -> None:
    """Putting and dropping write no file; not even the folder is made."""
    store = Snapshots(tmp_path / "state")
    store.put(ANN, snapshot())
    assert store.get(ANN) == snapshot()
    store.drop(ANN)
    assert store.get(ANN) is None
    assert list(tmp_path.iterdir()) == []


def test_dropped_for_good(tmp_path: Path) -> None:
    """A calendar that was dropped has none in the next run either."""
    store = Snapshots(tmp_path)
    store.put(ANN, snapshot())
    store.keep()
    store.drop(ANN)
    store.keep()
    assert Snapshots(tmp_path).get(ANN) is None
    assert files(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="files have no such permissions there")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Files and a folder that was made for them are closed to others."""
    store = Snapshots(tmp_path / "state")
    store.put(ANN, snapshot())
    store.keep()
    for path in (tmp_path / "state", *files(tmp_path)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"version": 2}', b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_makes_no_sense_is_no_snapshot(tmp_path: Path, content: bytes) -> None:
    """It is only a shortcut: all is read anew then."""
    store = Snapshots(tmp_path)
    store.put(ANN, snapshot())
    store.keep()
    (file,) = files(tmp_path)
    file.write_bytes(content)
    assert Snapshots(tmp_path).get(ANN) is None


def test_another_calendars_file_is_not_believed(tmp_path: Path) -> None:
    """A file that came to lie under another name is none of this calendar's."""
    store = Snapshots(tmp_path)
    store.put(ANN, snapshot())
    store.keep()
    (anns,) = files(tmp_path)
    store.put("ben@example.com", snapshot("t2"))
    store.keep()
    (bens,) = set(files(tmp_path)) - {anns}
    bens.write_bytes(anns.read_bytes())
    assert Snapshots(tmp_path).get("ben@example.com") is None


def test_an_email_is_no_path(tmp_path: Path) -> None:
    """Whatever an email holds, its file lies in the folder."""
    store = Snapshots(tmp_path / "state")
    store.put("../../etc/passwd\x00@example.com", snapshot())
    store.keep()
    assert {path.parent for path in files(tmp_path)} == {tmp_path / "state"}


def test_a_disk_that_refuses_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written, the older one stays, and no piece of the new one."""
    store = Snapshots(tmp_path)
    store.put(ANN, snapshot("old"))
    store.keep()
    monkeypatch.setattr(os, "replace", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    store.put(ANN, snapshot("new"))
    store.keep()
    monkeypatch.undo()
    found = Snapshots(tmp_path).get(ANN)
    assert found is not None
    assert found.token == "old"
    assert len(files(tmp_path)) == 1


def test_what_two_runs_write_at_once_is_never_torn(tmp_path: Path) -> None:
    """Whenever it is read, a snapshot is wholly one run's or the other's; also when both were killed at it."""
    processes = [get_context("spawn").Process(target=keep_for_ever, args=(tmp_path, token)) for token in "ab"]
    for process in processes:
        process.start()
    seen: set[str] = set()
    try:
        while len(seen) < 2:
            assert all(process.is_alive() for process in processes)
            found = Snapshots(tmp_path).get(ANN)
            if found is None:
                assert not seen
                continue
            assert found == large(found.token)
            seen.add(found.token)
    finally:
        for process in processes:
            process.kill()
            process.join()
    found = Snapshots(tmp_path).get(ANN)
    assert found is not None
    assert found == large(found.token)
