"""What can go wrong with the ledger's file, in words that say what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from scheduler.errors import CalendarFailure

MOVE_AWAY = "Move it away and run again: all but deletions are rebuilt from the events."

_SENTENCES = {
    sqlite3.SQLITE_NOTADB: "this file is no ledger. Name another file as ledger, or move it away and run again.",
    sqlite3.SQLITE_BUSY: "another run is writing to the ledger and does not finish. Wait for it, then run again.",
    sqlite3.SQLITE_FULL: "the disk is full, and the ledger could not be written. Make room, then run again.",
    sqlite3.SQLITE_CANTOPEN: "the ledger cannot be opened. See that you may read and write the file and its folder.",
    sqlite3.SQLITE_PERM: "the ledger may not be opened. See that you may read and write the file and its folder.",
    sqlite3.SQLITE_READONLY: "the ledger may not be written. See that you may write the file and its folder.",
    sqlite3.SQLITE_IOERR: "the ledger's disk fails to read or write. See that the disk is well, then run again.",
}


def damaged(path: Path, what: str) -> CalendarFailure:
    """The failure of a ledger whose content makes no sense."""
    return CalendarFailure(f"{path}: the ledger is damaged ({what}). {MOVE_AWAY}")


@contextmanager
def failures_told(path: Path) -> Iterator[None]:
    """Turns the errors of database and file system into `CalendarFailure`."""
    try:
        yield
    except DBAPIError as error:
        sentence = _SENTENCES.get(sqlite_code(error) & 0xFF)
        if sentence is None:
            raise damaged(path, str(error.orig)) from error
        raise CalendarFailure(f"{path}: {sentence}") from error
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise CalendarFailure(
            f"{path}: the ledger cannot be opened: {error.strerror}. See that you may read and write it."
        ) from error


def sqlite_code(error: DBAPIError) -> int:
    """SQLite's extended result code; 0 where the error did not come from SQLite itself."""
    return int(getattr(error.orig, "sqlite_errorcode", 0))
