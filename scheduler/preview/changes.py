"""What would be written, and what was decided about what stays: each with its reason."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from providers.event import Interval
from scheduler.plan import Action, BlockKind, Change, Origin
from scheduler.preview.paint import flowing, painted, wrapped
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
    """Changes that read the same but for their times, in the order of the first of each."""
    groups: dict[object, list[Change]] = defaultdict(list)
    for change in listed:
        groups[(change.action, change.pair, change.origin, change.why, change.writes)].append(change)
    return list(groups.values())


def _entry(view: View, group: Sequence[Change]) -> list[Text]:
    """`+ new  Ben Okafor`, its times, and why."""
    change = group[0]
    mark = mark_of(change)
    first = painted((f"  {view.glyphs.marks[mark]} {WORDS[mark]}", mark))
    times = _times(view, group)
    name = view.partner(change.pair)
    if len(times) == 1 and INDENT + cell_len(f"{name}  {times[0]}") <= view.width:
        lines = wrapped(painted((name, "strong"), (f"  {times.pop()}", "")), view.width, first=first, indent=INDENT)
    else:
        lines = wrapped(painted((name, "strong")), view.width, first=first, indent=INDENT)
    if change.action is Action.KEEP and change.writes:
        copies = " and ".join(view.name(email) for email in change.writes)
        times.append(f"repairs the event in the calendar of {copies}")
    for line in times:
        lines += _indented(view, line, "")
    return lines + (_indented(view, view.text(change.why), "quiet") if change.why else [])


def _indented(view: View, text: str, style: str) -> list[Text]:
    return wrapped(painted((text, style)), view.width, first=painted(), indent=INDENT)


def _times(view: View, group: Sequence[Change]) -> list[str]:
    """Times in as few lines as are exact: dates that share weekday and hours stand in one line."""
    dates: dict[tuple[str, str], list[str]] = defaultdict(list)
    lines = []
    for change in group:
        due = "" if _in_period(view, change) else f" (due in {view.week(change.period)})"
        if change.before is not None and change.after is not None and change.before != change.after:
            lines.append(
                f"{view.when(change.before)} {view.glyphs.arrow} {_later(view, change.before, change.after)}{due}"
            )
            continue
        span = change.after or change.before
        assert span is not None
        weekday, _, day = view.day(view.local(span.start).date()).partition(" ")
        dates[weekday, view.hours(span)].append(day + due)
    return lines + [f"{weekday} {', '.join(days)} {hours}" for (weekday, hours), days in dates.items()]


def _later(view: View, before: Interval, after: Interval) -> str:
    same = view.local(before.start).date() == view.local(after.start).date()
    return view.hours(after) if same else view.when(after)


def _in_period(view: View, change: Change) -> bool:
    span = change.after or change.before
    return span is None or iso_week(view.local(span.start).date()) == change.period
