"""A night that is killed, wherever it stands, and the night after it."""

import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.ledger.store import recall_all
from tests.cli.company import contents
from tests.night.company import ANN, BEN, CAT, LEA, TEAMS, Teams

LOCK = ".schedule.lock"
MOST_HAVE = 8
"""Every night here makes at least so many steps."""
STRIDE = 7
"""Of the steps every seventh one is met; `tests/cli/test_kill.py` meets every one of a single leader's run."""


def outcome(company: Teams) -> dict[tuple[str, str], list[str]]:
    """Whose events are in whose calendar: by owner and UID, how often, and in which state the journal has them."""
    found: dict[tuple[str, str], list[str]] = {}
    for email in company.everybody:
        for copy in company.ours(email):
            found.setdefault((email, str(copy.event["UID"])), []).append("there")
    for memory in recall_all(company.ledger, (LEA, ANN)).values():
        for entry in memory.entries:
            found.setdefault((entry.leader, entry.uid), []).append(entry.state)
    return found


def creating(company: Teams) -> None:
    """The night will create everybody's events."""


def changing(company: Teams) -> None:
    """The night will move the 1-on-1 of Lea and Ann, cancel Cat's, and keep the others."""
    company.night()
    company.meeting(LEA, next(time for time in company.times()[ANN] if time in company.times()[LEA])[:16])
    company.organise({LEA: (ANN, BEN), ANN: TEAMS[ANN][1:]})


@pytest.mark.parametrize("prepare", [creating, changing])
def test_killed_at_any_write_and_run_again(tmp_path: Path, prepare: Callable[[Teams], None]) -> None:
    """Killed right before a change of a file or of the journal: the next night completes it.

    No event twice, none lost, nothing taken for a decision of people, nobody in two places, whatever is not ours as it
    was; and the night after that changes nothing.
    """
    prepared = Teams(tmp_path / "prepared").write()
    prepare(prepared)
    undisturbed = again(prepared, tmp_path / "undisturbed")
    assert undisturbed.night("--force").code == 0
    expected = outcome(undisturbed)
    foreign = theirs(prepared)
    for step in range(1, 200, STRIDE):
        company = again(prepared, tmp_path / str(step))
        first = company.night("--force", step=step)
        if first.code == 0:
            break
        assert first.code == -signal.SIGKILL, first
        second = company.night("--force")
        assert second.code == 0, second
        assert outcome(company) == expected, f"at step {step}"
        assert company.overlaps() == []
        assert theirs(company) == foreign
        shutil.rmtree(company.root)
    assert step >= MOST_HAVE, "the steps were not met"
    before = contents(company.calendars, besides=[LOCK])
    assert company.night("--force").code == 0
    assert contents(company.calendars, besides=[LOCK]) == before


def test_interrupted_at_any_write(teams: Teams, tmp_path: Path) -> None:
    """Ctrl-C: exit code 130, what was written is told; the night after it completes the rest."""
    for step in (4, 9):
        company = again(teams, tmp_path / str(step))
        done = company.night(step=step, signal_at_step=signal.SIGINT)
        assert done.code == 130, done
        assert "interrupted" in done.err
        assert company.night().code == 0
        assert {email: len(company.ours(email)) for email in (LEA, ANN, BEN, CAT)} == {LEA: 2, ANN: 3, BEN: 1, CAT: 1}


def theirs(company: Teams) -> dict[str, bytes]:
    """Every event that is not ours."""
    return {name: data for name, data in contents(company.calendars, besides=[LOCK]).items() if "elsewhere" in name}


def again(prepared: Teams, root: Path) -> Teams:
    """The same company in another folder."""
    shutil.copytree(prepared.root, root)
    return Teams(root)
