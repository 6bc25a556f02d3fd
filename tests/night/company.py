"""Two small teams in a folder: Lea leads Ann and Ben, Ann leads Cat and Dan; see `tests.cli.company`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.cli.company import AS_OF, Copy, SmallCompany, name_of
from tests.cli.process import Result, Run

LEA, ANN, BEN, CAT, DAN = (f"{name}@example.com" for name in ("lea", "ann", "ben", "cat", "dan"))
EVERYBODY = (LEA, ANN, BEN, CAT, DAN)
TEAMS: Mapping[str, Sequence[str]] = {LEA: (ANN, BEN), ANN: (CAT, DAN)}
_CONFIG = """\
[company]
name = "Example"
zone = "Europe/Madrid"
hours = ["monday-friday 09:00-12:00"]
lunch = "none"
start_minutes = [0, 30]
horizon_weeks = {weeks}

[providers.folder]
path = "calendars"

[ledger]
path = "state/ledger.sqlite"
"""


@dataclass(frozen=True)
class Teams(SmallCompany):
    """A company of some teams, whose nights a test may run."""

    teams: Mapping[str, Sequence[str]] | None = None

    def write(self) -> "Teams":
        """Write the configuration, and a folder for everybody's calendar."""
        for email in self.everybody:
            (self.calendars / email).mkdir(parents=True)
        self.organise(self.led)
        return self

    @property
    def led(self) -> Mapping[str, Sequence[str]]:
        """Whom each leader meets."""
        return TEAMS if self.teams is None else self.teams

    @property
    def everybody(self) -> list[str]:
        """Emails."""
        return [*dict.fromkeys(email for leader, met in self.led.items() for email in (leader, *met))]

    def organise(self, led: Mapping[str, Sequence[str]], more: str = "") -> None:
        """Write the configuration with these teams (people stay people), and further lines at its end."""
        people = [f'[[people]]\nemail = "{each}"\nname = "{name_of(each)}"\n' for each in self.everybody]
        teams = [
            f'[[teams]]\nleader = "{leader}"\nreports = [{", ".join(f"{each!r}" for each in met)}]\n'
            for leader, met in led.items()
        ]
        self.config.write_text("\n".join((_CONFIG.format(weeks=self.weeks), *people, *teams, more)))

    def configured(self, nightly: str) -> None:
        """Write the configuration with this line under `[nightly]`."""
        self.organise(self.led, f"[nightly]\n{nightly}\n")

    def start_night(self, *options: str, as_of: str = AS_OF, **how: object) -> Run:
        """Start `schedule nightly OPTIONS`; see `SmallCompany.start`."""
        return self.start("nightly", *options, leader=None, as_of=as_of, **how)  # type: ignore[arg-type]

    def night(self, *options: str, as_of: str = AS_OF, **how: object) -> Result:
        """Run `schedule nightly OPTIONS`, and wait."""
        return self.start_night(*options, as_of=as_of, **how).wait()

    def told(self, *options: str, as_of: str = AS_OF, code: int = 0) -> Any:
        """What `schedule nightly --format json OPTIONS` tells."""
        done = self.night("--format", "json", *options, as_of=as_of)
        assert done.code == code, done
        return json.loads(done.out)

    def endings(self, *options: str, as_of: str = AS_OF, code: int = 0) -> dict[str, str]:
        """How a night ends for each leader."""
        return {each["leader"]: each["ending"] for each in self.told(*options, as_of=as_of, code=code)["leaders"]}

    def everything(self) -> list[Copy]:
        """Our events in all calendars."""
        return [copy for email in self.everybody for copy in self.ours(email)]

    def overlaps(self) -> list[tuple[str, str, str]]:
        """Two of our events of one person that overlap: whose, and both times."""
        found = []
        for email in self.everybody:
            times = [copy.time for copy in self.ours(email)]
            found += [(email, one, two) for one, two in pairwise(times) if two[:16] < _end(one)]
        return found


def _end(time: str) -> str:
    """Of `2026-11-26 09:00-09:30`, when it ends."""
    return f"{time[:10]} {time[-5:]}"


@pytest.fixture
def teams(tmp_path: Path) -> Teams:
    """Both teams, whose calendars are empty."""
    return Teams(tmp_path / "company").write()
