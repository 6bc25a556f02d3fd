"""A ledger that cannot be read says so, and what to do; it is never taken for an empty one."""

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import CalendarFailure
from scheduler.ledger import sqlite
from scheduler.ledger.record import Memory
from scheduler.ledger.store import open_ledger, recall
from tests.ledger.entries import LEADER, NOON, entry, numbered


def edited(path: Path, *statements: str) -> Path:
    """The database in that file, after these statements."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def filled(path: Path) -> Path:
    """A ledger of some pages."""
    with open_ledger(path) as ledger:
        ledger.put(*(numbered(number) for number in range(50)))
        ledger.held({"mia@example.com": 3}, NOON)
    return path


def refused(path: Path, words: str) -> None:
    """Both ways to open it fail with these words, and change nothing."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(CalendarFailure, match=words) as first:
        recall(path, LEADER)
    with pytest.raises(CalendarFailure, match=words), open_ledger(path):
        pass
    assert str(path) in str(first.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    """Such as a text that somebody named by mistake."""
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but long enough to be taken for one.\n" * 100)
    refused(path, "is no ledger.*Name another file")


def test_the_database_of_another_program(tmp_path: Path) -> None:
    """It is left as it is."""
    refused(edited(tmp_path / "music.db", "CREATE TABLE song (title TEXT)"), "another program.*Name another file")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    """Where the file should be is a folder."""
    (tmp_path / "ledger").mkdir()
    refused(tmp_path / "ledger", "cannot be opened")


@pytest.mark.parametrize("name", ["ledger", "ledger-journal"])
def test_a_pipe_in_its_place(tmp_path: Path, name: str) -> None:
    """Where the file should be, or its journal, is a pipe: nobody waits for whoever fills it."""
    filled(tmp_path / "ledger")
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)
    refused(tmp_path / "ledger", "cannot be opened: it is a pipe, not a file")


def test_a_device_in_its_place() -> None:
    """Nothing is read of it."""
    refused(Path("/dev/zero"), "cannot be opened: it is a device, not a file")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_version",
        "DROP TABLE ledger_version",
        "UPDATE ledger_version SET version_num = ''",
        "UPDATE ledger_version SET version_num = '0000'",
        "UPDATE ledger_version SET version_num = x'ff00'",
        "UPDATE ledger_version SET version_num = 1",
        "INSERT INTO ledger_version VALUES ('0001')",
    ],
)
def test_a_version_that_is_missing_or_wrong(tmp_path: Path, statement: str) -> None:
    """Whatever stands in place of the schema's version: a sentence that names the file, and nothing is changed."""
    refused(edited(filled(tmp_path / "ledger"), statement), "ledger|database of another program")


def test_a_file_where_its_folder_should_be(tmp_path: Path) -> None:
    """The path leads through a file."""
    (tmp_path / "file").touch()
    refused(tmp_path / "file" / "ledger", "cannot be (opened|read)")


def test_a_newer_schema(tmp_path: Path) -> None:
    """A ledger of a newer version is not guessed at."""
    path = edited(filled(tmp_path / "ledger"), "UPDATE ledger_version SET version_num = '9999'")
    refused(path, "newer version.*Update schedule.*Move it away")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE occurrence SET state = 'lost' WHERE rowid = 1",
        "UPDATE occurrence SET start_at = 'yesterday' WHERE rowid = 1",
        "UPDATE occurrence SET at = '2026-11-26T12:00:00' WHERE rowid = 1",
        "UPDATE occurrence SET uid = x'ff' WHERE rowid = 1",
        "UPDATE occurrence SET uid = CAST(x'ff' AS TEXT) WHERE rowid = 1",
        "UPDATE occurrence SET generation = 'first' WHERE rowid = 1",
        "UPDATE occurrence SET period = 'soon' WHERE rowid = 1",
        "UPDATE occurrence SET at = 7 WHERE rowid = 1",
        "UPDATE held SET events = 'many'",
        "DROP TABLE held",
        "UPDATE ledger_version SET version_num = CAST(x'ff' AS TEXT)",
        "UPDATE sqlite_master SET name = CAST(x'68ff' AS TEXT), sql = 'CREATE' WHERE name = 'held'",
    ],
)
def test_content_that_makes_no_sense(tmp_path: Path, statement: str) -> None:
    """It is not handed on, and the sentence says how to go on."""
    path = edited(filled(tmp_path / "ledger"), statement)
    with pytest.raises(CalendarFailure, match=r"damaged .*Move it away and run again: all but deletions are rebuilt"):
        recall(path, LEADER)


def test_an_interrupted_beginning_is_an_empty_ledger(tmp_path: Path) -> None:
    """A run that was killed between making the file and its tables."""
    path = tmp_path / "ledger"
    path.touch()
    assert recall(path, LEADER) == Memory()
    with open_ledger(path) as ledger:
        ledger.put(entry())
    assert recall(path, LEADER).entries == (entry(),)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that nobody changes."""
    return filled(tmp_path_factory.mktemp("sound") / "ledger")


def test_a_lost_page_is_not_taken_for_fewer_entries(tmp_path: Path) -> None:
    """A piece of any page of the file is overwritten: the memory is whole, or there is a failure."""
    path = tmp_path / "ledger"
    with open_ledger(path) as ledger:
        ledger.put(*(numbered(number) for number in range(300)))
    whole, content = recall(path, LEADER), path.read_bytes()
    failures = 0
    for page in range(0, len(content), 4096):
        path.write_bytes(content[: page + 100] + bytes(96) + content[page + 196 :])
        try:
            assert recall(path, LEADER) == whole
        except CalendarFailure:
            failures += 1
    assert failures > 0


@settings(max_examples=150)
@given(data=st.data())
def test_no_damage_surprises(sound: Path, data: st.DataObject) -> None:
    """Whatever bytes are lost, reading gives a memory or a failure in words, and never another error."""
    content = bytearray(sound.read_bytes())
    position = data.draw(st.integers(0, len(content) - 1))
    piece = data.draw(st.binary(min_size=1, max_size=200))
    content[position : position + len(piece)] = piece
    damaged = sound.with_name("damaged")
    damaged.write_bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    try:
        answer: object = recall(damaged, LEADER)
    except CalendarFailure as failure:
        answer = failure
    assert isinstance(answer, Memory) or str(damaged) in str(answer)


def test_a_writer_that_does_not_finish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits in vain is told; who only reads sees what was written before."""
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.0)
    path = tmp_path / "ledger"
    with open_ledger(path) as ledger:
        ledger.put(entry())
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM occurrence")
        with pytest.raises(CalendarFailure, match=r"another run is writing.*Wait"):
            ledger.put(entry("ben@example.com"))
        assert recall(path, LEADER).entries == (entry(),)
        other.close()
        ledger.put(entry("ben@example.com"))
    assert recall(path, LEADER).entries == (entry("ben@example.com"), entry())
