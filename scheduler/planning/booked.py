"""1-on-1s that people booked themselves: they count, and are never doubled or changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from providers.event import Calendar, Event, Interval, Response, Show
from providers.weeks import IsoWeek
from scheduler.company import Pair
from scheduler.plan import Origin, PairKey
from scheduler.planning.existing import Standing


def booked_by_people(
    pairs: Sequence[Pair], calendars: Mapping[str, Calendar], week_of: Callable[[datetime], IsoWeek]
) -> tuple[Standing, ...]:
    """1-on-1s of the pairs that people booked themselves: exactly the two, in either's calendar, declined by neither.

    `period` is the week in which they lie. Two pairs of the same two people share them in the order of the pairs,
    one each week.
    """
    found: list[Standing] = []
    taken: set[tuple[str, Interval]] = set()
    for pair in pairs:
        weeks: set[IsoWeek] = set()
        key = PairKey(pair.leader, pair.member, pair.kind)
        for event in _meetings_of_two(pair, calendars):
            week = week_of(event.span.start)
            if (pair.member, event.span) not in taken and week not in weeks:
                taken.add((pair.member, event.span))
                weeks.add(week)
                found.append(Standing(key, week, event.span, Origin.BOOKED))
    return tuple(found)


def _meetings_of_two(pair: Pair, calendars: Mapping[str, Calendar]) -> list[Event]:
    """Foreign events of exactly the two, one for each time; those that either of them declined left out."""
    seen: dict[tuple[str, Interval], Event] = {}
    refused: set[tuple[str, Interval]] = set()
    for owner, other in ((pair.leader, pair.member), (pair.member, pair.leader)):
        calendar = calendars.get(owner)
        for event in calendar.events if calendar else ():
            if event.partner == other and _is_one_on_one(event):
                identity = (event.uid, event.span)
                if event.response is Response.DECLINED:
                    refused.add(identity)
                seen.setdefault(identity, event)
    return sorted((event for identity, event in seen.items() if identity not in refused), key=lambda e: (e.span, e.uid))


def _is_one_on_one(event: Event) -> bool:
    """An event that takes time, is not ours, and looks like a 1-on-1 as configured."""
    takes_time = not event.all_day and event.show not in (Show.FREE, Show.ELSEWHERE)
    return event.marker is None and takes_time and event.title_matches
