"""What gets no time, and why: what could not be placed first, with what would help."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from rich.cells import cell_len
from rich.text import Text

from scheduler.plan import NotPlaced, Outcome, PairKey
from scheduler.preview.paint import flowing, painted, wrapped
from scheduler.preview.view import View

ORDER = (
    (Outcome.UNPLACED, "unplaced"),
    (Outcome.LEFT_ALONE, "left alone"),
    (Outcome.SKIP, "skipped"),
)
INDENT = 16


FAILURES = (Outcome.UNPLACED, Outcome.LEFT_ALONE)
"""Those that somebody may want to see to."""


def missing(view: View, outcomes: Collection[Outcome] = tuple(Outcome)) -> list[Text]:
    """One entry for each cause, whomever it concerns and in whichever weeks; empty where everything due has a time."""
    return entries(view, [(outcome, word) for outcome, word in ORDER if outcome in outcomes], " Not placed")


def entries(view: View, listed: Sequence[tuple[Outcome, str]], heading: str, *, helps: bool = True) -> list[Text]:
    """The same with other words for the outcomes.

    Args:
        helps: whether to say what would help.
    """
    lines: list[Text] = []
    for outcome, word in listed:
        causes: dict[str, list[NotPlaced]] = defaultdict(list)
        for entry in view.plan.not_placed:
            if entry.outcome is outcome:
                causes[entry.why].append(entry)
        for of_cause in causes.values():
            lines += _entry(view, of_cause, word, helps=helps)
    return [painted((heading, "heading")), *lines] if lines else []


def _entry(view: View, entries: Sequence[NotPlaced], word: str, *, helps: bool) -> list[Text]:
    """`– skipped  Laura Vidal is away: Ana Gil, Bo Li  W49 (3–4 Dec)`.

    Of one person, or where the cause takes more than a line, the names come first.
    """
    mark = entries[0].outcome.value
    first = painted((f"  {view.glyphs.marks[mark]} {word}", mark))
    why = view.text(entries[0].why)
    whose = _whose(view, entries)
    if len({entry.pair for entry in entries}) == 1 or cell_len(why) > view.width - INDENT:
        lines = wrapped(whose, view.width, first=first, indent=INDENT)
        lines += _indented(view, painted((why, "quiet"))) if why else []
    else:
        cause = painted((f"{why.removesuffix('.')}: " if why else "", ""), ("", ""))
        lines = wrapped(painted().join((cause, whose)), view.width, first=first, indent=INDENT)
    sentences = _helps(view, entries) if helps else []
    return lines + [line for sentence in sentences for line in _indented(view, sentence)]


def _whose(view: View, entries: Sequence[NotPlaced]) -> Text:
    """`Ana Gil, Bo Li  W49 (3–4 Dec), W50 (10–11 Dec)`: people by the weeks that they share."""
    weeks: dict[PairKey, list[str]] = defaultdict(list)
    for entry in entries:
        weeks[entry.pair].append(entry.period)
    people: dict[tuple[str, ...], list[PairKey]] = defaultdict(list)
    for pair, its in weeks.items():
        people[tuple(its)].append(pair)
    return painted(("; ", "")).join(
        painted().join(
            (
                flowing([(view.partner(pair), "strong") for pair in pairs], ", "),
                painted(("  ", "")),
                flowing([(_week(view, week), "") for week in shared], ", "),
            )
        )
        for shared, pairs in people.items()
    )


def _week(view: View, week: str) -> str:
    """`W49 (3–4 Dec)`: a week, and the leader's 1-on-1 days in it."""
    days = sorted(day.day for day in view.plan.days if day.week == week)
    return f"{view.week(week)} ({view.days(days)})" if days else view.week(week)


def _helps(view: View, entries: Sequence[NotPlaced]) -> list[Text]:
    """What would help those who could not be placed: once, if the same helps all."""
    if entries[0].outcome is not Outcome.UNPLACED:
        return []
    pairs = {entry.pair for entry in entries}
    reliefs: dict[str | None, list[NotPlaced]] = defaultdict(list)
    for entry in entries:
        reliefs[entry.relaxation].append(entry)
    sentences = []
    for relief, helped in reliefs.items():
        whom = (
            f"{', '.join(dict.fromkeys(view.partner(entry.pair) for entry in helped))}: "
            if len(reliefs) > 1 < len(pairs)
            else ""
        )
        if relief is None:
            sentences.append(painted((f"{whom}No single change that was tried would help.", "quiet")))
        else:
            sentences.append(painted((f"{whom}Would help: ", "good"), (view.text(relief), "")))
    return sentences


def _indented(view: View, text: Text) -> list[Text]:
    return wrapped(text, view.width, first=painted(), indent=INDENT)
