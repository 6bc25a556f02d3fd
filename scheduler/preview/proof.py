"""How good the plan is, level by level, in words: what is reached, and whether there could be better."""

from datetime import timedelta

from rich.text import Text

from scheduler.company import Layout
from scheduler.plan import Action, Level, Outcome
from scheduler.preview.paint import painted, wrapped
from scheduler.preview.view import View, counted, duration

TITLES = {
    1: "Nobody is missed",
    2: "The layout holds",
    3: "Nothing moves without need",
    4: "Same time every week",
    5: "Free time stays whole",
    6: "Preferences",
}
TITLE = max(map(len, TITLES.values()))
TOLD_BOUNDS = ("clusters", "fragments", "rhythm", "postponed", "layout", "evenness")
"""Levels whose numbers are things that a leader can count; the others are weighted sums."""
NUMBER = 4
"""Columns before a level's title."""
NARROW = 66
"""On a page of fewer columns a level's title has a line of its own."""


def proof(view: View) -> list[Text]:
    """A verdict, then a line per level; empty where nothing was solved."""
    if not view.plan.levels:
        return []
    lines = [painted((" How good it is", "heading")), *_verdict(view)]
    before = 0
    for level in view.plan.levels:
        if level.name == "evenness" and view.plan.layout is Layout.WHOLE_DAY:
            continue  # a matter of split weeks only
        if level.name == "fairness" and level.value == level.bound == 0:
            continue  # nobody is missed or moved who was before
        number, title = ("", "") if level.level == before else (str(level.level), TITLES.get(level.level, ""))
        before = level.level
        open_ = "" if level.proven else f"; {certainty(level)}"
        words = painted((words_for(view, level), ""), (open_, "open"))
        first = painted((f"  {number:<{NUMBER - 2}}", "quiet"), (f"{title:<{TITLE + 2}}", ""))
        if view.width < NARROW:
            lines += [painted((f"  {number:<{NUMBER - 2}}", "quiet"), (title, ""))] if title else []
            first = painted()
        lines += wrapped(words, view.width, first=first, indent=NUMBER + (0 if view.width < NARROW else TITLE + 2))
    return lines


def _verdict(view: View) -> list[Text]:
    gaps = sorted({level.level for level in view.plan.levels if not level.proven})
    if not gaps:
        text, style = "Every level is proven: by these rules there is no better plan.", "good"
    else:
        named = f"{'level' if len(gaps) == 1 else 'levels'} {' and '.join(map(str, gaps))}"
        text, style = f"Every hard rule holds; a plan better at {named} is not ruled out.", "open"
    return wrapped(painted((text, style)), view.width, first=painted(), indent=2)


def certainty(level: Level) -> str:
    """Whether a level could be better, for somebody who has never heard of a bound."""
    if level.proven:
        return "nothing better is possible"
    if level.name in TOLD_BOUNDS and level.bound > 0:
        least = duration(timedelta(minutes=level.bound)) if level.name == "fragments" else str(level.bound)
        return f"perhaps better, but never below {least}"
    return "whether better is possible was not decided"


def words_for(view: View, level: Level) -> str:
    """What a level's value means. A level that this page does not know is shown by its own name."""
    value, plan = level.value, view.plan
    match level.name:
        case "missed":
            unplaced = sum(entry.outcome is Outcome.UNPLACED for entry in plan.not_placed)
            return f"{unplaced} not placed" if value else "everybody who can be met is"
        case "postponed":
            return f"{counted(value, 'week')} late in all" if value else "each in the week it is due"
        case "layout":
            if plan.layout is Layout.SPLIT:
                if value and level.proven:
                    return "days as near to each other as can be"
                return f"off by {counted(value, '1-on-1')} beyond two" if value else "days differ by two at most"
            return f"{counted(value, '1-on-1')} not on the week's day" if value else "all on one day"
        case "moves":
            moved = sum(change.action is Action.MOVE for change in plan.changes)
            return f"{moved} moved" if value else "only moves that were asked for" if moved else "none moved"
        case "evenness":
            if value and level.proven:
                return "as evenly as that allows"
            return f"off by {counted(value, '1-on-1')} in all" if value else "evenly over the days"
        case "rhythm":
            return f"{value} not at the pair's usual time" if value else "all pairs keep one time"
        case "clusters":
            return f"1-on-1s in {counted(value, 'block')}"
        case "fragments":
            lost = duration(timedelta(minutes=value))
            return f"{lost} free in pieces under an hour" if value else "no piece under an hour"
        case "preferences":
            return "some wishes not met" if value else "every wish met"
        case "fairness":
            return "some missed or moved who were before"
    return f"{view.text(level.name)}: {value}"
