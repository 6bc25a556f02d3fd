"""Pages of runs fit the terminal, and hold nothing that it obeys."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len

from providers.event import Interval
from scheduler.ledger.record import (
    MISSED,
    Decision,
    DecisionState,
    LeaderRecord,
    RunKind,
    RunRecord,
    RunStory,
    RunSummary,
)
from scheduler.tell.runs import runs_page, story_page
from scheduler.tell.sheet import Sheet
from tests.planning.build import ANN, AS_OF, BEN, LEA, company, pair

WHOSE = company([pair(ANN), pair(BEN)])
RUN = RunRecord("2026-11-26T020000Z-7f3a", RunKind.NIGHT, "planner-1.example.com", AS_OF, AS_OF, None)
SPAN = Interval(AS_OF + timedelta(days=3), AS_OF + timedelta(days=3, minutes=30))
LATER = Interval(SPAN.start + timedelta(hours=1), SPAN.end + timedelta(hours=1))
WHY = "Ann's new meeting takes 10:00 to 10:30 on Thursday, and no other time costs less than this one does"
MOVED = Decision(ANN, "report", "2026-W48", "move", SPAN, LATER, WHY, "ours", 0, DecisionState.CONFIRMED)
NOTED = (
    MOVED,
    replace(MOVED, state=DecisionState.FAILED),
    replace(MOVED, action="create", before=None, state=DecisionState.INTENDED),
    Decision(BEN, "report", "2026-W48", MISSED, None, None, "no time\x1b[2J is free", "ours", 0, DecisionState.TOLD),
)
STORY = RunStory(RUN, ((LeaderRecord(LEA, "partly", AS_OF, "a calendar answered nothing", 3, 1, True, 1), NOTED),))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_is_longer_than_the_terminal(width: int, encoding: str) -> None:
    """Nor does an escape of somebody's text reach it; what an encoding cannot carry is written with what it can."""
    ended = replace(RUN, ended=AS_OF + timedelta(minutes=14), result="5 of 2,000 leaders failed or were refused")
    runs = [RunSummary(ended, {"written": 1995, "failed": 5}, {"create": 12, "move": 5, "cancel": 1}, 8)] * 2
    sheet = Sheet(width, encoding)
    for page in (runs_page(WHOSE, runs, sheet, colour=False), story_page(WHOSE, STORY, sheet, colour=False)):
        assert max(map(cell_len, page.splitlines())) <= width
        assert "\x1b" not in page
        page.encode(encoding)


def test_a_story_says_what_became_of_each_decision() -> None:
    """What was written, what was not, and of what nobody knows; with why; and that the run has no end."""
    text = " ".join(story_page(WHOSE, STORY, Sheet(120, "utf-8"), colour=False).split())
    for words in (
        "has not ended, or was killed",
        "a calendar answered nothing",
        "3 1-on-1s as before",
        "moved from Thu 26 Nov 09:00-09:30 to Thu 26 Nov 10:00-10:30 Ann's new meeting",
        "10:00-10:30, not written everywhere",
        "new, Thu 26 Nov 10:00-10:30, begun; nobody noted how it ended",
        "2026-W48: missed no time",
    ):
        assert words in text


def test_no_run_at_all() -> None:
    """Says so."""
    assert runs_page(WHOSE, [], Sheet(80, "utf-8"), colour=False) == " No run is noted.\n"
