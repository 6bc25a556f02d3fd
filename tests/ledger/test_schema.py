"""The ledger's schema and the steps that lead to it."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from scheduler.ledger import migrations
from scheduler.ledger.database import database_at
from scheduler.ledger.schema import HEAD, METADATA, VERSION_TABLE
from scheduler.ledger.sqlite import readable
from scheduler.ledger.store import Where, open_ledger, recall
from scheduler.ledger.upgrade import MIGRATIONS
from tests.ledger.entries import LEADER, entry, tree

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("occurrence", sa.Column("note", sa.String(80)))
"""


def test_the_steps_lead_to_the_tables(place: Where) -> None:
    """An upgrade from an empty database gives exactly the tables that the code uses."""
    with open_ledger(place):
        pass
    engine = database_at(place).writable()
    with engine.begin() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def test_the_newest_step_is_the_one_that_the_code_knows() -> None:
    """`schema.HEAD` is the one head of the steps."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def made_by(place: Where, revision: str) -> None:
    """A ledger as the version of the code made and filled it whose newest schema was that one."""
    database = database_at(place)
    engine = database.writable()
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    known = entry()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        row = {
            "leader": known.leader,
            "member": known.member,
            "kind": known.kind,
            "period": known.period,
            "generation": known.generation,
            "uid": known.uid,
            "start_at": known.span.start.isoformat(timespec="microseconds"),
            "end_at": known.span.end.isoformat(timespec="microseconds"),
            "state": known.state.value,
            "at": known.at.isoformat(timespec="microseconds"),
        }
        if revision >= "0003":
            row["moved"] = 2
        _insert(connection, "occurrence", row)
        _insert(connection, "held", {"email": known.member, "events": 7, "at": row["at"]})
        if revision >= "0002":
            _insert(connection, "seal", {"key": "4k0p2b6q", "at": row["at"]})
    engine.dispose()


def _insert(connection: Connection, table: str, row: Mapping[str, object]) -> None:
    values = ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values})"), row)


@pytest.mark.parametrize(
    ("revision", "moved", "key"), [("0001", 0, None), ("0002", 0, "4k0p2b6q"), ("0003", 2, "4k0p2b6q")]
)
def test_an_upgrade_loses_nothing(place: Where, revision: str, moved: int, key: str | None) -> None:
    """A ledger of each earlier schema says what it said, read as it is and after it was written to."""
    made_by(place, revision)
    known = replace(entry(), moved=moved)
    read = recall(place, LEADER)
    assert (read.entries, read.held, read.key) == ((known,), {known.member: 7}, key)
    assert read.missed == ()
    other = replace(entry("ben@example.com"), moved=1, declined=True)
    with open_ledger(place) as ledger:
        ledger.put(other)
    read = recall(place, LEADER)
    assert (read.entries, read.held, read.key) == ((other, known), {known.member: 7}, key)


def test_an_older_schema_is_upgraded_when_written_and_read_in_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one more step to come, reading leaves the file as it is, and opening to write takes the step."""
    path = tmp_path / "data" / "ledger"
    with open_ledger(path) as ledger:
        ledger.put(entry())
    steps = tmp_path / "migrations"
    shutil.copytree(Path(str(migrations.__file__)).parent, steps)
    (steps / "versions" / "r9000_note.py").write_text(NEXT.format(head=HEAD))
    monkeypatch.setattr("scheduler.ledger.upgrade.MIGRATIONS", str(steps))
    monkeypatch.setattr("scheduler.ledger.upgrade.HEAD", "9000")
    monkeypatch.setattr("scheduler.ledger.reading.HEAD", "9000")

    before = tree(path.parent)
    assert recall(path, LEADER).entries == (entry(),)
    assert tree(path.parent) == before

    with open_ledger(path) as ledger:
        ledger.put(entry("ben@example.com"))
    assert recall(path, LEADER).entries == (entry("ben@example.com"), entry())
    with readable(path).begin() as connection:
        assert "note" in [column["name"] for column in inspect(connection).get_columns("occurrence")]
