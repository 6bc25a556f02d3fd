"""The whole page of a night: what it came to first, then by leader, then what somebody has to see to."""

from datetime import UTC, datetime

from rich.text import Text

from scheduler.outcome import Night
from scheduler.plan import Action, Outcome
from scheduler.preview.page import printed
from scheduler.preview.view import MONTHS, WEEKDAYS, counted
from scheduler.tell.sheet import Sheet
from scheduler.tell.table import STYLES, table
from scheduler.tell.tally import tally
from scheduler.tell.troubles import failures, not_placed, orphans, warnings

COUNTED = ((Action.CREATE, "new"), (Action.MOVE, "moved"), (Action.CANCEL, "cancelled"))


def whole(night: Night, sheet: Sheet, *, colour: bool, everybody: bool) -> str:
    """See `scheduler.tell.night_page`."""
    sections = [
        headline(night, sheet),
        table(night, sheet, everybody=everybody),
        not_placed(night, sheet),
        failures(night, sheet),
        orphans(night, sheet),
        warnings(night, sheet),
        levels(night, sheet),
    ]
    return printed(sections, width=sheet.width, colour=colour)


def headline(night: Night, sheet: Sheet) -> list[Text]:
    """Which night, what it came to, and what stopped it."""
    total = tally(night)
    lines = sheet.flow(
        [
            (f"Night {sheet.text(night.run)}", "strong"),
            (f"as of {written(night.as_of)}", ""),
            (counted(len(night.leaders), "leader"), ""),
            (took((night.ended - night.started).total_seconds()), ""),
        ]
    )
    parts = [(counted(total.placed, "1-on-1") + " placed", "strong")] if total.planned else []
    parts += [(f"{total.changes[action]:,} {word}", action.value) for action, word in COUNTED if total.changes[action]]
    if total.missed:
        parts.append((f"{total.missed:,} missed", "unplaced"))
    elif total.planned:
        parts.append(("nobody missed", "good"))
    if total.not_placed[Outcome.LEFT_ALONE]:
        parts.append((f"{total.not_placed[Outcome.LEFT_ALONE]:,} left alone", "left-alone"))
    if total.planned:
        parts.append((f"{total.proven:,} of {total.planned:,} plans proven best", "quiet"))
    lines += sheet.flow(parts)
    endings = [(f"{number:,} {ending.value}", STYLES[ending]) for ending, number in total.endings.items() if number]
    done = "nothing was written" if night.dry_run else f"{counted(total.written, 'change')} written"
    lines += sheet.flow([*endings, (done, "")])
    if night.stopped:
        lines += sheet.paragraph(f"Nothing was written for anybody: {night.stopped}", "bad", indent=1)
    return lines


def levels(night: Night, sheet: Sheet) -> list[Text]:
    """How well the company as a whole is planned, level by level."""
    parts = []
    for level in night.levels:
        if level.bound is None:
            known, style = "", "quiet"
        elif level.value <= level.bound:
            known, style = ", proven", "good"
        else:
            known, style = f", at best {level.bound:,}", "open"
        parts.append((f"{sheet.text(level.name)} {level.value:,}{known}", style))
    return [sheet.heading("The company, level by level"), *sheet.flow(parts, indent=2)] if parts else []


def written(instant: datetime) -> str:
    """`Thu 26 Nov 2026 02:00 UTC`."""
    there = instant.astimezone(UTC)
    return f"{WEEKDAYS[there.weekday()]} {there.day} {MONTHS[there.month - 1]} {there.year} {there:%H:%M} UTC"


def took(seconds: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 10:
        return f"{max(0.0, seconds):.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
