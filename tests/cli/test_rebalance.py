"""`schedule rebalance --repack`: a table of what moves would buy, and the row that is chosen is written."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.company import ANN, BEN, LEA, SmallCompany, contents

DOCS = Path(__file__).parents[2] / "docs"
EVERY_ROW = ("rebalance", "--repack")


@pytest.fixture
def poor(tmp_path: Path) -> SmallCompany:
    """Lea's 1-on-1s with Ann and Ben lie before and after a meeting on Thursday that was called off since."""
    made = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    made.config.write_text(made.config.read_text().replace("start_minutes = [0, 30]\n", ""))
    made.meeting(LEA, "2026-11-27 09:00", 180)
    called_off = made.meeting(LEA, "2026-11-26 10:00", 60)
    made.run("--yes")
    called_off.unlink()
    return made


def test_a_poor_plan_is_packed_by_the_row_that_is_chosen(poor: SmallCompany) -> None:
    """Nothing is written by looking; each row says what it buys; the one that is chosen is written, and noted."""
    before = contents(poor.root)
    shown = poor.run(*EVERY_ROW, "--dry-run")
    assert "moved 1: 2 blocks become 1" in shown.out
    document = json.loads(poor.run(*EVERY_ROW, "--dry-run", "--format", "json").out)
    assert contents(poor.root) == before
    jsonschema.validate(document, json.loads((DOCS / "choices.schema.json").read_text()))
    assert [(row["moved"], row["proven"], _blocks(row)) for row in document["choices"]] == [(0, True, 2), (1, True, 1)]
    times = poor.times()
    written = poor.run(*EVERY_ROW, "--choose", "1", "--yes")
    assert (written.code, written.err) == (0, "Written: 1 moved.\n")
    assert len(set(times[LEA]) & set(poor.times()[LEA])) == 1
    first, second = (copy.event for copy in poor.ours(LEA))
    assert second["DTSTART"].dt - first["DTEND"].dt == timedelta(minutes=5)
    assert "rebalance" in poor.run("runs", leader=None, as_of=None).out


def test_at_most_so_many_moves_take_the_best_row_with_as_few(poor: SmallCompany) -> None:
    times = poor.times()
    assert poor.run(*EVERY_ROW, "--max-moves", "0", "--yes").code == 0
    assert poor.times() == times
    poor.run(*EVERY_ROW, "--max-moves", "5", "--save", "plan.json")
    assert poor.times() == times
    assert poor.run("apply", "plan.json", "--yes", leader=None).code == 0
    assert poor.times() != times


def _blocks(row: dict[str, Any]) -> int:
    return next(int(level["value"]) for level in row["levels"] if level["name"] == "clusters")


def test_a_row_that_the_table_does_not_have_is_refused_with_the_rows_that_there_are(company: SmallCompany) -> None:
    company.run("--yes")
    found = company.run(*EVERY_ROW, "--choose", "7", "--yes")
    assert found.code == 2
    assert "--choose: no row of the table moves 7; there are rows that move 0" in found.err


def test_without_a_row_and_without_a_terminal_nothing_is_read_or_written(company: SmallCompany) -> None:
    found = company.run(*EVERY_ROW, "--yes")
    assert found.code == 3
    assert "--choose K" in found.err
    assert company.ours(LEA) == []
