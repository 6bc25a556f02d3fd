"""The ledger's door. SQLAlchemy is loaded only where there is something to read or write: it takes 0.2 s."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from providers.event import Interval
from scheduler.errors import CalendarFailure
from scheduler.ledger.record import Entry, Memory

if TYPE_CHECKING:
    from scheduler.ledger.writing import Ledger


def default_path() -> Path:
    """The ledger's file in the platform's folder for the user's data."""
    from platformdirs import user_data_path

    return user_data_path("schedule", appauthor=False) / "ledger.sqlite"


def data_folder(ledger: Path | None) -> Path:
    """Where all lies that is kept between runs beside the ledger: snapshots, locks, the key of our events."""
    return (ledger or default_path()).parent


def recall(path: Path, leader: str) -> Memory:
    """What the ledger knows of a leader's 1-on-1s, and how many events everybody's calendar held. It writes nothing.

    A ledger that does not exist is empty.

    Raises:
        CalendarFailure: it is no ledger, is damaged, of a newer version, or may not be read.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return Memory()
    except OSError as error:
        raise CalendarFailure(
            f"{path}: the ledger cannot be read: {error.strerror}. See to the folders above."
        ) from error
    from scheduler.ledger.reading import remembered

    return remembered(path, leader)


def written_in(path: Path, window: Interval) -> frozenset[Entry]:
    """What the ledger knows of everybody's 1-on-1s that touch a window; see `recall`.

    Raises:
        CalendarFailure: as `recall`.
    """
    if not path.exists():
        return frozenset()
    from scheduler.ledger.reading import entries_in

    return entries_in(path, window)


def open_ledger(path: Path) -> "AbstractContextManager[Ledger]":
    """The ledger for writing. Folder, file and tables are made where they are missing; an older schema is upgraded.

    Raises:
        CalendarFailure: (on entering) it is no ledger, is damaged, of a newer version, or may not be written.
    """
    from scheduler.ledger.writing import opened

    return opened(path)
