"""What blocks a person's time, event by event, and what the answer says about absences."""

from dataclasses import fields, replace
from datetime import UTC, datetime, time, timedelta

import pytest

from providers.event import Calendar, Event, Interval, Response, Show, Unknown
from providers.marker import Marker
from scheduler.company import Cadence, CadenceUnit, Kind, Layout, Pair, Person, Priority, Rules, Team, WallSpan
from scheduler.plan import Block, BlockKind
from scheduler.planning.availability import Availability, availability, away, blocking, knows

_WINDOW = Interval(datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 7, tzinfo=UTC))
_SPAN = Interval(datetime(2026, 11, 26, 10, tzinfo=UTC), datetime(2026, 11, 26, 11, tzinfo=UTC))
_THURSDAY = Interval(datetime(2026, 11, 25, 23, tzinfo=UTC), datetime(2026, 11, 26, 23, tzinfo=UTC))
"""The day in Madrid."""
_ANA = Person(
    "ana@example.com",
    "Ana",
    "Europe/Madrid",
    tuple(WallSpan(weekday, time(9), time(17)) for weekday in range(5)),
)
_EVENT = Event(_ANA.email, "uid-1", _SPAN, Show.BUSY)
_LEADER = "leader@example.com"


def _of(
    *events: Event,
    person: Person = _ANA,
    tentative_blocks: bool = True,
    unknown: tuple[Unknown, ...] = (),
    teams: dict[str, Team] | None = None,
) -> Availability:
    return availability(
        person,
        Calendar(person.email, events, unknown),
        _WINDOW,
        leaders=(_LEADER,),
        tentative_blocks=tentative_blocks,
        teams=teams,
    )


def _hours(start: int, end: int) -> Interval:
    return Interval(_SPAN.start.replace(hour=start), _SPAN.start.replace(hour=end))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (_EVENT, BlockKind.BUSY),
        (replace(_EVENT, response=Response.ACCEPTED), BlockKind.BUSY),
        (replace(_EVENT, response=Response.NEEDS_ACTION), BlockKind.BUSY),
        (replace(_EVENT, show=Show.FOCUS), BlockKind.BUSY),
        (replace(_EVENT, show=Show.TENTATIVE), BlockKind.TENTATIVE),
        (replace(_EVENT, response=Response.TENTATIVE), BlockKind.TENTATIVE),
        (replace(_EVENT, show=Show.AWAY), BlockKind.AWAY),
        (replace(_EVENT, span=_THURSDAY, all_day=True), BlockKind.AWAY),
        (replace(_EVENT, span=_THURSDAY, all_day=True, show=Show.AWAY), BlockKind.AWAY),
        (replace(_EVENT, span=_THURSDAY, all_day=True, show=Show.FOCUS), BlockKind.BUSY),
        (replace(_EVENT, span=_THURSDAY, all_day=True, show=Show.TENTATIVE), BlockKind.TENTATIVE),
    ],
)
def test_these_events_block(event: Event, kind: BlockKind) -> None:
    """Busy, unanswered, focus, tentative, out-of-office and busy all-day events block, each as its kind."""
    answer = _of(event)
    assert answer.blocks == (Block(event.span, kind),)
    assert blocking(answer) == [event.span]


@pytest.mark.parametrize(
    "event",
    [
        replace(_EVENT, show=Show.FREE),
        replace(_EVENT, show=Show.ELSEWHERE),
        replace(_EVENT, response=Response.DECLINED),
        replace(_EVENT, response=Response.DECLINED, show=Show.AWAY),
        replace(_EVENT, span=_THURSDAY, all_day=True, show=Show.FREE),
        replace(_EVENT, span=Interval(_SPAN.start, _SPAN.start)),
    ],
)
def test_these_events_do_not_block(event: Event) -> None:
    """Transparent, declined and working-location events, and those without length, take no time."""
    assert _of(event).blocks == ()


def test_tentative_events_do_not_block_where_the_rules_say_so() -> None:
    """With `tentative_blocks` off they take no time, and a plan does not depend on them."""
    tentative = replace(_EVENT, show=Show.TENTATIVE)
    assert _of(tentative, tentative_blocks=False).blocks == ()


