"""Whole companies for Hypothesis: one leader's team with calendars, what stands in them, and what the ledger knows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from providers.event import Calendar, Event, Interval, Response, Show, Unknown
from providers.marker import Marker
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
from scheduler.ledger.record import Entry, Memory, State

LEADER = "lea@example.com"
BOSS = "boss@example.com"
_MINUTE = timedelta(minutes=1)
_ZONES = ("Europe/Madrid", "America/New_York", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe")
_MONDAYS = tuple(
    date.fromisoformat(day)
    for day in ("2026-03-02", "2026-03-23", "2026-04-20", "2026-10-19", "2026-10-26", "2026-11-23", "2026-12-28")
)
"""First weeks of horizons: around clock changes, a Thanksgiving, the turn of a year with 53 weeks."""
_WORKWEEKS = (
    tuple((day, time(9), time(17)) for day in range(5)),
    tuple((day, *half) for day in range(5) for half in ((time(8), time(13)), (time(14), time(18)))),
    tuple((day, time(13), time(0)) for day in range(5)),
    ((1, time(10), time(14)), (3, time(10), time(14)), (4, time(9), time(12, 30))),
)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that a plan is made from."""

    company: Company
    team: Team
    calendars: Mapping[str, Calendar]
    memory: Memory
    as_of: datetime
    weeks: int


def instant(day: date, clock: time, time_zone: str) -> datetime:
    """The instant at which a zone's wall clock shows a time; UTC."""
    return datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(UTC)


def week_name(day: date) -> str:
    """The ISO week of a day, such as `2026-W48`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


_minutes = st.sampled_from([0, 0, 0, 7, 15, 30, 30, 45])
_clocks = st.builds(time, st.integers(7, 19), _minutes)


@st.composite
def _rules(draw: st.DrawFn, days: tuple[int, ...]) -> Rules:
    layout = draw(st.sampled_from(Layout))
    lunch = st.builds(
        Lunch, st.just(time(12)), st.just(time(14)), st.sampled_from([30, 45, 60]).map(lambda n: n * _MINUTE)
    )
    return Rules(
        days=days,
        layout=layout,
        layout_day=draw(st.sampled_from([None, *days])) if layout is Layout.WHOLE_DAY else None,
        lunch=draw(st.none() | lunch),
        max_run=draw(st.sampled_from([60, 90, 120])) * _MINUTE,
        pause=draw(st.sampled_from([10, 15, 30])) * _MINUTE,
        max_per_day=draw(st.integers(1, 5)),
        freeze=timedelta(hours=draw(st.sampled_from([0, 24, 48]))),
        notice=timedelta(hours=draw(st.sampled_from([0, 2, 24]))),
        tentative_blocks=draw(st.booleans()),
        declined_moves=draw(st.booleans()),
    )


@st.composite
def _person(draw: st.DrawFn, email: str, time_zone: str) -> Person:
    hours = tuple(WallSpan(*span) for span in draw(st.sampled_from([_WORKWEEKS[0]] * 4 + list(_WORKWEEKS))))
    country = draw(st.sampled_from([None] * 6 + ["US-NY", "ES", "EG"]))
    return Person(email, email.partition("@")[0].title(), time_zone, hours, country)


@st.composite
def _pair(draw: st.DrawFn, leader: str, member: str, kind: Kind = Kind.REPORT) -> Pair:
    weekly = Cadence(1, CadenceUnit.WEEKS)
    others = [Cadence(2, CadenceUnit.WEEKS), Cadence(1, CadenceUnit.MONTHS)]
    allowed = tuple(WallSpan(weekday, time(10), time(16)) for weekday in range(5))
    return Pair(
        leader,
        member,
        kind,
        duration=draw(st.sampled_from([20, 30, 45, 60])) * _MINUTE,
        prep=draw(st.sampled_from([0, 5, 10, 15])) * _MINUTE,
        cadence=draw(st.sampled_from([weekly, weekly, weekly, *others])),
        priority=draw(st.sampled_from(Priority)),
        allowed=draw(st.sampled_from([(), (), (), allowed])),
    )


@st.composite
def _foreign(draw: st.DrawFn, person: Person, days: list[date], number: int) -> Event:
    """Somebody else's event, of any sort."""
    day = draw(st.sampled_from(days))
    start = instant(day, draw(_clocks), person.time_zone)
    span = Interval(start, start + draw(st.sampled_from([15, 30, 60, 90, 180, 300])) * _MINUTE)
    all_day = draw(st.integers(0, 9)) == 0
    if all_day:
        length = timedelta(days=draw(st.integers(1, 3)))
        span = Interval(*(instant(edge, time(0), person.time_zone) for edge in (day, day + length)))
    return Event(
        person.email,
        f"{person.email}-{number}",
        span,
        draw(st.sampled_from([Show.BUSY, Show.BUSY, *Show])),
        all_day=all_day,
        response=draw(st.sampled_from([Response.NONE, Response.ACCEPTED, *Response])),
    )


