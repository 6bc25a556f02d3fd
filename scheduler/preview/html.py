"""A plan, or what stands, as one page for a browser: no script, nothing from elsewhere, for screens, paper and ears."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files

from scheduler.company import Layout
from scheduler.plan import Action, Change, Fill, Outcome, Plan, PlannedDay, Stretch
from scheduler.preview.changes import WORDS
from scheduler.preview.clocks import clock_changes, year_span
from scheduler.preview.proof import TITLES, certainty, words_for
from scheduler.preview.timeline import items, wall
from scheduler.preview.view import View, counted, duration, mark_of, monday
from scheduler.stands import Difference, Stands

ROW_MINUTES = 5
"""Minutes that one row of a day's picture stands for."""
OUTCOMES = {Outcome.UNPLACED: "not placed", Outcome.LEFT_ALONE: "left alone", Outcome.SKIP: "skipped"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a day in its picture."""

    fill: str
    first: int
    last: int
    """Rows of the picture, from 1; the last is the first that is no longer part of it."""
    when: str
    start: str
    """ISO 8601, with the offset of the leader's clock."""
    text: str
    kind: str
    """`create`, `move`, `keep`, `pinned` …; empty: no 1-on-1."""
    mark: str
    """The sign for it."""
    word: str
    """What happens to it, in a word; empty: nothing."""
    theirs: str
    """The member's own time and place, where it differs."""
    lasts: str


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    note: str
    number: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Week:
    name: str
    days: tuple[Day, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What happens to a 1-on-1."""

    mark: str
    word: str
    who: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A level of the strict order."""

    title: str
    words: str
    sure: str
    proven: bool


def plan_html(plan: Plan) -> str:
    """The page of a plan; names and zones are the plan's own."""
    view = View(plan, {}, {}, width=120, encoding="utf-8")
    rows = [_row(view, change) for change in plan.changes]
    touched = [row for row, change in zip(rows, plan.changes, strict=True) if _touched(change)]
    kept = [row for row, change in zip(rows, plan.changes, strict=True) if not _touched(change)]
    return _rendered(view, "What changes", ("Now", "Then"), touched, kept, verdict=_verdict(plan))


def standing_html(stands: Stands, view: View) -> str:
    """The page of what stands.

    Args:
        view: of it, as `scheduler.preview.standing.view_of` makes it.
    """
    differing = [_difference(view, each) for each in stands.differences]
    rows = [_row(view, change) for change in view.plan.changes]
    return _rendered(
        view, "What differs from what was last written", ("Last written", "Now"), differing, rows, verdict=""
    )


def _touched(change: Change) -> bool:
    return change.action is not Action.KEEP or bool(change.writes)


def _rendered(
    view: View, heading: str, columns: tuple[str, str], rows: list[Row], kept: list[Row], *, verdict: str
) -> str:
    from jinja2 import Environment, StrictUndefined

    source = (files("scheduler.preview") / "page.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    plan = view.plan
    made = view.local(plan.as_of)
    return template.from_string(source).render(
        title=f"1-on-1s of {view.text(plan.leader_name) or view.name(plan.leader)}",
        span=_span(view),
        as_of=f"As of {view.day(made.date())} {made.year} {made:%H:%M}; times in {view.text(plan.time_zone)}.",
        verdict=verdict,
        heading=heading,
        columns=columns,
        rows=rows,
        kept=kept,
        weeks=list(_weeks(view)),
        absent=[
            (
                OUTCOMES[each.outcome],
                view.partner(each.pair),
                view.week(each.period),
                view.text(each.why),
                view.text(each.relaxation or ""),
            )
            for each in plan.not_placed
        ],
        grades=list(_grades(view)),
        warnings=[view.text(each) for each in plan.warnings],
    )


def _span(view: View) -> str:
    weeks = view.plan.weeks
    return year_span(view, monday(weeks[0]), monday(weeks[-1]) + timedelta(days=6)) if weeks else ""


def _weeks(view: View) -> Iterator[Week]:
    clocks = clock_changes(view)
    for week in view.plan.weeks:
        first = monday(week)
        days = sorted((day for day in view.plan.days if day.week == week), key=lambda day: day.day)
        name = f"{view.week(week)}, {year_span(view, first, first + timedelta(days=6))}"
        yield Week(name, tuple(_day(view, day) for day in days), tuple(clocks[week]))


def _day(view: View, day: PlannedDay) -> Day:
    found = items(day)
    begin = min((wall(view, item.stretch.span.start - item.prep, day) for item in found), default=0)
    number = sum(item.stretch.fill is Fill.ONE_ON_ONE for item in found)
    note = view.text(day.note) if day.note else "" if found else "not a working day"
    pieces = tuple(_piece(view, day, item.stretch, item.prep, begin) for item in found)
    return Day(view.day(day.day), note, counted(number, "1-on-1") if number else "", pieces)


def _piece(view: View, day: PlannedDay, stretch: Stretch, prep: timedelta, begin: int) -> Piece:
    start = wall(view, stretch.span.start, day)
    lasts = stretch.span.end - stretch.span.start
    first = max(0, start - begin) // ROW_MINUTES + 1
    rows = max(1, -(-int(lasts.total_seconds()) // (60 * ROW_MINUTES)))
    meets = stretch.fill is Fill.ONE_ON_ONE and stretch.pair is not None
    theirs = view.theirs(stretch.pair.member, stretch.span.start) if meets and stretch.pair else None
    mark = (stretch.mark or "keep") if meets else ""
    text = view.partner(stretch.pair) if meets and stretch.pair else stretch.fill.value
    return Piece(
        "one" if meets else stretch.fill.value,
        first,
        first + rows,
        view.hours(stretch.span),
        view.local(stretch.span.start).isoformat(),
        text,
        mark,
        view.glyphs.marks.get(mark, ""),
        "" if mark == "keep" else WORDS.get(mark, ""),
        " ".join(theirs) if theirs else "",
        duration(lasts) + (f", after {duration(prep)} to prepare" if prep else ""),
    )


def _row(view: View, change: Change) -> Row:
    mark = mark_of(change)
    before = view.when(change.before) if change.before else ""
    after = view.when(change.after) if change.after else ""
    return Row(view.glyphs.marks[mark], WORDS[mark], view.partner(change.pair), before, after, view.text(change.why))


def _difference(view: View, one: Difference) -> Row:
    before = view.when(one.before) if one.before else ""
    after = view.when(one.now) if one.now else ""
    return Row("", one.since.value, view.partner(one.pair), before, after, view.text(one.why))


def _verdict(plan: Plan) -> str:
    if not plan.levels:
        return ""
    if all(level.proven for level in plan.levels):
        return "Proven: by these rules there is no better plan."
    return "Every rule is kept; whether a better plan exists was not decided in all respects."


def _grades(view: View) -> Iterator[Grade]:
    for level in view.plan.levels:
        if level.name == "evenness" and view.plan.layout is Layout.WHOLE_DAY:
            continue  # a matter of split weeks only
        if level.name == "fairness" and level.value == level.bound == 0:
            continue  # nobody is missed or moved who was before
        yield Grade(TITLES.get(level.level, ""), words_for(view, level), certainty(level), level.proven)
