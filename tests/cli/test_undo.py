"""What a run wrote is taken back, where nobody has touched it since."""

import json
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from scheduler.ledger.record import RunKind, State
from scheduler.ledger.runs import run_of, runs
from scheduler.ledger.store import recall
from tests.cli.company import ANN, BEN, CAT, LEA, SmallCompany, contents, tree
from tests.cli.process import ROOT, Result
from tests.cli.steps import numbers

LATER = "2026-11-23T10:00:00+01:00"
AFTERWARDS = "2026-11-23T11:00:00+01:00"


@pytest.fixture
def two(tmp_path: Path) -> SmallCompany:
    """Lea leads Ann and Ben; everybody has a meeting on Tuesday."""
    return busy(SmallCompany(tmp_path / "company", (ANN, BEN)).write())


def busy(company: SmallCompany) -> SmallCompany:
    """With a meeting on a focus day in everybody's calendar, so that none is ever empty."""
    for folder in company.calendars.iterdir():
        company.meeting(folder.name, "2026-11-24 09:00")
    return company


def block_all_but(company: SmallCompany, *free: str) -> list[Path]:
    """Fill Lea's 1-on-1 days, but for these starts and the time to prepare."""
    slots = [f"2026-11-{day} {hour:02}:{minute:02}" for day in (26, 27) for hour in (9, 10, 11) for minute in (0, 30)]
    return [company.meeting(LEA, slot, 25) for slot in slots if slot not in free]


def last_run(company: SmallCompany) -> str:
    """Name of the newest run that was no undoing."""
    return next(one.record.run for one in runs(company.ledger, 20) if one.record.kind is not RunKind.UNDO)


def undo(
    company: SmallCompany, *arguments: str, run: str | None = None, as_of: str = AFTERWARDS, **how: object
) -> Result:
    """Run `schedule undo`; of the newest run, if not of another."""
    return company.run("undo", run or last_run(company), *arguments, leader=None, as_of=as_of, **how)


def moved(company: SmallCompany) -> dict[str, list[str]]:
    """Ann's 1-on-1 is written, then moved from under a meeting that goes away again; the times before that."""
    company.run("--yes")
    before = company.times()
    path = company.meeting(ANN, before[ANN][0][:16])
    assert "1 moved" in company.run("--yes", as_of=LATER).err
    path.unlink()
    assert company.times() != before
    return before


def cancelled(company: SmallCompany) -> dict[str, list[str]]:
    """Ben's 1-on-1 is written, then cancelled, as he is away on a day that is over again; the times before that."""
    company.run("--yes")
    before = company.times()
    away = company.meeting(BEN, "2026-11-26 00:00", 2 * 24 * 60, more="X-MICROSOFT-CDO-BUSYSTATUS:OOF\n")
    assert "1 cancelled" in company.run("--yes", as_of=LATER).err
    away.unlink()
    assert company.times() != before
    return before


def created(company: SmallCompany) -> dict[str, list[str]]:
    """The 1-on-1s are written; the times before that: none."""
    before = company.times()
    company.run("--yes", as_of=LATER)
    assert company.times() != before
    return before


Prepare = Callable[[SmallCompany], dict[str, list[str]]]


@pytest.mark.parametrize(("prepare", "said"), [(created, "2 cancelled"), (moved, "1 moved"), (cancelled, "1 created")])
def test_calendars_are_as_before_the_run(two: SmallCompany, prepare: Prepare, said: str) -> None:
    """What it created is gone, what it moved is back, what it cancelled is there again; the rest as it was."""
    foreign = two.meeting(LEA, "2026-11-24 11:00")
    before = prepare(two)
    done = undo(two, "--yes")
    assert (done.code, done.err) == (0, f"Written: {said}.\n")
    assert two.times() == before
    assert foreign.exists()
    kinds = [one.record.kind for one in runs(two.ledger, 20)]
    assert kinds.count(RunKind.UNDO) == 1


