"""`schedule check`, and the way of a newcomer: `init`, `check`, a first preview."""

from pathlib import Path

from tests.cli.company import ANN, BEN, LEA, SECRET, SmallCompany, tree

NO_TIME = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:broken\nDTSTART:whenever\nSUMMARY:{}\nEND:VEVENT\nEND:VCALENDAR\n"
)


def test_check_tells_of_every_person(tmp_path: Path) -> None:
    """One line for each person: how many events there are, and how many of them are ours; exit code 0."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    company.meeting(ANN, "2020-01-01 09:00")
    before = tree(company.root)
    done = company.run("check", leader=None, as_of=None)
    assert (done.code, done.err) == (0, "")
    assert f"Ann <{ANN}>: events: 1; in the planned weeks: 0, ours: 0" in done.out
    assert f"Lea <{LEA}>: events: 0;" in done.out
    assert "3 of 3 calendars could be read whole." in done.out
    assert tree(company.root) == before


def test_check_tells_what_cannot_be_read(tmp_path: Path) -> None:
    """A missing calendar and a broken event: whose, which file, which UID, never a title; exit code 4."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    (company.calendars / BEN).rmdir()
    (company.calendars / ANN / "broken.ics").write_text(NO_TIME.format(SECRET))
    done = company.run("check", leader=None, as_of=None)
    assert done.code == 4
    assert f"Ben <{BEN}>: NOT READ" in done.out
    assert f"{ANN}/broken.ics" in done.out
    assert "UID broken" in done.out
    assert f"Lea <{LEA}>: events: 0;" in done.out
    assert SECRET not in done.out + done.err


def test_check_tells_what_is_wrong_with_the_configuration(company: SmallCompany) -> None:
    """A wrong configuration: every problem, exit code 2, and no calendar is read."""
    company.config.write_text("[company]\nname = 1\n")
    done = company.run("check", leader=None, as_of=None)
    assert done.code == 2
    assert len(done.err.splitlines()) > 2
    assert done.out == ""


def test_from_nothing_to_a_first_plan(tmp_path: Path) -> None:
    """In an empty folder: init, then check, then a preview work as each tells."""
    company = SmallCompany(tmp_path)
    answers = ("--company", "Example", "--zone", "Europe/Madrid", "--leader", f"Lea <{LEA}>", "--report", ANN)
    begun = company.run("init", *answers, leader=None, as_of=None)
    assert (begun.code, begun.err) == (0, "")
    assert company.run("check", leader=None, as_of=None).code == 4, "there are no calendars yet"
    for email in (LEA, ANN):
        (company.calendars / email).mkdir(parents=True)
    checked = company.run("check", leader=None, as_of=None)
    assert (checked.code, checked.err) == (0, "")
    shown = company.run("--dry-run")
    assert (shown.code, shown.err) == (0, "")
    assert "due every week" in shown.out


def test_init_never_overwrites(company: SmallCompany) -> None:
    """A configuration that is there is not touched."""
    before = tree(company.root)
    done = company.run("init", "--company", "B", "--leader", LEA, "--report", ANN, leader=None, as_of=None)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert tree(company.root) == before
