"""Recurring events: rules, exceptions, clock changes; compared with another reader of .ics files."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.event import Interval
from providers.ics.budget import Budget
from providers.ics.rules import parse_rule, walls
from tests.providers.meetings import WINDOW, span, utc
from tests.providers.shelf import Shelf, text, vcalendar, vevent

MADRID = ("DTSTART;TZID=Europe/Madrid:20260910T100000", "DURATION:PT1H")
THURSDAYS = ["2026-11-26 09:00", "2026-12-03 09:00", "2026-12-10 09:00", "2026-12-17 09:00"]


def _starts(shelf: Shelf, *lines: str, more: tuple[str, ...] = (), window: Interval = WINDOW) -> list[str]:
    content = vcalendar("BEGIN:VEVENT", "UID:a", *MADRID, *lines, "END:VEVENT", *more)
    return [start for start, _ in shelf.spans(content, window)]


def _exception(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", "UID:a", *lines, "END:VEVENT")


def test_ten_stays_ten(shelf: Shelf) -> None:
    """An event at 10:00 in Madrid is at 10:00 in Madrid before and after the clocks change."""
    assert _starts(shelf, "RRULE:FREQ=WEEKLY", window=span("2026-10-20 00:00", 60 * 24 * 14)) == [
        "2026-10-22 08:00",
        "2026-10-29 09:00",
    ]


def test_a_night_of_a_clock_change(shelf: Shelf) -> None:
    """02:30 that there is twice is the first one; 02:30 that there is not lies as far from midnight as always."""
    start = ("DTSTART;TZID=Europe/Madrid:20260101T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY")
    autumn = shelf.spans(vevent(*start), span("2026-10-24 12:00", 60 * 24 * 2))
    assert [begin for begin, _ in autumn] == ["2026-10-25 00:30", "2026-10-26 01:30"]
    spring = shelf.spans(vevent(*start), span("2027-03-27 12:00", 60 * 24 * 2))
    assert [begin for begin, _ in spring] == ["2027-03-28 01:30", "2027-03-29 00:30"]


@pytest.mark.parametrize(
    ("length", "end"),
    [
        ("DTEND;TZID=Europe/Madrid:20260102T120000", "2026-10-25 10:00"),
        ("DURATION:PT24H", "2026-10-25 10:00"),
        ("DURATION:P1D", "2026-10-25 11:00"),
    ],
)
def test_length_across_a_clock_change(shelf: Shelf, length: str, end: str) -> None:
    """Days of a duration are days of the wall clock; hours, and what DTEND says, are exact (RFC 5545, 3.8.5.3)."""
    start = "DTSTART;TZID=Europe/Madrid:20260101T120000"
    content = vevent(start, length, "RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=24")
    assert shelf.spans(content, span("2026-10-24 12:00")) == [("2026-10-24 10:00", end)]


@pytest.mark.parametrize(
    "exdate",
    [
        "EXDATE;TZID=Europe/Madrid:20261203T100000",
        "EXDATE:20261203T090000Z",
        "EXDATE;TZID=America/New_York:20261203T040000",
        "EXDATE;VALUE=DATE:20261203",
        "EXDATE:20261203T100000",
        "EXDATE;TZID=Europe/Madrid:20261112T100000,20261203T100000",
    ],
)
def test_exdate(shelf: Shelf, exdate: str) -> None:
    """An instance is left out in whatever form it is named: time, zone, UTC, floating, or its day."""
    assert _starts(shelf, "RRULE:FREQ=WEEKLY", exdate) == [THURSDAYS[0], *THURSDAYS[2:]]


def test_rdate(shelf: Shelf) -> None:
    """Further instances, also on a day, in UTC, or as a period with a length of its own."""
    lines = ("RDATE;TZID=Europe/Madrid:20261127T100000", "RDATE:20261128T090000Z", "RDATE;VALUE=DATE:20261129",
             "RDATE;VALUE=PERIOD:20261130T090000Z/PT15M,20261201T090000Z/20261201T094500Z")  # fmt: skip
    assert shelf.spans(vevent(*MADRID, *lines)) == [
        ("2026-11-27 09:00", "2026-11-27 10:00"),
        ("2026-11-28 09:00", "2026-11-28 10:00"),
        ("2026-11-29 09:00", "2026-11-29 10:00"),
        ("2026-11-30 09:00", "2026-11-30 09:15"),
        ("2026-12-01 09:00", "2026-12-01 09:45"),
    ]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261210T090000Z", 3),
        ("20261210T085959Z", 2),
        ("20261210", 3),
        ("20261209", 2),
        ("20261210T100000", 3),
    ],
)
def test_until(shelf: Shelf, until: str, last: int) -> None:
    """UNTIL is inclusive; as a date, it means the whole day; as a floating time, the event's clock."""
    assert _starts(shelf, f"RRULE:FREQ=WEEKLY;UNTIL={until}") == THURSDAYS[:last]


