"""The weeks that are planned, and the leader's 1-on-1 days in them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from providers.interval import Interval
from providers.wall_clock import local, midnight, to_instant
from providers.weeks import IsoWeek
from scheduler.company import Company, Pair, Person, Rules, Team

LOOK_BACK_WEEKS = 4
"""Weeks before the horizon that are always read: for the rhythm, and for when a pair last met."""
LOOK_AHEAD_WEEKS = 1
"""Weeks beyond the horizon that are read: an event that a human moved there has not been deleted."""


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One of the leader's 1-on-1 days."""

    week: int
    """Index into `Horizon.weeks`."""
    date: date
    span: Interval
    """Midnight to midnight in the leader's zone; 23 to 25 hours."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """The ISO weeks that are planned."""

    weeks: tuple[IsoWeek, ...]
    days: tuple[LocalDay, ...]
    """Rising."""
    time_zone: str
    """The leader's."""

    @property
    def start(self) -> datetime:
        """Monday 00:00 of the first week in the leader's zone."""
        return midnight(self.weeks[0].monday(), self.time_zone)

    @property
    def end(self) -> datetime:
        """Monday 00:00 after the last week in the leader's zone."""
        return midnight(self.weeks[-1].plus(1).monday(), self.time_zone)

    def week_of(self, instant: datetime) -> IsoWeek:
        """The ISO week of an instant on the leader's calendar."""
        return IsoWeek.of(local(instant, self.time_zone).date())

    def days_of(self, weeks: tuple[int, ...]) -> tuple[LocalDay, ...]:
        """The 1-on-1 days of some of the weeks (indices)."""
        return tuple(day for day in self.days if day.week in weeks)


def horizon(leader: Person, rules: Rules, as_of: datetime, weeks: int) -> Horizon:
    """The next `weeks` ISO weeks, from the first one in which the leader still has 1-on-1 time after `as_of`."""
    first = IsoWeek.of(local(as_of, leader.time_zone).date())
    if not _time_left(leader, rules, first, as_of):
        first = first.plus(1)
    return horizon_of(leader, rules, tuple(first.plus(n) for n in range(weeks)))


def horizon_of(leader: Person, rules: Rules, chosen: tuple[IsoWeek, ...]) -> Horizon:
    """These ISO weeks, which follow each other, whatever the time is."""
    zone = leader.time_zone
    days = [
        LocalDay(index, day, Interval(midnight(day, zone), midnight(day + timedelta(days=1), zone)))
        for index, week in enumerate(chosen)
        for day in (week.monday() + timedelta(days=weekday) for weekday in rules.days)
    ]
    return Horizon(chosen, tuple(days), zone)


def reading_window(company: Company, team: Team, ahead: Horizon) -> Interval:
    """What is read of every calendar: the horizon, and enough of the past to know when each pair last met."""
    back = max([LOOK_BACK_WEEKS, *(_cadence_weeks(pair) + 1 for pair in team.pairs)])
    zone = company.people[team.leader].time_zone
    return Interval(
        midnight(ahead.weeks[0].plus(-back).monday(), zone),
        midnight(ahead.weeks[-1].plus(1 + LOOK_AHEAD_WEEKS).monday(), zone),
    )


def _cadence_weeks(pair: Pair) -> int:
    """The longest distance in weeks between two due weeks of a pair."""
    return pair.cadence.every if pair.cadence.unit == "weeks" else pair.cadence.every * 5


def _time_left(leader: Person, rules: Rules, week: IsoWeek, as_of: datetime) -> bool:
    for hours in leader.hours:
        if hours.weekday in rules.days:
            day = week.monday() + timedelta(days=hours.weekday)
            end = day + timedelta(days=1) if hours.end == time(0) else day
            if to_instant(datetime.combine(end, hours.end), leader.time_zone) > as_of + rules.notice:
                return True
    return False
