"""A ledger outlasts the process that writes it."""

import signal
import tempfile
from pathlib import Path

import pytest

from scheduler.ledger.record import State
from scheduler.ledger.sqlite import private_copy
from scheduler.ledger.store import Where, open_ledger, recall
from tests.ledger.entries import LEADER, entry, numbered, tree
from tests.ledger.process import start


@pytest.mark.parametrize("lines", [0, 1, 7, 30])
def test_every_put_that_returned_outlasts_a_kill(place: Where, lines: int) -> None:
    """Killed at whatever instruction: all that was reported is there, every put as a whole, and the next run writes."""
    each = 20
    with start(place, 0, 100_000, each) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        process.kill()
        rest = process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL
    reported = int(rest[-1]) if rest else lines * each
    found = recall(place, LEADER).entries
    assert len(found) % each == 0
    assert reported <= len(found) <= reported + each
    assert list(found) == [numbered(number) for number in range(len(found))]
    with open_ledger(place) as ledger:
        ledger.put(entry())
    assert len(recall(place, LEADER).entries) == len(found) + 1


def test_a_half_written_ledger_is_read_without_touching_it(tmp_path: Path) -> None:
    """Killed in a transaction that had reached the file: reading gives what was committed, and leaves no trace."""
    path = tmp_path / "ledger"
    many = tuple(numbered(number) for number in range(300))
    with open_ledger(path) as ledger:
        ledger.put(*many)
    committed = path.read_bytes()
    process = start(path, "half")
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert path.read_bytes() != committed
    path.chmod(0o400)
    tmp_path.chmod(0o500)
    before = tree(tmp_path)
    temporary = set(Path(tempfile.gettempdir()).glob("schedule-*"))
    assert recall(path, LEADER).entries == many
    assert tree(tmp_path) == before
    assert set(Path(tempfile.gettempdir()).glob("schedule-*")) <= temporary
    tmp_path.chmod(0o700)
    path.chmod(0o600)
    with open_ledger(path) as ledger:
        ledger.put(entry(state=State.DELETED))
    assert recall(path, LEADER).entries == (entry(state=State.DELETED), *many)


def test_a_copy_takes_no_mixture_of_two_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes between its readings is read again, until two readings agree."""
    path = tmp_path / "ledger"
    path.write_bytes(b"0")
    read_bytes = Path.read_bytes
    changes = [b"1", b"2", b"3"]

    def read_while_another_writes(self: Path) -> bytes:
        content = read_bytes(self)
        if self == path and changes:
            self.write_bytes(changes.pop(0))
        return content

    monkeypatch.setattr(Path, "read_bytes", read_while_another_writes)
    with private_copy(path) as copy:
        assert read_bytes(copy) == b"3"


def test_two_processes_begin_and_write_one_ledger_at_once(place: Where) -> None:
    """Both make the tables at the same moment and write at the same time; everything of both is there."""
    with start(place, 0, 25, 2) as one, start(place, 50, 25, 2) as other:
        one.communicate()
        other.communicate()
    assert (one.returncode, other.returncode) == (0, 0)
    assert recall(place, LEADER).entries == tuple(numbered(number) for number in range(100))
