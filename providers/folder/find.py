"""Which files belong to whom."""

import errno
from dataclasses import dataclass
from pathlib import Path

from providers.errors import InvalidAnswer, NotFound, NotPermitted, ProviderError, Unavailable

TEMPORARY = (".schedule-", ".tmp")
"""How the names of our unfinished files begin and end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person's calendar lies."""

    email: str
    exports: tuple[Path, ...]
    """Only ever read; sorted. Several where names differ in case alone."""
    folders: tuple[Path, ...]
    """Read and written; sorted."""
    home: Path
    """The folder that is written to; perhaps not there yet."""

    def files(self) -> list[Path]:
        """Every file to be read, exports first, each folder in the order of names.

        Raises:
            OSError: a folder cannot be listed.
        """
        inside = [
            entry
            for folder in self.folders
            for entry in sorted(folder.iterdir())
            if entry.suffix.lower() == ".ics" and not entry.name.startswith(".") and not entry.is_dir()
        ]
        return [*self.exports, *inside]


def find(root: Path, email: str) -> Place:
    """Where a person's calendar lies under `root`.

    Raises:
        NotFound: there is neither an export nor a folder.
        InvalidAnswer: the email cannot be a file's name.
        NotPermitted: it lies outside of `root`, or `root` may not be listed.
        Unavailable: the disk does not answer.
    """
    if not email or email.startswith(".") or any(c in '/\\:\0<>|"?*' or not c.isprintable() for c in email):
        raise InvalidAnswer("the email cannot be the name of a file", who=email, do="Correct it in the configuration.")
    wanted = email.casefold()
    try:
        named = sorted(entry for entry in root.iterdir() if entry.name.casefold() in (wanted, f"{wanted}.ics"))
        exports = tuple(entry for entry in named if entry.name.casefold() != wanted and not entry.is_dir())
        folders = tuple(entry for entry in named if entry.name.casefold() == wanted and entry.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"there is no folder {root}", who=email, do="Create it, or correct the configuration.") from None
    except OSError as error:
        raise failure(error, email, root) from error
    if not exports and not folders:
        raise NotFound(
            f"no calendar: neither {root / email}.ics nor the folder {root / email} is there",
            who=email,
            do="Put an export of the calendar there, or create the folder.",
        )
    for entry in (*exports, *folders):
        refuse_outside(root, entry, email)
    return Place(email, exports, folders, folders[0] if folders else root / email)


def refuse_outside(root: Path, entry: Path, email: str) -> None:
    """Raise NotPermitted where a link leads out of `root`."""
    try:
        inside = entry.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link to itself is a RuntimeError before Python 3.13
        inside = False
    if not inside:
        raise NotPermitted(
            f"{entry} is a link that leads out of {root}", who=email, do="Put the file itself there, not a link."
        )


def failure(error: OSError, email: str, path: Path) -> ProviderError:
    """What an error of the operating system means to a person."""
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return NotPermitted(f"{path} may not be accessed", who=email, do="Give this account the right to it.")
    reason = error.strerror or type(error).__name__
    return Unavailable(f"{path} cannot be accessed ({reason})", who=email, do="Check the disk, then run again.")
