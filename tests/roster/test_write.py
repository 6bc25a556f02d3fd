"""All files of an edit are replaced, or none; a kill at any instant leaves a configuration that loads."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.config import load
from scheduler.errors import BadInput, Stale
from scheduler.roster import Edited, Joined, Left, NewLeader, Transfer, edit, read_files, write
from tests.roster.samples import ANA, CHEN, EVA, NEW, ROSTER, WITH_FILE, written

CHANGES = (Left(EVA), Joined(NEW, CHEN, name="N"), Transfer(CHEN, ANA, NEW), NewLeader(NEW))
BOTH = (Left(EVA), Joined(NEW, ANA, name="N"), NewLeader(NEW), Transfer(CHEN, ANA, NEW))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A configuration in two files, in a folder of its own; two files and three steps are needed to change it."""
    folder = tmp_path / "etc"
    folder.mkdir()
    skip = f'person = "{CHEN}"\n[[teams.reports]]\nperson = "{EVA}"\nkind = "skip-level"'
    return written(folder, WITH_FILE.replace(f'person = "{CHEN}"', skip), ROSTER)


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_was_shown_is_what_is_written(path: Path) -> None:
    """The company that loads is the one that was promised; permissions stay; nothing is left beside the files."""
    path.chmod(0o640)
    edited = edit(read_files(path), BOTH)
    write(edited)
    assert load(path) == edited.company
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert content(path.parent) == {file.path.name: file.after for file in edited.files}


def refusal(edited: Edited) -> str:
    """Why an edit is not written; the files are as they were."""
    before = content(edited.files[0].path.parent)
    with pytest.raises((BadInput, Stale)) as caught:
        write(edited)
    assert content(edited.files[0].path.parent) == before
    return str(caught.value)


def test_a_file_that_changed_meanwhile_is_not_replaced(path: Path) -> None:
    """Neither is the other; also where it is gone."""
    edited = edit(read_files(path), BOTH)
    roster = path.with_name("people.csv")
    roster.write_text(ROSTER + "\n")
    assert refusal(edited).startswith(f"{roster} has changed since it was read")
    roster.unlink()
    assert refusal(edited).startswith(f"{roster} has changed since it was read")


def test_links_folders_and_what_may_not_be_written_are_refused_by_name(path: Path) -> None:
    """All at once; a link is not replaced by a file."""
    edited = edit(read_files(path), BOTH)
    roster, elsewhere = path.with_name("people.csv"), path.parent.parent / "real.csv"
    roster.rename(elsewhere)
    roster.symlink_to(elsewhere)
    path.chmod(0o444)
    link, closed = refusal(edited).splitlines()[::-1]
    assert link.startswith(f"{roster}: is a link")
    assert str(elsewhere) in link
    assert closed.startswith(f"{path}: may not be written")
    roster.unlink()
    roster.mkdir()
    path.chmod(0o644)
    with pytest.raises(BadInput, match="is not a file"):
        write(edited)


@pytest.mark.parametrize("step", range(3))
def test_a_disk_that_is_full_leaves_all_as_it_was(path: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it fails: what was replaced before is put back."""
    edited = edit(read_files(path), BOTH)
    assert len(edited.steps) == 3
    calls, replace = [0], os.replace

    def full(*args: object, **kwargs: object) -> None:
        calls[0] += 1
        if calls[0] == step + 1:
            raise OSError(28, "No space left on device")
        replace(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", full)
    assert "No space left on device; nothing was written" in refusal(edited)


KILLED = """
import os, sys
from pathlib import Path
from scheduler.roster import edit, read_files, write
from tests.roster.test_write import BOTH
edited, left = edit(read_files(Path(sys.argv[1])), BOTH), int(sys.argv[2])
def counted(call):
    def counting(*args, **kwargs):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return call(*args, **kwargs)
    return counting
for name in ("open", "fsync", "replace"):
    setattr(os, name, counted(getattr(os, name)))
for instant in range(100):
    pid = os.fork()
    if pid == 0:
        left = instant
        write(edited)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    from scheduler.config import load
    left = -1
    company = load(Path(sys.argv[1]))
    print(code, company == edited.before, company == edited.company)
    for file in edited.files:
        file.path.write_bytes(file.before)
    if code == 0:
        break
"""


def test_killed_at_any_instant_it_leaves_what_loads(path: Path) -> None:
    """A process that dies before any of its calls to the system; it goes from the old company to the new one."""
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), "0"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    answers = [line.split() for line in run.stdout.splitlines()]
    assert answers[0] == ["9", "True", "False"]
    assert answers[-1] == ["0", "False", "True"]
    assert {code for code, _, _ in answers[:-1]} == {"9"}
    assert len(answers) > 12
