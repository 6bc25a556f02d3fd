"""What would be written, and what was decided about what stays: each with its reason."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from providers.event import Interval
from scheduler.plan import Action, BlockKind, Change, Origin, PairKey
from scheduler.preview.paint import flowing, painted, together, wrapped
from scheduler.preview.view import View, counted, iso_week, mark_of

WORDS = {
    "create": "new",
    "move": "moved",
    "cancel": "cancelled",
    "keep": "kept",
    "pinned": "pinned",
    "frozen": "frozen",
    "booked": "booked",
}
INDENT = 14
WIDEST_NAME = 24
"""Columns for names beside which times stand."""


def changes(view: View) -> list[Text]:
    """New, moved and cancelled 1-on-1s; kept ones of which something is to be said; the others counted."""
    plan = view.plan
    if not plan.changes:
        return []
    written = [change for change in plan.changes if change.action is not Action.KEEP or change.writes]
    quiet = [change for change in plan.changes if change not in written and _plain(view, change)]
    notable = [change for change in plan.changes if change not in written and change not in quiet]
    lines = [painted((" Changes", "heading"))]
    if not written:
        lines.append(painted(("  Nothing to change.", "good")))
    for group in (*_groups(written), *_groups(notable)):
        lines += _entry(view, group)
    if quiet:
        whys = Counter(change.why for change in quiet)
        reasons = [(f"{times} {view.text(why)}", "quiet") for why, times in whys.most_common() if why]
        parts = [
            (f"{counted(len(quiet), '1-on-1')} kept as {'it is' if len(quiet) == 1 else 'they are'}", ""),
            *reasons,
        ]
        first = painted((f"  {view.glyphs.marks['keep']} ", "keep"))
        lines += wrapped(flowing(parts, f" {view.glyphs.dot} "), view.width, first=first, indent=4)
    return lines


def _plain(view: View, change: Change) -> bool:
    """Whether nothing needs to be said of a kept 1-on-1: nobody but us decided, and nothing is in its way.

    A reason with a remark, such as `unchanged; the invitation was declined`, does need to be said.
    """
    entry = any((each.pair, each.period) == (change.pair, change.period) for each in view.plan.not_placed)
    decided = change.origin in (Origin.PINNED, Origin.BOOKED)
    return not (entry or decided or change.before != change.after or ";" in change.why or _conflicts(view, change))


def _conflicts(view: View, change: Change) -> bool:
    """Whether something in the calendar of one of the two overlaps it."""
    return any(
        block.span.overlaps(change.after)
        for read in view.plan.inputs
        if change.after is not None and read.email in (change.pair.leader, change.pair.member)
        for block in read.blocks
        if block.kind is not BlockKind.OUR_EVENT
    )


def _groups(listed: Sequence[Change]) -> list[list[Change]]:
    """Changes of one kind for one reason, whomever they concern, in the order of the first of each."""
    groups: dict[object, list[Change]] = defaultdict(list)
    for change in listed:
        groups[mark_of(change), change.why, _mended(change)].append(change)
    return list(groups.values())


def _mended(change: Change) -> tuple[str, ...]:
    """The calendars in which a kept 1-on-1 is repaired."""
    return change.writes if change.action is Action.KEEP else ()


def _entry(view: View, group: Sequence[Change]) -> list[Text]:
    """`+ new  Ben Okafor`, its times, and why; of several people the reason first, then a line for each."""
    mark = mark_of(group[0])
    first = painted((f"  {view.glyphs.marks[mark]} {WORDS[mark]}", mark))
    people: dict[PairKey, list[Change]] = defaultdict(list)
    for change in group:
        people[change.pair].append(change)
    why = view.text(group[0].why)
    if len(people) == 1 or not why:
        lines = [line for theirs in people.values() for line in _person(view, theirs, first)]
        return lines + (_indented(view, why, "quiet") if why else [])
    lines = wrapped(painted((f"{why.removesuffix('.')}:", "quiet")), view.width, first=first, indent=INDENT)
    column = min(max(cell_len(view.partner(pair)) for pair in people), WIDEST_NAME)
    for pair, theirs in people.items():
        lines += _row(view, view.partner(pair), _told(view, theirs), column)
    return lines


def _person(view: View, group: Sequence[Change], first: Text) -> list[Text]:
    """A person's name and times, in one line if they fit."""
    times = _told(view, group)
    name = view.partner(group[0].pair)
    one = len(_times(view, group)) == 1
    beside = f"  {times.pop(0)}" if one and INDENT + cell_len(f"{name}  {times[0]}") <= view.width else ""
    lines = wrapped(painted((name, "strong"), (beside, "")), view.width, first=first, indent=INDENT)
    return lines + [line for time in times for line in _indented(view, time, "")]


def _row(view: View, name: str, times: Sequence[str], column: int) -> list[Text]:
    """A person's times beside their name; below it, if the name or the page leaves no room."""
    lines: list[Text] = []
    beside = INDENT + column + 2
    room = cell_len(name) <= column and all(beside + cell_len(_longest_part(time)) <= view.width for time in times)
    if not room:
        lines += wrapped(painted((name, "strong")), view.width, first=painted(), indent=INDENT)
    for number, time in enumerate(times):
        first = painted((" " * INDENT, ""), (name if room and number == 0 else "", "strong"))
        indent = beside if room else INDENT + 2
        lines += wrapped(painted((time, "")), view.width, first=first if room else painted(), indent=indent)
    return lines


def _longest_part(time: str) -> str:
    return max(time.split(" "), key=cell_len)


def _told(view: View, group: Sequence[Change]) -> list[str]:
    """When the 1-on-1s of a pair are, and in whose calendars they are repaired."""
    times = _times(view, group)
    if mended := _mended(group[0]):
        times.append(f"repairs the event in the calendar of {' and '.join(view.name(email) for email in mended)}")
    return times


def _indented(view: View, text: str, style: str) -> list[Text]:
    return wrapped(painted((text, style)), view.width, first=painted(), indent=INDENT)


def _times(view: View, group: Sequence[Change]) -> list[str]:
    """Times in as few lines as are exact: dates that share weekday and hours stand in one line."""
    dates: dict[tuple[str, str], list[str]] = defaultdict(list)
    lines = []
    for change in group:
        due = "" if _in_period(view, change) else f" (due in {view.week(change.period)})"
        if change.before is not None and change.after is not None and change.before != change.after:
            before, after = view.when(change.before), _later(view, change.before, change.after)
            lines.append(f"{together(before)} {together(f'{view.glyphs.arrow} {after}{due}')}")
            continue
        span = change.after or change.before
        assert span is not None
        weekday, _, day = view.day(view.local(span.start).date()).partition(" ")
        dates[weekday, view.hours(span)].append(together(day + due))
    return lines + [
        f"{together(f'{weekday} {days[0]}')}{''.join(f', {day}' for day in days[1:])} {hours}"
        for (weekday, hours), days in dates.items()
    ]


def _later(view: View, before: Interval, after: Interval) -> str:
    same = view.local(before.start).date() == view.local(after.start).date()
    return view.hours(after) if same else view.when(after)


def _in_period(view: View, change: Change) -> bool:
    span = change.after or change.before
    return span is None or iso_week(view.local(span.start).date()) == change.period