def test_time_that_only_tentative_events_take_can_be_told() -> None:
    """An hour that is busy and tentative is busy; what is tentative alone can be left out."""
    answer = _of(_EVENT, replace(_EVENT, uid="uid-2", span=_hours(10, 12), show=Show.TENTATIVE))
    assert blocking(answer) == [_hours(10, 12)]
    assert blocking(answer, tentative_blocks=False) == [_hours(10, 11)]


def _marker(leader: str = _LEADER, member: str = _ANA.email) -> Marker:
    return Marker(leader, member, "report", "2026-W48")


def test_our_event_of_this_leader_blocks_nothing_but_is_watched() -> None:
    """It is listed with uid and etag, so that a plan notices any edit, even where it is shown as free."""
    ours = replace(_EVENT, marker=_marker(), etag="7")
    for event in (ours, replace(ours, show=Show.FREE), replace(ours, response=Response.DECLINED)):
        answer = _of(event)
        assert answer.blocks == (Block(_SPAN, BlockKind.OUR_EVENT, "uid-1 7"),)
        assert blocking(answer) == []


def test_a_meeting_over_our_event_still_blocks() -> None:
    """Our event hides nobody else's."""
    answer = _of(replace(_EVENT, marker=_marker()), replace(_EVENT, uid="uid-2"))
    assert blocking(answer) == [_SPAN]


def test_another_leaders_event_blocks() -> None:
    """A 1-on-1 with somebody else is a meeting like any other, unless it was declined."""
    other = replace(_EVENT, marker=_marker("other@example.com"))
    assert _of(other).blocks == (Block(_SPAN, BlockKind.OTHER_ONE_ON_ONE),)
    assert _of(replace(other, response=Response.DECLINED)).blocks == ()


def test_a_member_who_leads_too_prepares_for_their_own() -> None:
    """Ana's 1-on-1 with her report takes the prep before it as well, when Ana is planned for as a member."""
    pair = Pair(
        _ANA.email,
        "rui@example.com",
        Kind.REPORT,
        timedelta(minutes=30),
        timedelta(minutes=15),
        Cadence(1, CadenceUnit.WEEKS),
        Priority.NORMAL,
    )
    rules = Rules(
        days=(3, 4),
        layout=Layout.SPLIT,
        layout_day=None,
        lunch=None,
        max_run=timedelta(hours=2),
        pause=timedelta(minutes=15),
        max_per_day=8,
        freeze=timedelta(days=1),
        notice=timedelta(0),
        tentative_blocks=True,
        declined_moves=True,
    )
    event = replace(_EVENT, marker=_marker(_ANA.email, "rui@example.com"))
    teams = {_ANA.email: Team(_ANA.email, rules, (pair,))}
    assert blocking(_of(event, teams=teams)) == [Interval(_SPAN.start - timedelta(minutes=15), _SPAN.end)]
    assert blocking(_of(event)) == [_SPAN]


def test_blocks_end_with_the_window() -> None:
    """What lies outside the window changes nothing, so that no plan goes stale over it."""
    long = Interval(_WINDOW.start - timedelta(days=3), _WINDOW.start + timedelta(hours=1))
    assert _of(replace(_EVENT, span=long)).blocks == (Block(Interval(_WINDOW.start, long.end), BlockKind.BUSY),)


def test_blocks_are_sorted_and_listed_once() -> None:
    """Neither the order of the events nor doubled ones show."""
    later = replace(_EVENT, uid="uid-2", span=_hours(12, 13))
    assert _of(later, _EVENT, replace(_EVENT, uid="uid-3")).blocks == _of(_EVENT, later).blocks


