"""The ledger's door. SQLAlchemy is loaded only where there is something to read or write: it takes 0.2 s."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from providers.event import Interval
from scheduler.company import DatabaseServer
from scheduler.ledger.record import Entry, Memory

if TYPE_CHECKING:
    from scheduler.ledger.database import Database
    from scheduler.ledger.writing import Ledger

Where = str | Path | DatabaseServer
"""The URL of a database, see `database.database_at`; the path of a file; or a server, with where its password is."""


def default_path() -> Path:
    """The ledger's file in the platform's folder for the user's data."""
    from platformdirs import user_data_path

    return user_data_path("schedule", appauthor=False) / "ledger.sqlite"


def data_folder(ledger: Path | DatabaseServer | None, folder: Path | None = None) -> Path:
    """Where all lies that is kept between runs besides the ledger: snapshots, locks, the key of our events.

    Args:
        folder: where it is to lie; None: beside the ledger's file, or in the platform's folder for the user's data.
    """
    return folder or (ledger if isinstance(ledger, Path) else default_path()).parent


def recall(where: Where, leader: str) -> Memory:
    """What the ledger knows of a leader's 1-on-1s, and how many events everybody's calendar held. It writes nothing.

    A ledger that does not exist is empty.

    Args:
        where: see `Where`.

    Raises:
        CalendarFailure: it cannot be reached, is no ledger, is damaged, of a newer version, or may not be read.
    """
    database = existing(where)
    if database is None:
        return Memory()
    from scheduler.ledger.reading import known_of

    return known_of(database, leader)


def recall_all(where: Where, leaders: Iterable[str]) -> dict[str, Memory]:
    """What the ledger knows of each of these leaders, by email; see `recall`."""
    database = existing(where)
    if database is None:
        return dict.fromkeys(leaders, Memory())
    from scheduler.ledger.reading import known_of_all

    return known_of_all(database, leaders)


def written_in(where: Where, window: Interval) -> frozenset[Entry]:
    """What the ledger knows of everybody's 1-on-1s that touch a window; see `recall`.

    Raises:
        CalendarFailure: as `recall`.
    """
    database = existing(where)
    if database is None:
        return frozenset()
    from scheduler.ledger.reading import entries_in

    return entries_in(database, window)


def open_ledger(where: Where) -> "AbstractContextManager[Ledger]":
    """The ledger for writing; `where` as for `recall`.

    Folder, file and tables are made where they are missing; an older schema is upgraded.

    Raises:
        CalendarFailure: (also on entering) it is no ledger, is damaged, of a newer version, or may not be written.
    """
    from scheduler.ledger.database import database_at
    from scheduler.ledger.writing import opened

    return opened(database_at(where))


def existing(where: Where) -> "Database | None":
    """The database, to be read; None: there is none, and so nothing to find.

    Raises:
        CalendarFailure: it is none that is known here, or cannot be seen.
    """
    if _is_missing(where):
        return None
    from scheduler.ledger.database import database_at

    database = database_at(where)
    return database if database.exists() else None


def _is_missing(where: Where) -> bool:
    """Whether there is certainly no such file, so that no library needs to be loaded to find nothing."""
    if not isinstance(where, Path):
        return False
    try:
        where.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False
