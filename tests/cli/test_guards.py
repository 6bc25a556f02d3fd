"""How much a run may change."""

from pathlib import Path

import pytest

from tests.cli.company import ANN, BEN, LEA, SmallCompany, tree


@pytest.fixture
def six_weeks(tmp_path: Path) -> SmallCompany:
    """Lea and Ann, whose 1-on-1s of six weeks have been written."""
    company = SmallCompany(tmp_path / "company", weeks=6).write()
    assert company.run("--yes").err == "Written: 6 created.\n"
    return company


def crowd(company: SmallCompany, meetings: int) -> None:
    """Put meetings over the first of our events."""
    for time in company.times()[LEA][:meetings]:
        company.meeting(ANN, time.rpartition("-")[0])


def test_a_third_of_the_events_is_too_much(six_weeks: SmallCompany) -> None:
    """A plan that moves 2 of 6 is shown and refused with exit code 3; nothing is written."""
    crowd(six_weeks, 2)
    before = tree(six_weeks.root)
    done = six_weeks.run("--yes")
    assert done.code == 3
    assert "2 of 6 existing 1-on-1s, more than 30%" in done.err
    assert "2 moved" in done.out
    assert tree(six_weeks.root) == before


def test_force_goes_on(six_weeks: SmallCompany) -> None:
    """--force writes it all the same."""
    crowd(six_weeks, 2)
    assert (done := six_weeks.run("--yes", "--force")).code == 0
    assert done.err == "Written: 2 moved.\n"


def test_a_sixth_is_not_too_much(six_weeks: SmallCompany) -> None:
    """1 of 6 needs no --force."""
    crowd(six_weeks, 1)
    assert six_weeks.run("--yes").err == "Written: 1 moved.\n"


def test_whoever_leaves_is_not_guarded(tmp_path: Path) -> None:
    """Ann leaves the team, and her six of twelve are cancelled without --force."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=6).write()
    assert company.run("--yes").err == "Written: 12 created.\n"
    bens = company.times()[BEN]
    company.configure(members=[BEN])
    done = company.run("--yes")
    assert done.code == 0
    assert "6 cancelled" in done.err
    assert company.times()[ANN] == []
    assert len(company.times()[BEN]) == len(bens)


def test_whoever_leaves_lets_nobody_else_be_moved(tmp_path: Path) -> None:
    """Ann's six that go do not make two of Ben's six a smaller part."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=6).write()
    company.run("--yes")
    for time in company.times()[BEN][:2]:
        company.meeting(BEN, time.rpartition("-")[0])
    company.configure(members=[BEN])
    refused = company.run("--yes")
    assert refused.code == 3
    assert " of 6 existing 1-on-1s" in refused.err
    assert len(company.times()[ANN]) == 6


def test_few_events_are_not_guarded(tmp_path: Path) -> None:
    """Of fewer than five, all may move without --force."""
    company = SmallCompany(tmp_path / "company", weeks=2).write()
    company.run("--yes")
    crowd(company, 2)
    assert company.run("--yes").err == "Written: 2 moved.\n"


def test_a_dry_run_tells_of_the_guard(six_weeks: SmallCompany) -> None:
    """--dry-run shows the plan, and says that writing it needs --force."""
    crowd(six_weeks, 2)
    done = six_weeks.run("--dry-run")
    assert done.code == 0
    assert "add --force" in done.err


def test_the_guard_holds_for_saved_plans(six_weeks: SmallCompany) -> None:
    """Saving such a plan is no way around: apply refuses it, and takes --force."""
    crowd(six_weeks, 2)
    assert six_weeks.run("--save", "plan.json").code == 0
    before = tree(six_weeks.root)
    assert six_weeks.run("apply", "plan.json", "--yes", leader=None).code == 3
    assert tree(six_weeks.root) == before
    forced = six_weeks.run("apply", "plan.json", "--yes", "--force", leader=None)
    assert (forced.code, forced.err) == (0, "Written: 2 moved.\n")


CLOCK, WEEK_LATER = "2026-11-23T09:00:00+01:00", "2026-11-30T09:00:00+01:00"


@pytest.mark.parametrize(
    ("as_of", "told"),
    [("2027-03-01T09:00:00+01:00", "98 days ahead of"), ("2026-10-12T09:00:00+02:00", "42 days behind")],
)
def test_another_time_is_for_looking_at(company: SmallCompany, as_of: str, told: str) -> None:
    """`--as-of` far from the clock shows the plan, and writes nothing without `--force`; it says why."""
    before = tree(company.root)
    done = company.run("--yes", as_of=as_of, clock=CLOCK)
    assert done.code == 3
    assert f"{told} the clock" in done.err
    assert "add --force" in done.err
    assert "1 new" in done.out
    assert tree(company.root) == before
    assert company.run("--dry-run", as_of=as_of, clock=CLOCK).err == ""
    assert company.run("--yes", "--force", as_of=as_of, clock=CLOCK).err == "Written: 1 created.\n"


def test_a_run_of_today_goes_on_after_one_for_another_time(tmp_path: Path) -> None:
    """What was forced into a far week is none that today's calendars have lost."""
    company = SmallCompany(tmp_path / "company", weeks=2).write()
    assert company.run("--yes", "--force", as_of="2027-03-01T09:00:00+01:00", clock=CLOCK).code == 0
    today = company.run("--yes", clock=CLOCK)
    assert (today.code, today.err) == (0, "Written: 2 created.\n")


def test_a_week_is_not_far(company: SmallCompany) -> None:
    """Up to a week from the clock, `--as-of` writes."""
    assert company.run("--yes", as_of=WEEK_LATER, clock=CLOCK).err == "Written: 1 created.\n"


def test_a_saved_plan_for_another_time_is_for_looking_at(company: SmallCompany) -> None:
    """Saved as of a far time, or applied as of one: refused, and said when it is saved; `--force` writes it."""
    saved = company.run("--save", "plan.json", as_of="2027-03-01T09:00:00+01:00", clock=CLOCK)
    assert saved.code == 0
    assert "schedule: to be written, the plan is made as of 2027-03-01 08:00 UTC" in saved.err
    refused = company.run("apply", "plan.json", "--yes", leader=None, as_of=None, clock=CLOCK)
    assert refused.code == 3
    assert "98 days ahead of the clock" in refused.err
    forced = company.run("apply", "plan.json", "--yes", "--force", leader=None, as_of=None, clock=CLOCK)
    assert forced.err == "Written: 1 created.\n"
    assert company.run("--save", "plan.json", clock=CLOCK).code == 0
    late = company.run("apply", "plan.json", "--yes", leader=None, as_of="2026-12-02T09:00:00+01:00", clock=CLOCK)
    assert (late.code, "9 days ahead of the clock" in late.err) == (3, True)


@pytest.mark.parametrize("most", [0, 1])
def test_max_moves_is_kept(six_weeks: SmallCompany, most: int) -> None:
    """--max-moves K moves at most K; what may not move stays and is told."""
    crowd(six_weeks, 2)
    before = six_weeks.times()[LEA]
    done = six_weeks.run("--yes", "--max-moves", str(most))
    assert done.code == 0
    assert len(set(six_weeks.times()[LEA]) - set(before)) == most
    assert six_weeks.times()[LEA] == six_weeks.times()[ANN]
    assert "Ann has another meeting then" in done.out
