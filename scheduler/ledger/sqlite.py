"""SQLite in a file: the one place for what no other database does this way."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError

from providers.files import NotAFile
from scheduler.errors import CalendarFailure
from scheduler.ledger.failure import damaged
from scheduler.ledger.upgrade import upgrade

_BUSY_SECONDS = 30.0
"""How long to wait for another run that is writing; a write takes milliseconds."""

_READS = 100
"""How often to try to read a file that another run is changing."""


HALF_DONE = sqlite3.SQLITE_READONLY_ROLLBACK
"""SQLite's answer to a reader who may not undo what a killed writer left half done. See `private_copy`."""


T = TypeVar("T")

_SENTENCES = {
    sqlite3.SQLITE_NOTADB: "this file is no ledger. Name another file as ledger, or move it away and run again.",
    sqlite3.SQLITE_BUSY: "another run is writing to the ledger and does not finish. Wait for it, then run again.",
    sqlite3.SQLITE_FULL: "the disk is full, and the ledger could not be written. Make room, then run again.",
    sqlite3.SQLITE_CANTOPEN: "the ledger cannot be opened. See that you may read and write the file and its folder.",
    sqlite3.SQLITE_PERM: "the ledger may not be opened. See that you may read and write the file and its folder.",
    sqlite3.SQLITE_READONLY: "the ledger may not be written. See that you may write the file and its folder.",
    sqlite3.SQLITE_IOERR: "the ledger's disk fails to read or write. See that the disk is well, then run again.",
}


@dataclass(frozen=True, slots=True)
class Sqlite:
    """See `database.Database`: SQLite in a file."""

    file: Path

    @property
    def name(self) -> str:
        """See `Database.name`."""
        return str(self.file)

    def exists(self) -> bool:
        """See `Database.exists`."""
        try:
            self.file.stat()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise CalendarFailure(
                f"{self.file}: the ledger cannot be read: {error.strerror}. See to the folders above."
            ) from error
        return True

    def writable(self) -> Engine:
        """See `Database.writable`; file and folder are made where there are none, the file for its owner alone."""
        return writable(self.file)

    def read(self, answer: Callable[[Connection], T | None]) -> T:
        """See `Database.read`. One that was left half written, or has an older schema, is mended in a copy."""
        try:
            with readable(self.file).begin() as connection:
                found = answer(connection)
                if found is not None:
                    return found
        except DBAPIError as error:
            if sqlite_code(error) != HALF_DONE:
                raise
        with private_copy(self.file) as copy, writable(copy).begin() as connection:
            upgrade(connection, self.name)
            found = answer(connection)
            assert found is not None  # it has the newest schema now
            return found

    def now(self, connection: Connection) -> datetime:
        """See `Database.now`: everybody who can open the file is on its machine."""
        return datetime.now(UTC)

    def fault(self, connection: Connection) -> str | None:
        """See `Database.fault`."""
        faults = [str(fault) for (fault,) in connection.exec_driver_sql("PRAGMA quick_check(1)")]
        return next((fault.splitlines()[-1] for fault in faults if fault != "ok"), None)

    @contextmanager
    def failures_told(self) -> Iterator[None]:
        """See `Database.failures_told`."""
        try:
            yield
        except DBAPIError as error:
            sentence = _SENTENCES.get(sqlite_code(error) & 0xFF)
            if sentence is None:
                raise damaged(self.name, str(error.orig)) from error
            raise CalendarFailure(f"{self.file}: {sentence}") from error
        except UnicodeDecodeError as error:
            raise damaged(self.name, str(error)) from error
        except OSError as error:
            raise CalendarFailure(
                f"{self.file}: the ledger cannot be opened: {error.strerror}. See that you may read and write it."
            ) from error


def sqlite_code(error: DBAPIError) -> int:
    """SQLite's extended result code; 0 where the error did not come from SQLite itself."""
    return int(getattr(error.orig, "sqlite_errorcode", 0))


def writable(path: Path) -> Engine:
    """A database to be written; file and folder are made where there are none, the file for its owner alone.

    A transaction locks out other writers from its beginning, and is on the disk when its commit returns.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return _engine_of(path, "rw", "BEGIN IMMEDIATE")


def readable(path: Path) -> Engine:
    """A database to be read: nothing is written, not even beside it; a transaction sees one state of it."""
    return _engine_of(path, "ro", "BEGIN")


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


def _engine_of(path: Path, mode: str, begin: str) -> Engine:
    for each in (path, _journal(path)):
        with suppress(FileNotFoundError):
            if not S_ISREG(kind := each.stat().st_mode):
                raise NotAFile(kind, str(each))
    return _engine(f"{path.resolve().as_uri()}?mode={mode}", begin)


@lru_cache(maxsize=8)
def _engine(address: str, begin: str) -> Engine:
    """The same each time: it holds no connection, but has worked out how its statements read."""

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
