"""Whom a night leaves alone, as nothing changed since the last one, and whom it does not."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine

from scheduler.config import load
from scheduler.ledger.record import RunKind
from scheduler.ledger.runs import runs
from scheduler.night.nightly import nightly
from scheduler.night.terms import NightTerms
from scheduler.outcome import LeaderNight
from scheduler.run import set_up
from tests.cli.company import AS_OF, ZONE
from tests.cli.process import ROOT
from tests.night.company import ANN, BEN, CAT, DAN, LEA, TEAMS, Teams

NOW = datetime.fromisoformat(AS_OF)


@dataclass
class Silent:
    """Follows a night; a bug is a failure of the test."""

    stages: list[str] = field(default_factory=list)

    def begins(self, run: str) -> None:
        """See `Watcher`."""

    def stage(self, what: str, leaders: int) -> None:
        """Keep it."""
        self.stages.append(what)

    def ended(self, leader: LeaderNight) -> None:
        """See `Watcher`."""

    def failed(self, leader: str, error: Exception) -> None:
        """There is none."""
        raise AssertionError(leader) from error


def night(teams: Teams, after: timedelta = timedelta(0)) -> dict[str, str]:
    """Run a night so long after the first one; how it ends for each leader."""
    with time_machine.travel(NOW + after, tick=False):
        told = nightly(set_up(load(teams.config)), NightTerms(), Silent())
    assert told.stopped == ""
    return {each.leader: each.ending for each in told.leaders}


@pytest.fixture
def planned(teams: Teams) -> Teams:
    """Both teams after their first night."""
    assert night(teams) == {LEA: "written", ANN: "written"}
    return teams


def test_the_next_night_finds_what_was_foreseen(planned: Teams) -> None:
    """What the first night wrote is no change, nor is the time that passes within the same weeks."""
    for hours in (1, 24, 48):
        assert night(planned, timedelta(hours=hours)) == {LEA: "unchanged", ANN: "unchanged"}


def test_an_unchanged_night_loads_no_solver(planned: Teams) -> None:
    """Neither OR-Tools nor numpy: a night on which nothing changed starts fast."""
    program = (
        "import sys; from scheduler.cli import schedule; "
        f"code = schedule.main(['nightly', '--as-of', {AS_OF!r}, '--force'], standalone_mode=False); "
        "print(code, 'ortools' in sys.modules, 'numpy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=planned.root,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(planned.root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 False False"


def books(teams: Teams) -> None:
    """Cat has a meeting more."""
    teams.meeting(CAT, "2026-11-27 11:30")


def drags(teams: Teams) -> None:
    """Somebody drags Cat's 1-on-1."""
    teams.ours(CAT)[0].drag("2026-11-27 11:30")


def deletes(teams: Teams) -> None:
    """Somebody deletes Cat's 1-on-1."""
    teams.ours(CAT)[0].path.unlink()


@pytest.mark.parametrize("change", [books, drags, deletes])
def test_who_has_to_do_with_a_change_is_planned_anew(planned: Teams, change: Callable[[Teams], None]) -> None:
    """Ann, who meets Cat; Lea, who does not, only if that leaves Ann another time. The night after it, nobody is.

    Nobody is in two places, also where somebody dragged a 1-on-1 over another leader's.
    """
    change(planned)
    others = "unchanged" if change is books else "written"
    assert night(planned) == {LEA: others, ANN: "written"}
    assert planned.overlaps() == []
    assert night(planned) == {LEA: "unchanged", ANN: "unchanged"}


def test_a_changed_configuration_changes_everybody(planned: Teams) -> None:
    """Ben leaves Lea's team: his go, and the night after it nobody is planned anew."""
    planned.organise({LEA: (ANN,), ANN: TEAMS[ANN]})
    assert night(planned) == {LEA: "written", ANN: "written"}
    assert planned.ours(BEN) == []
    assert night(planned) == {LEA: "unchanged", ANN: "unchanged"}


def test_a_new_week_is_planned(planned: Teams) -> None:
    """On the next Monday the horizon is another one."""
    assert night(planned, timedelta(days=7)) == {LEA: "written", ANN: "written"}
    weeks = {copy.time[:10] for copy in planned.ours(LEA)}
    assert {datetime.fromisoformat(day).replace(tzinfo=ZONE).isocalendar().week for day in weeks} == {48, 49}


def test_who_could_not_be_read_is_asked_again(planned: Teams) -> None:
    """While Cat's calendar is damaged, Ann is planned each night; when it is mended, it is as if nothing had been."""
    file = planned.calendars / CAT / "broken.ics"
    file.write_bytes(b"BEGIN:VCALENDAR\r\nnonsense")
    for _ in range(2):
        assert night(planned)[ANN] == "written"
    file.unlink()
    night(planned)
    assert night(planned) == {LEA: "unchanged", ANN: "unchanged"}
    assert len(planned.ours(CAT)) == 1


def test_a_lost_ledger_changes_nothing_that_is_right(planned: Teams) -> None:
    """Everybody is planned anew, from the markers; every event stays as it is."""
    before = planned.times()
    planned.ledger.unlink()
    assert night(planned) == {LEA: "written", ANN: "written"}
    assert planned.times() == before
    assert night(planned) == {LEA: "unchanged", ANN: "unchanged"}


def test_who_is_planned_anew_is_part_of_the_night(teams: Teams) -> None:
    """Cat gets a meeting after planning: Ann is planned anew, and the journal knows one run only, the night's."""

    class Meets(Silent):
        def stage(self, what: str, leaders: int) -> None:
            """Whoever writes finds another calendar than was read."""
            super().stage(what, leaders)
            if what == "Writing":
                teams.meeting(CAT, "2026-11-26 09:00", 180)

    watcher = Meets()
    with time_machine.travel(NOW, tick=False):
        told = nightly(set_up(load(teams.config)), NightTerms(), watcher)
    assert "Planning anew where calendars changed" in watcher.stages
    assert [each.ending for each in told.leaders] == ["written", "written"]
    (noted,) = runs(teams.ledger, 10)
    assert (noted.record.kind, noted.leaders, noted.changes) == (RunKind.NIGHT, {"written": 2}, {"create": 4})


def test_a_team_that_changes_while_a_night_runs_is_not_written_as_it_was(teams: Teams) -> None:
    """Ben leaves after Lea's 1-on-1s were planned: nobody is written as the old configuration has it."""

    class Leaves(Silent):
        def stage(self, what: str, leaders: int) -> None:
            """The configuration is another than was read."""
            super().stage(what, leaders)
            if what == "Writing":
                teams.organise({LEA: [ANN], ANN: [CAT, DAN]})

    with time_machine.travel(NOW, tick=False):
        told = nightly(set_up(load(teams.config)), NightTerms(), Leaves())
    assert [each.ending for each in told.leaders] == ["failed", "failed"]
    assert all("the configuration was changed while the night ran" in each.why for each in told.leaders)
    assert {*map(len, teams.times().values())} == {0}
    assert night(teams) == {LEA: "written", ANN: "written"}
    assert teams.ours(BEN) == []