@pytest.mark.parametrize("until", ["20261203", "20261202T230000Z", "20261203T000000Z", "20261203T225959Z"])
def test_until_of_an_all_day_event(shelf: Shelf, until: str) -> None:
    """The last day is one, in whichever way a program writes it."""
    content = vevent("DTSTART;VALUE=DATE:20260910", f"RRULE:FREQ=WEEKLY;UNTIL={until}")
    assert [start for start, _ in shelf.spans(content)] == ["2026-11-25 23:00", "2026-12-02 23:00"]


def test_count(shelf: Shelf) -> None:
    """COUNT counts from DTSTART, instances that are left out included; a negative one means no end."""
    assert _starts(shelf, "RRULE:FREQ=WEEKLY;COUNT=13", "EXDATE:20261119T090000Z") == THURSDAYS[:2]
    assert _starts(shelf, "RRULE:FREQ=WEEKLY;COUNT=-1") == THURSDAYS


def test_an_exception_moves_an_instance(shelf: Shelf) -> None:
    """The instance lies where its exception says, and no longer where its rule says."""
    moved = _exception("RECURRENCE-ID:20261203T090000Z", "DTSTART:20261204T120000Z", "DTEND:20261204T130000Z")
    assert _starts(shelf, "RRULE:FREQ=WEEKLY", more=moved) == [THURSDAYS[0], "2026-12-04 12:00", *THURSDAYS[2:]]


def test_an_exception_may_move_into_the_window(shelf: Shelf) -> None:
    """An instance of long ago that was moved into the window is there; one moved out of it is not."""
    into = _exception("RECURRENCE-ID:20260917T080000Z", "DTSTART:20261127T120000Z", "DURATION:PT1H")
    out = _exception("RECURRENCE-ID:20261203T090000Z", "DTSTART:20270204T120000Z", "DURATION:PT1H")
    expected = [THURSDAYS[0], "2026-11-27 12:00", *THURSDAYS[2:]]
    assert _starts(shelf, "RRULE:FREQ=WEEKLY", more=(*into, *out)) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("RECURRENCE-ID:20261203T090000Z", "STATUS:CANCELLED", "DTSTART:20261203T090000Z"),
        ("RECURRENCE-ID:20261203T090000Z", "STATUS:CANCELLED"),
        ("RECURRENCE-ID;VALUE=DATE:20261203", "STATUS:CANCELLED"),
    ],
)
def test_a_cancelled_exception(shelf: Shelf, lines: tuple[str, ...]) -> None:
    """The instance does not take place."""
    assert _starts(shelf, "RRULE:FREQ=WEEKLY", more=_exception(*lines)) == [THURSDAYS[0], *THURSDAYS[2:]]


