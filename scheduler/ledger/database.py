"""What a ledger needs of a database, and which one a URL means. What only SQLite knows is in `sqlite`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from scheduler.errors import CalendarFailure
from scheduler.ledger.sqlite import Sqlite

T = TypeVar("T")


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

    def fault(self, connection: Connection) -> str | None:
        """What is broken in it; None: nothing that can be seen quickly."""
        ...

    def failures_told(self) -> AbstractContextManager[None]:
        """Turns errors of database and file system into `CalendarFailure`."""
        ...


def database_at(where: str | Path) -> Database:
    """The database that a URL means, such as `sqlite:////var/lib/schedule/ledger.sqlite`; a path means SQLite there.

    Raises:
        CalendarFailure: it is no URL of a database that is known here.
    """
    if isinstance(where, Path):
        return Sqlite(where)
    try:
        url = make_url(where)
    except ArgumentError:
        raise CalendarFailure("the ledger's URL is none; write sqlite:///PATH") from None
    if url.drivername != "sqlite" or not url.database or url.host or url.query:
        raise CalendarFailure(f"the ledger's URL is of {url.drivername}; only sqlite:///PATH is known")
    return Sqlite(Path(url.database))
