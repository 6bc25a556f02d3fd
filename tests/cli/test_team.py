"""People who join and leave."""

from pathlib import Path

import pytest

from tests.cli.company import ANN, BEN, CAT, LEA, SmallCompany

DURING = "2026-11-27T20:00:00+01:00"
"""After the first week's 1-on-1s."""


@pytest.mark.parametrize("still_configured", [True, False])
def test_who_leaves_is_met_no_more(tmp_path: Path, still_configured: bool) -> None:
    """The events ahead of somebody who left the team go from both calendars; what was held stays, and nobody moves."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=3).write()
    company.run("--yes")
    before = company.times()
    remaining = company if still_configured else SmallCompany(company.root, (ANN,), weeks=3)
    remaining.configure(members=[ANN])
    done = remaining.run("--yes", "--force", as_of=DURING)
    assert done.code == 0
    assert "2 cancelled" in done.err
    after = company.times()
    assert after[BEN] == before[BEN][:1]
    assert after[ANN][:3] == before[ANN]
    assert [time for time in after[LEA] if time not in after[ANN]] == after[BEN]
    assert "Written" not in remaining.run("--yes", as_of=DURING).err


def test_who_joins_is_met(tmp_path: Path) -> None:
    """Somebody who joins gets events in every week; nobody else is moved."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=2).write()
    company.run("--yes")
    before = company.times()
    company.configure(members=[ANN, BEN, CAT])
    (company.calendars / CAT).mkdir()
    assert company.run("--yes").err == "Written: 2 created.\n"
    after = company.times()
    assert (after[ANN], after[BEN]) == (before[ANN], before[BEN])
    assert len(after[CAT]) == 2
    assert sorted((*after[ANN], *after[BEN], *after[CAT])) == after[LEA]
