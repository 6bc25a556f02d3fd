"""A small company in one week, for plans made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from providers.event import Calendar, Event, Interval, Show, Unknown
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
from scheduler.ledger.record import Entry, Memory
from scheduler.plan import Action, Change, NotPlaced, Origin, Outcome, PairKey, Plan, Status
from tests.planning.companies import instant
from tests.planning.hard_rules import violations

_ZONE = "Europe/Madrid"
LEADER, ANA, RUI, IDA = "lea@example.com", "ana@example.com", "rui@example.com", "ida@example.com"
AS_OF = datetime(2026, 11, 23, 8, tzinfo=UTC)
WEEK = "2026-W48"
MINUTE = timedelta(minutes=1)


def at(start: str, day: int = 26, length: int = 30) -> Interval:
    """A span on Madrid's clock, on a day of November 2026; the 26th is a Thursday."""
    begin = instant(date(2026, 11, day), time.fromisoformat(start), _ZONE)
    return Interval(begin, begin + length * MINUTE)


def pair_with(member: str, **other: Any) -> Pair:
    """The leader's pair with somebody: weekly, half an hour, five minutes of prep."""
    weekly = Cadence(1, CadenceUnit.WEEKS)
    pair = Pair(LEADER, member, Kind.REPORT, 30 * MINUTE, 5 * MINUTE, weekly, Priority.NORMAL)
    return replace(pair, **other)


RULES = Rules(
    days=(3, 4),
    layout=Layout.SPLIT,
    layout_day=None,
    lunch=Lunch(time(12), time(14), 60 * MINUTE),
    max_run=60 * MINUTE,
    pause=15 * MINUTE,
    max_per_day=3,
    freeze=timedelta(hours=24),
    notice=timedelta(hours=2),
    tentative_blocks=True,
    declined_moves=True,
)


@dataclass
class Scene:
    """A company of three, one week of which is planned: Ana on Thursday and Rui on Friday, both at 10:00."""

    rules: Rules = RULES
    pairs: tuple[Pair, ...] = (pair_with(ANA), pair_with(RUI))
    hours: tuple[WallSpan, ...] = tuple(WallSpan(day, time(9), time(17)) for day in range(5))
    zones: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    unknown: dict[str, Interval] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    changes: Sequence[Change] = ()
    not_placed: tuple[NotPlaced, ...] = ()
    as_of: datetime = AS_OF

    def judge(self) -> set[str]:
        """The names of the rules that are broken."""
        emails = (LEADER, *(pair.member for pair in self.pairs), IDA)
        people = {
            email: Person(email, email, self.zones.get(email, _ZONE), self.hours, self.countries.get(email))
            for email in emails
        }
        team = Team(LEADER, self.rules, self.pairs)
        ana_leads = Team(ANA, self.rules, (replace(pair_with(IDA), leader=ANA, prep=15 * MINUTE),))
        company = Company(
            name="Example",
            time_zone=_ZONE,
            grid=5 * MINUTE,
            start_minutes=(0, 15, 30, 45),
            horizon_weeks=1,
            focus_days=(0, 1, 2),
            people=people,
            teams={LEADER: team, ANA: ana_leads},
            providers={},
            ledger=None,
        )
        calendars = {
            email: Calendar(
                email,
                tuple(event for event in self.events if event.calendar == email),
                (Unknown(self.unknown[email], "Unreadable."),) if email in self.unknown else (),
            )
            for email in emails
        }
        plan = Plan(
            leader=LEADER,
            leader_name="Lea",
            time_zone=_ZONE,
            as_of=self.as_of,
            weeks=(WEEK,),
            window=Interval(self.as_of - timedelta(weeks=4), self.as_of + timedelta(weeks=2)),
            layout=Layout.SPLIT,
            status=Status.OPTIMAL,
            levels=(),
            changes=tuple(self.changes),
            not_placed=self.not_placed,
            days=(),
            inputs=(),
            company="",
        )
        memory = Memory(entries=self.entries)
        return {text.partition(":")[0] for text in violations(company, team, calendars, memory, self.as_of, plan)}


def change(action: Action, member: str, before: Interval | None, after: Interval | None) -> Change:
    """A change of this week's occurrence with a member."""
    return Change(action, PairKey(LEADER, member, "report"), WEEK, before, after, _ZONE, "", None)


def new(member: str, span: Interval) -> Change:
    """A new 1-on-1 with a member."""
    return change(Action.CREATE, member, None, span)


def keep(member: str, span: Interval, origin: Origin = Origin.OURS) -> Change:
    """A 1-on-1 that stays."""
    return replace(change(Action.KEEP, member, span, span), origin=origin)


def not_placed(member: str, outcome: Outcome) -> NotPlaced:
    """This week's occurrence with a member has no time."""
    return NotPlaced(PairKey(LEADER, member, "report"), WEEK, outcome, "")


def busy(email: str, span: Interval, **other: Any) -> Event:
    """Somebody else's event in a person's calendar."""
    return replace(Event(email, "theirs", span, Show.BUSY), **other)
