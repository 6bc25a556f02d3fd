"""What changed, applied to what was read last time. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from providers.event import Interval
from providers.google.wire import Item, cancelled, span

_UTC = "UTC"
_DAY = timedelta(days=1)


def apply(items: Mapping[str, Item], changed: Iterable[Item], window: Interval) -> dict[str, Item] | None:
    """The events of the window after the changes; None where they do not tell enough, and all is to be read anew.

    A change to a series tells of its instances as they are now, to the end of days. Where some of them are new, the
    series has another shape than before, and instances of the old one may be left over.
    """
    now = dict(items)
    series = {parent for item in items.values() if (parent := item.get("recurringEventId")) is not None}
    for item in changed:
        parent = item.get("recurringEventId")
        if cancelled(item):
            now.pop(item["id"], None)
            if item["id"] in series:
                now = {key: each for key, each in now.items() if each.get("recurringEventId") != item["id"]}
        elif not _touches(item, window):
            now.pop(item["id"], None)
        elif parent in series and item["id"] not in items:
            return None
        else:
            now.pop(parent or "", None)  # a single event that somebody made recurring
            now[item["id"]] = item
    return now


def _touches(item: Item, window: Interval) -> bool:
    """Whether an event may lie in the window; one that cannot be understood may, and so may one at its very edge."""
    try:
        when, all_day = span(item, _UTC)
    except (KeyError, TypeError, ValueError, AttributeError):
        return True
    if all_day:  # its zone is not known here
        when = Interval(when.start - _DAY, when.end + _DAY)
    return when.overlaps(window)
