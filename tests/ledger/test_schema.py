"""The ledger's schema and the steps that lead to it."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from scheduler.ledger import migrations
from scheduler.ledger.schema import HEAD, METADATA, VERSION_TABLE
from scheduler.ledger.sqlite import readable
from scheduler.ledger.store import open_ledger, recall
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


def test_the_steps_lead_to_the_tables(tmp_path: Path) -> None:
    """An upgrade from an empty file gives exactly the tables that the code uses."""
    path = tmp_path / "ledger"
    with open_ledger(path):
        pass
    with readable(path).begin() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == HEAD


def test_the_newest_step_is_the_one_that_the_code_knows() -> None:
    """`schema.HEAD` is the one head of the steps."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_what_was_known_before_moves_were_counted_is_kept(tmp_path: Path) -> None:
    """Of occurrences in a ledger of the second schema nobody knows that they were moved."""
    path = tmp_path / "ledger"
    with open_ledger(path) as ledger:
        ledger.put(replace(entry(), moved=3))
    with sqlite3.connect(path) as old:
        old.execute("ALTER TABLE occurrence DROP COLUMN moved")
        old.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0002'")
    old.close()
    assert recall(path, LEADER).entries == (entry(),)
    with open_ledger(path) as ledger:
        ledger.put(replace(entry("ben@example.com"), moved=1))
    assert recall(path, LEADER).entries == (replace(entry("ben@example.com"), moved=1), entry())


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
