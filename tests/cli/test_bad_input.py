"""What people get wrong: each problem is told in a sentence, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.company import ANN, LEA, SmallCompany, tree


def fails(company: SmallCompany, code: int, *arguments: str, leader: str | None = "lea", as_of: str | None = "") -> str:
    """Run with these arguments: it ends with this exit code and writes nothing; what it said."""
    before = tree(company.root)
    how = {} if as_of == "" else {"as_of": as_of}
    done = company.run(*arguments, leader=leader, **how)
    assert (done.code, done.out) == (code, ""), done
    assert "Traceback" not in done.err
    assert tree(company.root) == before
    return done.err


@pytest.mark.parametrize("who", ["nobody", ANN, "example.com", " "])
def test_an_unknown_leader(company: SmallCompany, who: str) -> None:
    """Somebody who leads nobody: one sentence, with the leaders that there are."""
    said = fails(company, 2, "--yes", leader=who)
    assert said.count("\n") == 1
    assert "lea@example.com" in said


def test_no_leader(company: SmallCompany) -> None:
    """Without --leader there is nothing to do."""
    assert "--leader LEADER" in fails(company, 2, "--yes", leader=None)


def test_a_missing_configuration(company: SmallCompany) -> None:
    """The places that were looked at are named."""
    company.config.unlink()
    said = fails(company, 2, "--yes")
    assert said.count("\n") == 1
    assert "SCHEDULE_CONFIG" in said
    assert "schedule init" in said


def test_a_configuration_that_is_named_but_not_there(company: SmallCompany) -> None:
    """No other configuration is taken for it."""
    assert "other.toml" in fails(company, 2, "--yes", "--config", "other.toml")


def test_a_wrong_configuration(company: SmallCompany) -> None:
    """Every problem in a line of its own, with file, line and key."""
    text = company.config.read_text()
    company.config.write_text(
        text.replace("Europe/Madrid", "Europe/Atlantis").replace("horizon_weeks = 1", "weeks = 1")
    )
    said = fails(company, 2, "--yes").splitlines()
    assert len(said) == 2
    assert all(line.startswith("schedule: config.toml: line ") for line in said)
    assert "company.zone" in said[0]
    assert "company.weeks" in said[1]


@pytest.mark.parametrize("time", ["2026-11-31", "2026-11-23T25:00", "monday", "1979-12-31", ""])
def test_what_is_no_time(company: SmallCompany, time: str) -> None:
    """--as-of wants a day or a time that there is: none is guessed."""
    said = fails(company, 2, "--yes", "--as-of", time, as_of=None)
    assert "--as-of" in said
    assert "2026-12-01T10:00" in said or "1980" in said


@pytest.mark.parametrize(
    "arguments", [("--weeks", "0"), ("--weeks", "x"), ("--max-moves", "-1"), ("--format", "xml"), ("--no",)]
)
def test_options_out_of_range(company: SmallCompany, arguments: tuple[str, ...]) -> None:
    """Options are checked before anything is read."""
    assert arguments[0] in fails(company, 2, *arguments)


def test_a_dry_run_saves_nothing(company: SmallCompany) -> None:
    """--dry-run and --save contradict each other."""
    assert "--dry-run writes nothing" in fails(company, 2, "--dry-run", "--save", "plan.json")


@pytest.mark.parametrize("path", ["no/such/folder/plan.json", "calendars"])
def test_a_place_where_nothing_can_be_saved(company: SmallCompany, path: str) -> None:
    """--save where no file can be: one sentence, and no unfinished file beside it."""
    before = tree(company.root)
    done = company.run("--save", path)
    assert done.code == 2
    assert path in done.err
    assert "Traceback" not in done.err
    assert tree(company.root) == before


def test_a_read_only_place(company: SmallCompany) -> None:
    """--save into a folder that may not be written: one sentence."""
    place = company.root / "closed"
    place.mkdir(mode=0o500)
    before = tree(company.root)
    done = company.run("--save", "closed/plan.json", bound=True)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert tree(company.root) == before


def no_folder(company: SmallCompany) -> Path:
    """The folder of calendars is not there."""
    return company.calendars.rename(company.root / "moved")


def a_file(company: SmallCompany) -> Path:
    """A file is where the folder of calendars should be."""
    no_folder(company)
    company.calendars.write_text("")
    return company.calendars


@pytest.mark.parametrize("wrong", [no_folder, a_file])
def test_an_unknown_folder_of_calendars(company: SmallCompany, wrong: Callable[[SmallCompany], Path]) -> None:
    """Nobody's calendar can be read: exit code 4, one sentence that says which folder, and nothing is written."""
    wrong(company)
    before = tree(company.root)
    done = company.run("--yes")
    assert done.code == 4
    assert f"schedule: {ANN}, {LEA}: there is no folder calendars" in done.err
    assert "Traceback" not in done.err
    assert tree(company.root) == before