def our_events(
    pair: Pair, period: str, span: Interval, *, written: Interval | None = None, answer: Response = Response.ACCEPTED
) -> tuple[Event, Event]:
    """Both copies of our event; where `written` differs from `span`, a human moved it."""
    marker = Marker(pair.leader, pair.member, pair.kind, period)
    leaders = Event(
        pair.leader,
        marker.uid,
        span,
        Show.BUSY,
        partner=pair.member,
        marker=marker,
        written=written or span,
        answers={pair.leader: Response.ACCEPTED, pair.member: answer},
        etag="1",
    )
    return leaders, replace(leaders, calendar=pair.member, partner=pair.leader, response=answer)


def entry(pair: Pair, period: str, span: Interval, as_of: datetime) -> Entry:
    """What the ledger holds about an occurrence that we wrote."""
    marker = Marker(pair.leader, pair.member, pair.kind, period)
    return Entry(
        pair.leader, pair.member, pair.kind, period, 0, marker.uid, span, State.WRITTEN, as_of - timedelta(days=8)
    )


@st.composite
def _standing(
    draw: st.DrawFn, pair: Pair, monday: date, company: Company, as_of: datetime
) -> tuple[list[Event], Entry | None]:
    """What stands of one pair in one week, in one of the ways in which it comes about."""
    zone = company.people[pair.leader].time_zone
    day = monday + timedelta(days=draw(st.sampled_from(company.teams[pair.leader].rules.days)))
    start = instant(day, draw(_clocks), zone)
    length = draw(st.sampled_from([pair.duration, pair.duration, pair.duration, timedelta(minutes=50)]))
    span, period = Interval(start, start + length), week_name(monday)
    ways = ["nothing"] * 4 + ["ours"] * 3 + ["moved", "declined", "deleted", "half deleted", "booked"]
    way = draw(st.sampled_from(ways if pair.cadence == Cadence(1, CadenceUnit.WEEKS) else ["nothing"]))
    if way == "nothing":
        return [], None
    if way == "booked":
        theirs = Event(pair.leader, f"theirs-{pair.member}-{period}", span, Show.BUSY, partner=pair.member)
        return [theirs, replace(theirs, calendar=pair.member, partner=pair.leader)], None
    before = Interval(span.start - timedelta(hours=1), span.end - timedelta(hours=1)) if way == "moved" else span
    answer = Response.DECLINED if way == "declined" else Response.ACCEPTED
    copies = our_events(pair, period, span, written=before, answer=answer)
    left = {"deleted": [], "half deleted": [copies[draw(st.integers(0, 1))]]}.get(way, list(copies))
    return left, entry(pair, period, before, as_of)


