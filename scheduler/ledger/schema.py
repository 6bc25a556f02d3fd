"""The ledger's tables, for SQLite and PostgreSQL alike."""

from datetime import UTC, datetime

from sqlalchemy import Column, Dialect, Integer, MetaData, String, Table, TypeDecorator

HEAD = "0003"
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
