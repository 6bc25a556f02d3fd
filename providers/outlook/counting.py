"""What must be asked about foreign meetings of two people: whether there are just the two, and whether the title is a
1-on-1's.

One question answers for both copies of a meeting, and for all occurrences of a series that were not changed singly.
"""

from collections import Counter
from collections.abc import Iterable

from providers.outlook import mask
from providers.outlook.harvest import Found, Meets
from providers.outlook.part import Part, event_path, get
from providers.outlook.view import Holder, Key

Meetings = dict[tuple[Holder, ...], set[Meets]]
"""Meetings, by who holds them."""


def meetings(events: Iterable[Found]) -> Meetings:
    """The meetings that these events are copies of."""
    holders: dict[Meets, dict[str, str]] = {}
    for found in events:
        if found.event.uid:
            email, event_id = found.holder
            holders.setdefault(found.meets, {}).setdefault(email, event_id)
    grouped: Meetings = {}
    for meets, held in holders.items():
        grouped.setdefault(tuple(sorted(held.items())), set()).add(meets)
    return grouped


def of_two(events: Iterable[Found]) -> Meetings:
    """Those that stand in the calendars of exactly two people: where more hold them, more take part."""
    return {holders: uids for holders, uids in meetings(events).items() if len(holders) == 2}


def questions(kind: str, asked: Iterable[tuple[Holder, ...]]) -> dict[Key, Part]:
    """One request for each meeting, spread evenly over the mailboxes; the keys are the kind and the holders.

    Args:
        kind: `count` or `title`.
    """
    fields = mask.COUNT if kind == "count" else mask.TITLE
    load: Counter[str] = Counter()
    parts: dict[Key, Part] = {}
    for holders in sorted(asked):
        email, event_id = min(holders, key=lambda holder: load[holder[0]])
        load[email] += 1
        parts[kind, holders] = get(email, event_path(event_id), select=",".join(fields))
    return parts
