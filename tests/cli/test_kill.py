"""A run that is killed, wherever it stands, and the run after it."""

import re
import shutil
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from scheduler.ledger.record import Entry
from scheduler.ledger.store import recall
from tests.cli.company import ANN, BEN, LEA, SmallCompany, contents
from tests.cli.steps import numbers

LOCK = ".schedule.lock"
BY_PEOPLE = "a person "
"""How a plan begins to tell of what people decided."""
MOST_HAVE = 5
"""Every run here makes at least so many steps."""
_FOLD = re.compile(rb"\r\n[ \t]")
_SEAL = re.compile(rb"&seal=[0-9a-v.]+")
_INTERRUPTED = re.compile(
    r"schedule: interrupted(?:; no event was written|; everything was written by then"
    r"| while writing: (\d) of (\d) events were written, and one more may have been begun\. "
    r"Run again: what was begun is completed)\n"
)
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
    """All calendars, unfolded, but for when something was written, and by which key."""
    remembered: tuple[Entry, ...]
    """The ledger, likewise: skipped weeks and all."""


def outcome(company: SmallCompany) -> Outcome:
    """What there is."""
    files = contents(company.calendars, besides=[LOCK])
    alike = {name: _SEAL.sub(b"", _CLOCK.sub(b"", _FOLD.sub(b"", data))) for name, data in files.items()}
    return Outcome(alike, recall(company.ledger, LEA).entries)


LONG = (creating, moving)
"""These make many steps: runs are killed at every second one, and interrupted at the others."""


@pytest.mark.parametrize("prepare", [*LONG, cancelling, deleted_by_people, pinned_by_people])
def test_killed_at_any_write_and_run_again(tmp_path: Path, prepare: Callable[[SmallCompany], None]) -> None:
    """Killed wherever it writes, and run again: all is as if it had not been killed.

    No event twice, none lost, nothing taken for a decision of people or losing one, nothing left over.
    """
    met_at_steps(tmp_path, prepare, signal.SIGKILL, -signal.SIGKILL, numbers(0) if prepare in LONG else count())


@pytest.mark.parametrize("prepare", LONG)
def test_interrupted_at_any_write_and_run_again(tmp_path: Path, prepare: Callable[[SmallCompany], None]) -> None:
    """Ctrl-C wherever it writes: exit code 130, a sentence about it, whole files only; run again, it completes."""
    met_at_steps(tmp_path, prepare, signal.SIGINT, 130, numbers(1))


def test_an_interruption_tells_what_was_written(tmp_path: Path) -> None:
    """Of two new events, as many as it says are in both calendars; at most one more has been begun."""
    prepared = SmallCompany(tmp_path / "prepared", (ANN, BEN)).write()
    told = set()
    for step in range(100):
        company = again(prepared, tmp_path / str(step))
        done = company.run("--yes", step=step, signal_at_step=signal.SIGINT)
        if done.code == 0:
            break
        said = _INTERRUPTED.fullmatch(done.err)
        assert said is not None, done.err
        written = 2 if "everything" in done.err else int(said[1] or 0)
        uids = {email: {copy.event["UID"] for copy in company.ours(email)} for email in (LEA, ANN, BEN)}
        begun = uids[LEA] | uids[ANN] | uids[BEN]
        whole_ones = uids[LEA] & (uids[ANN] | uids[BEN])
        assert written <= len(whole_ones) <= len(begun) <= written + ("one more" in done.err)
        told.add(done.err)
    assert len(told) >= 3, "nothing, one, all"


def met_at_steps(
    folder: Path, prepare: Callable[[SmallCompany], None], number: signal.Signals, ended: int, steps: Iterable[int]
) -> None:
    """Let the signal meet a run at the first of these steps, then another at the second, until one is through.

    Each ends with that exit code; the run after it makes all as it is without any signal.
    """
    prepared = SmallCompany(folder / "prepared", (ANN, BEN)).write()
    prepare(prepared)
    undisturbed = again(prepared, folder / "undisturbed")
    told = undisturbed.run("--yes")
    assert told.code == 0
    expected = outcome(undisturbed)
    for step in steps:
        company = again(prepared, folder / str(step))
        first = company.run("--yes", step=step, signal_at_step=number)
        if first.code == 0:
            break
        assert first.code == ended, first
        assert first.err == "" if ended < 0 else _INTERRUPTED.fullmatch(first.err), first.err
        assert whole(company)
        second = company.run("--yes")
        assert second.code == 0
        assert outcome(company) == expected, f"at step {step}"
        assert BY_PEOPLE not in second.out or BY_PEOPLE in told.out, f"taken for a decision of people at step {step}"
    assert step >= MOST_HAVE, "the steps were not met"
    assert outcome(company) == expected


def again(prepared: SmallCompany, root: Path) -> SmallCompany:
    """The same company in another folder."""
    shutil.copytree(prepared.root, root)
    return SmallCompany(root, prepared.members)


def whole(company: SmallCompany) -> bool:
    """Whether every calendar file that a program would read is whole."""
    files = [path.read_bytes() for path in company.calendars.glob("*/[!.]*")]
    return all(data.endswith((b"END:VCALENDAR\r\n", b"END:VCALENDAR\n")) for data in files)
