"""A night as a page: what somebody has to see to is on it, by name, and it fits any terminal."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduler.outcome import CompanyLevel, Ending, LeaderNight, Night
from scheduler.tell import night_page
from tests.tell.nights import NIGHTS, mixed, night, plan, quiet

WIDTHS = (60, 80, 120)


def words(text: str) -> str:
    """A page's text without its lines."""
    return " ".join(text.split())


@settings(max_examples=60)
@given(NIGHTS, st.integers(20, 140), st.sampled_from(("utf-8", "ascii", "cp1252")), st.booleans())
def test_any_night_fits_its_page(night: Night, width: int, encoding: str, everybody: bool) -> None:
    """No line is wider than the page, nothing in it does anything to a terminal, and the stream can carry it."""
    text = night_page(night, width, encoding=encoding, everybody=everybody)
    assert max(map(cell_len, text.split("\n"))) <= min(max(width, 40), 120)
    assert all(unicodedata.category(each) not in ("Cc", "Cs", "Zl", "Zp") for each in text.replace("\n", ""))
    text.encode(encoding)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_somebody_has_to_see_to_is_named(width: int) -> None:
    """Who was missed, with why and what would help; who failed, was refused or written in part, with what to do."""
    text = words(night_page(mixed(orphans=["Zed left 4 1-on-1s; run schedule cancel"]), width))
    for said in (
        "fay@example.com W49 no time at which both are free Would help: a 25-minute 1-on-1",
        "failed Di Roe: the calendar cannot be read; sign in again",
        "refused Cy Ng: 40 % would move; use --force",
        "partly El Fox: one event was not written",
        "El Fox and Han Ito, 2026-W49: the service was busy; the next night completes it",
        "Zed left 4 1-on-1s; run schedule cancel",
        "the calendar of gil@example.com holds an event that cannot be read",
    ):
        assert said in text


@pytest.mark.parametrize("width", WIDTHS)
def test_the_totals_come_first(width: int) -> None:
    """A reader of the first lines knows what the night came to."""
    top = words(night_page(mixed(), width).partition("\n\n")[0])
    assert "5 1-on-1s placed · 2 new · 1 moved · 1 cancelled · 1 missed · 3 of 4 plans proven best" in top
    assert "1 unchanged · 2 written · 1 partly · 1 refused · 1 failed · 4 changes written" in top


def test_each_leader_has_a_row() -> None:
    """In a table: placed, new, moved, cancelled, missed, proven, seconds, ending."""
    rows = [line.split() for line in night_page(mixed(), 80).splitlines()]
    assert ["Leader", "placed", "new", "moved", "cancelled", "missed", "proven", "seconds", "ending"] in rows
    assert ["Ana", "Costa", "3", "1", "1", "1", "0", "yes", "1.2", "written"] in rows
    assert ["Bo", "Li", "1", "0", "0", "0", "1", "no", "0.5", "written"] in rows
    assert ["Fu", "Yu", "unchanged"] in rows


def test_a_narrow_page_tells_the_same_in_words() -> None:
    """Where a table does not fit, a leader's numbers that are not zero stand below the name."""
    text = words(night_page(mixed(), 60))
    assert "Ana Costa written · 3 placed · 1 new · 1 moved · 1 cancelled · proven · 1.2 s" in text
    assert "Bo Li written · 1 placed · 1 missed · not proven · 0.5 s" in text


def test_of_many_leaders_those_with_something_to_say_are_listed() -> None:
    """Two thousand leaders of whom six matter fill no more than a screen or two; on request all are listed."""
    many = night(*mixed().leaders, *map(quiet, range(1_994)))
    text = night_page(many, 80)
    assert "Ana Costa" in text
    assert "Di Roe" in text
    assert "Quiet 7 " not in text
    assert "1,995 others: all as it was." in text
    assert len(text.splitlines()) < 50
    assert all(f" Quiet {number} " in night_page(many, 80, everybody=True) for number in (0, 7, 1_993))


def test_leaders_of_one_name_are_told_apart() -> None:
    """By their emails."""
    first, second = (LeaderNight(f"{each}@example.com", "Ana Costa", Ending.UNCHANGED) for each in "ab")
    text = night_page(night(first, second), 80)
    assert "a@example.com" in text
    assert "b@example.com" in text


def test_one_cause_of_many_failures_is_told_once() -> None:
    """A service that is down is one paragraph, with the leaders it struck, not one for each of a thousand."""
    down = "the service does not answer; nothing to do but wait"
    struck = [LeaderNight(f"l{n:04}@example.com", f"Leader {n}", Ending.FAILED, why=down) for n in range(1000)]
    text = words(night_page(night(*struck), 80))
    assert text.count(down) == 1
    assert "Leader 0, Leader 1, " in text
    assert "and 960 more: " in text


def test_a_night_that_was_stopped_says_why() -> None:
    """At the top."""
    text = night_page(mixed(stopped="the night would move 60 % of all 1-on-1s; see --force"), 80)
    assert "Nothing was written for anybody: the night would move 60 % of all" in words(text.partition("\n\n")[0])


def test_a_preview_says_that_nothing_was_written() -> None:
    """Of a dry run."""
    shown = night(LeaderNight("ana@example.com", "Ana Costa", Ending.PREVIEWED, plan()), dry_run=True)
    assert "1 previewed · nothing was written" in night_page(shown, 80)


def test_the_company_is_told_level_by_level() -> None:
    """A value equal to its bound is proven; another has its bound beside it, if there is any."""
    levels = [CompanyLevel("standing", 0, 0), CompanyLevel("missed", 1_008, 7), CompanyLevel("layout", 12, None)]
    text = words(night_page(mixed(levels=levels), 120))
    assert "standing 0, proven · missed 1,008, at best 7 · layout 12" in text


def test_without_colour_there_is_no_escape_code() -> None:
    """And with colour there is."""
    assert "\x1b" not in night_page(mixed(), 80)
    assert "\x1b[" in night_page(mixed(), 80, colour=True)


def test_a_preview_says_what_would_be_held_back() -> None:
    """By whose guard, and what to do; also among two thousand others."""
    why = "4 of 10 existing 1-on-1s would move; add --force"
    held = LeaderNight("ana@example.com", "Ana Costa", Ending.PREVIEWED, plan(), why)
    text = words(night_page(night(held, *map(quiet, range(2000)), dry_run=True), 80))
    assert f"held back Ana Costa: {why}" in text
