"""Whether two people could meet in a week at all, whatever else the leader has to place."""

from datetime import UTC, datetime, timedelta

from providers.event import Interval
from providers.interval import intersect, subtract
from providers.wall_clock import local, midnight
from providers.weeks import IsoWeek
from scheduler.company import Pair
from scheduler.dates.wall_clock import instants
from scheduler.planning.availability import blocking, knows
from scheduler.planning.notice import soonest
from scheduler.planning.situation import Situation

FOREVER = datetime.max.replace(tzinfo=UTC)


def can_meet(situation: Situation, pair: Pair, week: IsoWeek) -> bool:
    """Whether the week has a start on the leader's 1-on-1 days at which both are free, the leader also for the prep.

    Of the week that is running, what is left counts; of one that is over, all of it. What could not be read is taken
    for free: nobody knows that it is not. The leader's 1-on-1s do not count, as they may be moved.

    Args:
        week: inside of what was read.
    """
    days = _days(situation, week)
    leader, member = situation.availabilities[pair.leader], situation.availabilities[pair.member]
    if not (knows(leader, days) and knows(member, days)):
        return True
    if days[-1].end > situation.as_of:
        first = soonest(situation.as_of, situation.rules)
        days = [Interval(max(day.start, first), day.end) for day in days if day.end > first]
    both = intersect(subtract(member.hours, blocking(member)), days)
    if days:
        both = intersect(both, possible(situation, pair, Interval(days[0].start, days[-1].end)))
    return any(
        _has_start(situation, max(mine.start + pair.prep, theirs.start), min(mine.end, theirs.end) - pair.duration)
        for mine in intersect(subtract(leader.hours, blocking(leader)), days)
        for theirs in both
    )


def possible(situation: Situation, pair: Pair, window: Interval) -> list[Interval]:
    """The part of a window in which the two may meet at all: inside `allowed`, and not before `starts`."""
    zone = situation.ahead.time_zone
    spans = instants(zone, window, pair.allowed) if pair.allowed else [window]
    return spans if pair.starts is None else intersect(spans, [Interval(midnight(pair.starts, zone), FOREVER)])


def _days(situation: Situation, week: IsoWeek) -> list[Interval]:
    """The leader's 1-on-1 days of a week, in the horizon or not."""
    zone = situation.ahead.time_zone
    dates = [week.monday() + timedelta(days=weekday) for weekday in situation.rules.days]
    return [Interval(midnight(day, zone), midnight(day + timedelta(days=1), zone)) for day in dates]


def _has_start(situation: Situation, first: datetime, last: datetime) -> bool:
    """Whether the grid allows a start between the two instants, both included."""
    axis = situation.axis
    return any(
        local(axis.instant(tick), situation.ahead.time_zone).minute in situation.company.start_minutes
        for tick in range(axis.ceil(first), axis.floor(last) + 1)
    )
