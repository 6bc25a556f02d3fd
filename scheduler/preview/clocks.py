"""Changes of the clocks inside the horizon, and spans of dates."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from providers.interval import Interval
from providers.wall_clock import local, midnight, stretches
from scheduler.preview.view import MONTHS, View, duration, monday


def year_span(view: View, first: date, last: date) -> str:
    """`23 Nov – 20 Dec 2026`, with no more months and years than it takes."""
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year}"
    between = view.glyphs.dash if start.isdigit() else f" {view.glyphs.dash} "
    return f"{start}{between}{last.day} {MONTHS[last.month - 1]} {last.year}"


def clock_changes(view: View) -> dict[str, list[str]]:
    """By week of the horizon: sentences on clocks that change in it, the leader's first, then those of people met."""
    pairs = {change.pair for change in view.plan.changes} | {entry.pair for entry in view.plan.not_placed}
    people = defaultdict(list)
    for member in sorted({pair.member for pair in pairs}):
        zone = view.zone_of(member)
        if zone is not None and zone.key != view.zone.key:
            people[zone.key].append(view.name(member))
    found: dict[str, list[str]] = {}
    for week in view.plan.weeks:
        found[week] = [
            f"Clocks in {view.place(ZoneInfo(key))}{_whose(people.get(key, []))} go {sentence}."
            for key in (view.zone.key, *sorted(people))
            for sentence in _transitions(view, key, monday(week))
        ]
    return found


def _whose(names: list[str]) -> str:
    if not names:
        return ""
    return f" ({', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''})"


def _transitions(view: View, time_zone: str, first: date) -> list[str]:
    """How the clock of a zone is changed in the week from `first`."""
    start, end = midnight(first, time_zone), midnight(first + timedelta(days=7), time_zone)
    sentences = []
    for before, after in pairwise(stretches(time_zone, Interval(start - timedelta(hours=1), end))):
        way = "forward" if after.offset > before.offset else "back"
        day = view.day(local(after.span.start, time_zone).date())
        sentences.append(f"{way} {duration(abs(after.offset - before.offset))} on {day}")
    return sentences
