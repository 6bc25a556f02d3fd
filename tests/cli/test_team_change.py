"""`schedule rebalance` when the team changes: calendars and configuration, in one run."""

import json
import shutil
import signal
from pathlib import Path

import jsonschema
import pytest

from tests.cli.company import ANN, BEN, CAT, LEA, SmallCompany, contents
from tests.cli.steps import EVERY

DOCS = Path(__file__).parents[2] / "docs"
DURING = "2026-11-27T20:00:00+01:00"
"""After the first week's 1-on-1s."""
TWO_TEAMS = f'[[teams]]\nleader = "{BEN}"\nreports = ["{CAT}"]\n'


@pytest.fixture
def standing(tmp_path: Path) -> SmallCompany:
    """Lea's 1-on-1s with Ann and Ben stand for three weeks."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=3).write()
    company.run("--yes")
    return company


@pytest.fixture
def two_teams(tmp_path: Path) -> SmallCompany:
    """Lea leads Ann and Ben, who leads Cat; all their 1-on-1s stand for two weeks."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN, CAT), weeks=2).write()
    company.configure(members=[ANN, BEN], more=TWO_TEAMS)
    company.run("--yes")
    company.run("--yes", leader="ben")
    return company


def change(company: SmallCompany, *arguments: str, leader: str | None = None, as_of: str | None = None) -> None:
    """Carry out a change of the team that moves nobody."""
    options = {} if as_of is None else {"as_of": as_of}
    done = company.run("rebalance", *arguments, "--max-moves", "0", "--yes", leader=leader, **options)
    assert done.code == 0, done.err


def test_who_joins_is_met_from_their_first_week_on(standing: SmallCompany) -> None:
    """In both calendars and the configuration, of which every other byte stays; the next run has nothing to do."""
    (standing.calendars / CAT).mkdir()
    before, text = standing.times(), standing.config.read_text()
    joins = ("--joined", CAT, "--name", "Cat", "--starts", "2026-12-04")
    looked = standing.run("rebalance", *joins, "--dry-run")
    assert (looked.code, standing.times(), standing.config.read_text()) == (0, before, text)
    assert f'+email = "{CAT}"' in looked.out
    assert "first with Cat: Fri 4 Dec" in " ".join(looked.out.split())
    change(standing, *joins, leader="lea")
    after = standing.times()
    assert (after[ANN], after[BEN]) == (before[ANN], before[BEN])
    assert [time[:10] for time in after[CAT]][:1] == ["2026-12-04"]
    assert len(after[CAT]) == 2
    report = f'{{ person = "{CAT}", starts = "2026-12-04" }}'
    person = f'[[people]]\nemail = "{CAT}"\nname = "Cat"\n'
    written = standing.config.read_text()
    assert written.replace(f", {report}", "").replace(f"{person}\n", "").replace(f"\n{person}", "") == text
    assert "Written" not in standing.run("--yes").err


def test_who_has_left_is_met_no_more(standing: SmallCompany) -> None:
    """What is ahead goes from both calendars, however much that is; what was held stays; nobody else moves."""
    before = standing.times()
    change(standing, "--left", "Ben", as_of=DURING)
    after = standing.times()
    assert after[BEN] == before[BEN][:1]
    assert after[ANN][:3] == before[ANN]
    assert sorted((*after[ANN], *after[BEN])) == after[LEA]
    assert BEN not in standing.config.read_text()


def test_who_has_left_is_not_met_tomorrow_either(standing: SmallCompany) -> None:
    """Though it is frozen, or was moved by people: somebody says that they have left."""
    standing.ours(BEN)[-1].drag("2026-12-10 11:30")
    kept = {email: standing.times()[email] for email in (ANN, BEN)}
    assert kept[BEN][0] < "2026-11-28"
    change(standing, "--left", "ben", as_of=f"{kept[BEN][0][:10]}T08:00:00+01:00")
    assert standing.times() == {ANN: kept[ANN], BEN: [], LEA: kept[ANN]}


