"""A plan that is saved, and applied later."""

import json
import os
import stat
from datetime import UTC
from pathlib import Path

import pytest

from tests.cli.company import ANN, AS_OF, BEN, LEA, SECRET, SmallCompany, contents


@pytest.fixture
def saved(tmp_path: Path) -> SmallCompany:
    """Lea, Ann and Ben, whose plan has been saved in plan.json and not been written."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    before = contents(company.root)
    done = company.run("--save", "plan.json")
    assert (done.code, done.err) == (0, "Saved. To write it: schedule apply plan.json\n")
    assert {**before, "plan.json": plan_of(company).read_bytes()} == contents(company.root), "nothing else is written"
    return company


def plan_of(company: SmallCompany) -> Path:
    """Where the plan is saved."""
    return company.root / "plan.json"


def apply(company: SmallCompany, *arguments: str, as_of: str = "2026-11-23T10:00:00+01:00") -> tuple[int, str]:
    """Apply the plan an hour later; exit code and what was said of it."""
    done = company.run("apply", "plan.json", "--yes", "--as-of", as_of, *arguments, leader=None, as_of=None)
    assert "Traceback" not in done.err
    return done.code, done.err


def refuses(company: SmallCompany, code: int, as_of: str = "2026-11-23T10:00:00+01:00") -> str:
    """Apply the plan, which fails with this exit code and writes no event; what was said."""
    before = contents(company.calendars, besides=[".schedule.lock"])
    found, said = apply(company, as_of=as_of)
    assert found == code, said
    assert contents(company.calendars, besides=[".schedule.lock"]) == before
    assert SECRET not in said
    return said


def test_a_saved_plan_is_executed_exactly(saved: SmallCompany) -> None:
    """Apply writes the times that the plan names, and nothing else."""
    changes = json.loads(plan_of(saved).read_text())["changes"]
    assert apply(saved) == (0, "Written: 2 created.\n")
    starts = {
        email: [f"{copy.event['DTSTART'].dt.astimezone(UTC):%FT%TZ}" for copy in saved.ours(email)]
        for email in (ANN, BEN)
    }
    assert starts == {change["pair"]["member"]: [change["after"]["start"]] for change in changes}
    assert apply(saved)[0] == 3, "a plan is written once"


def test_a_changed_calendar_is_told(saved: SmallCompany) -> None:
    """Somebody's new meeting: nothing is written, and the sentence says whose calendar changed, and when."""
    saved.meeting(BEN, "2026-11-26 10:00")
    said = refuses(saved, 3)
    assert "Ben: a block (busy) on Thu 26 Nov 10:00–10:30 is new or was edited" in said
    assert "Ann" not in said


def test_a_deleted_meeting_is_a_change_too(tmp_path: Path) -> None:
    """Time that has become free may have a better plan: what is gone is told as well."""
    company = SmallCompany(tmp_path / "company").write()
    meeting = company.meeting(ANN, "2026-11-26 10:00")
    company.run("--save", "plan.json")
    meeting.unlink()
    assert "Ann: a block (busy) on Thu 26 Nov 10:00–10:30 is gone or was edited" in refuses(company, 3)


def test_an_edit_of_our_own_event_is_told(tmp_path: Path) -> None:
    """Somebody drags our event after the plan was made: their decision is not run over."""
    company = SmallCompany(tmp_path / "company").write()
    company.run("--yes")
    company.meeting(ANN, company.times()[ANN][0].rpartition("-")[0])
    company.run("--save", "plan.json")
    company.ours(LEA)[0].drag("2026-11-27 09:30")
    assert "Lea: a 1-on-1 of this leader on" in refuses(company, 3)


def test_a_changed_configuration_is_told(saved: SmallCompany) -> None:
    """Another rule since: nothing is written."""
    saved.configure(more='[agenda]\ntext = "Talk."\n')
    assert "the configuration has changed since the plan was made" in refuses(saved, 3)


def test_an_edited_plan_is_refused(saved: SmallCompany) -> None:
    """A plan file in which somebody changed one minute is not executed."""
    path = plan_of(saved)
    text = path.read_text()
    start = json.loads(text)["changes"][0]["after"]["start"]
    path.write_text(text.replace(start, start.replace(":00Z", ":01Z")))
    assert "plan.json: checksum: does not fit the content" in refuses(saved, 2)


@pytest.mark.parametrize("content", [b"", b"no plan", b"{}", b"[1]", b'{"version": 99}', b"\xff\xfe"])
def test_what_is_no_plan_is_refused(saved: SmallCompany, content: bytes) -> None:
    """Any other file is refused in sentences that name it."""
    plan_of(saved).write_bytes(content)
    said = refuses(saved, 2)
    assert all(line.startswith("schedule: plan.json: ") for line in said.splitlines())
    assert said


def test_a_plan_that_is_not_there_is_refused(saved: SmallCompany) -> None:
    """A file that does not exist is told in one sentence."""
    plan_of(saved).unlink()
    assert refuses(saved, 2).count("\n") == 1


def test_a_plan_whose_time_has_passed_is_refused(saved: SmallCompany) -> None:
    """Applied too late, nothing is written, not even what would still be ahead."""
    said = refuses(saved, 3, as_of="2026-11-28T09:00:00+01:00")
    assert f"the 1-on-1 with {ANN} in 2026-W48: the planned time has passed" in said