@pytest.mark.parametrize("prepare", [created, moved, cancelled])
def test_a_preview_writes_nothing(two: SmallCompany, prepare: Prepare) -> None:
    """It shows the plan; nor does a run that nobody is there to confirm."""
    prepare(two)
    before = tree(two.root)
    shown = undo(two, "--dry-run")
    assert (shown.code, tree(two.root)) == (0, before)
    assert "the run that is undone had" in " ".join(shown.out.split())
    unasked = undo(two)
    assert (unasked.code, tree(two.root)) == (3, before)


@pytest.mark.parametrize("prepare", [created, moved, cancelled])
def test_twice_undone_there_is_nothing_to_undo(two: SmallCompany, prepare: Prepare) -> None:
    """The second time says so, and leaves calendars and journal as they are."""
    prepare(two)
    undo(two, "--yes")
    before = contents(two.root)
    again = undo(two, "--yes")
    assert (again.code, again.out, again.err) == (0, "", "Nothing to undo.\n")
    assert contents(two.root) == before


@pytest.mark.parametrize("prepare", [created, moved, cancelled])
def test_an_undoing_can_be_undone(two: SmallCompany, prepare: Prepare) -> None:
    """It is a run like any other."""
    before = prepare(two)
    after = two.times()
    undo(two, "--yes")
    assert two.times() == before
    (name,) = [one.record.run for one in runs(two.ledger, 20) if one.record.kind is RunKind.UNDO]
    assert undo(two, "--yes", run=name).code == 0
    assert two.times() == after


def test_what_people_moved_since_stays(two: SmallCompany) -> None:
    """Ann dragged hers: it stays there, and is told; Ben's is cancelled."""
    created(two)
    two.ours(ANN)[0].drag("2026-11-27 11:30")
    done = undo(two, "--yes")
    assert (done.code, done.err) == (0, "Written: 1 cancelled.\n")
    assert "a person moved it since" in " ".join(done.out.split())
    assert two.times()[ANN] == ["2026-11-27 11:30-12:00"]
    assert two.times()[BEN] == []
    two.run("--yes", as_of=AFTERWARDS)
    assert two.times()[LEA][-1] == "2026-11-27 11:30-12:00"


def test_what_a_night_found_moved_by_people_stays(two: SmallCompany) -> None:
    """A later run has noted where Ann dragged hers: it is hers all the same."""
    created(two)
    run = last_run(two)
    two.ours(ANN)[0].drag("2026-11-27 11:30")
    two.run("--yes", as_of=AFTERWARDS)
    assert undo(two, "--yes", run=run).code == 0
    assert two.times()[ANN] == two.times()[LEA] == ["2026-11-27 11:30-12:00"]


@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("prepare", [created, moved])
def test_what_people_deleted_since_stays_deleted(two: SmallCompany, prepare: Prepare, seen: bool) -> None:
    """Ann deleted hers, whether a run has seen that or not: it is told, and that week is skipped for good."""
    prepare(two)
    run = last_run(two)
    two.ours(ANN)[0].path.unlink()
    if seen:
        two.run("--yes", as_of=AFTERWARDS)
    done = undo(two, "--yes", run=run)
    assert done.code == 0
    assert "a person deleted it since" in " ".join(done.out.split())
    assert two.times()[ANN] == []
    two.run("--yes", as_of=AFTERWARDS)
    assert two.times()[ANN] == []
    assert State.DELETED in {entry.state for entry in recall(two.ledger, LEA).entries if entry.member == ANN}


def test_a_deletion_that_the_run_carried_over_is_nobodys_to_undo(two: SmallCompany) -> None:
    """Ann had deleted hers before, and the run took out Lea's copy: it does not come back."""
    two.run("--yes")
    two.ours(ANN)[0].path.unlink()
    two.run("--yes", as_of=LATER)
    before = two.times()
    done = undo(two, "--yes")
    assert "a person deleted it" in " ".join(done.out.split())
    assert two.times() == before


