"""What is lost or damaged between two runs: the ledger, or a calendar."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.company import ANN, BEN, LEA, SmallCompany, contents, tree


@pytest.fixture
def written(company: SmallCompany) -> SmallCompany:
    """Lea and Ann, whose 1-on-1 has been written."""
    assert company.run("--yes").code == 0
    return company


def test_a_lost_ledger_is_rebuilt(written: SmallCompany) -> None:
    """With the ledger gone, the next run changes no calendar, and from then on knows deletions again."""
    before = tree(written.calendars)
    written.ledger.unlink()
    assert written.run("--yes").err == "Nothing to write.\n"
    assert tree(written.calendars) == before
    written.ours(ANN)[0].path.unlink()
    assert "Noted: 1 deleted by people" in written.run("--yes").err
    assert written.times() == {ANN: [], LEA: []}


def test_pins_outlast_the_ledger(written: SmallCompany) -> None:
    """An event that a person moved stays pinned with the ledger gone: the event itself tells."""
    written.ours(ANN)[0].drag("2026-11-27 09:30")
    written.run("--yes")
    written.ledger.unlink()
    before = contents(written.calendars)
    meeting = written.meeting(LEA, "2026-11-27 09:30")
    done = written.run("--yes")
    assert done.err == "Nothing to write.\n"
    assert "a person moved it here: pinned" in done.out
    assert contents(written.calendars, besides=[meeting.name]) == before


def cut(ledger: Path) -> None:
    """Half of it is gone."""
    ledger.write_bytes(ledger.read_bytes()[: ledger.stat().st_size // 2])


def overwritten(ledger: Path) -> None:
    """Something else was written over it."""
    ledger.write_bytes(b"no database" * 500)


def senseless(ledger: Path) -> None:
    """A value makes no sense."""
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE occurrence SET start_at = 'yesterday'")
    connection.close()


@pytest.mark.parametrize("damage", [cut, overwritten, senseless])
@pytest.mark.parametrize("option", ["--yes", "--dry-run"])
def test_a_damaged_ledger_stops_the_run(written: SmallCompany, damage: Callable[[Path], None], option: str) -> None:
    """Exit code 4 and one sentence that says what to do; nothing is written."""
    damage(written.ledger)
    written.meeting(ANN, "2026-11-26 09:00", 180)
    before = contents(written.root)
    done = written.run(option)
    assert done.code == 4
    assert done.err.startswith("schedule: state/ledger.sqlite: ")
    assert "ove it away" in done.err
    assert done.err.count("\n") == 1
    assert contents(written.root) == before


def test_an_emptied_calendar_stops_the_run(company: SmallCompany) -> None:
    """A calendar that held events and now holds none stops the run with exit code 4; nothing is written."""
    meetings = [company.meeting(ANN, f"2026-11-{day} 09:00", 30) for day in (24, 26)]
    company.run("--yes")
    for meeting in meetings:
        meeting.unlink()
    company.configure(more='[agenda]\ntext = "Anything that makes a change."\n')
    company.meeting(LEA, company.times()[LEA][0].rpartition("-")[0])
    before = contents(company.root)
    done = company.run("--yes")
    assert done.code == 4
    assert f"{ANN}: the calendar held 2 events last time and holds none now" in done.err
    assert contents(company.root) == before
    assert company.run("--dry-run").code == 4
    assert company.run("--yes", "--accept-empty", LEA).code == 4, "accepted for somebody else"
    accepted = company.run("--yes", "--accept-empty", ANN)
    assert (accepted.code, accepted.err) == (0, "Written: 1 moved.\n")
    assert company.run("--yes").code == 0, "it is known to be empty from then on"


def test_a_missing_calendar_leaves_its_pair_alone(tmp_path: Path) -> None:
    """Ben has no calendar: Ann is planned, Ben's pair is left as it is, and the plan says so."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=2).write()
    company.run("--yes")
    before = company.times()
    (company.calendars / BEN).rename(company.root / "elsewhere")
    company.meeting(ANN, before[ANN][0].rpartition("-")[0])
    done = company.run("--yes")
    assert done.code == 0
    assert done.err == "Written: 1 moved.\n"
    assert "the calendar of Ben could not be read; left as it is" in " ".join(done.out.split())
    (company.root / "elsewhere").rename(company.calendars / BEN)
    after = company.times()
    assert after[BEN] == before[BEN]
    assert set(before[BEN]) <= set(after[LEA])
    assert company.run("--yes").err == "Nothing to write.\n", "nothing was taken for a deletion"