def test_unknown_is_not_free() -> None:
    """An unreadable span blocks, is told apart from a meeting, and is clipped to the window."""
    gap = Unknown(Interval(_WINDOW.start - timedelta(days=1), _WINDOW.start + timedelta(hours=9)), "Unreadable.")
    answer = _of(unknown=(gap,))
    inside = Interval(_WINDOW.start, gap.span.end)
    assert answer.unknown == (Unknown(inside, "Unreadable."),)
    assert answer.blocks == (Block(inside, BlockKind.UNKNOWN),)
    assert blocking(answer) == [inside]
    assert not knows(answer, [Interval(inside.start, inside.start + timedelta(minutes=1))])
    assert knows(answer, [Interval(inside.end, inside.end + timedelta(hours=1))])


@pytest.mark.parametrize(
    ("country", "zone", "expected"),
    [
        ("US-NY", "America/New_York", [("2026-11-26T05:00", "2026-11-27T05:00")]),
        ("US", "Europe/Madrid", [("2026-11-25T23:00", "2026-11-26T23:00")]),
        ("ES", "Europe/Madrid", []),
        ("US-NY", "Pacific/Apia", [("2026-11-25T11:00", "2026-11-26T11:00")]),
    ],
)
def test_public_holidays_take_the_day_in_the_persons_zone(
    country: str, zone: str, expected: list[tuple[str, str]]
) -> None:
    """Thanksgiving is a whole day, where the person is."""
    person = replace(_ANA, country=country, time_zone=zone)
    spans = [Interval(*(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in span)) for span in expected]
    assert _of(person=person).blocks == tuple(Block(span, BlockKind.HOLIDAY) for span in spans)


def test_a_subdivision_has_holidays_of_its_own() -> None:
    """The 2nd of May is one in Madrid, not in all of Spain, and a window may span two years."""
    window = Interval(datetime(2024, 12, 31, tzinfo=UTC), datetime(2025, 5, 3, tzinfo=UTC))
    found = {
        country: [
            (block.span.start + timedelta(hours=12)).date().isoformat()
            for block in availability(
                replace(_ANA, country=country), Calendar(_ANA.email), window, leaders=(_LEADER,), tentative_blocks=True
            ).blocks
        ]
        for country in ("ES", "ES-MD")
    }
    assert "2025-05-02" in found["ES-MD"]
    assert "2025-05-02" not in found["ES"]
    assert found["ES"][0] == "2025-01-01"


def test_working_hours_are_instants_in_the_window() -> None:
    """Nine to five on the wall of Madrid, in winter, on the ten workdays of two weeks."""
    hours = _of().hours
    assert len(hours) == 10
    assert hours[3] == Interval(datetime(2026, 11, 26, 8, tzinfo=UTC), datetime(2026, 11, 26, 16, tzinfo=UTC))


def test_away_needs_every_span_to_be_covered() -> None:
    """A day off is an absence from that day, not from the next; a busy day is no absence."""
    friday = Interval(datetime(2026, 11, 27, 8, tzinfo=UTC), datetime(2026, 11, 27, 16, tzinfo=UTC))
    off = _of(replace(_EVENT, span=_THURSDAY, show=Show.AWAY))
    assert away(off, [_hours(8, 16)]) is BlockKind.AWAY
    assert away(off, [_hours(8, 16), friday]) is None
    assert away(_of(replace(_EVENT, span=_THURSDAY)), [_hours(8, 16)]) is None
    assert away(off, []) is None


def test_a_holiday_is_named_as_one() -> None:
    """Holidays alone give HOLIDAY; where a day off is needed besides, the person is AWAY."""
    person = replace(_ANA, country="US")
    friday = Interval(datetime(2026, 11, 27, 8, tzinfo=UTC), datetime(2026, 11, 27, 16, tzinfo=UTC))
    answer = _of(replace(_EVENT, span=friday, show=Show.AWAY), person=person)
    assert away(answer, [_hours(8, 16)]) is BlockKind.HOLIDAY
    assert away(answer, [_hours(8, 16), friday]) is BlockKind.AWAY


def test_nothing_here_can_hold_a_title() -> None:
    """A block has a span, a kind and a version, which is empty but for our own events."""
    assert [field.name for field in fields(Block)] == ["span", "kind", "version"]
    foreign = [replace(_EVENT, show=show, uid="secret") for show in Show]
    assert {block.version for block in _of(*foreign).blocks} == {""}