def test_what_was_declined_is_left(two: SmallCompany) -> None:
    """Ann declined the new invitation: it is hers and Lea's to settle, not for the undoing."""
    created(two)
    two.ours(ANN)[0].edit("PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED")
    done = undo(two, "--yes")
    assert "its member declined it" in " ".join(done.out.split())
    assert len(two.times()[ANN]) == 1


def test_nobody_is_moved_back_to_what_they_declined(two: SmallCompany) -> None:
    """The run moved Ann's as she had declined it."""
    two.run("--yes")
    two.ours(ANN)[0].edit("PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED")
    assert "1 moved" in two.run("--yes", as_of=LATER).err
    before = two.times()
    done = undo(two, "--yes")
    assert "had declined the time where it stood" in " ".join(done.out.split())
    assert two.times() == before


def test_what_a_later_run_changed_again_is_left(two: SmallCompany) -> None:
    """The first run created Ann's, the second moved it: to undo the first leaves it to the second."""
    created(two)
    first = last_run(two)
    two.meeting(ANN, two.times()[ANN][0][:16])
    two.run("--yes", as_of=AFTERWARDS)
    times = two.times()[ANN]
    done = undo(two, "--yes", run=first)
    assert (done.code, done.err) == (0, "Written: 1 cancelled.\n")
    assert "a later run changed it again" in " ".join(done.out.split())
    assert two.times()[ANN] == two.times()[LEA] == times


@pytest.mark.parametrize("prepare", [moved, cancelled])
@pytest.mark.parametrize("whose", [LEA, "member"])
def test_nothing_goes_back_to_a_time_that_is_taken(two: SmallCompany, prepare: Prepare, whose: str) -> None:
    """Somebody has a meeting where it stood: it is told, with whose, and all stays as it is."""
    before = prepare(two)
    now = two.times()
    member = next(email for email in (ANN, BEN) if now[email] != before[email])
    two.meeting(member if whose == "member" else LEA, before[member][0][:16])
    done = undo(two, "--yes")
    assert (done.code, "has another meeting then" in " ".join(done.out.split())) == (0, True)
    assert two.times() == now


def test_nothing_goes_back_onto_a_1_on_1_that_stays(two: SmallCompany) -> None:
    """A person dragged Ben's to where Ann's stood: Lea is not in two places."""
    before = moved(two)
    old = before[ANN][0][:16]
    two.ours(BEN)[0].drag(old)
    two.run("--yes", as_of=AFTERWARDS)
    now = two.times()
    run = next(one.record.run for one in runs(two.ledger, 20) if one.changes == {"move": 1})
    done = undo(two, "--yes", run=run)
    assert "leave no room for it there any more" in " ".join(done.out.split())
    assert two.times() == now


def test_two_that_changed_places_change_back(two: SmallCompany) -> None:
    """Each goes to where the other stands now."""
    two.run("--yes")
    before = two.times()
    blocks = [two.meeting(email, before[email][0][:16]) for email in (ANN, BEN)]
    blocks += block_all_but(two, *(time[:16] for time in before[LEA]))
    two.run("--yes", "--force", as_of=LATER)
    assert (two.times()[ANN], two.times()[BEN]) == (before[BEN], before[ANN])
    for path in blocks:
        path.unlink()
    done = undo(two, "--yes")
    assert (done.code, two.times()) == (0, before)


def test_what_is_frozen_or_has_begun_stays(two: SmallCompany) -> None:
    """On the eve of the first day what lies on it stays; a week later everything does."""
    created(two)
    times = two.times()[LEA]
    eve = undo(two, "--yes", as_of="2026-11-25T18:00:00+01:00")
    left = [time for time in times if time.startswith("2026-11-26")]
    assert (eve.code, two.times()[LEA]) == (0, left)
    assert not left or "frozen" in eve.out
    over = undo(two, "--yes", as_of="2026-11-28T18:00:00+01:00")
    assert (over.code, two.times()[LEA]) == (0, left)


