"""Reads a ledger without writing to it or beside it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, select
from sqlalchemy.exc import DBAPIError

from providers.event import Interval
from scheduler.dates.weeks import IsoWeek
from scheduler.ledger.database import HALF_DONE, private_copy, readable, writable
from scheduler.ledger.failure import damaged, failures_told, sqlite_code
from scheduler.ledger.record import Entry, Memory, State
from scheduler.ledger.schema import HEAD, HELD, OCCURRENCE, SEAL
from scheduler.ledger.upgrade import revision, upgrade

T = TypeVar("T")


def remembered(path: Path, leader: str) -> Memory:
    """What a ledger that exists knows about a leader.

    Raises:
        CalendarFailure: it is no ledger, is damaged, of a newer version, or may not be read.
    """
    return _read(path, lambda connection: _memory(connection, leader, path), Memory())


def entries_in(path: Path, window: Interval) -> frozenset[Entry]:
    """What a ledger that exists knows about anybody's 1-on-1s that touch a window.

    Raises:
        CalendarFailure: as `remembered`.
    """
    touching = (OCCURRENCE.c.start_at < window.end) & (OCCURRENCE.c.end_at > window.start)
    return _read(path, lambda connection: frozenset(_entries(connection, path, touching)), frozenset())


def _read(path: Path, read: Callable[[Connection], T], empty: T) -> T:
    """What `read` finds; `empty` where there are no tables yet.

    A ledger that was left half written, or has an older schema, is mended in a copy.
    """
    with failures_told(path):
        try:
            with readable(path).begin() as connection:
                found = revision(connection, path)
                if found is None:
                    return empty
                if found == HEAD:
                    return read(connection)
        except DBAPIError as error:
            if sqlite_code(error) != HALF_DONE:
                raise
        with private_copy(path) as copy, writable(copy).begin() as connection:
            upgrade(connection, path)
            return read(connection)


def _memory(connection: Connection, leader: str, path: Path) -> Memory:
    for (fault,) in connection.exec_driver_sql("PRAGMA quick_check(1)"):
        if fault != "ok":
            raise damaged(path, str(fault).splitlines()[-1])
    entries = _entries(connection, path, OCCURRENCE.c.leader == leader)
    try:
        held = {_text(row.email): int(row.events) for row in connection.execute(select(HELD).order_by(HELD.c.email))}
        key = connection.execute(select(SEAL.c.key)).scalar()
    except (ValueError, TypeError) as error:
        raise damaged(path, str(error)) from error
    entries.sort(key=lambda entry: (entry.period, entry.member, entry.kind))
    return Memory(tuple(entries), held, None if key is None else str(key))


def _entries(connection: Connection, path: Path, which: ColumnElement[bool]) -> list[Entry]:
    try:
        return [_entry(row) for row in connection.execute(select(OCCURRENCE).where(which))]
    except (ValueError, TypeError) as error:
        raise damaged(path, str(error)) from error


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        leader=_text(row.leader),
        member=_text(row.member),
        kind=_text(row.kind),
        period=str(IsoWeek.parse(row.period)),
        generation=int(row.generation),
        uid=_text(row.uid),
        span=Interval(row.start_at, row.end_at),
        state=State(row.state),
        at=row.at,
    )


def _text(value: object) -> str:
    # SQLite keeps whatever it is given in a column, whatever the column is declared to hold.
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
