"""Below the timetables a leader reads what changes and why, what has no time, and how far to trust the plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.company import Layout
from scheduler.document.shape import MOST_COST
from scheduler.plan import (
    Action,
    Block,
    BlockKind,
    Change,
    Input,
    Level,
    NotPlaced,
    Origin,
    Outcome,
    Plan,
    Status,
)
from scheduler.preview import show
from tests.preview.sample import LEADER, NAMES, SOLVED, ZONES, Draft, pair, span, usual

THURSDAY = date(2026, 11, 26)
WEEKS = ("2026-W48", "2026-W49")


def text_of(plan: Plan) -> str:
    """The page."""
    return show(plan, NAMES, ZONES, width=80, colour=False)


def section(plan: Plan, title: str) -> list[str]:
    """The lines under a heading."""
    lines = text_of(plan).splitlines()
    start = lines.index(f" {title}") + 1
    return lines[start : next((n for n, line in enumerate(lines) if n >= start and not line), len(lines))]


def one_line(told: Sequence[str]) -> str:
    """What lines say that were wrapped."""
    return " ".join(" ".join(told).split())


def keep(member: str, day: date = THURSDAY, why: str = "unchanged", **more: object) -> Change:
    """A 1-on-1 at ten that stays."""
    at_ten = span(day, "10:00", 30)
    week = "{}-W{:02}".format(*day.isocalendar())
    change = Change(Action.KEEP, pair(member), week, at_ten, at_ten, "Europe/Madrid", why, None)
    return replace(change, **more)  # type: ignore[arg-type]


def plan_with(changes: Sequence[Change], inputs: Sequence[Input] = ()) -> Plan:
    """A plan of nothing but these changes."""
    draft = Draft(WEEKS)
    draft.changes.extend(changes)
    return draft.plan(inputs=inputs)


def test_the_headline_says_it_all() -> None:
    """Whose plan, which weeks, how many, what changes, whom it misses."""
    assert text_of(usual()).splitlines()[:4] == [
        " 1-on-1s of Ana García Márquez · W48–W51, 23 Nov – 20 Dec 2026",
        " 7–8 1-on-1s a week · 5 new · 1 moved · 1 cancelled · 25 kept · 1 not placed ·",
        " 1 left alone · 1 skipped · 1 warning (at the end)",
        " as of Sun 22 Nov 2026 18:00 · times in Europe/Madrid · not proven best",
    ]


def test_a_quiet_night_has_a_quiet_headline() -> None:
    """Nothing to change, nobody missed, proven."""
    plan = plan_with([keep(who, day) for day in (THURSDAY, THURSDAY + timedelta(days=7)) for who in ("ben", "gita")])
    assert text_of(plan).splitlines()[1] == " 2 1-on-1s a week · 4 kept · nobody missed"
    assert "proven best" in text_of(plan).splitlines()[2]
    assert section(plan, "Changes") == [
        "  Nothing to change.",
        "  · 4 1-on-1s kept as they are · 4 unchanged",
    ]


def test_every_change_has_its_times_and_its_reason() -> None:
    """New, moved, cancelled; a move shows both times, on the leader's clock."""
    told = section(usual(), "Changes")
    assert told[:2] == [
        "  + new       due every week; at the pair's usual time:",
        "              Hana Novák              Fri 27 Nov 10:40–11:10",
    ]
    moved = told.index("  → moved     Ben Okafor  Thu 10 Dec 10:35–11:05 → 12:05–12:35")
    assert told[moved + 1] == "              Ana García has another meeting then"
    assert "  × cancelled jo@example.com  Thu 3 Dec 16:00–16:30" in told


def test_a_move_to_another_day_shows_both_days() -> None:
    """So that nobody looks for it on the old one."""
    moved = replace(keep("ben"), action=Action.MOVE, after=span(THURSDAY + timedelta(days=1), "11:00", 30))
    assert section(plan_with([moved]), "Changes")[0] == (
        "  → moved     Ben Okafor  Thu 26 Nov 10:00–10:30 → Fri 27 Nov 11:00–11:30"
    )


def test_equal_changes_of_several_weeks_are_told_together() -> None:
    """A new pair's usual time takes one entry, with every date; the hours stay whole."""
    told = section(usual(), "Changes")
    assert told[2:4] == [
        "              Ivo Petrov, skip-level  Fri 27 Nov, 4 Dec, 11 Dec, 18 Dec",
        "                                      14:00–14:30",
    ]


