"""What somebody has to see to: who was missed and why, what failed and what to do, who left 1-on-1s behind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rich.text import Text

from scheduler.outcome import Ending, LeaderNight, Night
from scheduler.preview.missing import FAILURES, missing
from scheduler.preview.paint import painted, wrapped
from scheduler.preview.view import View
from scheduler.tell.sheet import Sheet
from scheduler.tell.tally import TROUBLE, left_alone

WORDS = {Ending.PREVIEWED: "held back"}
"""A preview tells what a guard would hold back."""
MOST_NAMED = 40
"""Of those with one trouble in common; the table has everybody."""


def not_placed(night: Night, sheet: Sheet) -> list[Text]:
    """By leader: whose 1-on-1 has no place or was left alone, in which weeks, why, and what would help."""
    lines: list[Text] = []
    for each in night.leaders:
        if each.plan is not None and (each.missed or left_alone(each)):
            _, *entries = missing(View(each.plan, {}, {}, width=sheet.width, encoding=sheet.encoding), FAILURES)
            lines += [*sheet.paragraph(_named(each), "strong", indent=1), *entries]
    return [sheet.heading("Not placed"), *lines] if lines else []


def failures(night: Night, sheet: Sheet) -> list[Text]:
    """Who failed, was refused, would be, or was written in part, by what stood against it; then the single events."""
    lines: list[Text] = []
    for ending in (*TROUBLE, Ending.PREVIEWED):
        causes: dict[str, list[LeaderNight]] = defaultdict(list)
        for each in night.of(ending):
            if ending in TROUBLE or each.why:
                causes[each.why].append(each)
        for why, struck in causes.items():
            lines += wrapped(
                painted(
                    (f"{sheet.text(_together(struck))}: ", "strong"), (sheet.text(why) or "no reason was told", "")
                ),
                sheet.width,
                first=painted((f"  {WORDS.get(ending, ending.value)}", "bad")),
                indent=12,
            )
    for each in night.leaders:
        for failure in each.failures:
            lines += sheet.paragraph(f"{failure.which}: {failure.why}", mark=("  ! ", "bad"))
    return [sheet.heading("Not done"), *lines] if lines else []


def orphans(night: Night, sheet: Sheet) -> list[Text]:
    """Who leads no team any more, but whose 1-on-1s still stand."""
    lines = [line for each in night.orphans for line in sheet.paragraph(each, mark=("  ! ", "open"))]
    return [sheet.heading("Left behind"), *lines] if lines else []


def warnings(night: Night, sheet: Sheet) -> list[Text]:
    """What people should mend, each once however many leaders it concerns."""
    told = dict.fromkeys(warning for each in night.leaders if each.plan is not None for warning in each.plan.warnings)
    lines = [line for warning in told for line in sheet.paragraph(warning, mark=("  ! ", "open"))]
    return [sheet.heading("Warnings"), *lines] if lines else []


def _named(each: LeaderNight) -> str:
    return each.name or each.leader


def _together(struck: Sequence[LeaderNight]) -> str:
    """`Ana Gil, Bo Li and 3 more`."""
    named: Iterable[str] = (_named(each) for each in struck[:MOST_NAMED])
    more = len(struck) - MOST_NAMED
    return ", ".join(named) + (f" and {more:,} more" if more > 0 else "")
