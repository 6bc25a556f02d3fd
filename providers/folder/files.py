"""Writing a file so that a kill at any instant leaves the old one or the new one, never a part."""

import os
from pathlib import Path

from providers.folder.find import TEMPORARY


def write(path: Path, data: bytes) -> None:
    """Replace or create a file; when this returns, it has reached the disk.

    Raises:
        OSError: it could not; what was there is still there.
    """
    if not path.parent.exists():
        path.parent.mkdir(exist_ok=True)
        _sync(path.parent.parent)
    temporary = path.with_name(f"{TEMPORARY[0]}{path.name}{TEMPORARY[1]}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(temporary, path)  # noqa: PTH105 (next to fsync, in the words of the system)
    except BaseException:  # also Ctrl-C
        temporary.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def delete(path: Path) -> None:
    """Delete a file; one that is not there is no error.

    Raises:
        OSError: it could not.
    """
    path.unlink(missing_ok=True)
    _sync(path.parent)


def sweep(root: Path) -> None:
    """Remove what a killed run left unfinished. Only while nobody else writes.

    Raises:
        OSError: a folder cannot be listed or written.
    """
    for folder in sorted(entry for entry in root.iterdir() if entry.is_dir() and not entry.is_symlink()):
        for entry in sorted(folder.glob(f"{TEMPORARY[0]}*{TEMPORARY[1]}")):
            delete(entry)


def _sync(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows keeps names safe by itself
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
