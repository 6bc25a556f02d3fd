"""The choices between plans, as a table for a person."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rich.text import Text

from scheduler.choice import Choice, Offer
from scheduler.plan import Action, Level, Outcome
from scheduler.preview.page import printed
from scheduler.preview.paint import painted, wrapped
from scheduler.preview.proof import certainty
from scheduler.preview.view import View, counted, duration


def table(view: View, offer: Offer, *, colour: bool) -> str:
    """One entry for each row: how many it moves, what that buys beside the row above, and what is proven."""
    choices = offer.choices
    first, last = choices.rows[0], choices.rows[-1]
    lines = [painted((f" Choices for {view.name(offer.leader)}", "heading"))]
    if len(choices.rows) == 1:
        lines += _said(
            view,
            "Moving 1-on-1s that could stay buys nothing that was found."
            if not first.proven
            else "No 1-on-1 needs to move: by these rules, moving any buys nothing.",
        )
    elif first.levels["clusters"].value > last.levels["clusters"].value:
        before, after = first.levels["clusters"].value, last.levels["clusters"].value
        lines += _said(view, f"moved {last.moved}: {counted(before, 'block')} become {after}")
    sections = [lines]
    above = None
    for row in choices.rows:
        sections.append(_row(view, row, above, offer.entering))
        above = row
    if not choices.complete:
        sections.append(_said(view, "There may be rows between these: those with the largest gain were looked for."))
    return printed(sections, width=view.width, colour=colour)


def _said(view: View, text: str, style: str = "") -> list[Text]:
    return wrapped(painted((text, style)), view.width, first=painted(("  ", "")), indent=2)


def _row(view: View, row: Choice, above: Choice | None, entering: Sequence[str]) -> list[Text]:
    """A row, in a few lines that fit any width."""
    head = f"{row.moved} moved"
    proof = "no better plan moves as few" if row.proven else _gap(row)
    missed = ", ".join(f"{view.partner(one.pair)} {view.week(one.period)}" for one in row.missed) or "nobody"
    facts = [("missed", missed)]
    if left := [one for one in row.plan.not_placed if one.outcome is Outcome.LEFT_ALONE]:
        names = dict.fromkeys(view.partner(one.pair) for one in left)
        facts.append(("left alone, as a calendar could not be read", ", ".join(names)))
    facts += [(f"first with {view.name(member)}", _first(view, row, member)) for member in entering]
    facts += [
        (_NAMES[level.name], _amount(level, above))
        for level in row.levels.values()
        if level.name != "missed" and (level.value or level.name == "clusters")
    ]
    told = "; ".join(f"{view.name(email)} ({_what(what)})" for email, what in row.told.items()) or "nobody"
    lines = wrapped(painted((head, "strong"), (f" ({proof})", "quiet")), view.width, first=painted((" ", "")), indent=1)
    lines += _said(view, "; ".join(f"{name}: {value}" for name, value in facts))
    return lines + _said(view, f"told: {told}", "quiet")


def _first(view: View, row: Choice, member: str) -> str:
    span = row.first_meeting(member)
    if span is not None:
        return view.when(span)
    why = next((one.why for one in row.plan.not_placed if one.pair.member == member), None)
    return "not in these weeks" if why is None else f"not in these weeks ({view.text(why)})"


def _what(counts: Mapping[Action, int]) -> str:
    return ", ".join(f"{counts[action]} {word}" for action, word in _TOLD.items() if action in counts)


_TOLD = {Action.CREATE: "new", Action.MOVE: "moved", Action.CANCEL: "cancelled"}


_NAMES = {
    "missed": "missed",
    "postponed": "weeks late",
    "layout": "off the layout",
    "evenness": "days uneven by",
    "rhythm": "not at the pair's usual time",
    "clusters": "blocks",
    "fragments": "free in pieces under an hour",
    "preferences": "wishes not met, as a cost",
}


def _amount(level: Level, above: Choice | None) -> str:
    before = level.value if above is None else above.levels[level.name].value
    now = _words(level, level.value)
    return now if before == level.value else f"{now} (was {_words(level, before)})"


def _words(level: Level, value: int) -> str:
    return duration(timedelta(minutes=value)) if level.name == "fragments" else str(value)


def _gap(row: Choice) -> str:
    open_level = next(level for level in row.levels.values() if not level.proven)
    return f"{_NAMES[open_level.name]} {_words(open_level, open_level.value)}: {certainty(open_level)}"
