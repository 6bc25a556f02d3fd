"""Reads a ledger without writing to it or beside it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, func, select, true

from providers.event import Interval
from providers.weeks import IsoWeek
from scheduler.ledger.database import Database
from scheduler.ledger.failure import damaged
from scheduler.ledger.record import Entry, Memory, Missed, State
from scheduler.ledger.schema import HEAD, HELD, MISSED, OCCURRENCE, SEAL
from scheduler.ledger.upgrade import revision

T = TypeVar("T")

_LAST = (
    select(OCCURRENCE.c.leader, func.max(OCCURRENCE.c.end_at).label("last"))
    .where(OCCURRENCE.c.state.not_in([State.CANCELLED.value, State.DELETED.value]))
    .group_by(OCCURRENCE.c.leader)
)


def known_of(database: Database, leader: str) -> Memory:
    """What a ledger that exists knows about a leader.

    Raises:
        CalendarFailure: it is no ledger, is damaged, of a newer version, or may not be read.
    """
    return read_newest(database, lambda connection: _memory(connection, leader, database), Memory())


def known_of_all(database: Database, leaders: Iterable[str]) -> dict[str, Memory]:
    """What a ledger that exists knows about each of these leaders, in one state of the database; see `known_of`."""
    asked = tuple(leaders)

    def read(connection: Connection) -> dict[str, Memory]:
        every = _memory(connection, None, database)
        mine: dict[str, list[Entry]] = {leader: [] for leader in asked}
        for entry in every.entries:
            if entry.leader in mine:
                mine[entry.leader].append(entry)
        missed = _missed(connection, None, database)
        return {
            leader: replace(every, entries=tuple(entries), missed=tuple(missed.get(leader, ())))
            for leader, entries in mine.items()
        }

    return read_newest(database, read, dict.fromkeys(asked, Memory()))


def entries_in(database: Database, window: Interval) -> frozenset[Entry]:
    """What a ledger that exists knows about anybody's 1-on-1s that touch a window.

    Raises:
        CalendarFailure: as `known_of`.
    """
    touching = (OCCURRENCE.c.start_at < window.end) & (OCCURRENCE.c.end_at > window.start)
    return read_newest(database, lambda connection: frozenset(_entries(connection, database, touching)), frozenset())


def read_newest(database: Database, read: Callable[[Connection], T], empty: T) -> T:
    """What `read` finds in the newest schema; `empty` where there are no tables yet."""

    def answer(connection: Connection) -> T | None:
        found = revision(connection, database.name)
        if found is None:
            return empty
        return read(connection) if found == HEAD else None

    with database.failures_told():
        return database.read(answer)


def _memory(connection: Connection, leader: str | None, database: Database) -> Memory:
    """Of one leader, or with everybody's entries."""
    if fault := database.fault(connection):
        raise damaged(database.name, fault)
    entries = _entries(connection, database, true() if leader is None else OCCURRENCE.c.leader == leader)
    try:
        held = {_text(row.email): int(row.events) for row in connection.execute(select(HELD).order_by(HELD.c.email))}
        key = connection.execute(select(SEAL.c.key)).scalar()
        last = {_text(row.leader): row.last for row in connection.execute(_LAST)}
    except (ValueError, TypeError) as error:
        raise damaged(database.name, str(error)) from error
    entries.sort(key=lambda entry: (entry.period, entry.member, entry.kind))
    missed = () if leader is None else tuple(_missed(connection, leader, database).get(leader, ()))
    return Memory(tuple(entries), held, None if key is None else str(key), last, missed)


def _missed(connection: Connection, leader: str | None, database: Database) -> dict[str, list[Missed]]:
    """By leader, sorted; of one, or of everybody."""
    found: dict[str, list[Missed]] = {}
    which = true() if leader is None else MISSED.c.leader == leader
    try:
        for row in connection.execute(select(MISSED).where(which)):
            one = Missed(_text(row.member), _text(row.kind), str(IsoWeek.parse(row.period)))
            found.setdefault(_text(row.leader), []).append(one)
    except (ValueError, TypeError) as error:
        raise damaged(database.name, str(error)) from error
    return {each: sorted(periods) for each, periods in found.items()}


def _entries(connection: Connection, database: Database, which: ColumnElement[bool]) -> list[Entry]:
    try:
        return [_entry(row) for row in connection.execute(select(OCCURRENCE).where(which))]
    except (ValueError, TypeError) as error:
        raise damaged(database.name, str(error)) from error


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
        declined=bool(int(row.declined)),
    )


def _text(value: object) -> str:
    # SQLite keeps whatever it is given in a column, whatever the column is declared to hold.
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
