"""From a path to a database: the one place that knows it is SQLite in a file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from providers.files import NotAFile
from scheduler.errors import CalendarFailure

_BUSY_SECONDS = 30.0
"""How long to wait for another run that is writing; a write takes milliseconds."""

_READS = 100
"""How often to try to read a file that another run is changing."""


HALF_DONE = sqlite3.SQLITE_READONLY_ROLLBACK
"""SQLite's answer to a reader who may not undo what a killed writer left half done. See `private_copy`."""


def writable(path: Path) -> Engine:
    """A database to be written; file and folder are made where there are none, the file for its owner alone.

    A transaction locks out other writers from its beginning, and is on the disk when its commit returns.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return _engine(path, "rw", "BEGIN IMMEDIATE")


def readable(path: Path) -> Engine:
    """A database to be read: nothing is written, not even beside it; a transaction sees one state of it."""
    return _engine(path, "ro", "BEGIN")


@contextmanager
def private_copy(path: Path) -> Iterator[Path]:
    """A copy of a database, in a folder that is gone afterwards, with the journal of a writer that was killed.

    Sound also while others write: a writer puts a page's old content into the journal, and that on the disk, before it
    touches the page. So any state of the file between two equal readings of the journal can be undone with it.

    Raises:
        CalendarFailure: it never stands still.
    """
    journal = _journal(path)
    before = None
    for _ in range(_READS):
        now = (_content(journal), path.read_bytes(), _content(journal))
        if now == before and now[0] == now[2]:
            break
        before = now
    else:
        raise CalendarFailure(f"{path}: the ledger is being written to all the time. Run again when that has ended.")
    with TemporaryDirectory(prefix="schedule-") as folder:
        copy = Path(folder) / "ledger"
        copy.write_bytes(now[1])
        _journal(copy).write_bytes(now[0])
        yield copy


def _journal(path: Path) -> Path:
    """Where SQLite keeps what it needs to undo a transaction."""
    return path.with_name(f"{path.name}-journal")


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _engine(path: Path, mode: str, begin: str) -> Engine:
    for each in (path, _journal(path)):
        with suppress(FileNotFoundError):
            if not S_ISREG(kind := each.stat().st_mode):
                raise NotAFile(kind, str(each))
    address = f"{path.resolve().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        # EXTRA also makes the end of a transaction, the journal's removal, outlast a power failure.
        connection.execute("PRAGMA synchronous=EXTRA")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # The driver of SQLite begins transactions late and not at all for tables, so it is told when.
        connection.exec_driver_sql(begin)

    return engine
