"""The table of choices: what each row says, at any width, whatever the plans hold."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduler.choice import Choice, Choices, Offer
from scheduler.plan import Level, NotPlaced, Outcome, PairKey, Plan
from scheduler.preview.choices import table
from scheduler.preview.view import View
from tests.preview.plans import PLAN
from tests.preview.sample import LEADER, NAMES, ZONES, usual
from tests.preview.test_page import harmless

BEN = "ben@example.com"


def printed(offer: Offer, plan: Plan, width: int = 80, encoding: str = "utf-8") -> str:
    """The table."""
    return table(View(plan, NAMES, ZONES, width=width, encoding=encoding), offer, colour=False)


def row(plan: Plan, moved: int, *, fragments: int, proven: bool = True) -> Choice:
    """A row whose plan leaves so many minutes in short pieces."""
    levels = [Level(1, "missed", 0, 0, True), Level(5, "clusters", 3, 3, True)]
    levels.append(Level(5, "fragments", fragments, fragments if proven else 0, proven))
    return Choice(moved, plan, {level.name: level for level in levels})


def test_each_row_says_what_it_buys_and_whether_that_is_proven() -> None:
    """Beside the row above; who has no place, when who is new first meets the leader, and what people are told."""
    plan = replace(
        usual(), not_placed=(NotPlaced(PairKey(LEADER, BEN, "report"), "2026-W48", Outcome.UNPLACED, "both are busy"),)
    )
    rows = (row(plan, 0, fragments=150), row(plan, 2, fragments=45, proven=False))
    text = " ".join(printed(Offer(LEADER, Choices(rows, complete=False), (BEN, "new@example.com")), plan).split())
    assert "Choices for Ana García Márquez" in text
    assert "0 moved (no better plan moves as few) missed: Ben Okafor W48; first with Ben Okafor: Thu 26 Nov" in text
    assert "first with new@example.com: not in these weeks" in text
    assert "free in pieces under an hour: 2h30" in text
    assert "2 moved (free in pieces under an hour 45m: whether better is possible was not decided)" in text
    assert "free in pieces under an hour: 45m (was 2h30)" in text
    assert "There may be rows between these" in text


@settings(max_examples=60)
@given(PLAN, st.sampled_from([60, 80, 120]), st.sampled_from(["utf-8", "ascii"]))
def test_it_fits_any_width_and_does_nothing_to_a_terminal(plan: Plan, width: int, encoding: str) -> None:
    """Whatever names and reasons hold."""
    offer = Offer(plan.leader, Choices((row(plan, 0, fragments=0), row(plan, 1, fragments=0)), complete=True), (BEN,))
    text = printed(offer, plan, width, encoding)
    assert harmless(text)
    assert all(cell_len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize("proven", [True, False])
def test_where_moving_buys_nothing_it_says_whether_that_is_certain(proven: bool) -> None:
    plan = usual()
    text = printed(Offer(LEADER, Choices((row(plan, 0, fragments=5, proven=proven),), complete=True)), plan)
    assert ("moving any buys nothing" in " ".join(text.split())) is proven
    assert ("that was found" in " ".join(text.split())) is not proven
