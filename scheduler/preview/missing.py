"""What gets no time, and why: what could not be placed first, with what would help."""

from collections import defaultdict
from collections.abc import Sequence

from rich.text import Text

from scheduler.plan import NotPlaced, Outcome
from scheduler.preview.paint import painted, wrapped
from scheduler.preview.view import View

ORDER = (
    (Outcome.UNPLACED, "unplaced"),
    (Outcome.LEFT_ALONE, "left alone"),
    (Outcome.SKIP, "skipped"),
)
INDENT = 16


def missing(view: View) -> list[Text]:
    """One entry for each pair and reason; empty where everything due has a time."""
    if not view.plan.not_placed:
        return []
    lines = [painted((" Not placed", "heading"))]
    for outcome, word in ORDER:
        groups: dict[object, list[NotPlaced]] = defaultdict(list)
        for entry in view.plan.not_placed:
            if entry.outcome is outcome:
                groups[(entry.pair, entry.why, entry.relaxation)].append(entry)
        for group in groups.values():
            lines += _entry(view, group, word)
    return lines


def _entry(view: View, group: Sequence[NotPlaced], word: str) -> list[Text]:
    entry = group[0]
    mark = entry.outcome.value
    first = painted((f"  {view.glyphs.marks[mark]} {word}", mark))
    weeks = ", ".join(view.week(each.period) for each in group)
    who = painted((view.partner(entry.pair), "strong"), (f"  {weeks}", ""))
    lines = wrapped(who, view.width, first=first, indent=INDENT)
    if entry.why:
        lines += _indented(view, painted((view.text(entry.why), "quiet")))
    if entry.relaxation:
        lines += _indented(view, painted(("Would help: ", "good"), (view.text(entry.relaxation), "")))
    elif entry.outcome is Outcome.UNPLACED:
        lines += _indented(view, painted(("No single change that was tried would help.", "quiet")))
    return lines


def _indented(view: View, text: Text) -> list[Text]:
    return wrapped(text, view.width, first=painted(), indent=INDENT)
