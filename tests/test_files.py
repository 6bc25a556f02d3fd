"""Files are replaced whole or not at all, for whom they are meant, and nothing else is touched."""

import os
import resource
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from providers.files import NotAFile, open_folder, read_regular, write_private

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and permissions are not like this there")


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """Somebody's file, which no call may touch."""
    path = tmp_path / "victim"
    path.write_text("precious")
    return path


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """New files of this process lose these permissions."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def full_after(count: int) -> Iterator[None]:
    """The system lets no file of this process grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def permissions(path: Path) -> int:
    """Of a file, without its type."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_made_and_replaced(tmp_path: Path, durable: bool) -> None:
    """With its folder; nothing else is left beside it."""
    file = tmp_path / "made" / "state.json"
    for data in (b"first", b"x" * 1_000_000, b""):
        write_private(file, data, durable=durable)
        assert file.read_bytes() == data
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_leaves_what_was(tmp_path: Path) -> None:
    """Half of a file is none: the old one stays, whole, and no piece of the new one."""
    file = tmp_path / "state.json"
    write_private(file, b"old")
    with full_after(10), pytest.raises(OSError, match="large"):
        write_private(file, b"n" * 100)
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("mask", [0, 0o777])
def test_state_is_its_owners_alone(tmp_path: Path, mask: int) -> None:
    """Whatever the umask, and whoever could read the file before."""
    file = tmp_path / "state.json"
    file.write_bytes(b"old")
    file.chmod(0o666)
    with umask(mask):
        write_private(file, b"new")
    assert permissions(file) == 0o600


@pytest.mark.parametrize("mask", [0, 0o077])
def test_permissions_of_what_is_replaced_stay(tmp_path: Path, mask: int) -> None:
    """Whoever shares a file with a group goes on sharing it; a new one is as the umask has it."""
    (tmp_path / "a.ics").write_bytes(b"old")
    (tmp_path / "a.ics").chmod(0o664)
    with umask(mask), open_folder(tmp_path) as folder:
        folder.write("a.ics", b"new", mode=None)
        folder.write("b.ics", b"new", mode=None)
    assert (permissions(tmp_path / "a.ics"), permissions(tmp_path / "b.ics")) == (0o664, 0o666 & ~mask)


def test_a_link_in_its_place_is_replaced_itself(tmp_path: Path, victim: Path) -> None:
    """What it leads to stays as it was."""
    file = tmp_path / "state.json"
    file.symlink_to(victim)
    write_private(file, b"new")
    assert (file.is_symlink(), file.read_bytes(), victim.read_text()) == (False, b"new", "precious")


def test_a_link_under_the_unfinished_files_name(tmp_path: Path, victim: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even who guesses the name gains nothing by planting a link there, leading to a file or to nowhere."""
    monkeypatch.setattr("secrets.token_hex", lambda _count: "guessed")
    for target in (victim, tmp_path / "nowhere"):
        planted = tmp_path / ".schedule-guessed.tmp"
        planted.symlink_to(target)
        with pytest.raises(FileExistsError), open_folder(tmp_path) as folder:
            folder.write("state.json", b"new")
        planted.unlink(missing_ok=True)
    assert victim.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [victim]


def test_a_folder_that_is_swapped_for_a_link(tmp_path: Path) -> None:
    """Who swaps the folder while it is open does not divert what is written into it."""
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    with open_folder(tmp_path) as root, root.folder("home") as folder:
        home.rename(tmp_path / "away")
        home.symlink_to(elsewhere)
        folder.write("a.ics", b"new")
        folder.delete("b.ics")
    assert list(elsewhere.iterdir()) == []
    assert (tmp_path / "away" / "a.ics").read_bytes() == b"new"
    with pytest.raises(OSError, match="directory"), open_folder(tmp_path) as root, root.folder("home"):
        pass


def test_what_killed_runs_left(tmp_path: Path, victim: Path) -> None:
    """Old ones go; what may still be written, bears another name, or is a folder stays; no link is followed."""
    old, young, named, link = (
        tmp_path / name for name in (".schedule-1.tmp", ".schedule-2.tmp", ".schedule.lock", ".schedule-3.tmp")
    )
    for path in (old, young, named):
        path.write_bytes(b"")
    for path in (old, named, victim):
        os.utime(path, (0, 0))
    link.symlink_to(victim)
    (tmp_path / ".schedule-4.tmp").mkdir()
    with open_folder(tmp_path) as folder:
        folder.sweep()
        assert set(folder.names()) == {young.name, named.name, link.name, victim.name, ".schedule-4.tmp"}
        folder.sweep(older_than=0)
        assert set(folder.names()) == {named.name, victim.name, ".schedule-4.tmp"}
    assert victim.read_text() == "precious"


def test_only_files_are_read(tmp_path: Path, victim: Path) -> None:
    """Nothing waits for whoever fills a pipe; the sentence says what is there instead."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(victim)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
    for name, what in (("pipe", "a pipe"), ("folder", "a folder"), ("socket", "a socket")):
        with pytest.raises(NotAFile, match=f"it is {what}, not a file"):
            read_regular(tmp_path / name)
    with pytest.raises(NotAFile, match="a device"):
        read_regular(Path("/dev/zero"))
    with read_regular(tmp_path / "link") as file:
        assert file.read() == b"precious"
    with open_folder(tmp_path) as folder:
        with folder.read("victim") as file:
            assert file.read() == b"precious"
        for name in ("pipe", "folder", "socket", "link"):
            with pytest.raises(NotAFile):
                folder.read(name)


@pytest.mark.parametrize("name", ["", ".", "..", "../victim", "a/b", "a\0b"])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    """Entries of the folder only."""
    (tmp_path / "folder").mkdir()
    with open_folder(tmp_path / "folder") as folder, pytest.raises(ValueError, match="is not the name of an entry"):
        folder.write(name, b"new")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]
