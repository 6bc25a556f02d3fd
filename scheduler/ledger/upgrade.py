"""Brings a ledger to the schema that this version of the code knows."""

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from scheduler.errors import CalendarFailure
from scheduler.ledger.failure import MOVE_AWAY, damaged
from scheduler.ledger.schema import HEAD, VERSION_TABLE

MIGRATIONS = "scheduler.ledger:migrations"
_VERSION = Table(VERSION_TABLE, MetaData(), Column("version_num", String(32)))


def revision(connection: Connection, name: str) -> str | None:
    """Which schema the ledger has; None: the database has no tables yet.

    Raises:
        CalendarFailure: it is the database of another program, or does not say which schema it has.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if VERSION_TABLE not in tables:
        raise CalendarFailure(
            f"{name}: this is the database of another program, not a ledger. Name another file as ledger."
        )
    found = connection.execute(select(_VERSION.c.version_num)).scalars().all()
    if len(found) != 1 or not isinstance(found[0], str) or not found[0]:
        raise damaged(name, "it does not say which schema it has")
    return found[0]


def upgrade(connection: Connection, name: str) -> None:
    """Make or change the tables as needed, in the transaction of the connection.

    Raises:
        CalendarFailure: it is the database of another program, or of a newer version of this one.
    """
    found = revision(connection, name)
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
            f"{name}: a newer version of schedule wrote this ledger (schema {found}; known here: {HEAD}). "
            f"Update schedule. Or: {MOVE_AWAY}"
        ) from error