def test_what_has_begun_is_not_cancelled(tmp_path: Path) -> None:
    """A saved plan that would cancel what has been held meanwhile is refused."""
    company = SmallCompany(tmp_path / "company").write()
    company.run("--yes")
    company.meeting(ANN, "2026-11-23 09:00", 5 * 24 * 60, more="X-MICROSOFT-CDO-BUSYSTATUS:OOF\n")
    company.run("--save", "plan.json")
    assert "it has begun since" in refuses(company, 3, as_of="2026-11-28T09:00:00+01:00")
    assert apply(company) == (0, "Written: 1 cancelled.\n")


def test_a_leader_of_the_plan_who_left_is_told(saved: SmallCompany) -> None:
    """A plan for somebody who leads nobody any more is refused in a sentence."""
    saved.config.write_text(
        saved.config.read_text()
        .replace(f'leader = "{LEA}"', f'leader = "{BEN}"')
        .replace(f'reports = ["{ANN}", "{BEN}"]', f'reports = ["{ANN}"]')
    )
    assert f"{LEA} leads no team in the configuration" in refuses(saved, 2)


@pytest.mark.parametrize("option", [("--dry-run",), ("--weeks", "2"), ("--leader", "lea"), ("--max-moves", "1")])
def test_options_of_a_run_do_not_go_with_apply(saved: SmallCompany, option: tuple[str, ...]) -> None:
    """An option that apply would not heed, --dry-run above all, is refused; nothing is written."""
    done = saved.run(*option, "apply", "plan.json", "--yes", leader=None)
    assert done.code == 2
    assert f"{option[0]} does not go with apply" in done.err
    assert saved.times() == {ANN: [], BEN: [], LEA: []}


def test_what_people_deleted_meanwhile_is_not_written_again(saved: SmallCompany) -> None:
    """Written by another run and then deleted by somebody: the calendars look as they did, the ledger knows."""
    assert saved.run("--yes").code == 0
    for email in (LEA, ANN, BEN):
        for copy in saved.ours(email):
            copy.path.unlink()
    assert "it was written meanwhile, and people may have deleted it since" in refuses(saved, 3)


def test_a_meeting_that_becomes_a_one_on_one_is_noticed(saved: SmallCompany) -> None:
    """Of a meeting at a time that was taken anyway, only the two are left: it counts as theirs."""
    meeting = saved.meeting(ANN, "2026-11-26 09:00")
    assert saved.run("--save", "plan.json").code == 0
    text = meeting.read_text("utf-8")
    two = f"ORGANIZER:mailto:{ANN}\\r\\nATTENDEE:mailto:{LEA}\\r\\nATTENDEE:mailto:{ANN}\\r\\nEND:VEVENT"
    meeting.write_text(text.replace("END:VEVENT", two), "utf-8", newline="")
    assert "is new or was edited" in refuses(saved, 3)


def test_nothing_but_a_plan_is_overwritten(saved: SmallCompany) -> None:
    """`--save` on a file that holds something else is a mistake; an older plan is replaced."""
    assert saved.run("--save", "plan.json").code == 0
    before = contents(saved.root)
    done = saved.run("--save", "config.toml")
    assert (done.code, contents(saved.root)) == (2, before)
    assert "is there, and is no saved plan" in done.err


def test_a_saved_plan_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds when people are busy; so are ledger and its like, whatever the umask."""
    company = SmallCompany(tmp_path / "company").write()
    before = os.umask(0)
    try:
        options = ("--config", str(company.config), "--leader", "lea", "--as-of", AS_OF)
        assert company.installed(*options, "--save", "plan.json", hash_seed=1).code == 0
        assert company.installed(*options, "--yes", hash_seed=1).code == 0
    finally:
        os.umask(before)
    state = [plan_of(company), *(path for path in company.ledger.parent.rglob("*") if path.is_file())]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in state} == dict.fromkeys(
        (path.name for path in state), 0
    )


def test_a_link_that_waits_for_the_plan(tmp_path: Path) -> None:
    """Who may write into the folder gains nothing by a link under a name that a plan might first be written under."""
    company = SmallCompany(tmp_path / "company").write()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    for name in (".plan.json.unfinished", ".plan.json.tmp", "plan.json"):
        (company.root / name).symlink_to(victim)
    assert company.run("--save", "plan.json").code == 2, "what the link leads to is no plan"
    (company.root / "plan.json").unlink()
    assert company.run("--save", "plan.json").code == 0
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("argument", ["apply", "--save"])
def test_a_pipe_in_place_of_a_plan(tmp_path: Path, argument: str) -> None:
    """Nobody waits for whoever fills it; it is neither read nor replaced."""
    company = SmallCompany(tmp_path / "company").write()
    os.mkfifo(plan_of(company))
    done = company.run(argument, "plan.json", leader=None if argument == "apply" else "lea", as_of=None)
    assert (done.code, "Traceback" in done.err, "plan.json" in done.err) == (2, False, True)
    assert stat.S_ISFIFO(plan_of(company).lstat().st_mode)
