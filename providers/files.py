"""Writing files so that a kill at any instant leaves the old one or the new one, and nobody else's file is touched.

A folder is held by a handle: whatever its path comes to mean meanwhile, calls stay in that folder. Unfinished files
have names that nobody can guess, are made anew (`O_EXCL`) and never through a link (`O_NOFOLLOW`).
"""

import errno
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

OWNER_ONLY = 0o600
"""Mode of files that hold state: their owner reads and writes them, nobody else."""
UNFINISHED = re.compile(r"\.schedule-.*\.tmp")
"""Names of files that are being written; one that is left was a killed run's."""
ABANDONED_SECONDS = 3600.0
"""An unfinished file of this age is nobody's any more; writing one takes seconds."""

_POSIX = os.name == "posix"
_BINARY = getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


class NotAFile(OSError):
    """What bears the name is a folder, link, pipe, socket or device; `strerror` says which."""

    def __init__(self, mode: int, path: str) -> None:
        super().__init__(errno.EINVAL, f"it is {_KINDS.get(stat.S_IFMT(mode), 'something else')}, not a file", path)


class Folder:
    """An open folder. Names are of its own entries, without a slash; none of the calls follows a link.

    Where the system knows no handles of folders (Windows), its path stands in for one.
    """

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self.path = path
        self._descriptor = descriptor

    @contextmanager
    def folder(self, name: str) -> Iterator[Self]:
        """A folder in this one, open while the block runs.

        Raises:
            OSError: there is none of this name, or it is a link.
        """
        with _opened(self._named(name), self._descriptor, links=False) as descriptor:
            yield type(self)(self.path / name, descriptor)

    def make(self, name: str) -> None:
        """Make a folder in this one; one that is there is no error. When this returns, the disk knows it.

        Raises:
            OSError: it could not be made.
        """
        with suppress(FileExistsError):
            os.mkdir(self._named(name), dir_fd=self._descriptor)
        self.sync()

    def names(self) -> list[str]:
        """Of all entries, sorted."""
        return sorted(os.listdir(self.path if self._descriptor is None else self._descriptor))  # noqa: PTH208 (handle)

    def mode(self, name: str) -> int | None:
        """Type and permissions of an entry, as `os.stat` gives them; None: there is none."""
        try:
            return os.stat(self._named(name), dir_fd=self._descriptor, follow_symlinks=False).st_mode
        except FileNotFoundError:
            return None

    def read(self, name: str) -> BinaryIO:
        """A file, open for reading. A pipe or device is not waited for.

        Raises:
            NotAFile: it is none, or a link.
            OSError: it cannot be opened.
        """
        return _opened_file(self._named(name), self._descriptor, links=False)

    def write(self, name: str, data: bytes, *, mode: int | None = OWNER_ONLY, durable: bool = True) -> None:
        """Create a file, or replace what bears its name (a link itself, not what it leads to), whole or not at all.

        Args:
            mode: permissions; None: those of the file that is replaced, or what the umask leaves to new files.
            durable: whether the file has reached the disk when this returns, and outlasts a power failure.

        Raises:
            OSError: it could not be written; what was there is still there.
        """
        if mode is None:
            mode = self._mode_of_file(name)
        unfinished = self._named(f".schedule-{secrets.token_hex(16)}.tmp")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | _BINARY
        descriptor = os.open(unfinished, flags, 0o666 if mode is None else mode, dir_fd=self._descriptor)
        try:
            try:
                if mode is not None and _POSIX:
                    os.fchmod(descriptor, mode)  # whatever the umask
                _write_all(descriptor, data)
                if durable:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(unfinished, self._named(name), src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
        except BaseException:  # also Ctrl-C
            with suppress(FileNotFoundError):
                os.unlink(unfinished, dir_fd=self._descriptor)
            raise
        if durable:
            self.sync()

    def delete(self, name: str) -> None:
        """Delete a file, or a link itself; one that is not there is no error. When this returns, the disk knows it.

        Raises:
            OSError: it could not be deleted.
        """
        with suppress(FileNotFoundError):
            os.unlink(self._named(name), dir_fd=self._descriptor)
        self.sync()

    def sweep(self, older_than: float = ABANDONED_SECONDS) -> None:
        """Delete what killed runs left unfinished; what cannot be deleted is left.

        Args:
            older_than: age in seconds; 0 where nobody else writes here now.

        Raises:
            OSError: the folder cannot be listed.
        """
        latest = time.time() - older_than
        for name in filter(UNFINISHED.fullmatch, self.names()):
            with suppress(OSError):
                found = os.stat(self._named(name), dir_fd=self._descriptor, follow_symlinks=False)
                if not stat.S_ISDIR(found.st_mode) and (not older_than or found.st_mtime <= latest):
                    os.unlink(self._named(name), dir_fd=self._descriptor)

    def sync(self) -> None:
        """Have names that were added, replaced and deleted reach the disk (Windows sees to that by itself)."""
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def _mode_of_file(self, name: str) -> int | None:
        """Permissions of a file that is there; None: there is none."""
        found = self.mode(name)
        return stat.S_IMODE(found) & 0o777 if found is not None and stat.S_ISREG(found) else None

    def _named(self, name: str) -> str:
        """An entry, as calls of the system take it beside the handle."""
        if name in ("", os.curdir, os.pardir) or any(each in name for each in (os.sep, os.altsep or os.sep, "\0")):
            raise ValueError(f"{name!r} is not the name of an entry")
        return name if self._descriptor is not None else str(self.path / name)


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """A folder, open while the block runs. Links on the way to it are followed: whoever names the path chose them.

    Raises:
        OSError: it is not there, is no folder, or may not be opened.
    """
    with _opened(str(path), None, links=True) as descriptor:
        yield Folder(path, descriptor)


def write_private(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Create or replace a file that is its owner's alone, with its folder; see `Folder.write`.

    Raises:
        OSError: it could not be written; what was there is still there.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open_folder(path.parent) as folder:
        folder.sweep()
        folder.write(path.name, data, durable=durable)


def read_regular(path: Path) -> BinaryIO:
    """A file, open for reading; a pipe or device is not waited for. Links are followed: whoever names it chose them.

    Raises:
        NotAFile: it is none.
        OSError: it cannot be opened.
    """
    return _opened_file(str(path), None, links=True)


@contextmanager
def _opened(path: str, within: int | None, *, links: bool) -> Iterator[int | None]:
    if not _POSIX:
        if not stat.S_ISDIR(Path(path).stat(follow_symlinks=links).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
        yield None
        return
    descriptor = os.open(path, _FOLDER if links else _FOLDER | _NO_LINK, dir_fd=within)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _opened_file(path: str, within: int | None, *, links: bool) -> BinaryIO:
    _refuse_others(os.stat(path, dir_fd=within, follow_symlinks=links).st_mode, path)  # opening a device may do things
    flags = os.O_RDONLY | _BINARY | _NO_WAIT | (0 if links else _NO_LINK)
    file = os.fdopen(os.open(path, flags, dir_fd=within), "rb")
    try:
        _refuse_others(os.fstat(file.fileno()).st_mode, path)
    except BaseException:
        file.close()
        raise
    return file


def _refuse_others(mode: int, path: str) -> None:
    if not stat.S_ISREG(mode):
        raise NotAFile(mode, path)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