def test_nothing_is_booked_for_an_unknown_calendar(tmp_path: Path) -> None:
    """A newcomer without a calendar gets no event on a guess; the others get theirs."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    (company.calendars / BEN).rmdir()
    done = company.run("--yes")
    assert (done.code, done.err) == (0, "Written: 1 created.\n")
    assert len(company.times()[LEA]) == len(company.times()[ANN]) == 1
    assert not (company.calendars / BEN).exists()


def test_a_leader_without_a_calendar_fails(company: SmallCompany) -> None:
    """Where the leader's own calendar cannot be read, nothing can be planned: exit code 4."""
    (company.calendars / LEA).rmdir()
    before = contents(company.calendars, besides=[".schedule.lock"])
    done = company.run("--yes")
    assert done.code == 4
    assert contents(company.calendars, besides=[".schedule.lock"]) == before


def test_a_calendar_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    """Ann's folder is read-only: Ben's event is written, Ann's is told with what to do, exit code 4; later it is."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    (company.calendars / ANN).chmod(0o500)
    done = company.run("--yes", bound=True)
    assert done.code == 4
    assert "Written: 1 created." in done.err
    assert f"schedule: not written: {ANN}, 2026-W48: {ANN}: " in done.err
    assert "Give this account the right to it. Done for lea@example.com only; the next run does the rest." in done.err
    assert "Written in part: 1 created." in done.err
    assert company.times()[ANN] == []
    assert len(company.times()[BEN]) == 1
    (company.calendars / ANN).chmod(0o700)
    assert company.run("--yes").code == 0
    times = company.times()
    assert len(times[ANN]) == 1
    assert sorted(times[ANN] + times[BEN]) == times[LEA]


def test_what_lies_beyond_the_window_is_not_lost(tmp_path: Path) -> None:
    """Looked at as of six weeks earlier, the plan's weeks end before all that was written: nobody has lost anything."""
    company = SmallCompany(tmp_path / "company", (ANN,), weeks=2).write()
    company.run("--yes")
    before = contents(company.root)
    earlier = company.run("--dry-run", as_of="2026-10-12T09:00:00+02:00")
    assert earlier.code == 0
    assert "has lost" not in earlier.err
    assert contents(company.root) == before


def test_a_lost_folder_is_no_deletion(tmp_path: Path) -> None:
    """A member's folder that held several of our events and now holds none stops the run; nothing is decided."""
    company = SmallCompany(tmp_path / "company", (ANN,), weeks=2).write()
    company.run("--yes")
    for copy in company.ours(ANN):
        copy.path.unlink()
    before = contents(company.root)
    stopped = company.run("--yes")
    assert (stopped.code, contents(company.root)) == (4, before)
    assert f"{ANN}: the calendar has lost all 2 1-on-1s" in stopped.err
    accepted = company.run("--yes", "--accept-empty", ANN)
    assert "Noted: 2 deleted by people" in accepted.err


def test_a_ledger_that_fails_while_it_is_written(company: SmallCompany) -> None:
    """What stands in the calendars by then is told; the next run completes it."""
    company.run("--yes")
    company.configure((ANN, BEN))
    (company.calendars / BEN).mkdir()
    fails = "before insert on occurrence when new.state = 'written' begin select raise(fail, 'no space'); end"
    with sqlite3.connect(company.ledger) as ledger:
        ledger.execute(f"create trigger full {fails}")
    done = company.run("--yes")
    assert (done.code, len(company.times()[BEN])) == (4, 1)
    assert "By then 0 of 1 events were written, and one more may have been begun." in done.err
    with sqlite3.connect(company.ledger) as ledger:
        ledger.execute("drop trigger full")
    company.run("--yes")
    assert company.run("--yes").err == "Nothing to write.\n"
    assert len(company.times()[BEN]) == 1


def test_a_leader_who_cannot_be_read_fails_every_way_to_plan(company: SmallCompany) -> None:
    """Nothing was planned: whoever saves that plan or applies it is told by the exit code, as with a preview."""
    (company.calendars / LEA / "export.ics").write_text("BEGIN:VCALENDAR\n")
    for arguments in (("--dry-run",), ("--save", "plan.json"), ("--yes",)):
        assert company.run(*arguments).code == 4
    assert company.run("apply", "plan.json", "--yes", leader=None).code == 4
