"""What a plan says and what it was made from, as the judge of the hard rules sees it: instants and wall clocks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import holidays

from providers.event import Calendar, Event, Interval, Response, Show
from scheduler.company import Company, Pair, Rules, Team, WallSpan
from scheduler.ledger.record import Memory
from scheduler.plan import Action, Change, Origin, Outcome, PairKey, Plan

MINUTE = timedelta(minutes=1)


def local(moment: datetime, time_zone: str) -> datetime:
    """An instant on a zone's wall clock."""
    return moment.astimezone(ZoneInfo(time_zone))


def minutes(span: Interval) -> Iterator[datetime]:
    """Every minute of a span, by its start."""
    moment = span.start
    while moment < span.end:
        yield moment
        moment += MINUTE


def shows(moment: datetime, spans: tuple[WallSpan, ...]) -> bool:
    """Whether a wall clock at this local time shows one of the weekly spans."""
    clock = moment.time()
    return any(
        span.weekday == moment.weekday() and span.start <= clock and (span.end == time(0) or clock < span.end)
        for span in spans
    )


def week_of(moment: datetime) -> str:
    """The ISO week of a local time, such as `2026-W48`."""
    year, week, _ = moment.isocalendar()
    return f"{year}-W{week:02d}"


def monday(week: str) -> date:
    """The first day of an ISO week."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


@dataclass(frozen=True, slots=True)
class OneOnOne:
    """A 1-on-1 of the plan that has a time."""

    change: Change
    span: Interval
    pair: Pair | None
    """None: the two are no pair of the team any more."""

    @property
    def block(self) -> Interval:
        """What it takes of its leader: the prep too, unless people booked it."""
        prep = timedelta(0) if self.pair is None or self.change.origin is Origin.BOOKED else self.pair.prep
        return Interval(self.span.start - prep, self.span.end)

    def __str__(self) -> str:
        return f"{self.change.action} {self.change.pair.member} {self.change.period} at {self.span.start}"


@dataclass(frozen=True)
class Facts:
    """One plan and its inputs."""

    company: Company
    team: Team
    calendars: Mapping[str, Calendar]
    memory: Memory
    as_of: datetime
    plan: Plan

    @property
    def leader(self) -> str:
        """Their email."""
        return self.team.leader

    @property
    def rules(self) -> Rules:
        return self.team.rules

    @property
    def zone(self) -> str:
        """The leader's."""
        return self.company.people[self.leader].time_zone

    @cached_property
    def pairs(self) -> dict[PairKey, Pair]:
        """The team's pairs, as a plan names them."""
        return {PairKey(pair.leader, pair.member, pair.kind): pair for pair in self.team.pairs}

    @cached_property
    def outcomes(self) -> dict[tuple[PairKey, str], Outcome]:
        """What was not placed, by pair and period."""
        return {(one.pair, one.period): one.outcome for one in self.plan.not_placed}

    @cached_property
    def timed(self) -> list[OneOnOne]:
        """Everything that has a time in the plan."""
        return [
            OneOnOne(change, change.after, self.pairs.get(change.pair))
            for change in self.plan.changes
            if change.after is not None
        ]

    @cached_property
    def unplaced(self) -> list[OneOnOne]:
        """Those that stay where they are because no time obeys the rules."""
        return [one for one in self.timed if self._outcome(one) is Outcome.UNPLACED]

    @cached_property
    def placed(self) -> list[OneOnOne]:
        """Those whose time the planner chose: created, moved, or kept for no reason beyond it."""
        return [one for one in self.timed if one.pair is not None and self._chosen(one)]

    @cached_property
    def fixed(self) -> list[OneOnOne]:
        """The others: pinned, frozen, booked by people, left alone."""
        return [one for one in self.timed if one not in self.placed and one not in self.unplaced]

    @cached_property
    def ours(self) -> dict[tuple[PairKey, str], list[Event]]:
        """Our events of this leader's pairs, by pair and period."""
        found: dict[tuple[PairKey, str], list[Event]] = defaultdict(list)
        for calendar in self.calendars.values():
            for event in calendar.events:
                if event.marker is not None and event.marker.leader == self.leader:
                    key = PairKey(event.marker.leader, event.marker.member, event.marker.kind)
                    found[key, event.marker.period].append(event)
        return found

    def taken(self, email: str) -> list[Interval]:
        """What other people's events take of a person's time; before their own 1-on-1s also the prep."""
        found = []
        for event in self.calendars[email].events:
            marker = event.marker
            if marker is not None and marker.leader == self.leader:
                continue
            if event.response is Response.DECLINED or event.show in (Show.FREE, Show.ELSEWHERE):
                continue
            tentative = event.show is Show.TENTATIVE or event.response is Response.TENTATIVE
            if tentative and not self.rules.tentative_blocks:
                continue
            prep = timedelta(0)
            if marker is not None and marker.leader == email:
                own = self.company.teams[email].pairs
                prep = next(pair.prep for pair in own if (pair.member, pair.kind) == (marker.member, marker.kind))
            found.append(Interval(event.span.start - prep, event.span.end))
        return found

    def unknown(self, email: str) -> list[Interval]:
        """Where a person's calendar could not be read."""
        return [gap.span for gap in self.calendars[email].unknown]

    def has_holiday(self, email: str, span: Interval) -> bool:
        """Whether some of the span is a public holiday where the person is."""
        person = self.company.people[email]
        if person.country is None:
            return False
        country, _, subdivision = person.country.partition("-")
        days = {local(moment, person.time_zone).date() for moment in minutes(span)}
        known = holidays.country_holidays(country, subdiv=subdivision or None, years={day.year for day in days})
        return any(day in known for day in days)

    def works(self, email: str, moment: datetime) -> bool:
        """Whether it is working time for a person."""
        person = self.company.people[email]
        return shows(local(moment, person.time_zone), person.hours)

    def needs(self) -> Iterator[tuple[OneOnOne, str, Interval]]:
        """Whose time each placed 1-on-1 takes, and when."""
        for one in self.placed:
            yield one, self.leader, one.block
            yield one, one.change.pair.member, one.span

    def by_day(self) -> dict[date, list[OneOnOne]]:
        """Placed and fixed 1-on-1s by the leader's day, in the order of time."""
        days: dict[date, list[OneOnOne]] = defaultdict(list)
        for one in sorted((*self.placed, *self.fixed), key=lambda each: each.span):
            days[local(one.span.start, self.zone).date()].append(one)
        return days

    def on_day(self, day: date, clock: time) -> datetime:
        """The instant at which the leader's clock shows a time on a day."""
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)

    def _chosen(self, one: OneOnOne) -> bool:
        if one.change.action is not Action.KEEP:
            return True
        return (
            one.change.origin is Origin.OURS
            and self._outcome(one) is None
            and one.change.period in self.plan.weeks  # others are history, or lie beyond the horizon
        )

    def _outcome(self, one: OneOnOne) -> Outcome | None:
        return self.outcomes.get((one.change.pair, one.change.period))
