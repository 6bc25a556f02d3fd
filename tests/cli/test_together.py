"""Several runs at once, runs that wait, and people who stop them."""

import signal
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.company import ANN, AS_OF, BEN, LEA, SmallCompany, contents, tree

LOCK = ".schedule.lock"


def held(company: SmallCompany) -> FileLock:
    """The lock of the calendars, as another run that writes has it."""
    return FileLock(company.calendars / LOCK, preserve_lock_file=True)


def test_two_runs_at_once_write_each_event_once(tmp_path: Path) -> None:
    """Two runs that made the same plan and want to write it at the same moment: one event each, none twice.

    The one that comes second finds the calendars changed and says so, or nothing left to do.
    """
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=2).write()
    with held(company):
        runs = [company.start(terminal=True) for _ in range(2)]
        for run in runs:
            run.until("Write 4 events?")
            run.type("y\n")
    codes = sorted(run.wait().code for run in runs)
    assert codes == [0, 3]
    times = company.times()
    assert len(times[LEA]) == len(set(times[LEA])) == 4
    assert sorted(times[ANN] + times[BEN]) == times[LEA]
    assert company.run("--yes").err == "Nothing to write.\n"


def test_runs_that_begin_at_once_write_each_event_once(company: SmallCompany) -> None:
    """However two runs interleave that start together, each event stands once in each calendar, and neither fails: the
    one that comes second plans again."""
    runs = [company.start("--yes") for _ in range(2)]
    assert [run.wait().code for run in runs] == [0, 0]
    times = company.times()
    assert len(times[LEA]) == len(times[ANN]) == 1
    assert company.run("--yes").err == "Nothing to write.\n"


def test_who_waits_longer_than_a_second_is_told(company: SmallCompany) -> None:
    """While another run holds the calendars, a terminal shows what is going on; where it is piped, nothing appears."""
    with held(company):
        piped = company.start("--yes")
        watched = company.start("--yes", terminal=True)
        watched.until("Writing …")
        assert company.times() == {ANN: [], LEA: []}
    said = piped.wait()
    shown = watched.wait()
    assert [said.code, shown.code] == [0, 0]
    assert "…" not in said.err
    assert "\x1b" not in said.err + said.out
    assert "\x1b[?25h" in shown.out, "the cursor is there again"


def test_ctrl_c_at_the_question_writes_nothing(company: SmallCompany) -> None:
    """Ctrl-C, typed at the question: exit code 130, and nothing is written."""
    before = tree(company.root)
    run = company.start(terminal=True)
    run.until("Write 1 event?")
    run.interrupt()
    done = run.wait()
    assert done.code == 130
    assert "schedule: interrupted" in done.out
    assert "Traceback" not in done.out
    assert tree(company.root) == before


def test_ctrl_c_while_waiting_for_another_run(company: SmallCompany) -> None:
    """Ctrl-C, typed while another run holds the calendars: exit code 130 at once, and nothing is written."""
    with held(company):
        before = contents(company.root)
        run = company.start("--yes", terminal=True)
        run.until("Writing …")
        run.interrupt()
        done = run.wait()
        assert done.code == 130
        assert contents(company.root) == before
    assert "\x1b[?25h" in done.out, "the cursor is there again"


@pytest.mark.parametrize("arguments", [("--dry-run",), ("--yes",), ("check",)])
def test_a_reader_who_goes_away(company: SmallCompany, arguments: tuple[str, ...]) -> None:
    """`schedule … | head`, when head has seen enough: no complaint, and what was to be written is written."""
    leader = None if arguments == ("check",) else "lea"
    done = company.run(*arguments, leader=leader, as_of=AS_OF if leader else None, reader=False)
    assert done.code == 0
    assert done.err in ("", "Written: 1 created.\n")
    assert len(company.times()[LEA]) == (arguments == ("--yes",))


def test_a_run_that_is_terminated_leaves_whole_files(company: SmallCompany) -> None:
    """A polite end by the system is as good as a kill: what is there is whole, and the next run completes it."""
    with held(company):
        run = company.start("--yes", terminal=True)
        run.until("Writing …")
        run.send(signal.SIGTERM)
        assert run.wait().code == -signal.SIGTERM
    assert company.run("--yes").err == "Written: 1 created.\n"
