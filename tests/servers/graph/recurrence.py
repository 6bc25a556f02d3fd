"""Occurrences of a series: daily and weekly, at the same hour on the wall of its zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Instance, Item
from tests.servers.graph.zones import zone_of

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_FAR = timedelta(days=3 * 366)


def instances(item: Item, start: datetime, end: datetime) -> Iterator[Instance]:
    """What of an item touches a window of UTC instants."""
    if item.recurrence is None:
        whole = Instance(item, item.start, item.end, item.fields)
        if touches(whole, start, end):
            yield whole
        return
    for day in days(item, end):
        occurrence = on(item, day)
        if touches(occurrence, start, end):
            yield occurrence


def touches(instance: Instance, start: datetime, end: datetime) -> bool:
    """Whether it shares more than an end point with the window; one of no length counts where it starts."""
    if instance.start == instance.end:
        return start <= instance.start < end
    return instance.start < end and start < instance.end


def on(item: Item, day: date) -> Instance:
    """The occurrence whose original day that is."""
    zone = zone_of(item.zone)
    wall = item.start.astimezone(zone).replace(tzinfo=None)
    wall_end = item.end.astimezone(zone).replace(tzinfo=None)
    start = datetime.combine(day, wall.time(), zone).astimezone(UTC)
    end = (datetime.combine(day, wall.time()) + (wall_end - wall)).replace(tzinfo=zone).astimezone(UTC)
    changed = item.overrides.get(day, {})
    fields = item.fields | {name: value for name, value in changed.items() if name not in ("start", "end")}
    return Instance(item, changed.get("start", start), changed.get("end", end), fields, day)


def days(item: Item, until: datetime) -> Iterator[date]:
    """Original days of the occurrences that are still there, and begin before `until` or are exceptions."""
    assert item.recurrence is not None
    limit = min(until, item.start + _FAR).astimezone(zone_of(item.zone)).date()
    limit = max([limit, *item.overrides])
    left = item.recurrence["range"].get("numberOfOccurrences") or 10_000
    last = item.recurrence["range"].get("endDate")
    for day in _pattern(item, limit):
        if left == 0 or (item.recurrence["range"]["type"] == "endDate" and day > date.fromisoformat(last)):
            return
        left -= item.recurrence["range"]["type"] == "numbered"
        if day not in item.dropped:
            yield day


def _pattern(item: Item, limit: date) -> Iterator[date]:
    assert item.recurrence is not None
    pattern = item.recurrence["pattern"]
    first = date.fromisoformat(item.recurrence["range"]["startDate"])
    interval = pattern.get("interval") or 1
    if pattern["type"] not in ("daily", "weekly"):
        raise refuse(400, "ErrorNotImplementedHere", f"This server knows no {pattern['type']} series.")
    weekdays = {_DAYS.index(name.lower()) for name in pattern.get("daysOfWeek") or ()} or {first.weekday()}
    sunday_first = (pattern.get("firstDayOfWeek") or "sunday").lower() == "sunday"
    week = first - timedelta(days=(first.weekday() + sunday_first) % 7)
    day = first
    while day <= limit:
        if pattern["type"] == "daily":
            wanted = (day - first).days % interval == 0
        else:
            wanted = day.weekday() in weekdays and (day - week).days // 7 % interval == 0
        if wanted:
            yield day
        day += timedelta(days=1)
