"""PostgreSQL, through psycopg 3: the one place for what no other database does this way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from scheduler.errors import CalendarFailure
from scheduler.ledger.upgrade import upgrade

_CONNECT_SECONDS = 10
_DEAD_MILLISECONDS = 30_000
"""How long the network may leave what was sent unacknowledged."""
_BUSY_MILLISECONDS = 30_000
"""How long to wait for another run that is writing; a write takes milliseconds."""
_WRITERS = 0x5C4ED01E
"""The advisory lock that whoever writes holds."""

T = TypeVar("T")

_UNREACHABLE = "the database cannot be reached, or has broken off. See that it runs and that its address is right"
_SENTENCES = {
    "28": "the database refuses the user or the password. See to password_file or password_env",
    "3D": "the server has no such database. Make it with createdb, or name another one",
    "08": _UNREACHABLE,
    "57": _UNREACHABLE,
    "53": "the server is out of room, memory or connections. Make room, then run again",
    "55": "another run is writing to the ledger and does not finish. Wait for it, then run again",
    "25": "the database takes no writes now. See that it is the primary and may be written, then run again",
    "42501": "the user may not do this in the database. See that they may read, write and make tables there",
}
"""By SQLSTATE or its class."""


@dataclass(frozen=True, slots=True)
class Postgresql:
    """See `database.Database`: a database on a server of PostgreSQL 12 or later."""

    url: URL
    """With the password, where one is needed."""

    @property
    def name(self) -> str:
        """See `Database.name`; without password and options."""
        whole = self.url
        shown = URL.create(whole.drivername, whole.username, None, whole.host, whole.port, whole.database)
        return shown.render_as_string()

    def exists(self) -> bool:
        """See `Database.exists`. Only asking tells, so it is asked when it is read."""
        return True

    def writable(self) -> Engine:
        """See `Database.writable`. The server's own `synchronous_commit` says what outlasts its power failures."""
        engine = self._engine()

        @event.listens_for(engine, "begin")
        def on_begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_BUSY_MILLISECONDS}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")

        return engine

    def read(self, answer: Callable[[Connection], T | None]) -> T:
        """See `Database.read`. An older schema is upgraded in a transaction that is rolled back."""
        engine = self._engine().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            with engine.connect() as connection:
                found = answer(connection)
        finally:
            engine.dispose()
        return self._read_older(answer) if found is None else found

    def _read_older(self, answer: Callable[[Connection], T | None]) -> T:
        engine = self.writable()
        try:
            with engine.connect() as connection:  # it ends with a rollback
                upgrade(connection, self.name)
                found = answer(connection)
        finally:
            engine.dispose()
        assert found is not None  # it has the newest schema now
        return found

    def now(self, connection: Connection) -> datetime:
        """See `Database.now`: the server's clock."""
        found = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
        assert isinstance(found, datetime)
        return found

    def fault(self, connection: Connection) -> str | None:
        """See `Database.fault`: the server sees to its pages."""
        return None

    @contextmanager
    def failures_told(self) -> Iterator[None]:
        """See `Database.failures_told`."""
        try:
            yield
        except DBAPIError as error:
            raise CalendarFailure(f"{self.name}: {_told(error)}") from None

    def _engine(self) -> Engine:
        try:
            return create_engine(
                self.url,
                pool_size=1,
                pool_pre_ping=True,
                connect_args={
                    "application_name": "schedule",
                    "connect_timeout": _CONNECT_SECONDS,
                    "tcp_user_timeout": _DEAD_MILLISECONDS,
                },
            )
        except ModuleNotFoundError:
            raise CalendarFailure(
                f"{self.name}: what talks to PostgreSQL is not installed; "
                "pip install 'schedule-one-on-ones[postgresql]'"
            ) from None


def _told(error: DBAPIError) -> str:
    """In words; of an error that is not known here, its SQLSTATE."""
    state = getattr(error.orig, "sqlstate", None) or _state_of(str(error.orig))
    sentence = _SENTENCES.get(state) or _SENTENCES.get(state[:2]) or f"the database fails ({state})"
    return f"{sentence}."


def _state_of(message: str) -> str:
    """The SQLSTATE of a connection that failed: libpq has it in words only."""
    if "database" in message and "does not exist" in message:
        return "3D000"
    refusals = ("password", "authentication failed", "role", "pg_hba.conf")
    return "28000" if any(words in message for words in refusals) else "08000"
