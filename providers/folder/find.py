"""Which files belong to whom.

Everybody but the directory's owner may put what they like where they may write: links are not followed, and what is no
file is not opened. The directory is held by a handle, so that nothing that is put there later leads elsewhere.
"""

import errno
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from providers.errors import InvalidAnswer, NotFound, NotPermitted, ProviderError, Unavailable
from providers.files import Folder, NotAFile, open_folder

_CHUNK = 2**18
"""Octets that are read at once."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of somebody's calendar."""

    folder: Folder
    name: str
    shown: str
    """As shown to a person: below the directory."""
    stem: str | None
    """Name without ending of a file in a person's folder, where our own events stand; None: an export."""

    def chunks(self) -> Iterator[bytes]:
        """What it holds, in pieces.

        Raises:
            OSError: it is no file, or cannot be read.
        """
        with self.folder.read(self.name) as opened:
            while chunk := opened.read(_CHUNK):
                yield chunk


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person's calendar lies; usable as long as the block of `find` runs."""

    root: Folder
    email: str
    exports: tuple[str, ...]
    """Names; only ever read; sorted. Several where they differ in case alone."""
    folders: tuple[Folder, ...]
    """Read and written; sorted."""

    def files(self) -> list[File]:
        """Every file to be read, exports first, each folder in the order of names.

        Raises:
            OSError: a folder cannot be listed.
        """
        exports = [File(self.root, name, name, None) for name in self.exports]
        inside = [
            File(folder, name, f"{folder.path.name}/{name}", name[: -len(".ics")])
            for folder in self.folders
            for name in folder.names()
            if name.lower().endswith(".ics") and not name.startswith(".") and not _is_folder(folder, name)
        ]
        return [*exports, *inside]


@contextmanager
def find(root: Path, email: str) -> Iterator[Place]:
    """Where a person's calendar lies under `root`.

    Raises:
        NotFound: there is neither an export nor a folder.
        InvalidAnswer: the email cannot be a file's name.
        NotPermitted: it is a link, or `root` may not be listed.
        Unavailable: the disk does not answer.
    """
    if not email or email.startswith(".") or any(c in '/\\:\0<>|"?*' or not c.isprintable() for c in email):
        raise InvalidAnswer("the email cannot be the name of a file", who=email, do="Correct it in the configuration.")
    with ExitStack() as opened:
        try:
            place = _found(opened, root, email)
        except (FileNotFoundError, NotADirectoryError):
            do = "Create it, or correct the configuration."
            raise NotFound(f"there is no folder {root}", who=email, do=do) from None
        except OSError as error:
            raise failure(error, email, root) from error
        if not place.exports and not place.folders:
            raise NotFound(
                f"no calendar: neither {root / email}.ics nor the folder {root / email} is there",
                who=email,
                do="Put an export of the calendar there, or create the folder.",
            )
        yield place


def _found(opened: ExitStack, root: Path, email: str) -> Place:
    top = opened.enter_context(open_folder(root))
    wanted = email.casefold()
    exports: list[str] = []
    folders: list[Folder] = []
    for name in top.names():
        if name.casefold() not in (wanted, f"{wanted}.ics"):
            continue
        if stat.S_ISLNK(top.mode(name) or 0):
            raise NotPermitted(f"{root / name} is a link", who=email, do="Put the file or folder itself there.")
        if name.casefold() == wanted and _is_folder(top, name):
            folders.append(opened.enter_context(top.folder(name)))
        elif name.casefold() != wanted and not _is_folder(top, name):
            exports.append(name)
    return Place(top, email, tuple(exports), tuple(folders))


def _is_folder(folder: Folder, name: str) -> bool:
    return stat.S_ISDIR(folder.mode(name) or 0)


def failure(error: OSError, email: str, path: Path) -> ProviderError:
    """What an error of the operating system means to a person."""
    if isinstance(error, NotAFile) or error.errno == errno.ELOOP:
        what = error.strerror if isinstance(error, NotAFile) else "it is a link, not a file"
        return NotPermitted(f"{path} is not read: {what}", who=email, do="Put the file itself there, or remove it.")
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return NotPermitted(f"{path} may not be accessed", who=email, do="Give this account the right to it.")
    reason = error.strerror or type(error).__name__
    return Unavailable(f"{path} cannot be accessed ({reason})", who=email, do="Check the disk, then run again.")