def test_one_reason_for_several_people_is_told_once() -> None:
    """Then a line for each of them; whoever has another reason has an entry of their own."""
    new = [replace(keep(who, why="due every week"), action=Action.CREATE, before=None) for who in ("ben", "gita")]
    other = replace(keep("hana", why="due every 2 weeks"), action=Action.CREATE, before=None)
    assert section(plan_with([new[0], other, new[1]]), "Changes") == [
        "  + new       due every week:",
        "              Ben Okafor  Thu 26 Nov 10:00–10:30",
        "              Gita Rao    Thu 26 Nov 10:00–10:30",
        "  + new       Hana Novák  Thu 26 Nov 10:00–10:30",
        "              due every 2 weeks",
    ]


def test_a_postponed_1_on_1_names_the_week_it_is_due() -> None:
    """It lies a week late, and says so."""
    created = replace(keep("ben", THURSDAY + timedelta(days=7)), action=Action.CREATE, before=None, period="2026-W48")
    assert "Thu 3 Dec (due in W48) 10:00–10:30" in section(plan_with([created]), "Changes")[0]


NOTABLE = {
    "put there by a person": keep("ben", origin=Origin.PINNED),
    "booked by people": keep("ben", origin=Origin.BOOKED),
    "declined": keep("ben", why="unchanged; the invitation was declined"),
    "repaired": keep("ben", writes=("ben@example.com",)),
}


@pytest.mark.parametrize("change", NOTABLE.values(), ids=NOTABLE)
def test_a_kept_1_on_1_of_which_something_is_to_be_said_is_listed(change: Change) -> None:
    """Pinned, booked, declined, repaired: by name, with its time; the others are counted."""
    told = section(plan_with([change, keep("gita"), keep("hana")]), "Changes")
    assert sum("Ben Okafor  Thu 26 Nov 10:00–10:30" in line for line in told) == 1
    assert told[-1] == "  · 2 1-on-1s kept as they are · 2 unchanged"
    assert not any("Gita" in line for line in told)


def test_a_repair_says_whose_calendar_is_written() -> None:
    """It is a change of the calendars, so there is something to change."""
    told = section(plan_with([keep("ben", writes=("ben@example.com",))]), "Changes")
    assert "              repairs the event in the calendar of Ben Okafor" in told
    assert "  Nothing to change." not in told


@pytest.mark.parametrize("email", [LEADER, "ben@example.com"])
@pytest.mark.parametrize(
    ("kind", "listed"), [(BlockKind.BUSY, True), (BlockKind.AWAY, True), (BlockKind.OUR_EVENT, False)]
)
def test_a_kept_1_on_1_with_something_in_its_way_is_listed(email: str, kind: BlockKind, listed: bool) -> None:
    """A meeting or absence of either of the two over it; our own event is not in its own way."""
    read = Input(email, "", "Europe/Madrid", (Block(span(THURSDAY, "10:15", 60), kind),))
    told = section(
        plan_with([keep("ben", origin=Origin.FROZEN), keep("gita", THURSDAY + timedelta(1))], [read]), "Changes"
    )
    assert any("■ frozen" in line and "Ben Okafor" in line for line in told) is listed


def test_kept_1_on_1s_are_counted_by_reason() -> None:
    """How many, and why they stay."""
    changes = [keep("ben"), keep("gita"), keep("hana", origin=Origin.FROZEN, why="starts within 24 h: frozen")]
    assert section(plan_with(changes), "Changes")[-1] == (
        "  · 3 1-on-1s kept as they are · 2 unchanged · 1 starts within 24 h: frozen"
    )


def test_what_is_unplaced_comes_first_with_what_would_help() -> None:
    """Then what was left alone, then what needs nobody's attention; each with its reason."""
    told = section(usual(), "Not placed")
    assert [line[2] for line in told if line[2] != " "] == ["!", "?", "–"]
    assert "                Would help: Ana García's tentative events may be overlapped: Fri" in told


def test_no_help_is_told_as_such() -> None:
    """An unplaced 1-on-1 without a relaxation says that none was found; a skipped one does not need one."""
    entries = [NotPlaced(pair("ben"), "2026-W48", outcome, "full") for outcome in (Outcome.UNPLACED, Outcome.SKIP)]
    told = section(Draft(WEEKS).plan(not_placed=entries), "Not placed")
    assert sum("No single change that was tried would help." in line for line in told) == 1


