"""A week can be read off its timetable: who, when, for how long, and what else takes the day."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from rich.cells import cell_len

from providers.event import Interval
from scheduler.plan import Action, Change, Fill, Plan, PlannedDay, Stretch
from scheduler.preview import show
from tests.preview.sample import NAMES, ZONES, Draft, instant, pair, span, usual

THURSDAY = date(2026, 11, 26)


def lines(plan: Plan, width: int = 80) -> list[str]:
    """The page, line by line."""
    return show(plan, NAMES, ZONES, width=width, colour=False).splitlines()


def one_day(text: str) -> list[str]:
    """The rows of a single day."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, text)
    return [line for line in lines(draft.plan()) if re.match(r" \d\d:\d\d", line)]


def squeezed(rows: Sequence[str]) -> list[str]:
    """Rows with single spaces."""
    return [" ".join(row.split()) for row in rows]


def test_a_day_is_a_timeline() -> None:
    """Every stretch has its start, what it is, and its length; prep is part of the 1-on-1's line."""
    rows = one_day("09:35 30 ben create\n10:05 60 busy\n13:00 45 lunch\n14:00 45 gita keep")
    assert squeezed(rows) == [
        "09:00 free 30m",
        "09:35 ┃ + Ben Okafor 5+30m",
        "10:05 ▒ busy 1h",
        "11:05 free 1h55",
        "13:00 ┊ lunch 45m",
        "13:45 free 10m",
        "14:00 ┃ · Gita Rao 5+45m",
        "14:45 free 2h15",
    ]


def test_busy_neighbours_are_one_block() -> None:
    """Two meetings in a row are one stretch of busy time: whose they are is not shown anyway."""
    assert "09:00 ▒ busy 1h30" in squeezed(one_day("09:00 30 busy\n09:30 60 busy\n12:00 60 lunch"))


def test_prep_of_somebody_else_stays_in_sight() -> None:
    """Prep that does not lead into its 1-on-1 is a stretch of its own."""
    draft = Draft(("2026-W48",))
    draft.days.append(PlannedDay("2026-W48", THURSDAY, (Stretch(Fill.PREP, span(THURSDAY, "10:00", 5), pair("ben")),)))
    assert " 10:00  ╷   prep Ben Okafor" in "\n".join(lines(draft.plan()))


def test_1_on_1s_that_overlap_are_both_shown() -> None:
    """What people put over each other stands in one row each."""
    draft = Draft(("2026-W48",))
    stretches = tuple(
        Stretch(Fill.ONE_ON_ONE, span(THURSDAY, "10:00", 30), pair(who), "pinned") for who in ("ben", "gita")
    )
    draft.days.append(PlannedDay("2026-W48", THURSDAY, stretches))
    rows = squeezed(lines(draft.plan()))
    assert "10:00 ┃ ◆ Ben Okafor 30m" in rows
    assert "┃ ◆ Gita Rao 30m" in rows


@pytest.mark.parametrize(
    ("member", "clock", "shown"),
    [
        ("ben", "10:05", "Ben Okafor 5+30m"),
        ("dai", "10:05", "大輔 高橋 18:05 Tokyo 5+30m"),
        ("dai", "16:05", "大輔 高橋 Fri 00:05 Tokyo 5+30m"),
        ("fred", "16:05", "Fred Ng 10:05 New York 5+30m"),
    ],
)
def test_the_member_s_time_is_shown_where_it_differs(member: str, clock: str, shown: str) -> None:
    """With the weekday where that differs too; not for somebody whose clock shows the same."""
    rows = one_day(f"{clock} 30 {member} keep")
    assert f"{clock} ┃ · {shown}" in squeezed(rows)


