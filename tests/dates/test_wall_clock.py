"""Wall-clock spans as instants, over every kind of clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.interval import Interval, merge
from providers.wall_clock import local, midnight, to_instant
from scheduler.company import WallSpan
from scheduler.dates.wall_clock import instants, instants_of_days, local_days

_MINUTE = timedelta(minutes=1)
_CHANGES = {
    "Europe/Madrid": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "Australia/Lord_Howe": (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    "Africa/Cairo": (datetime(2026, 4, 23, 22, tzinfo=UTC), datetime(2026, 10, 29, 21, tzinfo=UTC)),
    "Asia/Kathmandu": (datetime(2026, 6, 1, tzinfo=UTC),),
    "Pacific/Apia": (datetime(2011, 12, 30, 10, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)),
}
"""Instants at which clocks change; for zones that keep theirs, any instant."""


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _interval(start: str, end: str) -> Interval:
    return Interval(_utc(start), _utc(end))


def _week_around(instant: datetime) -> Interval:
    return Interval(instant - timedelta(days=3), instant + timedelta(days=3))


def _minutes(spans: list[Interval]) -> set[datetime]:
    return {span.start + n * _MINUTE for span in spans for n in range((span.end - span.start) // _MINUTE)}


def _shows(local: datetime, span: WallSpan) -> bool:
    return (
        local.weekday() == span.weekday
        and span.start <= local.time()
        and (span.end == time(0) or local.time() < span.end)
    )


_times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
_wall_spans = st.builds(WallSpan, st.integers(0, 6), _times, _times).filter(
    lambda span: span.end == time(0) or span.start < span.end
)


@settings(max_examples=40)
@given(
    st.sampled_from([(zone, change) for zone, changes in _CHANGES.items() for change in changes]),
    st.lists(_wall_spans, min_size=1, max_size=5),
    st.integers(0, 24 * 60),
)
def test_an_instant_counts_exactly_when_the_wall_shows_it(
    place: tuple[str, datetime], spans: list[WallSpan], shift: int
) -> None:
    """Minute by minute around a clock change, the answer holds what a look at the wall says, wherever it is cut."""
    zone, change = place
    window = Interval(change - timedelta(days=1, minutes=shift), change + timedelta(days=2) - shift * _MINUTE)
    expected = {
        instant
        for instant in (window.start + n * _MINUTE for n in range(3 * 24 * 60))
        if any(_shows(instant.astimezone(ZoneInfo(zone)), span) for span in spans)
    }
    assert _minutes(instants(zone, window, spans)) == expected


@pytest.mark.parametrize(
    ("zone", "weekday", "around", "expected"),
    [
        pytest.param(
            "Europe/Madrid",
            3,
            "2026-10-25T01:00",
            [("2026-10-22T07:00", "2026-10-22T15:00")],
            id="Madrid, the Thursday before the clocks go back",
        ),
        pytest.param(
            "Europe/Madrid",
            0,
            "2026-10-25T01:00",
            [("2026-10-26T08:00", "2026-10-26T16:00")],
            id="Madrid, the Monday after",
        ),
        pytest.param(
            "America/New_York",
            0,
            "2026-03-08T07:00",
            [("2026-03-09T13:00", "2026-03-09T21:00")],
            id="New York, three weeks before Europe",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            4,
            "2026-10-03T15:30",
            [("2026-10-01T22:30", "2026-10-02T06:30")],
            id="Lord Howe, before its half an hour",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            0,
            "2026-10-03T15:30",
            [("2026-10-04T22:00", "2026-10-05T06:00")],
            id="Lord Howe, after its half an hour",
        ),
        pytest.param(
            "Africa/Cairo",
            4,
            "2026-04-23T22:00",
            [("2026-04-24T06:00", "2026-04-24T14:00")],
            id="Cairo, the Friday that starts at 01:00",
        ),
        pytest.param(
            "Africa/Cairo",
            4,
            "2026-10-29T21:00",
            [("2026-10-30T07:00", "2026-10-30T15:00")],
            id="Cairo, the Friday that starts an hour late",
        ),
        pytest.param(
            "Asia/Kathmandu",
            3,
            "2026-06-03T00:00",
            [("2026-06-04T03:15", "2026-06-04T11:15")],
            id="Kathmandu, a quarter of an hour off",
        ),
        pytest.param(
            "Pacific/Apia",
            3,
            "2026-06-03T00:00",
            [("2026-06-03T20:00", "2026-06-04T04:00")],
            id="Apia, a day ahead",
        ),
        pytest.param("Pacific/Apia", 4, "2011-12-30T10:00", [], id="Apia, the Friday that never was"),
    ],
)
def test_nine_to_five_stays_nine_to_five(zone: str, weekday: int, around: str, expected: list[tuple[str, str]]) -> None:
    """Working hours hold on the wall, whatever the clocks do in that week."""
    nine_to_five = WallSpan(weekday, time(9), time(17))
    assert instants(zone, _week_around(_utc(around)), [nine_to_five]) == [_interval(*span) for span in expected]


def test_a_span_inside_a_gap_is_empty() -> None:
    """There is no 02:15 in Madrid in the night in which the clocks go from 02:00 to 03:00."""
    span = WallSpan(6, time(2, 15), time(2, 45))
    assert instants("Europe/Madrid", _week_around(_utc("2026-03-29T01:00")), [span]) == []


def test_a_span_that_a_gap_cuts_short_is_shorter() -> None:
    """From 01:30 to 03:30 is one hour in that night."""
    span = WallSpan(6, time(1, 30), time(3, 30))
    found = instants("Europe/Madrid", _week_around(_utc("2026-03-29T01:00")), [span])
    assert found == [_interval("2026-03-29T00:30", "2026-03-29T01:30")]


def test_a_repeated_hour_counts_twice() -> None:
    """From 01:00 to 02:00 is two hours in the night in which New York's clocks go from 02:00 to 01:00."""
    span = WallSpan(6, time(1), time(2))
    found = instants("America/New_York", _week_around(_utc("2026-11-01T06:00")), [span])
    assert found == [_interval("2026-11-01T05:00", "2026-11-01T07:00")]


