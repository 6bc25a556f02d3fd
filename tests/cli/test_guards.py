"""How much a run may change."""

from pathlib import Path

import pytest

from tests.cli.company import ANN, LEA, SmallCompany, tree


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
