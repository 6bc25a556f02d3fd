"""Writes the ledger."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, bindparam, delete, insert, select

from scheduler.ledger import journal, transfer
from scheduler.ledger.database import Database
from scheduler.ledger.record import Entry, RunRecord
from scheduler.ledger.schema import HELD, LEASE, OCCURRENCE, SEAL
from scheduler.ledger.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger open for writing. What a call has written when it returns outlasts a kill and a power failure."""

    _database: Database
    _engine: Engine

    def put(self, *entries: Entry) -> None:
        """Note these, all or none, each instead of what was known of its leader, member, kind and period.

        Raises:
            CalendarFailure: they could not be written.
        """
        rows = {(entry.leader, entry.member, entry.kind, entry.period): _row(entry) for entry in entries}
        if not rows:
            return
        # Delete and insert is the replacement that every database knows.
        known = [OCCURRENCE.c[name] == bindparam(f"old_{name}") for name in ("leader", "member", "kind", "period")]
        keys = [dict(zip(("old_leader", "old_member", "old_kind", "old_period"), key, strict=True)) for key in rows]
        with self._database.failures_told(), self._engine.begin() as connection:
            connection.execute(delete(OCCURRENCE).where(*known), keys)
            connection.execute(insert(OCCURRENCE), list(rows.values()))

    def held(self, counts: Mapping[str, int], at: datetime) -> None:
        """Note, by email, how many foreign events these calendars held at that time; others' counts stay.

        Raises:
            CalendarFailure: they could not be written.
        """
        if not counts:
            return
        with self._database.failures_told(), self._engine.begin() as connection:
            connection.execute(
                delete(HELD).where(HELD.c.email == bindparam("old")), [{"old": email} for email in counts]
            )
            connection.execute(
                insert(HELD), [{"email": email, "events": count, "at": at} for email, count in counts.items()]
            )

    def sealed_with(self, key: str, at: datetime) -> None:
        """Note which key seals our events.

        Args:
            key: its name.
            at: zone-aware.

        Raises:
            CalendarFailure: it could not be written.
        """
        with self._database.failures_told(), self._engine.begin() as connection:
            connection.execute(delete(SEAL))
            connection.execute(insert(SEAL), [{"key": key, "at": at}])

    def begin_run(self, record: RunRecord) -> None:
        """Note that a run begins; anew where it is known already.

        Raises:
            CalendarFailure: it could not be written.
        """
        with self._database.failures_told(), self._engine.begin() as connection:
            journal.begin(connection, record)

    def note_leaders(self, run: str, many: Iterable[journal.Noted]) -> None:
        """Note how a run ended for some leaders and what it decided, all or none, each instead of what it noted before.

        Raises:
            CalendarFailure: it could not be written.
        """
        with self._database.failures_told(), self._engine.begin() as connection:
            journal.note(connection, run, many)

    def rely(self, run: str, fingerprints: Mapping[str, str]) -> None:
        """Note, by leader, what the plans depend on that the run has noted; see `journal.rely`.

        Raises:
            CalendarFailure: it could not be written.
        """
        with self._database.failures_told(), self._engine.begin() as connection:
            journal.rely(connection, run, fingerprints)

    def end_run(self, run: str, at: datetime, result: str) -> None:
        """Note when and how a run ended.

        Args:
            at: zone-aware.
            result: in some words.

        Raises:
            CalendarFailure: it could not be written.
        """
        with self._database.failures_told(), self._engine.begin() as connection:
            journal.end(connection, run, at, result)

    def lease(self, names: Collection[str], holder: str, length: timedelta) -> frozenset[str]:
        """See `leases.lease`."""
        wanted = sorted(set(names))
        with self._database.failures_told(), self._engine.begin() as connection:
            now = self._database.now(connection)
            held = {
                row.name
                for row in connection.execute(select(LEASE).where(LEASE.c.name.in_(wanted)))
                if row.holder != holder and row.until > now
            }
            taken = [name for name in wanted if name not in held]
            if taken:
                connection.execute(delete(LEASE).where(LEASE.c.name.in_(taken)))
                rows = [{"name": name, "holder": holder, "until": now + length} for name in taken]
                connection.execute(insert(LEASE), rows)
        return frozenset(taken)

    def release(self, names: Collection[str], holder: str) -> None:
        """See `leases.release`."""
        with self._database.failures_told(), self._engine.begin() as connection:
            connection.execute(delete(LEASE).where(LEASE.c.name.in_(list(names)), LEASE.c.holder == holder))

    def take_in(self, lines: Iterable[str]) -> int:
        """See `state.import_state`."""
        with self._database.failures_told(), self._engine.begin() as connection:
            return transfer.read_all(connection, lines)

    def forget(self, before: datetime, now: datetime) -> dict[str, int]:
        """See `state.prune_state`."""
        with self._database.failures_told(), self._engine.begin() as connection:
            return transfer.forget(connection, before, now)


@contextmanager
def opened(database: Database) -> Iterator[Ledger]:
    """See `store.open_ledger`."""
    with database.failures_told():
        engine = database.writable()
    try:
        with database.failures_told(), engine.begin() as connection:
            upgrade(connection, database.name)
        yield Ledger(database, engine)
    finally:
        engine.dispose()


def _row(entry: Entry) -> dict[str, object]:
    return {
        "leader": entry.leader,
        "member": entry.member,
        "kind": entry.kind,
        "period": entry.period,
        "generation": entry.generation,
        "uid": entry.uid,
        "start_at": entry.span.start,
        "end_at": entry.span.end,
        "state": entry.state.value,
        "at": entry.at,
        "moved": entry.moved,
        "declined": int(entry.declined),
    }