def test_a_zone_of_another_name_but_the_same_time_is_not_mentioned() -> None:
    """Paris is not Madrid, but its clocks are."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "10:05 30 ben keep")
    text = show(draft.plan(), NAMES, {"ben@example.com": "Europe/Paris"}, width=80, colour=False)
    assert "Paris" not in text


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(("width", "most"), [(60, 1), (79, 1), (80, 2), (120, 3)])
def test_days_stand_side_by_side_as_the_page_allows(number: int, width: int, most: int) -> None:
    """One to five 1-on-1 days a week: all there, evenly in rows, none of a row's columns too narrow."""
    draft = Draft(("2026-W48",))
    days = [date(2026, 11, 23) + timedelta(days=each) for each in range(number)]
    for day in days:
        draft.day(day, "10:05 30 ben keep")
    text = lines(draft.plan(), width)
    rows = [line for line in text if line.startswith("        ") and " Nov" in line]
    assert [f"{day.day} Nov" in " ".join(rows) for day in days] == [True] * number
    in_row = [row.count(" Nov") for row in rows]
    assert max(in_row) <= most
    assert max(in_row) - min(in_row) <= 1
    assert len(rows) == -(-number // most)
    assert "".join(text).count("┃ · Ben Okafor") == number


def test_days_of_a_row_share_their_clock() -> None:
    """The same time is the same row in all its days; between starts the bar goes on."""
    rows = [line for line in lines(usual()) if line.startswith((" 14:00", " 14:05", " 14:30"))][:3]
    assert [(row[8], row[45]) for row in rows] == [(" ", "┃"), ("┃", "┃"), ("┃", " ")]


def test_a_week_fits_on_a_screen() -> None:
    """Eight 1-on-1s in two days take fewer than forty lines."""
    text = lines(usual())
    starts = [number for number, line in enumerate(text) if line.startswith("── W")]
    assert [line[3:6] for line in text if line.startswith("── W")] == ["W48", "W49", "W50", "W51"]
    assert all(after - before < 40 for before, after in pairwise(starts))


def test_the_heading_counts_the_week() -> None:
    """Which days it spans, and how many 1-on-1s of which kind are in it."""
    text = "\n".join(lines(usual()))
    assert re.search(r"── W48 · 23–29 Nov 2026 ─+ 8 1-on-1s: 2 new, 6 kept ──\n", text)
    assert re.search(r"── W50 · 7–13 Dec 2026 ─+ 8 1-on-1s: 1 new, 1 moved, 6 kept ──\n", text)


def test_the_turn_of_the_year_shows_both_years() -> None:
    """W53 of 2026 ends in 2027."""
    plan = replace(usual(), weeks=("2026-W53",))
    assert any(line.startswith("── W53 · 28 Dec 2026 – 3 Jan 2027 ─") for line in lines(plan))


def test_the_legend_explains_the_marks_that_occur_and_no_others() -> None:
    """Once, before the first week."""
    text = lines(usual())
    first = next(number for number, line in enumerate(text) if line.startswith("──"))
    legend = " ".join(text[:first])
    assert all(word in legend for word in ("+ new", "→ moved", "· kept", "◆ put there", "■ too soon", "○ booked"))
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "10:05 30 ben keep")
    text = lines(draft.plan())
    assert " · kept   5+30m prep, then 1-on-1" in text
    assert not any("booked" in line for line in text)


def test_the_legend_s_example_is_on_the_page() -> None:
    """Prep and length are those of the first 1-on-1; without prep there is none to explain."""
    draft = Draft(("2026-W48",), prep=10)
    draft.day(THURSDAY, "10:10 25 ben keep\n11:10 50 gita keep")
    assert " · kept   10+25m prep, then 1-on-1" in lines(draft.plan())
    draft = Draft(("2026-W48",), prep=0)
    draft.day(THURSDAY, "10:10 25 ben keep")
    assert not any("prep" in line for line in lines(draft.plan()))


def test_a_day_off_says_so() -> None:
    """Away, a holiday, or no working day at all: the day is there, with its reason."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "", note="away")
    draft.day(THURSDAY + timedelta(days=1), "")
    (row,) = [line for line in lines(draft.plan()) if "26 Nov" in line and line.startswith("        ")]
    assert squeezed([row]) == ["Thu 26 Nov · away Fri 27 Nov · not a working day"]


def test_a_day_that_is_lost_needs_no_timetable() -> None:
    """Where a week's days are taken whole by what their notes say, there is nothing else to show; else there is."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "09:00 480 busy", note="away")
    draft.day(THURSDAY + timedelta(days=1), "09:00 480 busy", note="away")
    assert not any("busy" in line for line in lines(draft.plan()))
    draft.day(THURSDAY + timedelta(days=4), "09:00 480 busy")
    draft.weeks = ("2026-W48", "2026-W49")
    assert sum("busy" in line for line in lines(draft.plan())) == 1


