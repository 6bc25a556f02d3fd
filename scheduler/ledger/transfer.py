"""All that a ledger knows as lines of JSON, from one kind of database into the other; and what is old enough to go.

The first line says what the rest is, the last how many rows there are: so that a file which was cut off is noticed.
Leases are not taken along: they are of the moment.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, bindparam, delete, insert, select

from scheduler.errors import BadInput
from scheduler.ledger.record import State
from scheduler.ledger.schema import (
    DECISION,
    HEAD,
    HELD,
    LAST_NIGHT,
    LEADER_RUN,
    MISSED,
    OCCURRENCE,
    RUN,
    SEAL,
    Instant,
)

KIND = "schedule state"
_TABLES = {table.name: table for table in (OCCURRENCE, HELD, SEAL, RUN, LEADER_RUN, DECISION, MISSED, LAST_NIGHT)}
_AT_ONCE = 1000


def write_all(connection: Connection, line: Callable[[str], None]) -> int:
    """Give out everything, a line each without its end, in the order of keys; how many rows there are."""
    line(_json({"kind": KIND, "schema": HEAD}))
    count = 0
    for name, table in _TABLES.items():
        rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(table).order_by(*table.primary_key))
        for row in rows:
            line(_json({"table": name, **{key: _plain(value) for key, value in row._mapping.items()}}))
            count += 1
    line(_json({"rows": count}))
    return count


def write_nothing(line: Callable[[str], None]) -> int:
    """Give out what a ledger knows that is not there."""
    line(_json({"kind": KIND, "schema": HEAD}))
    line(_json({"rows": 0}))
    return 0


def read_all(connection: Connection, lines: Iterable[str]) -> int:
    """Take in what `write_all` gave out; how many rows that was.

    Raises:
        BadInput: a line is none of its kind, lines are missing, or something is known here already.
    """
    for table in _TABLES.values():
        if connection.execute(select(table).limit(1)).first() is not None:
            raise BadInput("the ledger holds something already; name another one in [ledger], or move it away")
    count, incoming = 0, _rows(lines)
    while some := list(islice(incoming, _AT_ONCE)):
        rows: dict[str, list[Mapping[str, object]]] = {}
        for name, values in some:
            rows.setdefault(name, []).append(values)
        for name, values_of in rows.items():
            connection.execute(insert(_TABLES[name]), values_of)
        count += len(some)
    return count


def forget(connection: Connection, before: datetime, now: datetime) -> dict[str, int]:
    """Take out runs that began and 1-on-1s that ended before an instant; how many there were, by table.

    Of each pair the newest 1-on-1 stays, and the newest that was held: they say when it is due, and when it last met.
    """
    old = select(RUN.c.run).where(RUN.c.started < before)
    for table in (DECISION, LEADER_RUN):
        connection.execute(delete(table).where(table.c.run.in_(old)))
    runs = connection.execute(delete(RUN).where(RUN.c.started < before)).rowcount
    known: set[tuple[str, ...]] = set()
    met: set[tuple[str, ...]] = set()
    gone = []
    for row in connection.execute(select(OCCURRENCE).order_by(OCCURRENCE.c.end_at.desc())):
        pair = (row.leader, row.member, row.kind)
        newest = pair not in known and row.state not in (State.CANCELLED.value, State.CANCELLING.value)
        last_met = pair not in met and row.state == State.WRITTEN.value and not row.declined and row.end_at <= now
        if newest:
            known.add(pair)
        if last_met:
            met.add(pair)
        if row.end_at < before and not (newest or last_met):
            gone.append((*pair, row.period))
    names = ("leader", "member", "kind", "period")
    if gone:
        same = [OCCURRENCE.c[name] == bindparam(f"old_{name}") for name in names]
        keys = [{f"old_{name}": value for name, value in zip(names, key, strict=True)} for key in gone]
        connection.execute(delete(OCCURRENCE).where(*same), keys)
    return {"run": runs, "occurrence": len(gone)}


def _rows(lines: Iterable[str]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Table and values of each row."""
    numbered = enumerate(lines, 1)
    _, first = next(numbered, (1, ""))
    head = _object(first, 1)
    if head.get("kind") != KIND:
        raise BadInput("line 1: this is not what `schedule state export` writes")
    if head.get("schema") != HEAD:
        raise BadInput(
            f"line 1: it is of schema {head.get('schema')}, known here is {HEAD}; use the same version for both"
        )
    for number, line in numbered:
        found, count = _object(line, number), number - 2
        if "rows" in found:
            if found != {"rows": count}:
                raise BadInput(f"line {number}: it says {found['rows']} rows, and {count} came before; export again")
            if next(numbered, None) is not None:
                raise BadInput(f"line {number + 1}: nothing may follow")
            return
        yield _row(found, number)
    raise BadInput("the last line is missing: it was cut off. Export again")


def _row(found: dict[str, Any], number: int) -> tuple[str, Mapping[str, object]]:
    table = _TABLES.get(str(found.pop("table", None)))
    if table is None or set(found) != set(table.columns.keys()):
        raise BadInput(f"line {number}: it is no row of a table that is known here")
    try:
        return table.name, {column.name: _value(column, found[column.name]) for column in table.columns}
    except ValueError as error:
        raise BadInput(f"line {number}: {error}") from None


def _value(column: Column[Any], value: object) -> object:
    """A value as the column takes it.

    Raises:
        ValueError: the column holds none such.
    """
    if value is None and column.nullable:
        return None
    if isinstance(column.type, Instant) and isinstance(value, str):
        instant = datetime.fromisoformat(value)
        if instant.tzinfo is not None:
            return instant
    elif type(value) is column.type.python_type and not isinstance(column.type, Instant):
        return value
    raise ValueError(f"{column.name} cannot be {value!r}")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput(f"line {number}: this is not what `schedule state export` writes")
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False)
