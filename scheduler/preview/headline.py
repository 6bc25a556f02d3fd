"""What a leader wants to know first: whose plan, which weeks, how many 1-on-1s, what changes, whom it misses."""

from collections import Counter
from datetime import timedelta

from rich.text import Text

from scheduler.plan import Action, Outcome, Status
from scheduler.preview.clocks import year_span
from scheduler.preview.paint import flowing, painted, together, wrapped
from scheduler.preview.view import MONTHS, WEEKDAYS, View, counted, iso_week, monday

COUNTED = ((Action.CREATE, "new"), (Action.MOVE, "moved"), (Action.CANCEL, "cancelled"), (Action.KEEP, "kept"))


def headline(view: View) -> list[Text]:
    """A few lines that tell a leader whether to read on."""
    return [
        *title(view),
        *_paragraph(view, _summary(view)),
        *_paragraph(view, _circumstances(view)),
    ]


def title(view: View) -> list[Text]:
    """Whose plan, and for which weeks."""
    return _paragraph(view, _title(view))


def _paragraph(view: View, text: Text) -> list[Text]:
    return wrapped(text, view.width, first=painted((" ", "")), indent=1)


def _title(view: View) -> Text:
    plan, dot = view.plan, f" {view.glyphs.dot} "
    weeks = ""
    if plan.weeks:
        first, last = view.week(plan.weeks[0]), view.week(plan.weeks[-1])
        named = first if len(plan.weeks) == 1 else f"{first}{view.glyphs.dash}{last}"
        days = year_span(view, monday(plan.weeks[0]), monday(plan.weeks[-1]) + timedelta(days=6))
        weeks = f"{dot}{together(f'{named}, {days}')}"
    name = view.text(plan.leader_name) or view.name(plan.leader)
    return painted(("1-on-1s of ", "strong"), (name, "strong"), (weeks, ""))


def _summary(view: View) -> Text:
    plan, dot = view.plan, f" {view.glyphs.dot} "
    if not plan.changes and not plan.not_placed:
        return painted(("Nobody to meet in these weeks.", "strong"))
    by_action = Counter(change.action for change in plan.changes)
    parts = [(_a_week(view), "strong")] if plan.weeks else []
    parts += [
        (f"{by_action[action]} {word}", action.value if action is not Action.KEEP else "")
        for action, word in COUNTED
        if by_action[action]
    ]
    outcomes = Counter(entry.outcome for entry in plan.not_placed)
    if outcomes[Outcome.UNPLACED]:
        parts.append((f"{outcomes[Outcome.UNPLACED]} not placed", "unplaced"))
    elif plan.weeks and not outcomes[Outcome.LEFT_ALONE]:
        parts.append(("nobody missed", "good"))
    if outcomes[Outcome.LEFT_ALONE]:
        parts.append((f"{outcomes[Outcome.LEFT_ALONE]} left alone", "left-alone"))
    if outcomes[Outcome.SKIP]:
        parts.append((f"{outcomes[Outcome.SKIP]} skipped", ""))
    if plan.warnings:
        parts.append((f"{counted(len(plan.warnings), 'warning')} (at the end)", "open"))
    return flowing(parts, dot)


def _a_week(view: View) -> str:
    """`8 1-on-1s a week`, or `7–8 …` where weeks differ: as many as then stand in the calendar."""
    in_week = Counter(
        iso_week(view.local(change.after.start).date()) for change in view.plan.changes if change.after is not None
    )
    numbers = [in_week[week] for week in view.plan.weeks] or [0]
    least, most = min(numbers), max(numbers)
    if len(numbers) == 1 or least == most:
        return counted(most, "1-on-1") + (" a week" if len(numbers) > 1 else "")
    return f"{least}{view.glyphs.dash}{most} 1-on-1s a week"


def _circumstances(view: View) -> Text:
    plan, dot = view.plan, f" {view.glyphs.dot} "
    made = view.local(plan.as_of)
    as_of = f"{WEEKDAYS[made.weekday()]} {made.day} {MONTHS[made.month - 1]} {made.year} {made:%H:%M}"
    proven = "proven best" if plan.status is Status.OPTIMAL else "not proven best"
    parts = [f"as of {as_of}", f"times in {view.text(plan.time_zone)}", *([proven] if plan.weeks else [])]
    return flowing([(part, "quiet") for part in parts], dot)
