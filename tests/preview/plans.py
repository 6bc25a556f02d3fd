"""Any plan that could be: a Hypothesis strategy."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from providers.event import Interval
from scheduler.company import Kind, Layout
from scheduler.document.shape import MOST_COST
from scheduler.plan import (
    Action,
    Block,
    BlockKind,
    Change,
    Fill,
    Input,
    Level,
    NotPlaced,
    Origin,
    Outcome,
    PairKey,
    Plan,
    PlannedDay,
    Status,
    Stretch,
)
from solver.solution import LEVELS

EMAILS = ("ana@example.com", "ben@example.com", "zoë@例え.jp")
TEXT = st.text(max_size=30)
FILLED = st.text(min_size=1, max_size=30)
EMAIL = st.sampled_from(EMAILS) | FILLED
ZONE = st.sampled_from(("Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC", "Etc/GMT+5"))
FIRST, LAST = datetime.fromisoformat("2026-09-28"), datetime.fromisoformat("2027-04-05")
"""Without a zone, as Hypothesis wants its limits; both changes of the clocks lie between them."""
INSTANT = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
COARSE = INSTANT.map(lambda instant: instant.replace(minute=instant.minute // 5 * 5, second=0, microsecond=0))
SPAN = st.tuples(INSTANT | COARSE, INSTANT | COARSE).map(lambda ends: Interval(min(ends), max(ends)))
DAY = st.dates(FIRST.date(), LAST.date())
WEEK = DAY.map(lambda day: "{}-W{:02}".format(*day.isocalendar()))
PAIR = st.builds(PairKey, EMAIL, EMAIL, st.sampled_from([str(kind) for kind in Kind]))
COST, BOUND = st.integers(0, MOST_COST), st.integers(-MOST_COST, MOST_COST)
LEVEL = st.builds(Level, st.integers(1, 6), st.sampled_from(LEVELS) | FILLED, COST, BOUND, st.booleans())
NOT_PLACED = st.builds(NotPlaced, PAIR, WEEK, st.sampled_from(Outcome), TEXT, st.none() | TEXT)
MARK = st.sampled_from((None, "keep", "create", "move", "pinned", "frozen", "booked"))
BLOCK = st.builds(Block, SPAN, st.sampled_from(BlockKind), TEXT)
INPUT = st.builds(Input, EMAIL, TEXT, ZONE, st.lists(BLOCK, max_size=3).map(tuple))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """A change that has the spans its action needs."""
    action = draw(st.sampled_from(Action))
    return Change(
        action,
        draw(PAIR),
        draw(WEEK),
        None if action is Action.CREATE else draw(SPAN),
        None if action is Action.CANCEL else draw(SPAN),
        draw(ZONE),
        draw(TEXT),
        draw(st.none() | TEXT),
        draw(st.sampled_from(Origin)),
        draw(st.lists(EMAIL, max_size=2).map(tuple)),
        draw(st.integers(0, 3)),
    )


@st.composite
def days(draw: st.DrawFn) -> PlannedDay:
    """A day with stretches of that day, in any order and overlapping as they like."""
    day: date = draw(DAY)
    hour = st.integers(0, 23)
    spans = draw(st.lists(st.tuples(hour, hour), max_size=6))
    stretches = tuple(
        Stretch(
            draw(st.sampled_from(Fill)),
            Interval(
                datetime(day.year, day.month, day.day, min(ends), tzinfo=UTC),
                datetime(day.year, day.month, day.day, max(ends), 5, tzinfo=UTC),
            ),
            draw(st.none() | PAIR),
            draw(MARK),
        )
        for ends in spans
    )
    return PlannedDay("{}-W{:02}".format(*day.isocalendar()), day, stretches, draw(st.none() | TEXT))


PLAN = st.builds(
    Plan,
    leader=EMAIL,
    leader_name=TEXT,
    time_zone=ZONE,
    as_of=INSTANT,
    weeks=st.lists(WEEK, max_size=3, unique=True).map(sorted).map(tuple),
    window=SPAN,
    layout=st.sampled_from(Layout),
    status=st.sampled_from(Status),
    levels=st.lists(LEVEL, max_size=3).map(tuple),
    changes=st.lists(changes(), max_size=4).map(tuple),
    not_placed=st.lists(NOT_PLACED, max_size=3).map(tuple),
    days=st.lists(days(), max_size=3).map(tuple),
    inputs=st.lists(INPUT, max_size=2).map(tuple),
    company=TEXT,
    warnings=st.lists(TEXT, max_size=2).map(tuple),
)
