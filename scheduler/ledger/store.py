"""The ledger's door. SQLAlchemy is loaded only where there is something to read or write: it takes 0.2 s."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from providers.event import Interval
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


def recall(where: str | Path, leader: str) -> Memory:
    """What the ledger knows of a leader's 1-on-1s, and how many events everybody's calendar held. It writes nothing.

    A ledger that does not exist is empty.

    Args:
        where: URL of the database, see `database.database_at`; or the path of a file.

    Raises:
        CalendarFailure: it is no ledger, is damaged, of a newer version, or may not be read.
    """
    if _is_missing(where):
        return Memory()
    from scheduler.ledger.database import database_at
    from scheduler.ledger.reading import known_of

    database = database_at(where)
    return known_of(database, leader) if database.exists() else Memory()


def recall_all(where: str | Path, leaders: Iterable[str]) -> dict[str, Memory]:
    """What the ledger knows of each of these leaders, by email; see `recall`."""
    if _is_missing(where):
        return dict.fromkeys(leaders, Memory())
    from scheduler.ledger.database import database_at
    from scheduler.ledger.reading import known_of_all

    database = database_at(where)
    return known_of_all(database, leaders) if database.exists() else dict.fromkeys(leaders, Memory())


def written_in(where: str | Path, window: Interval) -> frozenset[Entry]:
    """What the ledger knows of everybody's 1-on-1s that touch a window; see `recall`.

    Raises:
        CalendarFailure: as `recall`.
    """
    if _is_missing(where):
        return frozenset()
    from scheduler.ledger.database import database_at
    from scheduler.ledger.reading import entries_in

    database = database_at(where)
    return entries_in(database, window) if database.exists() else frozenset()


def open_ledger(where: str | Path) -> "AbstractContextManager[Ledger]":
    """The ledger for writing; `where` as for `recall`.

    Folder, file and tables are made where they are missing; an older schema is upgraded.

    Raises:
        CalendarFailure: (also on entering) it is no ledger, is damaged, of a newer version, or may not be written.
    """
    from scheduler.ledger.database import database_at
    from scheduler.ledger.writing import opened

    return opened(database_at(where))


def _is_missing(where: str | Path) -> bool:
    """Whether there is certainly no such file, so that no library needs to be loaded to find nothing."""
    if isinstance(where, str):
        return False
    try:
        where.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False
