"""Nights made by hand, and any night that could be."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from providers.event import Interval
from scheduler.company import Layout
from scheduler.outcome import CompanyLevel, Ending, Failure, LeaderNight, Night
from scheduler.plan import Action, Change, Input, NotPlaced, Outcome, PairKey, Plan, Status
from tests.preview.plans import EMAIL, INSTANT, PLAN, TEXT

AS_OF = datetime(2026, 11, 26, 2, tzinfo=UTC)
RUN = "2026-11-26T020000Z-7f3a"
WEEK = "2026-W49"
AGENDA = "https://docs.example.com/secret-agenda-link"


def span(day: int, hour: int, minutes: int = 30) -> Interval:
    """Half an hour in December 2026."""
    start = datetime(2026, 12, day, hour, tzinfo=UTC)
    return Interval(start, start + timedelta(minutes=minutes))


def pair(member: str, leader: str = "ana") -> PairKey:
    """Two by the parts of their emails before the @."""
    return PairKey(f"{leader}@example.com", f"{member}@example.com", "report")


def change(action: Action, member: str, hour: int, leader: str = "ana", why: str = "due every week") -> Change:
    """A change of a 1-on-1 that is on Thursday, and was on Friday."""
    before = None if action is Action.CREATE else span(4, hour)
    after = None if action is Action.CANCEL else span(3, hour)
    who = pair(member, leader)
    return Change(action, who, WEEK, before, after, "Europe/Madrid", why, AGENDA, writes=(who.leader, who.member))


def plan(
    leader: str = "ana",
    name: str = "Ana Costa",
    changes: Sequence[Change] = (),
    missed: Sequence[NotPlaced] = (),
    warnings: Sequence[str] = (),
    *,
    status: Status = Status.OPTIMAL,
    zones: Sequence[tuple[str, str, str]] = (),
) -> Plan:
    """A plan of one week.

    Args:
        zones: email before the @, name and zone of people.
    """
    return Plan(
        leader=f"{leader}@example.com",
        leader_name=name,
        time_zone="Europe/Madrid",
        as_of=AS_OF,
        weeks=(WEEK,),
        window=Interval(AS_OF, AS_OF + timedelta(days=14)),
        layout=Layout.SPLIT,
        status=status,
        levels=(),
        changes=tuple(changes),
        not_placed=tuple(missed),
        days=(),
        inputs=tuple(Input(f"{email}@example.com", called, zone, ()) for email, called, zone in zones),
        company="",
        warnings=tuple(warnings),
    )


def missed(member: str, why: str, leader: str = "ana", relaxation: str | None = None) -> NotPlaced:
    """A 1-on-1 without a place."""
    return NotPlaced(pair(member, leader), WEEK, Outcome.UNPLACED, why, relaxation)


def night(
    *leaders: LeaderNight,
    dry_run: bool = False,
    levels: Sequence[CompanyLevel] = (),
    orphans: Sequence[str] = (),
    stopped: str = "",
    run: str = RUN,
    as_of: datetime = AS_OF,
) -> Night:
    """A night of these leaders that took 12 seconds."""
    return Night(
        run=run,
        as_of=as_of,
        started=as_of,
        ended=as_of + timedelta(seconds=12),
        dry_run=dry_run,
        leaders=tuple(sorted(leaders, key=lambda each: each.leader)),
        levels=tuple(levels),
        orphans=tuple(orphans),
        stopped=stopped,
        calls={"calendars": 42},
    )


def mixed(**how: object) -> Night:
    """One leader is written, one misses somebody, one was refused, one failed, one was written in part, one slept."""
    people = (("ana", "Ana Costa", "Europe/Lisbon"), ("ben", "Ben Okafor", "America/New_York"))
    ana = plan(
        changes=[
            change(Action.CREATE, "ben", 10),
            change(Action.MOVE, "chen", 11, why="Chen is away on Friday"),
            change(Action.CANCEL, "dai", 12),
            change(Action.KEEP, "eva", 9, why="unchanged"),
        ],
        zones=people,
    )
    bo = plan(
        "bo",
        "Bo Li",
        [change(Action.KEEP, "gil", 9, "bo")],
        [missed("fay", "no time at which both are free", "bo", "a 25-minute 1-on-1")],
        ["the calendar of gil@example.com holds an event that cannot be read"],
        status=Status.FEASIBLE,
    )
    return night(
        LeaderNight("ana@example.com", "Ana Costa", Ending.WRITTEN, ana, written=3, seconds=1.25),
        LeaderNight("bo@example.com", "Bo Li", Ending.WRITTEN, bo, seconds=0.5),
        LeaderNight("cy@example.com", "Cy Ng", Ending.REFUSED, plan("cy", "Cy Ng"), "40 % would move; use --force"),
        LeaderNight("di@example.com", "Di Roe", Ending.FAILED, why="the calendar cannot be read; sign in again"),
        LeaderNight(
            "el@example.com",
            "El Fox",
            Ending.PARTLY,
            plan("el", "El Fox", [change(Action.CREATE, "han", 10, "el")]),
            "one event was not written",
            1,
            (Failure("El Fox and Han Ito, 2026-W49", "the service was busy; the next night completes it"),),
        ),
        LeaderNight("fu@example.com", "Fu Yu", Ending.UNCHANGED),
        **how,  # type: ignore[arg-type]
    )


def quiet(number: int) -> LeaderNight:
    """A leader for whom all is as it was."""
    return LeaderNight(f"quiet{number:05}@example.com", f"Quiet {number}", Ending.UNCHANGED)


ENDINGS = st.sampled_from(Ending)
FAILURES = st.lists(st.builds(Failure, TEXT, TEXT), max_size=2).map(tuple)
LEADERS = st.builds(
    LeaderNight,
    leader=EMAIL,
    name=TEXT,
    ending=ENDINGS,
    plan=st.none() | PLAN,
    why=TEXT,
    written=st.integers(0, 10**6),
    failures=FAILURES,
    seconds=st.floats(0, 10**6),
)
BOUNDS = st.none() | st.integers(-(10**9), 10**9)
NIGHTS = st.builds(
    Night,
    run=TEXT,
    as_of=INSTANT,
    started=INSTANT,
    ended=INSTANT,
    dry_run=st.booleans(),
    leaders=st.lists(LEADERS, max_size=4).map(tuple),
    levels=st.lists(st.builds(CompanyLevel, TEXT, st.integers(0, 10**9), BOUNDS), max_size=3).map(tuple),
    orphans=st.lists(TEXT, max_size=2).map(tuple),
    stopped=TEXT,
    calls=st.none() | st.dictionaries(st.text(max_size=10), st.integers(0, 10**9), max_size=3),
)