def test_the_same_reason_in_several_weeks_is_told_once() -> None:
    """Away for two weeks is one entry."""
    entries = [NotPlaced(pair("ben"), week, Outcome.SKIP, "Ben Okafor is away") for week in WEEKS]
    assert section(Draft(WEEKS).plan(not_placed=entries), "Not placed") == [
        "  – skipped     Ben Okafor  W48, W49",
        "                Ben Okafor is away",
    ]


def test_one_cause_is_one_entry() -> None:
    """A leader's absence is told once, with everybody whom it concerns and the 1-on-1 days of its weeks."""
    draft = Draft(WEEKS)
    for week in range(len(WEEKS)):
        for weekday in range(2):
            draft.day(THURSDAY + timedelta(weeks=week, days=weekday), "", note="away")
    why = "Ana García is away"
    entries = [NotPlaced(pair(who), week, Outcome.SKIP, why) for week in WEEKS for who in ("ben", "gita", "hana")]
    entries.append(NotPlaced(pair("fred"), WEEKS[1], Outcome.SKIP, why))
    assert section(draft.plan(not_placed=entries), "Not placed") == [
        "  – skipped     Ana García is away: Ben Okafor, Gita Rao, Hana Novák",
        "                W48 (26–27 Nov), W49 (3–4 Dec); Fred Ng  W49 (3–4 Dec)",
    ]


def test_a_long_cause_stands_below_those_whom_it_concerns() -> None:
    """Whoever looks for a name finds it at the beginning, not after four lines of reasons."""
    why = "no time: " + "; ".join(["Ana García is busy at 6 times", "the others take the rest"] * 3)
    entries = [NotPlaced(pair(who), WEEKS[0], Outcome.SKIP, why) for who in ("ben", "gita")]
    told = section(Draft(WEEKS).plan(not_placed=entries), "Not placed")
    assert told[0] == "  – skipped     Ben Okafor, Gita Rao  W48"
    assert one_line(told[1:]) == why


def test_what_would_help_is_told_once_or_for_each() -> None:
    """Those who share a cause may share what would help; where they do not, it is said whom it helps."""
    full = [NotPlaced(pair(who), WEEKS[0], Outcome.UNPLACED, "full", "leave out lunch") for who in ("ben", "gita")]
    told = section(Draft(WEEKS).plan(not_placed=full), "Not placed")
    assert told == [
        "  ! unplaced    full: Ben Okafor, Gita Rao  W48",
        "                Would help: leave out lunch",
    ]
    told = section(Draft(WEEKS).plan(not_placed=[full[0], replace(full[1], relaxation=None)]), "Not placed")
    assert told[1:] == [
        "                Ben Okafor: Would help: leave out lunch",
        "                Gita Rao: No single change that was tried would help.",
    ]


def test_a_leader_who_is_away_meets_nobody_and_misses_nobody() -> None:
    """Skips are no failure."""
    draft = Draft(("2026-W48",))
    draft.day(THURSDAY, "", note="away")
    entries = [NotPlaced(pair(who), "2026-W48", Outcome.SKIP, "Ana García is away") for who in ("ben", "gita")]
    text = text_of(draft.plan(not_placed=entries))
    assert " 0 1-on-1s · nobody missed · 2 skipped" in text
    assert "Thu 26 Nov · away" in text


def test_a_proven_plan_says_that_there_is_no_better_one() -> None:
    """With a line for each level, in words; nothing is to be said beside them."""
    told = section(Draft(WEEKS).plan(levels=SOLVED), "How good it is")
    assert told[0].startswith("  Every level is proven: by these rules there is no better plan.")
    assert "  4 Same time every week        3 not at the pair's usual time" in told
    assert [line[2] for line in told if line[2].isdigit()] == ["1", "2", "3", "4", "5", "6"]


