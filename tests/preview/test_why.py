"""An explanation as a page, and as a document."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest
from rich.cells import cell_len

from providers.event import Interval
from scheduler.document.why import schema, why_json
from scheduler.explanation import Alternative, Difference, Explanation, Reasons, Relief, State, Verdict
from scheduler.plan import PairKey
from scheduler.preview.why import why_page

SCHEMA = Path(__file__).parents[2] / "docs" / "explanation.schema.json"
LEA, ANN = "lea@example.com", "ann@example.com"
TEN = datetime(2026, 11, 26, 9, tzinfo=UTC)


def half_hour(start: datetime = TEN) -> Interval:
    return Interval(start, start + timedelta(minutes=30))


WORSE = Alternative(
    half_hour(TEN + timedelta(hours=1)),
    Verdict.WORSE,
    (
        Difference(4, "rhythm", "Bo Berg's rhythm is broken in W49", 0, 1),
        Difference(5, "clusters", "2 blocks of 1-on-1s more for Lea", 3, 5),
    ),
    example=half_hour(TEN + timedelta(hours=1)),
)
FORBIDDEN = Alternative(
    half_hour(), Verdict.IMPOSSIBLE, causes=(("Ann is busy on Thu 26 Nov 10:00–11:00",), ("a", "b"))
)
PLACED = Reasons(
    PairKey(LEA, ANN, "report"), "2026-W48", (), State.NEW, None, half_hour(), "due every week", other=WORSE
)
UNPLACED = replace(
    PLACED,
    state=State.UNPLACED,
    after=None,
    other=None,
    alike=("2026-W49", "2026-W51"),
    causes=(
        ("Lea is busy on Thu 26 Nov 09:00–17:00", "at most 3 1-on-1s a day"),
        ("Ann does not work at other times",),
    ),
    reliefs=(
        Relief("with 4 1-on-1s on one day", ("teams.lea.max_per_day = 4",), half_hour()),
        Relief("if Ann could move what is on Thu 26 Nov 09:00–17:00", ("Ann moves it",), half_hour()),
    ),
    all_causes=False,
    all_reliefs=False,
)
MOVED = replace(PLACED, state=State.MOVED, before=half_hour(TEN - timedelta(days=1)), stay=FORBIDDEN)
ASKED = replace(PLACED, other=None, asked=WORSE)
EVERYTHING = Explanation(
    LEA, "Lea Lind", ANN, "Ann Åberg", "Europe/Madrid", TEN, (UNPLACED, MOVED, ASKED, replace(ASKED, asked=FORBIDDEN))
)


def page(reasons: Reasons, width: int = 120, encoding: str = "utf-8") -> str:
    one = replace(EVERYTHING, reasons=(reasons,))
    return why_page(one, width=width, colour=False, encoding=encoding)


def test_every_relief_stands_with_what_is_to_be_done() -> None:
    """The condition, the time it gives, and below it the exact setting."""
    text = page(UNPLACED)
    free = "Thu 26 Nov 10:00–10:30 would be free"
    assert f"1. With 4 1-on-1s on one day: {free}\n       → teams.lea.max_per_day = 4\n" in text
    assert "The plan gives the same reason for W49 and W51" in text


def test_several_sets_of_causes_say_that_each_is_enough() -> None:
    """Whoever reads one of them knows that it is not all."""
    text = page(UNPLACED)
    assert "2 sets of causes, each enough by itself" in text
    assert "1. Lea is busy on Thu 26 Nov 09:00–17:00; and at most 3 1-on-1s a day\n" in text


def test_what_was_not_decided_is_said() -> None:
    """Of causes and of reliefs."""
    text = page(UNPLACED)
    assert "Whether there are other causes was not decided within the limit." in text
    assert "Not all ways out could be tried within the limit." in text
    unknown = replace(ASKED, asked=Alternative(half_hour(TEN + timedelta(hours=2)), Verdict.UNDECIDED))
    assert "Thu 26 Nov 12:00–12:30: not decided within the limit." in page(unknown)


def test_the_deciding_level_comes_first() -> None:
    """By the name that the plan's page gives it; the rest counts less."""
    text = page(ASKED)
    assert 'Thu 26 Nov 11:00–11:30: worse, by level 4, "Same time every week":\n    · Bo Berg' in text
    assert text.index("Bo Berg") < text.index("counts less") < text.index("2 blocks")


def test_as_good_and_later_is_called_later() -> None:
    """The plan's time was chosen for being earlier; a time before it was not."""
    later = replace(ASKED, asked=replace(WORSE, verdict=Verdict.EQUAL, differences=()))
    assert "chosen for being earlier" in page(later)
    before = half_hour(TEN - timedelta(hours=1))
    earlier = replace(ASKED, asked=replace(WORSE, time=before, verdict=Verdict.EQUAL, differences=()))
    assert "Thu 26 Nov 09:00–09:30: as good on every level." in page(earlier)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_longer_than_the_page(width: int) -> None:
    """Nor is a word broken that has room."""
    text = why_page(EVERYTHING, width=width, colour=False)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    words = set(why_page(EVERYTHING, width=120, colour=False).split())
    assert set(text.split()) <= words


def test_a_stream_without_box_characters_gets_ascii() -> None:
    """And no escape code where there is no colour."""
    text = page(UNPLACED, encoding="ascii")
    assert text.isascii()
    assert "\x1b" not in text


def test_the_document_is_as_its_schema_says() -> None:
    """Changed the shape? Write it down again: python -m scheduler.document.why > docs/explanation.schema.json."""
    written = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema() == written
    document = json.loads(why_json(EVERYTHING))
    jsonschema.validate(document, written, format_checker=jsonschema.FormatChecker())
    assert document["reasons"][0]["reliefs"][0]["acts"] == ["teams.lea.max_per_day = 4"]
    assert document["reasons"][2]["asked"]["differences"][0]["there"] == 1
