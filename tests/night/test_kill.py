"""A night that is killed, wherever it stands, and the night after it."""

import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.ledger.record import Entry
from scheduler.ledger.store import recall_all
from tests.cli.company import contents
from tests.night.company import ANN, BEN, CAT, LEA, TEAMS, Teams

LOCK = ".schedule.lock"
MOST_HAVE = 8
"""Every night here makes at least so many steps."""
_FOLD = re.compile(rb"\r\n[ \t]")
_SEAL = re.compile(rb"&seal=[0-9a-v.]+")
_CLOCK = re.compile(rb"(?:DTSTAMP|CREATED|LAST-MODIFIED):\d{8}T\d{6}Z\r\n")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a company ends up with."""

    files: dict[str, bytes]
    """All calendars, unfolded, but for when something was written, and by which key."""
    remembered: tuple[tuple[Entry, ...], ...]


def outcome(company: Teams) -> Outcome:
    """What there is."""
    files = contents(company.calendars, besides=[LOCK])
    alike = {name: _SEAL.sub(b"", _CLOCK.sub(b"", _FOLD.sub(b"", data))) for name, data in files.items()}
    memories = recall_all(company.ledger, (LEA, ANN))
    return Outcome(alike, tuple(memories[leader].entries for leader in (LEA, ANN)))


def creating(company: Teams) -> None:
    """The night will create everybody's events."""


def changing(company: Teams) -> None:
    """The night will move the 1-on-1 of Lea and Ann, cancel Cat's, and keep the others."""
    company.night()
    company.meeting(LEA, next(time for time in company.times()[ANN] if time in company.times()[LEA])[:16])
    company.organise({LEA: (ANN, BEN), ANN: TEAMS[ANN][1:]})


@pytest.mark.parametrize("prepare", [creating, changing])
def test_killed_at_any_write_and_run_again(tmp_path: Path, prepare: Callable[[Teams], None]) -> None:
    """Killed right before any change of a file or of the journal: after the next night, all is as without it.

    No event twice, none lost, nothing taken for a decision of people, and nobody in two places.
    """
    prepared = Teams(tmp_path / "prepared").write()
    prepare(prepared)
    undisturbed = again(prepared, tmp_path / "undisturbed")
    assert undisturbed.night("--force").code == 0
    expected = outcome(undisturbed)
    for step in range(200):
        company = again(prepared, tmp_path / str(step))
        first = company.night("--force", step=step)
        if first.code == 0:
            break
        assert first.code == -signal.SIGKILL, first
        second = company.night("--force")
        assert second.code == 0, second
        assert outcome(company) == expected, f"at step {step}"
        assert company.overlaps() == []
        shutil.rmtree(company.root)
    assert step >= MOST_HAVE, "the steps were not met"
    assert outcome(company) == expected


def test_interrupted_at_any_write(teams: Teams, tmp_path: Path) -> None:
    """Ctrl-C: exit code 130, what was written is told; the night after it completes the rest."""
    steps = (0, 4, 9)
    for step in steps:
        company = again(teams, tmp_path / str(step))
        done = company.night(step=step, signal_at_step=signal.SIGINT)
        assert done.code == 130, done
        assert "interrupted" in done.err
        assert company.night().code == 0
        assert {email: len(company.ours(email)) for email in (LEA, ANN, BEN, CAT)} == {LEA: 2, ANN: 3, BEN: 1, CAT: 1}


def again(prepared: Teams, root: Path) -> Teams:
    """The same company in another folder."""
    shutil.copytree(prepared.root, root)
    return Teams(root)
