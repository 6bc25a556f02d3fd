"""What only PostgreSQL can get wrong, each with a sentence that holds no password; and how one gets in."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, make_url

from scheduler.company import DatabaseServer
from scheduler.errors import CalendarFailure
from scheduler.ledger import postgresql
from scheduler.ledger.store import Where, open_ledger, recall
from tests.ledger.entries import LEADER, entry
from tests.ledger.process import ROOT
from tests.ledger.test_schema import made_by

PASSWORD = "Zwetschgendatschi"


@pytest.fixture
def url(new_database: Callable[[], str]) -> str:
    """Of an empty place in a real PostgreSQL."""
    return new_database()


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Somebody else in the same place."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def refused(where: Where, words: str) -> None:
    """Both ways to open it fail with these words, and without a password."""
    with pytest.raises(CalendarFailure, match=words) as first:
        recall(where, LEADER)
    with pytest.raises(CalendarFailure, match=words), open_ledger(where):
        pass
    assert PASSWORD not in f"{first.value}{first.value.__cause__}"


@pytest.fixture
def locked(url: str) -> str:
    """The place, for a user who is asked for a password; without it."""
    with connected(url) as connection:
        schema = make_url(url).query["options"]
        if connection.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = 'scheduler'").scalar() is None:
            connection.exec_driver_sql(f"CREATE ROLE scheduler LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
            rules = Path(str(connection.exec_driver_sql("SHOW hba_file").scalar()))
            rules.write_text(f"local all scheduler scram-sha-256\n{rules.read_text()}")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
    return make_url(url).set(username="scheduler").update_query_dict({"options": schema}).render_as_string()


def test_the_password_comes_from_a_file_or_the_environment(
    locked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either opens the ledger; a wrong one, or none, does not."""
    file = tmp_path / "password"
    file.touch(mode=0o600)
    file.write_text(f"{PASSWORD}\n")
    monkeypatch.setenv("LEDGER_PASSWORD", PASSWORD)
    by_file, by_environment = (
        DatabaseServer(locked, password_file=file),
        DatabaseServer(locked, None, "LEDGER_PASSWORD"),
    )
    with open_ledger(by_file) as ledger:
        ledger.put(entry())
    assert recall(by_environment, LEADER).entries == (entry(),)
    refused(DatabaseServer(locked), "refuses the user or the password")
    file.write_text(f"not {PASSWORD}")
    refused(by_file, "refuses the user or the password")


def test_a_password_that_cannot_be_had(locked: str, tmp_path: Path) -> None:
    """What is missing is named, and what to do."""
    refused(DatabaseServer(locked, None, "NOT_SET_ANYWHERE"), "NOT_SET_ANYWHERE is not set")
    refused(DatabaseServer(locked, tmp_path / "none"), "none: the password .* cannot be read")
    (tmp_path / "open").write_text(PASSWORD)
    (tmp_path / "open").chmod(0o644)
    refused(DatabaseServer(locked, tmp_path / "open"), "others can read this file")


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """Named by what is not secret of its address."""
    refused(f"postgresql://me:{PASSWORD}@/ledger?host={tmp_path}", r"psycopg://me@/ledger: .*cannot be reached")


def test_a_database_that_is_not_there(url: str) -> None:
    """It is not made: who may make one decides on backups."""
    refused(make_url(url).set(database="none").render_as_string(), "no such database")


def test_the_database_of_another_program(url: str) -> None:
    """It is left as it is."""
    with connected(url) as connection:
        connection.exec_driver_sql("CREATE TABLE song (title text)")
        refused(url, "another program")
        found = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        assert found.scalars().all() == ["song"]


def test_a_newer_schema(url: str) -> None:
    """A ledger of a newer version is not guessed at."""
    with open_ledger(url):
        pass
    with connected(url) as connection:
        connection.exec_driver_sql("UPDATE ledger_version SET version_num = '9999'")
    refused(url, "newer version.*Update schedule")


def test_reading_an_older_schema_leaves_it_as_it_is(url: str) -> None:
    """What it says is told, and no table is made or changed."""
    made_by(url, "0003")
    assert [one.member for one in recall(url, LEADER).entries] == [entry().member]
    with connected(url) as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM ledger_version").scalar() == "0003"
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        assert connection.exec_driver_sql(tables).scalars().all() == ["held", "ledger_version", "occurrence", "seal"]


def test_a_connection_that_was_cut_is_made_anew(url: str) -> None:
    """Between two writes; nothing is lost."""
    with open_ledger(url) as ledger:
        ledger.put(entry())
        with connected(url) as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND application_name = 'schedule'"
            )
        ledger.put(entry("ben@example.com"))
    assert recall(url, LEADER).entries == (entry("ben@example.com"), entry())


def test_a_writer_that_does_not_finish(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits in vain is told; who only reads sees what was written before."""
    monkeypatch.setattr(postgresql, "_BUSY_MILLISECONDS", 1)
    with open_ledger(url) as ledger, connected(url) as other:
        ledger.put(entry())
        other.exec_driver_sql(f"SELECT pg_advisory_lock({postgresql._WRITERS})")
        with pytest.raises(CalendarFailure, match=r"another run is writing.*Wait"):
            ledger.put(entry("ben@example.com"))
        assert recall(url, LEADER).entries == (entry(),)
        other.exec_driver_sql(f"SELECT pg_advisory_unlock({postgresql._WRITERS})")
        ledger.put(entry("ben@example.com"))
    assert recall(url, LEADER).entries == (entry("ben@example.com"), entry())


def test_a_server_that_takes_no_writes(url: str) -> None:
    """Such as a standby: it is read, and a write says so."""
    with open_ledger(url) as ledger:
        ledger.put(entry())
    still = make_url(url)
    options = f"{still.query['options']} -cdefault_transaction_read_only=on"
    standby = still.update_query_dict({"options": options}).render_as_string()
    assert recall(standby, LEADER).entries == (entry(),)
    with open_ledger(standby) as ledger, pytest.raises(CalendarFailure, match="takes no writes"):
        ledger.put(entry("ben@example.com"))


def test_without_what_talks_to_it() -> None:
    """Who installed no extra is told which."""
    program = """
import sys
sys.modules["psycopg"] = None
from scheduler.errors import CalendarFailure
from scheduler.ledger.store import recall
try:
    recall("postgresql://db.example.com/ledger", "lea@example.com")
except CalendarFailure as failure:
    print(failure)
"""
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pip install 'schedule-one-on-ones[postgresql]'" in answer.stdout
