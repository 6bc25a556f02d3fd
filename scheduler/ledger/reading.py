"""Reads a ledger without writing to it or beside it."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.exc import DBAPIError

from providers.event import Interval
from providers.weeks import IsoWeek
from scheduler.ledger.database import HALF_DONE, private_copy, readable, writable
from scheduler.ledger.failure import damaged, failures_told, sqlite_code
from scheduler.ledger.record import Entry, Memory, State
from scheduler.ledger.schema import HEAD, HELD, OCCURRENCE, SEAL
from scheduler.ledger.upgrade import revision, upgrade

_LAST = (
    select(OCCURRENCE.c.leader, func.max(OCCURRENCE.c.end_at).label("last"))
    .where(OCCURRENCE.c.state.not_in([State.CANCELLED.value, State.DELETED.value]))
    .group_by(OCCURRENCE.c.leader)
)


def remembered(path: Path, leader: str) -> Memory:
    """What a ledger that exists knows. One that was left half written, or has an older schema, is mended in a copy.

    Raises:
        CalendarFailure: it is no ledger, is damaged, of a newer version, or may not be read.
    """
    with failures_told(path):
        try:
            with readable(path).begin() as connection:
                found = revision(connection, path)
                if found is None:
                    return Memory()
                if found == HEAD:
                    return _memory(connection, leader, path)
        except DBAPIError as error:
            if sqlite_code(error) != HALF_DONE:
                raise
        with private_copy(path) as copy, writable(copy).begin() as connection:
            upgrade(connection, path)
            return _memory(connection, leader, path)


def _memory(connection: Connection, leader: str, path: Path) -> Memory:
    for (fault,) in connection.exec_driver_sql("PRAGMA quick_check(1)"):
        if fault != "ok":
            raise damaged(path, str(fault).splitlines()[-1])
    try:
        entries = [_entry(row) for row in connection.execute(select(OCCURRENCE).where(OCCURRENCE.c.leader == leader))]
        held = {_text(row.email): int(row.events) for row in connection.execute(select(HELD).order_by(HELD.c.email))}
        key = connection.execute(select(SEAL.c.key)).scalar()
        last = {_text(row.leader): row.last for row in connection.execute(_LAST)}
    except (ValueError, TypeError) as error:
        raise damaged(path, str(error)) from error
    entries.sort(key=lambda entry: (entry.period, entry.member, entry.kind))
    return Memory(tuple(entries), held, None if key is None else str(key), last)


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
        moved=int(row.moved),
    )


def _text(value: object) -> str:
    # SQLite keeps whatever it is given in a column, whatever the column is declared to hold.
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
