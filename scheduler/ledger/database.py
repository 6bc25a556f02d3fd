"""What a ledger needs of a database, and which one a URL means. What only one kind knows is in `sqlite` and
`postgresql`."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from providers.auth.secret_file import refuse_open_to_others
from providers.errors import NotPermitted
from scheduler.company import DatabaseServer
from scheduler.errors import CalendarFailure
from scheduler.ledger.postgresql import Postgresql
from scheduler.ledger.sqlite import Sqlite
from scheduler.ledger.store import Where

T = TypeVar("T")

_KNOWN = "sqlite:///PATH or postgresql+psycopg://USER@HOST/DATABASE"


class Database(Protocol):
    """Holds a ledger."""

    @property
    def name(self) -> str:
        """What people know it by; no secret."""
        ...

    def exists(self) -> bool:
        """Whether there is anything; nothing is made.

        Raises:
            CalendarFailure: that cannot be seen.
        """
        ...

    def writable(self) -> Engine:
        """To be written. A transaction locks out other writers from its beginning, and outlasts a power failure."""
        ...

    def read(self, answer: Callable[[Connection], T | None]) -> T:
        """What `answer` finds in one state of the database; nothing is written, not even beside it.

        Args:
            answer: None: the schema is an older one, so it is asked again where that was upgraded.
        """
        ...

    def now(self, connection: Connection) -> datetime:
        """What the clock shows that everybody shares who writes; zone-aware."""
        ...

    def fault(self, connection: Connection) -> str | None:
        """What is broken in it; None: nothing that can be seen quickly."""
        ...

    def failures_told(self) -> AbstractContextManager[None]:
        """Turns errors of database and file system into `CalendarFailure`."""
        ...


def database_at(where: Where) -> Database:
    """The database that a URL means, such as `sqlite:////var/lib/schedule/ledger.sqlite`; a path means SQLite there.

    Raises:
        CalendarFailure: it is no URL of a database that is known here, or its password cannot be had.
    """
    if isinstance(where, Path):
        return Sqlite(where)
    text = where if isinstance(where, str) else where.url
    try:
        url = make_url(text)
    except ArgumentError:
        raise CalendarFailure(f"the ledger's URL is none; write {_KNOWN}") from None
    if url.get_backend_name() == "postgresql" and url.database:
        password = url.password if isinstance(where, str) else _password(where)
        return Postgresql(url.set(drivername="postgresql+psycopg", password=password))
    if url.drivername != "sqlite" or not url.database or url.host or url.query:
        raise CalendarFailure(f"the ledger's URL is of {url.drivername}; write {_KNOWN}")
    return Sqlite(Path(url.database))


def _password(server: DatabaseServer) -> str | None:
    """The password of a server; None: it asks for none."""
    if server.password_env is not None:
        password = os.environ.get(server.password_env, "").strip()
        if not password:
            raise CalendarFailure(
                f"the environment variable {server.password_env} is not set; put the password of the ledger's "
                "database into it"
            )
        return password
    if server.password_file is None:
        return None
    try:
        refuse_open_to_others(server.password_file)
        return server.password_file.read_text(encoding="utf-8").strip()
    except NotPermitted as error:
        raise CalendarFailure(str(error)) from None
    except (OSError, UnicodeDecodeError):
        raise CalendarFailure(
            f"{server.password_file}: the password of the ledger's database cannot be read. "
            "See that the file is there, and yours"
        ) from None