def test_a_pair_that_no_longer_meets_gets_nothing_back(two: SmallCompany) -> None:
    """Ben left the team, and the run cancelled his: to undo it says so, and writes nothing."""
    two.run("--yes")
    two.configure(members=[ANN])
    two.run("--yes", as_of=LATER)
    before = two.times()
    done = undo(two, "--yes")
    assert "the two no longer meet" in " ".join(done.out.split())
    assert (done.err, two.times()) == ("Nothing to undo.\n", before)


def test_much_at_once_has_to_be_forced(tmp_path: Path) -> None:
    """All of six: more than 30 %; refused by the leader's guard, as any plan."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=3).write()
    created(company)
    before = contents(company.calendars)
    refused = undo(company, "--yes")
    assert (refused.code, contents(company.calendars)) == (5, before)
    assert "add --force" in refused.err
    assert undo(company, "--yes", "--force").code == 0
    assert {time for times in company.times().values() for time in times} == set()


@pytest.mark.parametrize("prepare", [created, moved, cancelled])
def test_killed_at_any_write_and_run_again(tmp_path: Path, prepare: Prepare) -> None:
    """Killed wherever it writes, and run again: calendars and ledger are as if it had not been killed."""
    prepared = busy(SmallCompany(tmp_path / "prepared", (ANN, BEN)).write())
    before = prepare(prepared)
    run = last_run(prepared)
    undisturbed = again(prepared, tmp_path / "undisturbed")
    assert undo(undisturbed, "--yes", run=run).code == 0
    expected = recall(undisturbed.ledger, LEA).entries
    for step in numbers(prepare is moved):
        company = again(prepared, tmp_path / str(step))
        first = undo(company, "--yes", run=run, step=step, signal_at_step=signal.SIGKILL)
        if first.code == 0:
            break
        assert first.code == -signal.SIGKILL
        second = undo(company, "--yes", run=run)
        assert (second.code, company.times()) == (0, before), f"at step {step}"
        assert "left alone" not in second.out
        assert recall(company.ledger, LEA).entries == expected, f"at step {step}"
    assert step >= 5, "the steps were not met"


def test_a_run_that_was_killed_is_undone_as_far_as_it_came(two: SmallCompany) -> None:
    """Wherever it stood, once a run has completed what it had begun."""
    two.run("--yes")
    prepared_times = two.times()
    prepared = again(two, two.root.parent / "prepared")
    block = prepared.meeting(ANN, prepared_times[ANN][0][:16])
    for step in numbers():
        company = again(prepared, two.root.parent / str(step))
        if company.run("--yes", as_of=LATER, step=step, signal_at_step=signal.SIGKILL).code == 0:
            break
        company.run("--yes", as_of=LATER)
        (company.calendars / ANN / block.name).unlink()
        for one in [one.record.run for one in runs(company.ledger, 20) if one.record.kind is RunKind.LEADER][:-1]:
            assert undo(company, "--yes", run=one).code == 0
        assert company.times() == prepared_times, f"at step {step}"


def again(prepared: SmallCompany, root: Path) -> SmallCompany:
    """The same company in another folder."""
    shutil.copytree(prepared.root, root)
    return SmallCompany(root, prepared.members, prepared.weeks)


def test_a_run_that_nobody_knows_is_named(two: SmallCompany) -> None:
    """A sentence that says what there is, and exit code 2; nothing is written."""
    created(two)
    before = tree(two.root)
    done = undo(two, "--yes", run="1999")
    assert (done.code, done.err) == (
        2,
        "schedule: 1999: no run has this name, or several begin so; `schedule runs` lists them\n",
    )
    assert tree(two.root) == before


def test_a_night_is_undone_for_everybody_or_for_one(tmp_path: Path) -> None:
    """Ann leads Cat, and is led by Lea: of the night's 1-on-1s those of Ann go, then the others, in one run."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN, CAT)).write()
    busy(company)
    company.configure([ANN, BEN], f'[[teams]]\nleader = "{ANN}"\nreports = ["{CAT}"]\n')
    assert company.run("nightly", leader=None, as_of=LATER).code == 0
    (lea,) = [times for email, times in company.times().items() if email == LEA]
    assert undo(company, "--yes", "--leader", "ann").code == 0
    assert (company.times()[CAT], company.times()[LEA]) == ([], lea)
    rest = undo(company, "--yes")
    assert (rest.code, rest.err) == (0, "Written: 2 cancelled.\n")
    assert {time for times in company.times().values() for time in times} == set()
    told = [one.record for one in runs(company.ledger, 20) if one.record.kind is RunKind.UNDO]
    assert len(told) == 2
    for record in told:
        assert record.ended is not None
        assert record.result.startswith("took back ")