def test_this_and_future(shelf: Shelf) -> None:
    """RANGE=THISANDFUTURE moves the instance and all that follow by the same, and gives them its length."""
    later = _exception(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261203T090000Z", "DTSTART:20261204T100000Z", "DURATION:PT2H"
    )
    content = vcalendar("BEGIN:VEVENT", "UID:a", *MADRID, "RRULE:FREQ=WEEKLY", "END:VEVENT", *later)
    assert shelf.spans(content) == [
        ("2026-11-26 09:00", "2026-11-26 10:00"),
        ("2026-12-04 10:00", "2026-12-04 12:00"),
        ("2026-12-11 10:00", "2026-12-11 12:00"),
        ("2026-12-18 10:00", "2026-12-18 12:00"),
    ]


def test_this_and_future_cancelled(shelf: Shelf) -> None:
    """Nothing takes place from there on."""
    end = _exception("RECURRENCE-ID;RANGE=THISANDFUTURE:20261203T090000Z", "STATUS:CANCELLED")
    assert _starts(shelf, "RRULE:FREQ=WEEKLY", more=end) == THURSDAYS[:1]


def test_an_exception_without_its_series(shelf: Shelf) -> None:
    """Invited to one instance of somebody's series, one has just that."""
    alone = _exception("RECURRENCE-ID:20261203T090000Z", "DTSTART:20261204T120000Z", "DTEND:20261204T130000Z")
    assert shelf.spans(vcalendar(*alone)) == [("2026-12-04 12:00", "2026-12-04 13:00")]
    assert shelf.read().held == 1
    assert shelf.read().events[0].recurring


def test_exceptions_in_other_files(shelf: Shelf) -> None:
    """An exception in a file of its own counts, unless its series was sent anew since."""
    shelf.add("1.ics", vcalendar("BEGIN:VEVENT", "UID:a", *MADRID, "RRULE:FREQ=WEEKLY", "SEQUENCE:1", "END:VEVENT"))
    for sequence, second in ((1, "2026-12-04 12:00"), (0, THURSDAYS[1])):
        lines = ("RECURRENCE-ID:20261203T090000Z", "DTSTART:20261204T120000Z", "DURATION:PT1H", f"SEQUENCE:{sequence}")
        shelf.add("2.ics", vcalendar(*_exception(*lines)))
        assert [text(event.span.start) for event in shelf.read().events][1] == second


def test_an_exception_speaks_for_itself(shelf: Shelf) -> None:
    """Its own show, not that of its series, counts."""
    free = _exception(
        "RECURRENCE-ID:20261203T090000Z", "DTSTART:20261203T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT"
    )
    content = vcalendar("BEGIN:VEVENT", "UID:a", *MADRID, "RRULE:FREQ=WEEKLY", "END:VEVENT", *free)
    assert [show.value for show in shelf.shows(content)] == ["busy", "free", "busy", "busy"]


def test_an_instance_that_reaches_into_the_window(shelf: Shelf) -> None:
    """Long instances that began before the window are found."""
    content = vevent("DTSTART;VALUE=DATE:20260105", "DURATION:P10D", "RRULE:FREQ=WEEKLY;INTERVAL=2")
    assert shelf.spans(content, span("2026-11-25 12:00"))[0] == ("2026-11-22 23:00", "2026-12-02 23:00")


def test_a_week_of_the_year(shelf: Shelf) -> None:
    """BYWEEKNO without a weekday means that of DTSTART, not the whole week."""
    assert _starts(shelf, "RRULE:FREQ=YEARLY;BYWEEKNO=49") == ["2026-12-03 09:00"]


def test_the_first_of_each_week(shelf: Shelf) -> None:
    """BYSETPOS counts from the beginning of every week, also of that in which one begins to look."""
    rule = "RRULE:FREQ=WEEKLY;BYDAY=MO,SU;BYSETPOS=1"
    for first in range(7):
        window = Interval(utc("2026-11-20 00:00") + timedelta(days=first), utc("2026-12-08 00:00"))
        expected = ["2026-11-23 09:00", "2026-11-30 09:00", "2026-12-07 09:00"][first > 3 :]
        assert _starts(shelf, rule, window=window) == expected


