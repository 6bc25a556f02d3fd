"""A run as any program can make it: without a command line, without a terminal."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from scheduler.config import load
from scheduler.errors import Interrupted, Stale
from scheduler.plan import Plan
from scheduler.run import Progress, Terms, run, set_up
from scheduler.write import Outcomes
from tests.cli.company import ANN, BEN, LEA, SmallCompany

MONDAY = datetime.fromisoformat("2026-11-23T09:00")
"""On the company's wall."""


@dataclass
class Log:
    """A reviewer that approves, keeps what it is told, and does something else before it answers."""

    before: Callable[[int], None] = lambda _: None
    """Told how many plans it has seen."""
    plans: list[Plan] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @contextmanager
    def waits(self, what: str) -> Iterator[Callable[[str], None]]:
        """Keep it."""
        yield self.told.append

    def approves(self, plan: Plan) -> bool:
        """Yes."""
        self.plans.append(plan)
        self.before(len(self.plans))
        return True

    def written(self, plan: Plan, outcomes: Outcomes) -> None:
        """Keep how many."""
        self.told.append(f"written {len(outcomes.done)}")

    def plans_again(self) -> None:
        """Keep it."""
        self.told.append("again")


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """Lea, who leads Ann and Ben."""
    return SmallCompany(tmp_path / "company", (ANN, BEN)).write()


def test_a_run_needs_no_command_line(company: SmallCompany) -> None:
    """It plans, asks its reviewer, writes, and tells."""
    log = Log()
    ended = run(set_up(load(company.config)), LEA, Terms(MONDAY), log)
    assert ended.outcomes is not None
    assert [plan.as_of.isoformat() for plan in log.plans] == ["2026-11-23T08:00:00+00:00"]
    assert len(company.ours(LEA)) == 2
    assert log.told[-1] == "written 2"


def test_it_plans_again_as_often_as_it_may(company: SmallCompany) -> None:
    """Where somebody books meanwhile; a plan that was not the last is written nowhere."""

    def book(number: int) -> None:
        company.meeting(ANN, f"2026-11-{25 + number} 09:00", 60)

    with pytest.raises(Stale):
        run(set_up(load(company.config)), LEA, Terms(MONDAY), Log(book), attempts=2)
    assert company.ours(LEA) == []
    log = Log(lambda number: book(3) if number == 1 else None)
    assert run(set_up(load(company.config)), LEA, Terms(MONDAY), log, attempts=2).outcomes is not None
    assert log.told.count("again") == 1
    assert len(company.ours(LEA)) == 2


def test_an_interruption_before_anything_is_written_says_so(company: SmallCompany) -> None:
    """Ctrl-C while the reviewer thinks."""

    def press(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="interrupted; no event was written"):
        run(set_up(load(company.config)), LEA, Terms(MONDAY), Log(press))
    assert company.ours(LEA) == []


def test_an_interruption_tells_of_earlier_attempts() -> None:
    """What a first plan has written counts while the second is made."""
    progress = Progress(done=2, of=3)
    progress.next_attempt()
    assert progress.sentence() == "interrupted; 2 events were written"


def test_importing_it_loads_no_command_line() -> None:
    """Nor what draws pages, solves, or talks to services."""
    program = "import sys, scheduler.run; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint({"click", "rich", "ortools", "sqlalchemy", "msal", "googleapiclient"})
