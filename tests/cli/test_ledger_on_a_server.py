"""The command with its ledger in PostgreSQL: all is as with a file, wherever a run is killed."""

import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler.ledger.record import Entry
from scheduler.ledger.state import export_state, import_state
from scheduler.ledger.store import recall
from tests.cli.company import ANN, BEN, LEA, SmallCompany
from tests.cli.steps import numbers
from tests.postgresql import databases


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty schema in a real PostgreSQL; its URL."""
    with databases() as new:
        yield new


@dataclass(frozen=True)
class OnServer:
    """A company, and where its ledger is."""

    company: SmallCompany
    url: str

    @classmethod
    def at(cls, company: SmallCompany, url: str) -> "OnServer":
        """The company, from now on with its ledger there."""
        text = company.config.read_text()
        assert "[ledger]\n" in text
        head, _, tail = text.partition("[ledger]\n")
        rest = tail.partition("\n\n")[2]
        company.config.write_text(f'{head}[ledger]\nurl = "{url}"\nfolder = "state"\n\n{rest}')
        return cls(company, url)

    def copied(self, root: Path, url: str) -> "OnServer":
        """The same company once more: calendars, key, and what the ledger knows."""
        shutil.copytree(self.company.root, root)
        lines: list[str] = []
        export_state(self.url, lines.append)
        import_state(url, lines)
        return OnServer.at(SmallCompany(root, self.company.members, self.company.weeks), url)

    def outcome(self) -> tuple[dict[str, list[str]], dict[str, int], tuple[Entry, ...]]:
        """When whose events are, how many files there are, and what the ledger knows."""
        folders = [folder for folder in self.company.calendars.iterdir() if folder.is_dir()]
        files = {folder.name: len(list(folder.glob("*.ics"))) for folder in folders}
        return self.company.times(), files, recall(self.url, LEA).entries


def test_it_remembers_in_the_database_and_keeps_its_key_in_the_folder(
    company: SmallCompany, new_database: Callable[[], str]
) -> None:
    """No file of a ledger is made; a deletion by a person is known, and a preview changes nothing."""
    there = OnServer.at(company, new_database())
    assert company.run("--yes").err == "Written: 1 created.\n"
    assert sorted(path.name for path in (company.root / "state").iterdir()) == [".marker.key.lock", "marker.key"]
    before = there.outcome()
    company.run("--dry-run")
    assert there.outcome() == before
    company.ours(ANN)[0].path.unlink()
    assert company.run("--yes").err == "Written: 1 cancelled.\nNoted: 1 deleted by people, not created again.\n"
    assert company.run("--yes").err == "Nothing to write.\n"
    assert company.times() == {ANN: [], LEA: []}
    page = company.run("runs", leader=None, as_of=None).out
    assert page.count("1 new") == page.count("1 cancelled") == 1


def test_a_database_that_is_gone_writes_nothing(company: SmallCompany, tmp_path: Path) -> None:
    """A sentence without its password, exit code 4, and calendars as they were."""
    OnServer.at(company, f"postgresql+psycopg://me@/x?host={tmp_path}")
    for option in ("--dry-run", "--yes"):
        done = company.run(option, environ_too={"PGPASSWORD": "Zwetschgendatschi"})
        assert (done.code, "the database cannot be reached" in done.err) == (4, True)
        assert "Zwetschgendatschi" not in done.err
    assert company.times() == {ANN: [], LEA: []}


def test_killed_at_any_step_and_run_again(tmp_path: Path, new_database: Callable[[], str]) -> None:
    """One 1-on-1 moves and one is new: after any kill, the next run leaves all as if there had been none."""
    company = SmallCompany(tmp_path / "prepared", (ANN, BEN)).write()
    company.configure(members=[ANN])
    prepared = OnServer.at(company, new_database())
    assert company.run("--yes").code == 0
    company.meeting(ANN, company.times()[ANN][0].rpartition("-")[0])
    company.configure()
    prepared = OnServer.at(company, prepared.url)
    undisturbed = prepared.copied(tmp_path / "undisturbed", new_database())
    assert undisturbed.company.run("--yes").err == "Written: 1 created, 1 moved.\n"
    for step in numbers():
        killed = prepared.copied(tmp_path / str(step), new_database())
        done = killed.company.run("--yes", step=step, signal_at_step=signal.SIGKILL)
        if done.code == 0:
            break
        assert done.code == -signal.SIGKILL
        assert killed.company.run("--yes").code == 0
        assert killed.outcome() == undisturbed.outcome(), f"at step {step}"
    assert step >= 10, "the steps were not met"
