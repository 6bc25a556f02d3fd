"""A run that is killed, wherever it stands, and the run after it."""

import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.company import ANN, BEN, SmallCompany, contents

LOCK = ".schedule.lock"
_CLOCK = re.compile(rb"(?:DTSTAMP|CREATED|LAST-MODIFIED):\d{8}T\d{6}Z\r\n")


def creating(company: SmallCompany) -> None:
    """The run will create two events."""


def moving(company: SmallCompany) -> None:
    """The run will move Ann's event, and keep Ben's."""
    company.run("--yes")
    company.meeting(ANN, company.times()[ANN][0].rpartition("-")[0])


def cancelling(company: SmallCompany) -> None:
    """The run will cancel Ben's event, and keep Ann's."""
    company.run("--yes")
    company.configure(members=[ANN])


def deleted_by_people(company: SmallCompany) -> None:
    """The run will take away Lea's copy of the event that Ann deleted."""
    company.run("--yes")
    company.ours(ANN)[0].path.unlink()


def pinned_by_people(company: SmallCompany) -> None:
    """The run will carry over to Lea's copy where Ann has dragged hers."""
    company.run("--yes")
    company.ours(ANN)[0].drag("2026-11-27 11:30")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a company ends up with."""

    files: dict[str, bytes]
    """All calendars, but for when something was written."""
    told: str
    """What a preview says afterwards: skipped weeks, pins and all."""


def outcome(company: SmallCompany) -> Outcome:
    """What there is, and what the next run makes of it."""
    files = {name: _CLOCK.sub(b"", data) for name, data in contents(company.calendars, besides=[LOCK]).items()}
    shown = company.run("--dry-run")
    assert (shown.code, shown.err) == (0, "")
    return Outcome(files, shown.out)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("prepare", [creating, moving, cancelling, deleted_by_people, pinned_by_people])
def test_killed_at_any_write_and_run_again(
    tmp_path: Path, prepare: Callable[[SmallCompany], None], number: signal.Signals
) -> None:
    """Killed right before or after anything it writes, and run again: all is as if it had not been killed.

    No event twice, none lost, nothing taken for a decision of people or losing one, nothing left over. The same for
    Ctrl-C at these places, which ends with exit code 130 and leaves no unfinished file.
    """
    prepared = SmallCompany(tmp_path / "prepared", (ANN, BEN)).write()
    prepare(prepared)
    undisturbed = again(prepared, tmp_path / "undisturbed")
    assert undisturbed.run("--yes").code == 0
    expected = outcome(undisturbed)
    ended = -number if number is signal.SIGKILL else 130
    for step in range(200):
        company = again(prepared, tmp_path / str(step))
        first = company.run("--yes", step=step, signal_at_step=number)
        if first.code == 0:
            break
        assert first.code == ended, first
        assert "Traceback" not in first.err
        whole(company, unfinished=number is signal.SIGKILL)
        assert company.run("--yes").code == 0
        assert outcome(company) == expected, f"at step {step}"
    assert 5 < step < 100


def again(prepared: SmallCompany, root: Path) -> SmallCompany:
    """The same company in another folder."""
    shutil.copytree(prepared.root, root)
    return SmallCompany(root, prepared.members)


def whole(company: SmallCompany, *, unfinished: bool) -> None:
    """Every calendar file is whole; files that nobody takes for one are there at most after a kill."""
    for path in company.calendars.rglob("*"):
        if path.suffix == ".ics":
            assert path.read_bytes().endswith(b"END:VCALENDAR\r\n") or "elsewhere" in path.name
        else:
            assert path.is_dir() or path.name == LOCK or unfinished, path