def test_who_changes_leader_keeps_what_was_agreed(two_teams: SmallCompany) -> None:
    """Cancelled there and created here; the agenda's link goes along; it is one run in the journal."""
    before = two_teams.times()
    change(two_teams, "--member", "ann", "--from", "lea", "--to", "ben")
    after = two_teams.times()
    assert len(after[ANN]) == len(before[ANN]) == 2
    assert not set(after[LEA]) & set(after[ANN])
    assert sorted((*after[LEA], *after[CAT], *after[ANN])) == after[BEN]
    links = [copy.text for copy in two_teams.ours(ANN)]
    assert all("1on1/lea%40example.com/ann%40example.com" in text for text in links)
    run = two_teams.run("runs", leader=None, as_of=None).out.splitlines()
    (heading,) = (line for line in run if "rebalance" in line)
    assert run[run.index(heading) + 2].strip() == "2 written · 2 cancelled · 2 new"


def test_killed_at_any_write_the_next_runs_complete_it(two_teams: SmallCompany) -> None:
    """Before the configuration is written nothing has happened; after it, every leader's next run does the rest."""
    arguments = ("rebalance", "--member", "ann", "--from", "lea", "--to", "ben", "--max-moves", "0", "--yes")
    text = two_teams.config.read_text()
    kinds = set()
    for step in range(0, 100, 1 if EVERY else 5):
        company = SmallCompany(two_teams.root.parent / str(step), two_teams.members, weeks=2)
        shutil.copytree(two_teams.root, company.root)
        done = company.run(*arguments, leader=None, step=step, signal_at_step=signal.SIGKILL)
        begun = company.config.read_text() != text
        kinds.add(begun)
        if not begun:
            assert company.times() == two_teams.times()
            assert company.run(*arguments, leader=None).code == 0
        elif done.code:
            assert company.run("--yes").code == 0
            assert company.run("--yes", leader="ben").code == 0
        after = company.times()
        assert not set(after[LEA]) & set(after[ANN])
        assert (len(after[LEA]), len(after[ANN])) == (2, 2)
        assert sorted((*after[LEA], *after[CAT], *after[ANN])) == after[BEN]
        if not done.code:
            break
    assert kinds == {False, True}


def test_a_new_roster_says_who_joins_leaves_and_which_team_ends(two_teams: SmallCompany) -> None:
    """Ben's team ends: what it left behind is cancelled, Cat is Lea's from now on, and Ann has left."""
    rows = ["email,name,leader", f"{LEA},Lea,", f"{BEN},Ben,{LEA}", f"{CAT},Cat,{LEA}", f"new@example.com,New,{LEA}"]
    (two_teams.root / "new.csv").write_text("\n".join(rows) + "\n")
    (two_teams.calendars / "new@example.com").mkdir()
    change(two_teams, "--roster", "new.csv")
    assert 'person = "new@example.com", starts = "2026-11-23"' in two_teams.config.read_text()
    after = two_teams.times()
    assert (after[ANN], len(after[CAT])) == ([], 2)
    assert sorted((*after[BEN], *after[CAT], *after["new@example.com"])) == after[LEA]
    assert "nothing to write" in two_teams.run("cancel", "--yes", leader=BEN).err.lower()


