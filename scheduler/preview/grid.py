"""Every week as a timetable of the leader's 1-on-1 days, side by side, rows aligned by time."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from rich.cells import cell_len
from rich.text import Text

from scheduler.plan import Action, Change, Fill, PlannedDay
from scheduler.preview.clocks import clock_changes, year_span
from scheduler.preview.paint import flowing, padded, painted, wrapped
from scheduler.preview.timeline import Item, cell, items, length, wall
from scheduler.preview.view import View, counted, iso_week, mark_of, monday

GUTTER = 8
"""Columns for the time at the left."""
GAP = 2
NARROWEST_DAY = 34
NARROWEST_ROW = 80
"""On a page of fewer columns one day stands under the other."""
LEGEND = (
    ("create", "new"),
    ("move", "moved"),
    ("keep", "kept"),
    ("pinned", "put there by a person"),
    ("frozen", "too soon to move"),
    ("booked", "booked by people"),
)
SUNDAY = 6


def grids(view: View) -> list[Text]:
    """The legend once, then one timetable per week."""
    clocks = clock_changes(view)
    lines = _legend(view)
    for week in view.plan.weeks:
        lines += [painted(), *_week(view, week, clocks[week])] if lines else _week(view, week, clocks[week])
    elsewhere = [change for change in _unseen(view) if _week_of(view, change) not in view.plan.weeks]
    if elsewhere:
        lines += [painted(), *_elsewhere(view, "Outside these weeks", elsewhere)]
    return lines


def _legend(view: View) -> list[Text]:
    stretches = [stretch for day in view.plan.days for stretch in day.stretches]
    used = {stretch.mark or "keep" for stretch in stretches if stretch.fill is Fill.ONE_ON_ONE}
    if not used:
        return []
    parts = [(f"{view.glyphs.marks[mark]} {meaning}", mark) for mark, meaning in LEGEND if mark in used]
    with_prep = (item for day in view.plan.days for item in items(day) if item.prep)
    if example := next(with_prep, None):
        parts.append((f"{length(example)} prep, then 1-on-1", "quiet"))
    return wrapped(flowing(parts, "   "), view.width, first=painted(), indent=1)


def _week(view: View, week: str, clocks: Sequence[str]) -> list[Text]:
    days = sorted((day for day in view.plan.days if day.week == week), key=lambda day: day.day)
    lines = [_heading(view, week)]
    for sentence in clocks:
        lines += wrapped(painted((sentence, "open")), view.width, first=painted((" ! ", "open")), indent=3)
    if not days:
        lines.append(painted((" No 1-on-1 day.", "quiet")))
    for row in _rows(view, days):
        lines += _timetable(view, row)
    unseen = [change for change in _unseen(view) if _week_of(view, change) == week]
    return lines + (_elsewhere(view, "Besides", unseen) if unseen else [])


def _heading(view: View, week: str) -> Text:
    """`── W48 · 23–29 Nov 2026 ───── 8 1-on-1s: 1 new, 7 kept ──`."""
    glyphs = view.glyphs
    first = monday(week)
    changes = [change for change in view.plan.changes if _week_of(view, change) == week]
    by_action = Counter(change.action for change in changes)
    words = ((Action.CREATE, "new"), (Action.MOVE, "moved"), (Action.KEEP, "kept"))
    what = ", ".join(f"{by_action[action]} {word}" for action, word in words if by_action[action])
    left = f"{view.week(week)} {glyphs.dot} {year_span(view, first, first.fromordinal(first.toordinal() + SUNDAY))}"
    right = f"{counted(len(changes), '1-on-1')}{': ' if what else ''}{what}"
    middle = view.width - cell_len(left) - cell_len(right) - 8
    if middle < 1:
        return painted((glyphs.rule * 2 + " ", "quiet"), (left, "heading"))
    return painted(
        (glyphs.rule * 2 + " ", "quiet"),
        (left, "heading"),
        (f" {glyphs.rule * middle} ", "quiet"),
        (right, ""),
        (f" {glyphs.rule * 2}", "quiet"),
    )


def _rows(view: View, days: Sequence[PlannedDay]) -> list[list[PlannedDay]]:
    """The days in rows of as many as fit, evenly; a day whose wall clock runs backwards has a row of its own."""
    rows: list[list[PlannedDay]] = []
    regular = [day for day in days if not _runs_back(view, day)]
    if regular:
        fit = (view.width - GUTTER + GAP) // (NARROWEST_DAY + GAP) if view.width >= NARROWEST_ROW else 1
        each = ceil(len(regular) / ceil(len(regular) / fit))
        rows += [regular[index : index + each] for index in range(0, len(regular), each)]
    rows += [[day] for day in days if day not in regular]
    return sorted(rows, key=lambda row: row[0].day)


def _runs_back(view: View, day: PlannedDay) -> bool:
    starts = [wall(view, stretch.span.start, day) for stretch in sorted(day.stretches, key=lambda each: each.span)]
    return any(later < earlier for earlier, later in pairwise(starts))


def _timetable(view: View, days: Sequence[PlannedDay]) -> list[Text]:
    width = (view.width - GUTTER - GAP * (len(days) - 1)) // len(days)
    columns = [(day, items(day)) for day in days]
    lines = [_joined("", [_title(view, day, found, width) for day, found in columns], width)]
    if all(_lost(day, found) for day, found in columns):
        return lines
    starts = [wall(view, item.stretch.span.start, day) for day, found in columns for item in found]
    alone = len(days) == 1 and _runs_back(view, days[0])
    for minute in list(dict.fromkeys(starts)) if alone else sorted(set(starts)):
        cells = [cell(view, day, found, minute, width) for day, found in columns]
        for number in range(max(map(len, cells))):
            time = f"{minute // 60 % 24:02}:{minute % 60:02}" if number == 0 else ""
            lines.append(_joined(time, [each[number] if number < len(each) else painted() for each in cells], width))
    return lines


def _lost(day: PlannedDay, found: Sequence[Item]) -> bool:
    """Whether the day's note, such as `away`, says all that there is to it."""
    return bool(day.note) and len(found) == 1 and found[0].stretch.fill is Fill.BUSY


