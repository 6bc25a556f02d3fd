"""Level 6: what a start costs that nobody would choose, in points. Small wishes, never stronger than a rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from providers.event import Interval
from providers.interval import intersect, subtract
from providers.wall_clock import local
from scheduler.company import Lunch, Pair, Rules, WallSpan
from scheduler.dates.wall_clock import instants
from scheduler.planning.availability import Availability, blocking

OUTSIDE_PREFERRED = 4
"""Points for a start outside the preferred times of the leader, and again of the member."""
LUNCH_LOST = 3
"""Points for leaving the member no lunch."""
HUMANE = (time(9), time(17, 30))
"""Hours that suit anybody; each begun half hour outside them, on the member's clock in another zone, is one point."""
HALF_HOUR = 30

_EVERY_DAY = range(7)


class Wish(StrEnum):
    """What somebody would rather have."""

    LEADER = "the leader's preferred times"
    MEMBER = "the member's preferred times"
    LUNCH = "lunch"
    HUMANE = "a humane hour"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything that makes some starts of one pair worse than others, as instants in one window."""

    leader: tuple[Interval, ...] | None
    """The leader's preferred times; None: no wish."""
    member: tuple[Interval, ...] | None
    lunches: tuple[tuple[Interval, ...], ...]
    """The member's free time in each day's lunch window, where it is long enough for a lunch."""
    lunch_length: timedelta
    member_zone: str
    abroad: bool
    """The member's clock shows another time than the leader's at some point of the window."""

    def points(self, span: Interval) -> int:
        """What a 1-on-1 at this time costs."""
        return sum(self.unmet(span).values())

    def unmet(self, span: Interval) -> dict[Wish, int]:
        """The wishes that a 1-on-1 at this time does not meet, each with what that costs."""
        found = {}
        for wish, preferred in ((Wish.LEADER, self.leader), (Wish.MEMBER, self.member)):
            if preferred is not None and intersect(preferred, [span]) != [span]:
                found[wish] = OUTSIDE_PREFERRED
        for free in self.lunches:
            if any(piece.overlaps(span) for piece in free):
                left = subtract(free, [span])
                if all(piece.end - piece.start < self.lunch_length for piece in left):
                    found[Wish.LUNCH] = found.get(Wish.LUNCH, 0) + LUNCH_LOST
        if self.abroad and (points := _discomfort(span, self.member_zone)):
            found[Wish.HUMANE] = points
        return found


def wishes(pair: Pair, rules: Rules, leader: Availability, member: Availability, window: Interval) -> Wishes:
    """The wishes of one pair in a window."""
    return Wishes(
        leader=_preferred(rules.preferred, leader, window),
        member=_preferred(pair.preferred, member, window),
        lunches=_lunches(rules.lunch, member, window),
        lunch_length=rules.lunch.length if rules.lunch else timedelta(0),
        member_zone=member.person.time_zone,
        abroad=any(
            local(instant, leader.person.time_zone).utcoffset() != local(instant, member.person.time_zone).utcoffset()
            for instant in (window.start, window.end)
        ),
    )


def _preferred(spans: Sequence[WallSpan], whose: Availability, window: Interval) -> tuple[Interval, ...] | None:
    return tuple(instants(whose.person.time_zone, window, spans)) if spans else None


def _lunches(lunch: Lunch | None, member: Availability, window: Interval) -> tuple[tuple[Interval, ...], ...]:
    """The member eats in the company's lunch window on the member's own clock."""
    if lunch is None:
        return ()
    every_day = [WallSpan(weekday, lunch.start, lunch.end) for weekday in _EVERY_DAY]
    taken = blocking(member)
    answer = []
    for noon in instants(member.person.time_zone, window, every_day):
        free = tuple(subtract([noon], taken))
        if any(piece.end - piece.start >= lunch.length for piece in free):
            answer.append(free)
    return tuple(answer)


def _discomfort(span: Interval, time_zone: str) -> int:
    """Begun half hours before or after the humane hours on a clock."""
    start, end = local(span.start, time_zone), local(span.end, time_zone)
    early = _minutes(HUMANE[0]) - (start.hour * 60 + start.minute)
    late = (end.hour * 60 + end.minute if end.date() == start.date() else 24 * 60) - _minutes(HUMANE[1])
    return max(0, -(-early // HALF_HOUR)) + max(0, -(-late // HALF_HOUR))


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
