"""Brings a ledger to the schema that this version of the code knows."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from scheduler.errors import CalendarFailure
from scheduler.ledger.failure import MOVE_AWAY
from scheduler.ledger.schema import HEAD, VERSION_TABLE

MIGRATIONS = "scheduler.ledger:migrations"
_VERSION = Table(VERSION_TABLE, MetaData(), Column("version_num", String(32)))


def revision(connection: Connection, path: Path) -> str | None:
    """Which schema the ledger has; None: the database has no tables yet.

    Raises:
        CalendarFailure: it is the database of another program.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    found = connection.execute(select(_VERSION.c.version_num)).scalar() if VERSION_TABLE in tables else None
    if found is None:
        raise CalendarFailure(
            f"{path}: this is the database of another program, not a ledger. Name another file as ledger."
        )
    return str(found)


def upgrade(connection: Connection, path: Path) -> None:
    """Make or change the tables as needed, in the transaction of the connection.

    Raises:
        CalendarFailure: it is the database of another program, or of a newer version of this one.
    """
    found = revision(connection, path)
    if found == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise CalendarFailure(
            f"{path}: a newer version of schedule wrote this ledger (schema {found}; known here: {HEAD}). "
            f"Update schedule. Or: {MOVE_AWAY}"
        ) from error