@st.composite
def companies(draw: st.DrawFn) -> Case:
    """A leader with one to five members, one or two weeks ahead, and calendars of every sort."""
    zone = draw(st.sampled_from(_ZONES))
    monday = draw(st.sampled_from(_MONDAYS))
    weeks = draw(st.integers(1, 2))
    as_of = instant(
        monday + timedelta(days=draw(st.integers(-2, 4))), time(draw(st.integers(0, 23)), draw(_minutes)), zone
    )
    days = draw(st.sampled_from([(3, 4), (3, 4), (1, 3), (4,)]))
    grid = draw(st.sampled_from([5, 10, 15]))
    emails = [f"m{number}@example.com" for number in range(draw(st.integers(1, 5)))]
    people = {LEADER: draw(_person(LEADER, zone)), BOSS: draw(_person(BOSS, zone))}
    for email in emails:
        people[email] = draw(_person(email, draw(st.sampled_from([zone] * 6 + list(_ZONES)))))
    team = Team(LEADER, draw(_rules(days)), tuple(draw(_pair(LEADER, email)) for email in emails))
    others = [
        Team(BOSS, draw(_rules(days)), (draw(_pair(BOSS, LEADER)),)),
        Team(emails[0], draw(_rules(days)), (draw(_pair(emails[0], BOSS, Kind.CROSS_TEAM)),)),
    ]
    company = Company(
        name="Example",
        time_zone=zone,
        grid=grid * _MINUTE,
        start_minutes=draw(st.sampled_from([tuple(range(0, 60, grid)), (0, 30)])),
        horizon_weeks=weeks,
        focus_days=tuple(day for day in range(5) if day not in days),
        people=people,
        teams={each.leader: each for each in (team, *others)},
        providers={},
        ledger=None,
    )
    events: dict[str, list[Event]] = {email: [] for email in people}
    days_ahead = [monday + timedelta(days=number) for number in range(7 * (weeks + 1))]
    workdays = [day for day in days_ahead if day.weekday() in days]
    for person in people.values():
        for number in range(draw(st.integers(0, 5))):
            events[person.email].append(draw(_foreign(person, workdays, number)))
    entries = []
    for pair in team.pairs:
        for week in range(-1, weeks + 1):
            copies, known = draw(_standing(pair, monday + timedelta(weeks=week), company, as_of))
            entries += [known] if known else []
            for copy in copies:
                events[copy.calendar].append(copy)
    for other in others:
        if draw(st.booleans()):
            start = instant(draw(st.sampled_from(workdays)), draw(_clocks), zone)
            span = Interval(start, start + other.pairs[0].duration)
            for copy in our_events(other.pairs[0], week_name(start.date()), span):
                events[copy.calendar].append(copy)
    calendars = {email: _calendar(draw, people[email], events[email], days_ahead) for email in [LEADER, *emails]}
    remembered = draw(st.sampled_from([tuple(entries), tuple(entries), ()]))
    by_key = sorted(remembered, key=lambda known: (known.period, known.member, known.kind))
    return Case(company, team, calendars, Memory(entries=tuple(by_key)), as_of, weeks)


def _calendar(draw: st.DrawFn, person: Person, events: list[Event], days: list[date]) -> Calendar:
    """One person's calendar; now and then it cannot be read, for a day or at all."""
    first, last = days[0] - timedelta(weeks=20), days[-1] + timedelta(weeks=20)
    one = draw(st.sampled_from(days))
    chosen = draw(st.sampled_from([None] * 20 + [(one, one + timedelta(days=1)), (first, last)]))
    unknown: tuple[Unknown, ...] = ()
    if chosen is not None:
        span = Interval(*(instant(day, time(0), person.time_zone) for day in chosen))
        unknown = (Unknown(span, f"{person.name}'s calendar could not be read."),)
        events = [event for event in events if not event.span.overlaps(span)]
    return Calendar(
        person.email,
        tuple(sorted(events, key=lambda event: (event.span, event.uid))),
        unknown,
        held=sum(event.marker is None for event in events),
    )