def test_the_document_has_the_rows_of_all_leaders(two_teams: SmallCompany) -> None:
    """And nothing is written."""
    before = contents(two_teams.root)
    arguments = ("rebalance", "--member", "ann", "--from", "lea", "--to", "ben", "--dry-run", "--format", "json")
    document = json.loads(two_teams.run(*arguments, "--max-moves", "0", leader=None).out)
    jsonschema.validate(document, json.loads((DOCS / "choices.schema.json").read_text()))
    first = {row["leader"]: row for row in document["choices"] if row["moved"] == 0}
    assert list(first) == [LEA, BEN]
    assert first[LEA]["told"] == [{"member": ANN, "created": 0, "moved": 0, "cancelled": 2}]
    assert [each["member"] for each in first[BEN]["first_meetings"]] == [ANN]
    assert [plan["leader"] for plan in document["plans"]] == [LEA, BEN]
    assert any(line.startswith("+") and ANN in line for line in document["configuration"])
    assert contents(two_teams.root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--joined", CAT), "say whose team: --leader LEADER"),
        (("--member", "ann"), "say --from and --to too"),
        (("--split", "lea"), "say --into and --members too"),
        (("--left", "ann", "--repack"), "--repack is for a team that stays as it is"),
        ((), "say what changes"),
        (("--left", "ann", "--save", "plan.json"), "--save goes with --repack"),
    ],
)
def test_half_of_what_is_needed_is_asked_for(standing: SmallCompany, arguments: tuple[str, ...], said: str) -> None:
    """In one sentence, before anything is read."""
    done = standing.run("rebalance", *arguments, "--dry-run" if "--save" not in arguments else "--yes", leader=None)
    assert done.code == 2
    assert said in " ".join(done.err.split())


def test_every_problem_is_named_and_nothing_is_written(standing: SmallCompany) -> None:
    """Whom nobody knows, who is not described, and who does not report to the one who is named."""
    before = contents(standing.root)
    arguments = ("--joined", CAT, "--left", "bob", "--member", "ann", "--from", "ben", "--to", "lea")
    done = standing.run("rebalance", *arguments, "--max-moves", "0", "--yes")
    assert done.code == 2
    assert f'--joined {CAT}: "{CAT}" is not known yet; say --name too' in done.err
    assert "--left bob:" in done.err
    assert f'--member ann --from ben --to lea: "{ANN}" does not report to' in done.err
    assert contents(standing.root) == before


def test_nothing_is_written_where_the_leader_cannot_be_read(standing: SmallCompany) -> None:
    """Else what is frozen of somebody who left would stay for good. Read again, the same command does it."""
    broken = standing.ours(LEA)[0].path
    whole = broken.read_bytes()
    broken.write_bytes(b"BEGIN:VCAL")
    before = contents(standing.root)
    done = standing.run("rebalance", "--left", "ben", "--max-moves", "0", "--yes", leader=None)
    assert done.code == 4
    assert "neither events nor the configuration" in done.err
    assert contents(standing.root) == before
    broken.write_bytes(whole)
    change(standing, "--left", "ben")
    assert standing.ours(BEN) == []


def test_who_is_new_and_cannot_be_read_is_told(standing: SmallCompany) -> None:
    """The configuration is written, and said to be; exit code 4, as nobody meets them yet."""
    done = standing.run("rebalance", "--joined", CAT, "--name", "Cat", "--max-moves", "0", "--yes")
    assert done.code == 4
    assert "Changed: config.toml." in done.err
    assert CAT in standing.config.read_text()


def test_a_configuration_that_cannot_be_written_keeps_everything_from_being_written(standing: SmallCompany) -> None:
    """It is named, and so is what to do."""
    before = contents(standing.root)
    real = standing.root / "real.toml"
    standing.config.rename(real)
    standing.config.symlink_to(real)
    done = standing.run("rebalance", "--left", "ben", "--max-moves", "0", "--yes", leader=None)
    assert done.code == 2
    assert "is a link" in done.err
    standing.config.unlink()
    real.rename(standing.config)
    assert contents(standing.root) == before


def test_who_is_new_is_asked_for_at_a_terminal(standing: SmallCompany) -> None:
    """The name and the zone; then one question about all that is written."""
    (standing.calendars / CAT).mkdir()
    run = standing.start("rebalance", "--joined", CAT, "--max-moves", "0", "--changes-only", terminal=True)
    run.until("Name of cat@example.com")
    run.type("Cat Stone\n")
    run.until("Time zone of cat@example.com")
    run.type("\n")
    run.until("Change config.toml and write 3 events?")
    run.type("y\n")
    assert run.wait().code == 0
    assert 'name = "Cat Stone"' in standing.config.read_text()
    assert len(standing.ours(CAT)) == 3
