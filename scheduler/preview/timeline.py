"""One day as a column: what starts when, and what the bar at its left shows in between."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from rich.cells import cell_len
from rich.text import Text

from scheduler.plan import Fill, PlannedDay, Stretch
from scheduler.preview.paint import padded, painted
from scheduler.preview.view import View, duration

PLACE = 12
"""Columns that a member's local time and place keep, however long the name."""


@dataclass(frozen=True)
class Item:
    """A stretch as it is shown: its prep is part of its line."""

    stretch: Stretch
    prep: timedelta = timedelta()


def items(day: PlannedDay) -> list[Item]:
    """The day's stretches, prep merged into the 1-on-1 it precedes, neighbours of one fill into one."""
    found: list[Item] = []
    for stretch in day.stretches:
        last = found[-1].stretch if found else None
        touches = last is not None and last.span.end == stretch.span.start
        if last is not None and touches and last.fill is Fill.PREP and last.pair == stretch.pair:
            found[-1] = Item(stretch, last.span.end - last.span.start)
        elif last is not None and touches and last.fill is stretch.fill and stretch.pair is last.pair is None:
            found[-1] = Item(replace(last, span=replace(last.span, end=stretch.span.end)))
        else:
            found.append(Item(stretch))
    return found


def wall(view: View, instant: datetime, day: PlannedDay) -> int:
    """Minutes on the leader's clock since the day's midnight; above 1440 on the next day."""
    here = view.local(instant).replace(tzinfo=None)
    return int((here - datetime.combine(day.day, time())).total_seconds() // 60)


def length(item: Item) -> str:
    """`45m`; with its prep `5+45m`."""
    own = duration(item.stretch.span.end - item.stretch.span.start)
    return f"{duration(item.prep).removesuffix('m')}+{own}" if item.prep else own


def cell(view: View, day: PlannedDay, found: Sequence[Item], minute: int, width: int) -> list[Text]:
    """What the day's column shows in the row of this minute: one line for each stretch that starts, or only the bar."""
    lines = [_line(view, item, width) for item in found if wall(view, item.stretch.span.start, day) == minute]
    if lines:
        return lines
    for item in reversed(found):
        span = item.stretch.span
        if wall(view, span.start, day) < minute < wall(view, span.end, day):
            return [painted((view.glyphs.bars[item.stretch.fill], _style(item.stretch)))]
    return [painted()]


def _style(stretch: Stretch) -> str:
    if stretch.fill is Fill.ONE_ON_ONE:
        return stretch.mark or "keep"
    return stretch.fill.value


def _line(view: View, item: Item, width: int) -> Text:
    stretch, style = item.stretch, _style(item.stretch)
    taken = length(item)
    bar = (view.glyphs.bars[stretch.fill] + " ", style)
    if stretch.fill is not Fill.ONE_ON_ONE or stretch.pair is None:
        whose = f" {view.name(stretch.pair.member)}" if stretch.pair else ""
        label = view.fit(f"{stretch.fill.value}{whose}", width - 5 - len(taken))
        return _justified(painted(bar, ("  " + label, style)), painted((taken, "quiet")), width)
    name = view.partner(stretch.pair)
    right = f" {taken}"
    theirs = view.theirs(stretch.pair.member, stretch.span.start)
    if theirs is not None:
        clock, place = theirs
        room = max(width - 5 - cell_len(name) - cell_len(right), PLACE)
        right = f"{view.fit(f'{clock} {place}', room)} {right}"
    mark = (view.glyphs.marks.get(stretch.mark or "keep", " ") + " ", style)
    label = view.fit(name, width - 5 - cell_len(right))
    return _justified(painted(bar, mark, (label, style)), painted((right, "quiet")), width)


def _justified(left: Text, right: Text, width: int) -> Text:
    return painted().join((padded(left, width - cell_len(right.plain)), right))