def test_a_gap_is_told_with_both_numbers() -> None:
    """What was reached, and what could at best be; a bound that says nothing is no number but words."""
    levels = [replace(level, value=9, bound=4, proven=False) if level.level == 4 else level for level in SOLVED]
    plan = Draft(WEEKS).plan(levels=levels)
    assert plan.status is Status.FEASIBLE
    told = section(plan, "How good it is")
    assert told[0].startswith("  Every hard rule holds; a plan better at level 4 is not ruled out.")
    assert one_line(told).count("9 not at the pair's usual time; perhaps better, but never below 4") == 1
    nothing = [replace(level, bound=0) if level.level == 4 else level for level in levels]
    told = section(Draft(WEEKS).plan(levels=nothing), "How good it is")
    assert "9 not at the pair's usual time; whether better is possible was not decided" in one_line(told)
    assert not any("≥" in line for line in told)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("missed", 0, "everybody who can be met is"),
        ("postponed", 2, "2 weeks late in all"),
        ("layout", 0, "days differ by two at most"),
        ("layout", 1, "days as near to each other as can be"),
        ("moves", 0, "none moved"),
        ("evenness", 0, "evenly over the days"),
        ("evenness", 1, "as evenly as that allows"),
        ("clusters", 1, "1-on-1s in 1 block"),
        ("fragments", 0, "no piece under an hour"),
        ("preferences", 0, "every wish met"),
        ("fairness", 3, "some missed or moved who were before"),
        ("something new", 3, "something new: 3"),
    ],
)
def test_a_level_speaks_the_leader_s_language(name: str, value: int, words: str) -> None:
    """One that this page does not know is shown by its own name."""
    told = section(Draft(WEEKS).plan(levels=[Level(1, name, value, value, proven=True)]), "How good it is")
    assert any(line.endswith(f"  {words}") for line in told)


def test_lost_free_time_is_told_in_hours_and_minutes() -> None:
    told = section(Draft(WEEKS).plan(levels=[Level(5, "fragments", 100, 100, proven=True)]), "How good it is")
    assert any(line.endswith("1h40 free in pieces under an hour") for line in told)
    half = Level(5, "fragments", 100, 50, proven=False)
    told = section(Draft(WEEKS).plan(levels=[half]), "How good it is")
    assert one_line(told).endswith("1h40 free in pieces under an hour; perhaps better, but never below 50m")


def test_the_greatest_loss_that_a_document_may_tell_can_be_shown() -> None:
    """Even of a plan that nobody could make there is a page."""
    level = Level(5, "fragments", MOST_COST, -MOST_COST, proven=False)
    told = section(Draft(WEEKS).plan(levels=[level]), "How good it is")
    assert one_line(told).endswith("free in pieces under an hour; whether better is possible was not decided")


def test_an_uneven_week_is_told_where_an_even_one_may_be() -> None:
    """Only what is proven to be as good as can be is called so."""
    levels = [Level(2, "layout", 3, 1, proven=False), Level(3, "evenness", 2, 1, proven=False)]
    told = section(Draft(WEEKS).plan(levels=levels), "How good it is")
    assert "off by 3 1-on-1s beyond two; perhaps better, but never below 1" in one_line(told)
    assert "off by 2 1-on-1s in all; perhaps better, but never below 1" in one_line(told)


def test_a_whole_day_is_told_as_one() -> None:
    """Off the layout means something else for each of the two layouts; how even weeks are is nothing there."""
    levels = [Level(2, "layout", 2, 2, proven=True), Level(3, "evenness", 0, 0, proven=True)]
    plan = replace(Draft(WEEKS).plan(levels=levels), layout=Layout.WHOLE_DAY)
    told = section(plan, "How good it is")
    assert any("2 1-on-1s not on the week's day" in line for line in told)
    assert not any("evenly" in line for line in told)


def test_fairness_is_told_where_it_is_a_matter() -> None:
    """Not where nobody is missed or moved again; but where that is not proven."""
    for level, told in ((Level(6, "fairness", 0, 0, proven=True), False), (Level(6, "fairness", 2, 1, False), True)):
        assert ("missed or moved" in text_of(Draft(WEEKS).plan(levels=[level]))) == told


def test_a_move_that_was_asked_for_costs_nothing() -> None:
    """The level says so instead of claiming that nothing moved."""
    moved = replace(keep("ben"), action=Action.MOVE, after=span(THURSDAY, "11:00", 30))
    assert "only moves that were asked for" in text_of(plan_with([moved]))


def test_warnings_end_the_page_in_the_plan_s_order() -> None:
    """And the headline points to them."""
    plan = Draft(WEEKS).plan(warnings=("first", "second"))
    assert text_of(plan).endswith(" Warnings\n  ! first\n  ! second\n")
    assert not text_of(Draft(WEEKS).plan()).count("Warnings")