def test_who_waits_for_another_leaders_1_on_1_comes_after_it(tmp_path: Path) -> None:
    """Lea's with Ann went where Ann's with Cat stood, which had made room: both go back, whoever comes first."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN, CAT)).write()
    busy(company)
    company.configure([ANN], f'[[teams]]\nleader = "{ANN}"\nreports = ["{CAT}"]\n')
    company.run("nightly", leader=None)
    before = company.times()
    with_cat, with_lea = before[CAT][0][:16], before[LEA][0][:16]
    blocks = [company.meeting(LEA, with_lea), company.meeting(CAT, with_cat)]
    blocks += block_all_but(company, with_cat, with_lea)
    assert company.run("nightly", leader=None, as_of=LATER).code == 0
    assert company.times()[LEA][0][:16] == with_cat
    for path in blocks:
        path.unlink()
    done = undo(company, "--yes")
    assert (done.code, company.times()) == (0, before), done.out + done.err


def test_one_leader_who_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    """Ann leads no team any more: that is told by name, with exit code 5; Lea's are taken back."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN, CAT)).write()
    busy(company)
    company.configure([ANN, BEN], f'[[teams]]\nleader = "{ANN}"\nreports = ["{CAT}"]\n')
    company.run("nightly", leader=None, as_of=LATER)
    company.configure([ANN, BEN])
    done = undo(company, "--yes")
    assert done.code == 5
    assert f"schedule: {ANN}: leads no team in the configuration any more" in done.err
    assert (company.times()[LEA], len(company.times()[CAT])) == ([], 1)


def test_as_json_it_is_a_night(two: SmallCompany) -> None:
    """One document, as its schema says; without --yes nobody could confirm what it does not show."""
    created(two)
    document = json.loads(undo(two, "--dry-run", "--format", "json").out)
    jsonschema.validate(document, json.loads((ROOT / "docs" / "night.schema.json").read_text()))
    ((lea,),) = ([one for one in document["leaders"] if one["leader"] == LEA],)
    assert [change["action"] for change in lea["changes"]] == ["cancel", "cancel"]
    written = json.loads(undo(two, "--yes", "--format", "json").out)
    assert (written["exit_code"], written["totals"]["written"]) == (0, 2)


def test_the_journal_says_what_was_taken_back(two: SmallCompany) -> None:
    """Each decision with why, under the run's own name."""
    moved(two)
    undo(two, "--yes")
    (name,) = [one.record.run for one in runs(two.ledger, 20) if one.record.kind is RunKind.UNDO]
    story = run_of(two.ledger, name)
    assert story is not None
    ((_, (decision,)),) = story.leaders
    assert (decision.member, decision.action, decision.state) == (ANN, "move", "confirmed")
    page = two.run("runs", name, leader=None, as_of=None).out
    assert re.search("the run that is undone had moved it", " ".join(page.split()))
