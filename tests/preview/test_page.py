"""The page fits the terminal and can do nothing to it, whatever a plan holds."""

import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduler.plan import Plan
from scheduler.preview import Part, show
from scheduler.preview.paint import UNBROKEN, painted, wrapped
from tests.preview.plans import EMAILS, PLAN, TEXT, ZONE
from tests.preview.sample import LEADER, NAMES, ZONES, usual

PAGE = Path(__file__).with_name("usual.txt")
HOSTILE = (
    "[red]x[/red]",
    "\x1b[31mred",
    "\x9b31m",
    "a\nb\tc",
    "\u202eevil\u202c",
    "\x07\x00\x7f",
    ":smile: [link=x]y[/]",
)
STYLE = re.compile(r"\x1b\[[0-9;]*m")


def page(plan: Plan, *, width: int = 80, encoding: str = "utf-8", colour: bool = False) -> str:
    """The page with the sample's names and zones."""
    return show(plan, NAMES, ZONES, width=width, colour=colour, encoding=encoding)


def harmless(text: str) -> bool:
    """Whether a terminal would only print it."""
    return all(unicodedata.category(each) not in ("Cc", "Cs", "Zl", "Zp") for each in text.replace("\n", ""))


@settings(max_examples=120)
@given(
    PLAN,
    st.dictionaries(st.sampled_from(EMAILS), TEXT),
    st.dictionaries(st.sampled_from(EMAILS), ZONE),
    st.integers(20, 140),
    st.sampled_from(("utf-8", "ascii", "cp1252", "no such encoding")),
)
def test_any_plan_fits_its_page(
    plan: Plan, names: dict[str, str], zones: dict[str, str], width: int, encoding: str
) -> None:
    """No line is wider than the page, nothing but text is in it, and the stream can carry it."""
    text = show(plan, names, zones, width=width, colour=False, encoding=encoding)
    assert text.endswith("\n")
    assert harmless(text)
    assert max(map(cell_len, text.split("\n"))) <= min(max(width, 40), 120)
    text.encode("ascii" if encoding == "no such encoding" else encoding)


@settings(max_examples=120)
@given(st.lists(st.text("ab–,.", min_size=1, max_size=24), min_size=1, max_size=30), st.integers(40, 60), st.data())
def test_no_line_breaks_within_a_word(words: list[str], width: int, data: st.DataObject) -> None:
    """Reasons, names and parts that rather stay together: every word that fits into a line is whole."""
    together = [data.draw(st.booleans()) for _ in words]
    joints = [UNBROKEN if each else " " for each in together]
    text = "".join(f"{word}{joint}" for word, joint in zip(words, joints, strict=True))
    lines = wrapped(painted((text, "")), width, first=painted(), indent=16)
    assert [word for line in lines for word in line.plain.split()] == words


@pytest.mark.parametrize("width", range(40, 80))
def test_no_word_of_the_page_is_broken(width: int) -> None:
    """On a narrow page there are the words of a wide one, but for names in timetables that are cut with an ellipsis."""
    wide = set(show(usual(), NAMES, ZONES, width=120, colour=False, part=Part.CHANGES).split())
    assert set(show(usual(), NAMES, ZONES, width=width, colour=False, part=Part.CHANGES).split()) == wide


def test_only_what_changes() -> None:
    """Without timetables and proof, all else is there as on the whole page."""
    whole = page(usual()).split("\n\n")
    parts = show(usual(), NAMES, ZONES, width=80, colour=False, part=Part.CHANGES).split("\n\n")
    assert [part.split("\n")[0] for part in parts[1:]] == [" Changes", " Not placed", " Warnings"]
    assert set(parts) < set(whole)


def test_only_what_somebody_has_to_see_to() -> None:
    """Whom the plan misses, what was not decided, and warnings; nothing at all where there is nothing of these."""
    text = show(usual(), NAMES, ZONES, width=80, colour=False, part=Part.PROBLEMS)
    assert [line for line in text.split("\n") if re.match(r" \w", line)] == [
        " 1-on-1s of Ana García Márquez · W48–W51, 23 Nov – 20 Dec 2026",
        " Not placed",
        " Warnings",
    ]
    assert "skipped" not in text
    well = replace(usual(), warnings=(), not_placed=usual().not_placed[-1:])
    assert show(well, NAMES, ZONES, width=80, colour=False, part=Part.PROBLEMS) == ""