def test_half_of_a_repeated_hour_comes_back() -> None:
    """From 01:00 to 01:30 comes twice, with the other half of the hour in between."""
    span = WallSpan(6, time(1), time(1, 30))
    found = instants("America/New_York", _week_around(_utc("2026-11-01T06:00")), [span])
    assert found == [
        _interval("2026-11-01T05:00", "2026-11-01T05:30"),
        _interval("2026-11-01T06:00", "2026-11-01T06:30"),
    ]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 4, 24), 23), (date(2026, 10, 29), 25), (date(2026, 10, 30), 24)],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    """Cairo's Friday of the spring change lacks its first hour; the Thursday in autumn has its last one twice."""
    window = _week_around(datetime(day.year, day.month, day.day, tzinfo=UTC))
    (span,) = instants_of_days("Africa/Cairo", window, [day])
    assert span.end - span.start == timedelta(hours=hours)


def test_the_days_of_a_window_are_those_on_the_wall() -> None:
    """A window that starts on Thursday evening in UTC starts on Friday in Apia, and its end is not part of it."""
    window = _interval("2026-06-04T11:00", "2026-06-06T11:00")
    assert local_days("Pacific/Apia", window) == [date(2026, 6, 5), date(2026, 6, 6)]


_MIDNIGHTS = {
    **_CHANGES,
    "Atlantic/Azores": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "America/Havana": (datetime(2026, 3, 8, 5, tzinfo=UTC), datetime(2026, 11, 1, 5, tzinfo=UTC)),
}
"""Besides those above, zones whose clocks change at midnight or back to it."""


@pytest.mark.parametrize("zone", _MIDNIGHTS)
def test_a_day_goes_from_midnight_to_midnight(zone: str) -> None:
    """Around every change of the clocks, the two midnights of a day hold all of its instants, and no other."""
    for change in _MIDNIGHTS[zone]:
        window = _week_around(change)
        for day in local_days(zone, window)[1:-1]:
            whole = Interval(midnight(day, zone), midnight(day + timedelta(days=1), zone))
            assert merge([whole]) == instants_of_days(zone, window, [day]), day


@given(st.sampled_from(sorted(_MIDNIGHTS)), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.times())
def test_a_time_on_the_wall_is_the_first_instant_that_shows_it(zone: str, day: date, wall: time) -> None:
    """Where no instant shows it, the clock was set forward over it, and shows later just then."""
    found = to_instant(datetime.combine(day, wall), zone)
    shown = local(found, zone)
    assert (shown.date(), shown.time()) >= (day, wall)
    if (shown.date(), shown.time()) == (day, wall):
        assert local(found - timedelta(hours=1), zone).time() != wall