def test_a_long_note_goes_before_the_count() -> None:
    """Why a day is special matters more than how many 1-on-1s it has, and neither breaks the row."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "10:05 30 ben keep", note="the day of " + "a very " * 20 + "long holiday")
    draft.day(THURSDAY + timedelta(days=1), "10:05 30 ben keep")
    (row,) = [line for line in lines(draft.plan()) if "26 Nov" in line and line.startswith("        ")]
    assert "…  Fri 27 Nov" in row
    assert row.count("1-on-1") == 1
    assert cell_len(row) <= 80


def test_what_lies_on_no_1_on_1_day_is_not_lost() -> None:
    """A person put it on a focus day, or it lies outside the weeks: it is told below."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "10:05 30 ben keep")
    for day in (date(2026, 11, 24), date(2026, 12, 3)):
        draft.changes.append(
            Change(
                Action.KEEP,
                pair("gita"),
                "2026-W48",
                span(day, "18:00", 30),
                span(day, "18:00", 30),
                draft.zone,
                "",
                None,
            )
        )
    text = lines(draft.plan())
    assert " Besides: · Gita Rao  Tue 24 Nov 18:00–18:30" in text
    assert " Outside these weeks: · Gita Rao  Thu 3 Dec 18:00–18:30" in text


def test_a_change_of_the_clocks_is_pointed_out() -> None:
    """In its week: the leader's own, and that of those who then meet at another time of their day."""
    draft = Draft(("2026-W43", "2026-W44", "2026-W45"))
    for thursday in (date(2026, 10, 22), date(2026, 10, 29), date(2026, 11, 5)):
        draft.day(thursday, "15:05 30 fred keep\n16:05 30 ben keep")
    text = lines(draft.plan())
    first, second, third = (number for number, line in enumerate(text) if line.startswith("──"))
    assert text[first + 1] == " ! Clocks in Madrid go back 1h on Sun 25 Oct."
    assert text[second + 1] == " ! Clocks in New York (Fred Ng) go back 1h on Sun 1 Nov."
    assert "Clocks" not in text[third + 1]
    theirs = [line.split("Fred Ng")[1].split()[0] for line in text if "┃ · Fred" in line]
    assert theirs == ["09:05", "10:05", "09:05"]


def test_clocks_that_do_not_change_by_an_hour() -> None:
    """Lord Howe moves by thirty minutes, and forward in October."""
    draft = Draft(("2026-W40",), zone="Australia/Lord_Howe")
    draft.day(date(2026, 10, 1), "10:05 30 ben keep")
    assert " ! Clocks in Lord Howe go forward 30m on Sun 4 Oct." in lines(draft.plan())


def test_an_hour_that_comes_twice_is_told_in_order() -> None:
    """Cairo sets its clocks back at the end of a Thursday: 23:00 comes twice, the rows follow the day, and no other day
    shares them."""
    day = date(2026, 10, 29)
    start = instant(day, "22:00", "Africa/Cairo")
    spans = [
        Interval(start + timedelta(minutes=40 * each), start + timedelta(minutes=40 * (each + 1))) for each in range(4)
    ]
    stretches = tuple(
        Stretch(Fill.ONE_ON_ONE, each, pair(who), "pinned")
        for each, who in zip(spans, ("ben", "gita", "hana", "chloe"), strict=True)
    )
    draft = Draft(("2026-W44",), zone="Africa/Cairo")
    draft.days.append(PlannedDay("2026-W44", day, stretches))
    draft.day(day + timedelta(days=1), "10:05 30 ivo keep")
    rows = [line for line in lines(draft.plan()) if re.match(r" \d\d:\d\d", line)]
    assert [row.split()[0] for row in rows][:4] == ["22:00", "22:40", "23:20", "23:00"]
    assert [name in row for name, row in zip(("Ben", "Gita", "Hana", "Chloé"), rows, strict=False)] == [True] * 4
