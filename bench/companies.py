"""Seeded companies: a tree of leaders, with everybody's calendars as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from providers.event import Calendar, Event, Interval, Show
from scheduler.company import (
    Cadence,
    CadenceUnit,
    Company,
    Kind,
    Layout,
    Lunch,
    Pair,
    Person,
    Priority,
    Rules,
    Team,
    WallSpan,
)

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
AS_OF = MONDAY + timedelta(hours=5)
THURSDAY, FRIDAY = 3, 4
OPEN, CLOSE = 9, 17
MINUTE = timedelta(minutes=1)
LENGTHS = (30, 30, 60, 60, 90)
"""Minutes of other people's meetings."""


@dataclass(frozen=True, slots=True)
class Town:
    """A company, and what everybody's calendar holds."""

    company: Company
    calendars: Mapping[str, Calendar]
    """By email."""

    def seen(self, leader: str) -> dict[str, Calendar]:
        """What a leader's planning looks at, if nobody has left."""
        team = self.company.teams[leader]
        return {email: self.calendars[email] for email in (leader, *(pair.member for pair in team.pairs))}


def town(
    leaders: int, seed: int, *, every: int = 15, weeks: int = 1, span: int = 7, busy: tuple[float, float] = (0.25, 0.4)
) -> Town:
    """So many leaders with `span` reports each; leader i's leader is (i - 1) // span.

    Half-hour 1-on-1s with 5 minutes of prep on Thursdays and Fridays, split weeks, lunch.

    Args:
        every: minutes between the starts that the grid allows.
        busy: the least and the largest share of their 1-on-1 days that other meetings take of anybody.
    """
    count = leaders * span + 1
    emails = [f"p{number:06}@example.com" for number in range(count)]
    office = tuple(WallSpan(weekday, time(OPEN), time(CLOSE)) for weekday in range(5))
    people = {email: Person(email, f"Person {number}", "UTC", office) for number, email in enumerate(emails)}
    rules = Rules(
        days=(THURSDAY, FRIDAY),
        layout=Layout.SPLIT,
        layout_day=None,
        lunch=Lunch(time(11, 30), time(14), 45 * MINUTE),
        max_run=120 * MINUTE,
        pause=10 * MINUTE,
        max_per_day=8,
        freeze=timedelta(hours=24),
        notice=timedelta(hours=1),
        tentative_blocks=True,
        declined_moves=True,
    )
    teams = {
        emails[leader]: Team(
            emails[leader],
            rules,
            tuple(
                _pair(emails[leader], emails[member]) for member in range(leader * span + 1, leader * span + 1 + span)
            ),
        )
        for leader in range(leaders)
    }
    company = Company(
        name="Town",
        time_zone="UTC",
        grid=5 * MINUTE,
        start_minutes=tuple(range(0, 60, every)),
        horizon_weeks=weeks,
        focus_days=(0, 1, 2),
        people=people,
        teams=teams,
        providers={},
        ledger=None,
    )
    calendars = {}
    for email in emails:
        events = _meetings(Random(f"{seed} {email}"), email, weeks, busy)
        calendars[email] = Calendar(email, events, held=len(events))
    return Town(company, calendars)


def _pair(leader: str, member: str) -> Pair:
    weekly = Cadence(1, CadenceUnit.WEEKS)
    return Pair(leader, member, Kind.REPORT, 30 * MINUTE, 5 * MINUTE, weekly, Priority.NORMAL)


def _meetings(random: Random, email: str, weeks: int, busy: tuple[float, float]) -> tuple[Event, ...]:
    """Other people's meetings: most recur every week, until a share of the 1-on-1 days is taken."""
    spans: set[Interval] = set()
    for weekday in (THURSDAY, FRIDAY):
        recurring = _fill(random, [], busy[0])
        for week in range(weeks):
            midnight = MONDAY + timedelta(days=7 * week + weekday)
            kept = [span for span in recurring if random.random() > 0.15]
            for begin, end in _fill(random, kept, random.uniform(*busy)):
                spans.add(Interval(midnight + begin * MINUTE, midnight + end * MINUTE))
    return tuple(Event(email, f"{email} {number}", span, Show.BUSY) for number, span in enumerate(sorted(spans)))


def _fill(random: Random, spans: list[tuple[int, int]], share: float) -> list[tuple[int, int]]:
    """Meetings in minutes after midnight, until together they take this share of the day."""
    spans = list(spans)
    while sum(any(begin <= minute < end for begin, end in spans) for minute in range(60 * OPEN, 60 * CLOSE, 5)) < (
        share * 12 * (CLOSE - OPEN)
    ):
        length = random.choice(LENGTHS)
        begin = random.randrange(60 * OPEN, 60 * CLOSE - length + 1, 30)
        spans.append((begin, begin + length))
    return spans
