"""The ledger's tables, for SQLite and PostgreSQL alike."""

from datetime import UTC, datetime

from sqlalchemy import Column, Dialect, Integer, MetaData, String, Table, Text, TypeDecorator

HEAD = "0004"
"""Newest revision in `migrations/versions/`: named here too, as asking alembic for it would cost each run 0.2 s."""

VERSION_TABLE = "ledger_version"
"""Where alembic keeps the revision; also tells a ledger from other databases."""


class Instant(TypeDecorator[datetime]):
    """A moment as text, UTC and to the microsecond: `2026-11-26T15:00:00.000000+00:00`. Text sorts as time does."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Text of a time.

        Raises:
            ValueError: the time has no zone.
        """
        return None if value is None else _in_utc(value).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Time of a text, in UTC.

        Raises:
            ValueError: the text is no time, or one without zone.
        """
        return None if value is None else _in_utc(datetime.fromisoformat(value))


def _in_utc(time: datetime) -> datetime:
    if time.utcoffset() is None:
        raise ValueError(f"{time} has no time zone")
    return time.astimezone(UTC)


METADATA = MetaData(naming_convention={"pk": "pk_%(table_name)s"})

OCCURRENCE = Table(
    "occurrence",
    METADATA,
    Column("leader", String(320), primary_key=True),
    Column("member", String(320), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("period", String(8), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("uid", String(255), nullable=False),
    Column("start_at", Instant, nullable=False),
    Column("end_at", Instant, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("moved", Integer, nullable=False, server_default="0"),
    Column("declined", Integer, nullable=False, server_default="0"),
)
"""One row for each `Entry`."""

HELD = Table(
    "held",
    METADATA,
    Column("email", String(320), primary_key=True),
    Column("events", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)
"""How many foreign events each calendar held when it was last read for a run that wrote."""

SEAL = Table("seal", METADATA, Column("key", String(16), primary_key=True), Column("at", Instant, nullable=False))
"""One row: the name of the key that seals our events."""

RUN = Table(
    "run",
    METADATA,
    Column("run", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("host", String(255), nullable=False),
    Column("as_of", Instant, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("result", Text, nullable=False),
)
"""One row for each `RunRecord`."""

LEADER_RUN = Table(
    "leader_run",
    METADATA,
    Column("run", String(40), primary_key=True),
    Column("leader", String(320), primary_key=True),
    Column("ending", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("written", Integer, nullable=False),
    Column("proven", Integer),
    Column("missed", Integer),
    Column("weeks", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("quiet", Integer, nullable=False),
)
"""One row for each `LeaderRecord` of a run."""

DECISION = Table(
    "decision",
    METADATA,
    Column("run", String(40), primary_key=True),
    Column("leader", String(320), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("member", String(320), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("period", String(8), nullable=False),
    Column("action", String(16), nullable=False),
    Column("before_start", Instant),
    Column("before_end", Instant),
    Column("after_start", Instant),
    Column("after_end", Instant),
    Column("why", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("state", String(16), nullable=False),
)
"""One row for each `Decision` of a run about a leader's 1-on-1s, numbered in their order."""

MISSED = Table(
    "missed",
    METADATA,
    Column("leader", String(320), primary_key=True),
    Column("member", String(320), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("period", String(8), primary_key=True),
)
"""One row for each `Missed` of a leader."""

LAST_NIGHT = Table(
    "last_night",
    METADATA,
    Column("leader", String(320), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("weeks", Text, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("quiet", Integer, nullable=False),
)
"""One row for each leader: what the newest run noted, so that nobody searches all runs for it."""

LEASE = Table(
    "lease",
    METADATA,
    Column("name", String(320), primary_key=True),
    Column("holder", String(255), nullable=False),
    Column("until", Instant, nullable=False),
)
"""One row for each lease that somebody holds, or let run out."""