def test_a_long_history(shelf: Shelf) -> None:
    """An event that has repeated for half a century is not too often, if it is not in the window."""
    content = vevent("DTSTART:19700101T003000Z", "DURATION:PT5M", "RRULE:FREQ=HOURLY")
    found = [start for start, _ in shelf.spans(content, span("2026-11-26 09:00", 60 * 3))]
    assert found == ["2026-11-26 09:30", "2026-11-26 10:30", "2026-11-26 11:30"]


WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _some(values: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(",".join)


def _numbers(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).filter(bool).map(str)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules on which RFC 5545 and dateutil agree; each matches something, as dateutil would search on and on."""
    frequency = draw(st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")))
    interval = draw(st.integers(1, 4))
    parts = [f"FREQ={frequency}", f"INTERVAL={interval}"]
    days = draw(st.sampled_from(("ordinal", "weekday", "month day", "none")))
    if days == "ordinal" and frequency in ("YEARLY", "MONTHLY"):
        ordinals = st.tuples(st.sampled_from(("1", "2", "-1", "-2", "3")), st.sampled_from(WEEKDAYS))
        parts.append("BYDAY=" + draw(_some(ordinals.map("".join), 3)))
    elif days == "weekday":
        parts.append("BYDAY=" + draw(_some(st.sampled_from(WEEKDAYS), 7)))
    elif days == "month day" and frequency in ("YEARLY", "MONTHLY", "DAILY"):
        parts.append("BYMONTHDAY=" + draw(_some(_numbers(-28, 28), 4)))
    if days == "weekday" and frequency == "YEARLY" and draw(st.booleans()):
        parts.append("BYWEEKNO=" + draw(_some(_numbers(-52, 52), 3)))
    elif draw(st.booleans()) and (frequency, interval) in (("YEARLY", 1), ("MONTHLY", 1), ("WEEKLY", 1), ("DAILY", 1)):
        parts.append("BYMONTH=" + draw(_some(_numbers(1, 12), 6)))
    if draw(st.booleans()) and frequency != "HOURLY":
        parts.append("BYHOUR=" + draw(_some(st.integers(0, 23).map(str), 3)))
    if draw(st.booleans()) and len(parts) > 2 and frequency != "HOURLY":
        parts.append("BYSETPOS=" + draw(_some(st.sampled_from(("1", "-1")), 2)))
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    return ";".join(parts)


@settings(max_examples=150)
@given(
    rule=rules(),
    start=st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)).map(lambda d: d.replace(microsecond=0)),  # noqa: DTZ001
    days=st.integers(0, 200),
)
def test_rules_wherever_one_looks(rule: str, start: datetime, days: int) -> None:
    """Instances in two months are those that dateutil finds from DTSTART on, though we neither start nor end there."""
    low = start + timedelta(days=days)
    high = low + timedelta(days=60)
    oracle = []
    for instance in rrulestr(rule, dtstart=start).xafter(low, inc=True):
        if instance > high:
            break
        oracle.append(instance)
    assert walls(parse_rule(rule), start, None, low, high, Budget()) == oracle


@settings(max_examples=15)
@given(
    days=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True),
    hour=st.integers(0, 23),
    zone=st.sampled_from(
        ("Europe/Madrid", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo")
    ),
)
def test_wall_clocks_as_recurring_ical_events_reads_them(
    tmp_path_factory: pytest.TempPathFactory, days: list[str], hour: int, zone: str
) -> None:
    """Over both clock changes of a year, instances are those of another reader of .ics files."""
    content = vevent(
        f"DTSTART;TZID={zone}:20260101T{hour:02d}4500", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;BYDAY={','.join(days)}"
    )
    window = Interval(utc("2026-02-20 00:00"), utc("2026-11-15 00:00"))
    others = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(window.start, window.end)
    expected = sorted(each["DTSTART"].dt.astimezone(UTC) for each in others)
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    shelf.export(content)
    assert [event.span.start for event in shelf.read(window).events] == expected
    assert {each.astimezone(ZoneInfo(zone)).hour for each in expected} <= {hour, (hour + 1) % 24}