@settings(max_examples=30)
@given(PLAN)
def test_colour_adds_nothing_but_colour(plan: Plan) -> None:
    """Without its styles the coloured page is the plain one."""
    coloured = page(plan, colour=True)
    assert STYLE.sub("", coloured) == page(plan)


def test_a_terminal_gets_colours_for_what_changes() -> None:
    """New and moved 1-on-1s differ in colour from those that are kept."""
    lines = page(usual(), colour=True).split("\n")
    styles = {
        mark: STYLE.findall(line[: line.index(name)])[-1]
        for mark, name in (("+", "Hana Novák"), ("→", "Ben Okafor"), ("·", "Ben Okafor"))
        for line in lines
        if name in line and STYLE.sub("", line).count(f"┃ {mark} {name}")
    }
    assert len(set(styles.values())) == 3


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("colour", [True, False])
def test_nothing_in_a_text_reaches_the_terminal_but_its_letters(text: str, colour: bool) -> None:
    """Names, reasons, notes, warnings and emails can hold anything; no escape, control or markup works."""
    plan = usual()
    plan = replace(
        plan,
        leader_name=text,
        changes=tuple(replace(change, why=text, time_zone=plan.time_zone) for change in plan.changes),
        not_placed=tuple(replace(entry, why=text, relaxation=text) for entry in plan.not_placed),
        days=tuple(replace(day, note=text) for day in plan.days),
        levels=tuple(replace(level, name=text) for level in plan.levels),
        warnings=(text,),
    )
    shown = show(plan, dict.fromkeys(NAMES, text), {}, width=80, colour=colour)
    rest = STYLE.sub("", shown) if colour else shown
    assert harmless(rest)
    assert "\u202e" not in rest
    assert text != HOSTILE[0] or text in rest
    if colour:
        styles = set(STYLE.findall(page(usual(), colour=True)))
        assert set(STYLE.findall(shown)) <= styles, "a name brought a style of its own"


def test_wide_and_combining_names_keep_the_columns() -> None:
    """The second day begins in one column, whether names are Latin, East Asian, or written with combining marks."""
    names = NAMES | {"dai@example.com": "大輔" * 5, "chloe@example.com": "Chloe\u0301 Lefe\u0300vre " * 4}
    lines = show(usual(), names, ZONES, width=80, colour=False).split("\n")
    heading = next(line for line in lines if "Fri 27 Nov" in line)
    column = cell_len(heading[: heading.index("Fri")])
    rows = [line for line in lines if re.match(r" \d\d:\d\d ", line) and line.count("▒") + line.count("┃") > 1]
    bars = {cell_len(line[: max(line.rindex(bar) for bar in "▒┃" if bar in line)]) for line in rows}
    assert bars == {column}


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "iso-8859-15"])
def test_a_stream_without_box_characters_gets_letters_and_signs(encoding: str) -> None:
    """The same page in what the stream has; accents go where it has none, other scripts become `?`."""
    text = page(usual(), encoding=encoding)
    assert text.encode(encoding)
    assert "┃" not in text
    assert "| + Hana Nov" in text
    assert ("Ana Garcia" if encoding == "ascii" else "Ana García") in text
    assert "?? ??" in text
    assert len(text.splitlines()) == len(page(usual()).splitlines())


def test_the_page_looks_like_this() -> None:
    """The page of an eventful month, as judged by eye; `python -m tests.preview.test_page` writes it anew."""
    assert page(usual()) == PAGE.read_text("utf-8")


def test_a_leader_without_anybody_to_meet() -> None:
    """Nothing is said of changes that nobody could expect."""
    plan = replace(usual(), changes=(), not_placed=(), days=(), levels=(), warnings=())
    text = page(plan)
    assert "Nobody to meet in these weeks." in text
    assert "Changes" not in text
    assert text.count("No 1-on-1 day.") == 4


def test_a_plan_without_weeks() -> None:
    """Even then there is a headline."""
    plan = replace(usual(), weeks=(), changes=(), not_placed=(), days=(), levels=(), warnings=())
    assert page(plan).startswith(" 1-on-1s of Ana García Márquez\n")


def test_the_page_needs_no_names() -> None:
    """Who is in nobody's list is shown by email, without a local time."""
    text = show(usual(), {}, {LEADER: "No/Such_Zone"}, width=120, colour=False)
    assert "ben@example.com" in text
    assert "Tokyo" not in text


def test_rich_is_loaded_for_a_page_only() -> None:
    """Importing the room costs nothing."""
    program = "import sys, scheduler.preview; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


if __name__ == "__main__":
    PAGE.write_text(page(usual()), "utf-8")
