"""A small company for tests of planning: Lea leads Ann (and others); it is Monday, 23 November 2026, 9:00 in Madrid.

Everybody works 9 to 17 from Monday to Friday; 1-on-1s lie on Thursday and Friday. A test names only what it is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from providers.event import Calendar, Event, Interval, Response, Show, Unknown
from providers.marker import Marker
from scheduler.company import (
    Cadence,
    CadenceUnit,
    Company,
    Kind,
    Layout,
    Pair,
    Person,
    Priority,
    Rules,
    Team,
    WallSpan,
)
from scheduler.ledger.record import Entry, Memory, State
from scheduler.plan import Action, Change, Plan
from scheduler.planning.make import make_plan

LEA, ANN, BEN, CAT = "lea@example.com", "ann@example.com", "ben@example.com", "cat@example.com"
MADRID = "Europe/Madrid"
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)
W48, W49, W50, W51 = "2026-W48", "2026-W49", "2026-W50", "2026-W51"
AS_OF = datetime(2026, 11, 23, 8, tzinfo=UTC)
WEEKLY = Cadence(1, CadenceUnit.WEEKS)
OFFICE = tuple(WallSpan(weekday, time(9), time(17)) for weekday in range(5))
ALWAYS = Interval(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))


def at(day: date, clock: str, minutes: int = 30, zone: str = MADRID) -> Interval:
    """From a wall-clock time on, for so many minutes."""
    start = datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)
    return Interval(start, start + timedelta(minutes=minutes))


def person(email: str, **changes: Any) -> Person:
    return replace(Person(email, email.partition("@")[0].title(), MADRID, OFFICE), **changes)


def pair(member: str = ANN, **changes: Any) -> Pair:
    plain = Pair(LEA, member, Kind.REPORT, timedelta(minutes=30), timedelta(minutes=5), WEEKLY, Priority.NORMAL)
    return replace(plain, **changes)


def rules(**changes: Any) -> Rules:
    plain = Rules(
        days=(3, 4),
        layout=Layout.SPLIT,
        layout_day=None,
        lunch=None,
        max_run=timedelta(hours=3),
        pause=timedelta(minutes=15),
        max_per_day=8,
        freeze=timedelta(hours=24),
        notice=timedelta(hours=1),
        tentative_blocks=True,
        declined_moves=True,
    )
    return replace(plain, **changes)


def company(
    pairs: Sequence[Pair] = (), rules: Rules | None = None, people: Iterable[Person] = (), **changes: Any
) -> Company:
    """Lea's company, with a Person for everybody who is not given."""
    pairs = tuple(pairs) or (pair(),)
    known = {each.email: each for each in people}
    emails = [LEA, *(each.member for each in pairs)]
    plain = Company(
        name="Example",
        time_zone=MADRID,
        grid=timedelta(minutes=5),
        start_minutes=tuple(range(0, 60, 5)),
        horizon_weeks=1,
        focus_days=(0, 1, 2),
        people={email: known.get(email) or person(email) for email in emails} | known,
        teams={LEA: Team(LEA, rules or globals()["rules"](), pairs)},
        providers={},
        ledger=None,
    )
    return replace(plain, **changes)


def busy(email: str, span: Interval, show: Show = Show.BUSY, **changes: Any) -> Event:
    """Somebody else's event in a calendar."""
    plain = Event(email, f"{email} {span.start.isoformat()}", span, show)
    return replace(plain, **changes)


def ours(
    span: Interval,
    period: str = W48,
    *,
    member: str = ANN,
    kind: str = "report",
    generation: int = 0,
    written: Interval | None = None,
    answer: Response = Response.ACCEPTED,
) -> list[Event]:
    """Both copies of an event of ours, the leader's first."""
    marker = Marker(LEA, member, kind, period, generation)
    answers = {LEA: Response.ACCEPTED, member: answer}
    return [
        Event(
            email,
            marker.uid,
            span,
            Show.BUSY,
            response=answers[email],
            partner=other,
            marker=marker,
            written=written or span,
            answers=answers,
            etag="1",
        )
        for email, other in ((LEA, member), (member, LEA))
    ]


def booked(span: Interval, member: str = ANN, **changes: Any) -> list[Event]:
    """A 1-on-1 that people booked, in both calendars."""
    return [
        replace(Event(email, "booked", span, Show.BUSY, partner=other, response=Response.ACCEPTED), **changes)
        for email, other in ((LEA, member), (member, LEA))
    ]


def calendars(events: Iterable[Event], emails: Iterable[str] = (LEA, ANN)) -> dict[str, Calendar]:
    """One calendar for everybody who is named or has an event."""
    events = list(events)
    everybody = dict.fromkeys((*emails, *(event.calendar for event in events)))
    answer = {}
    for email in everybody:
        own = sorted((e for e in events if e.calendar == email), key=lambda e: (e.span, e.uid))
        answer[email] = Calendar(email, tuple(own), (), sum(1 for event in own if event.marker is None))
    return answer


def unreadable(email: str, why: str = "the file is broken", span: Interval = ALWAYS) -> Calendar:
    return Calendar(email, (), (Unknown(span, why),))


def entry(event: Event, state: State = State.WRITTEN, span: Interval | None = None) -> Entry:
    """What the ledger knows of an event of ours."""
    marker = event.marker
    assert marker is not None
    return Entry(
        marker.leader,
        marker.member,
        marker.kind,
        marker.period,
        marker.generation,
        event.uid,
        span or event.span,
        state,
        AS_OF,
    )


def plan(
    events: Iterable[Event] = (),
    whose: Company | None = None,
    *,
    entries: Iterable[Entry] = (),
    as_of: datetime = AS_OF,
    unknown: Iterable[Calendar] = (),
    **options: Any,
) -> Plan:
    """Plan Lea's week."""
    whose = whose or company()
    known = calendars(events, whose.people) | {each.email: each for each in unknown}
    return make_plan(whose, whose.teams[LEA], known, Memory(tuple(entries)), as_of, **options).plan


def changes(made: Plan, action: Action) -> list[Change]:
    return [change for change in made.changes if change.action is action]


def only(made: Plan) -> Change:
    """The plan's one change."""
    assert len(made.changes) == 1, made.changes
    return made.changes[0]