def _title(view: View, day: PlannedDay, found: Sequence[Item], width: int) -> Text:
    """The date, what is special about the day, and how many 1-on-1s it has."""
    title = view.day(day.day)
    note = view.text(day.note) if day.note else "" if found else "not a working day"
    number = sum(item.stretch.fill is Fill.ONE_ON_ONE for item in found)
    count = counted(number, "1-on-1") if number else ""
    note = f" {view.glyphs.dot} {note}" if note else ""
    if cell_len(title + note + count) >= width:
        count = ""
    note = view.fit(note, width - cell_len(title) - cell_len(count))
    left = painted((title, "heading"), (note, "open"))
    return painted().join((padded(left, width - cell_len(count)), painted((count, "quiet"))))


def _joined(time: str, cells: Sequence[Text], width: int) -> Text:
    line = painted((f" {time:<{GUTTER - 1}}", "time"))
    gap = Text(" " * GAP)
    return painted().join((line, gap.join([padded(each, width) for each in cells])))


def _week_of(view: View, change: Change) -> str | None:
    return None if change.after is None else iso_week(view.local(change.after.start).date())


def _unseen(view: View) -> list[Change]:
    """1-on-1s that lie on no day of the timetables, such as one that a person put on a focus day."""
    seen = {
        (stretch.pair, stretch.span.start)
        for day in view.plan.days
        for stretch in day.stretches
        if stretch.fill is Fill.ONE_ON_ONE
    }
    return [change for change in view.plan.changes if change.after and (change.pair, change.after.start) not in seen]


def _elsewhere(view: View, title: str, changes: Sequence[Change]) -> list[Text]:
    lines = []
    for change in changes:
        assert change.after is not None
        mark = mark_of(change)
        first = painted((f" {title}: ", "quiet"), (view.glyphs.marks[mark] + " ", mark))
        text = painted((view.partner(change.pair), mark), (f"  {view.when(change.after)}", ""))
        lines += wrapped(text, view.width, first=first, indent=cell_len(first.plain))
    return lines
