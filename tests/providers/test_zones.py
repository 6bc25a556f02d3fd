"""What a TZID means."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.ics.budget import Budget
from providers.ics.parse import parse, walk
from providers.ics.times import RuledZone, named_zone, ruled_zone
from providers.ics.vtimezone import vtimezone
from tests.providers.meetings import WINDOW
from tests.providers.shelf import Shelf, text, vcalendar

CHATHAM_LIKE = (
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
    "BEGIN:STANDARD", "DTSTART:16010101T030000", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
    "TZOFFSETFROM:+1345", "TZOFFSETTO:+1245", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU",
    "TZOFFSETFROM:+1245", "TZOFFSETTO:+1345", "END:DAYLIGHT",
    "END:VTIMEZONE",
)  # fmt: skip
PLUS_ONE = (
    "BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
    "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


def _at_nine(tzid: str, uid: str = "a") -> tuple[str, ...]:
    return ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;TZID={tzid}:20261126T090000", "DURATION:PT1H", "END:VEVENT")


@pytest.mark.parametrize(
    ("tzid", "start"),
    [
        ("Europe/Madrid", "2026-11-26 08:00"),
        ("europe/madrid", "2026-11-26 08:00"),
        ('"Europe/Madrid"', "2026-11-26 08:00"),
        ("/freeassociation.sourceforge.net/Europe/Madrid", "2026-11-26 08:00"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Madrid", "2026-11-26 08:00"),
        ("/mozilla.org/20050126_1/Europe/Rome", "2026-11-26 08:00"),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "2026-11-26 12:00"),
        ("W. Europe Standard Time", "2026-11-26 08:00"),
        ('"Romance Standard Time"', "2026-11-26 08:00"),
        ("Pacific Standard Time", "2026-11-26 17:00"),
        ("India Standard Time", "2026-11-26 03:30"),
        ("eastern standard time", "2026-11-26 14:00"),
        ("UTC", "2026-11-26 09:00"),
        ("tzone://Microsoft/Utc", "2026-11-26 09:00"),
        ("Etc/GMT+5", "2026-11-26 14:00"),
    ],
)
def test_names(shelf: Shelf, tzid: str, start: str) -> None:
    """IANA names in any case, behind any vendor's prefix; Windows names; UTC in its disguises."""
    assert [begin for begin, _ in shelf.spans(vcalendar(*_at_nine(tzid)))] == [start]


def test_a_zone_with_rules_of_its_own(shelf: Shelf) -> None:
    """A name that nobody knows means what its VTIMEZONE says, also when that stands after the event."""
    content = vcalendar(*_at_nine("Customized Time Zone"), *CHATHAM_LIKE)
    assert shelf.spans(content) == [("2026-11-25 19:15", "2026-11-25 20:15")]


@pytest.mark.parametrize("until", ["20261001T140000Z", "20261001", "99991231T235959Z"])
def test_rules_that_end_later(shelf: Shelf, until: str) -> None:
    """An UNTIL after the last change alters nothing, however far away it is."""
    zone = [f"{line};UNTIL={until}" if line.startswith("RRULE") else line for line in CHATHAM_LIKE]
    assert shelf.spans(vcalendar(*zone, *_at_nine("Customized Time Zone"))) == [
        ("2026-11-25 19:15", "2026-11-25 20:15")
    ]


def test_the_same_name_in_two_files(shelf: Shelf) -> None:
    """Each file's zone is its own; one calendar of a file borrows another's only where it has none."""
    shelf.add("1.ics", vcalendar(*CHATHAM_LIKE, *_at_nine("Customized Time Zone", "a")))
    shelf.add("2.ics", vcalendar(*PLUS_ONE, *_at_nine("Customized Time Zone", "b")))
    assert [(event.uid, event.span.start.hour) for event in shelf.read().events] == [("a", 19), ("b", 8)]
    both = vcalendar(*CHATHAM_LIKE) + vcalendar(*PLUS_ONE, *_at_nine("Customized Time Zone"))
    (shelf.root / "lena.roth@example.com" / "1.ics").unlink()
    (shelf.root / "lena.roth@example.com" / "2.ics").write_text(both)
    assert [event.span.start.hour for event in shelf.read().events] == [8]


def test_a_hint_names_the_zone(shelf: Shelf) -> None:
    """X-LIC-LOCATION says which zone of the database is meant."""
    content = vcalendar(
        "BEGIN:VTIMEZONE", "TZID:Office", "X-LIC-LOCATION:America/New_York", "END:VTIMEZONE", *_at_nine("Office")
    )
    assert [start for start, _ in shelf.spans(content)] == ["2026-11-26 14:00"]


def _ruled(definition: bytes) -> RuledZone:
    ((_, component),) = walk(parse([definition], Budget()).components, "VTIMEZONE")
    return ruled_zone(component, Budget())


def test_rules_with_an_end() -> None:
    """A zone that changed its mind: old rules end, and what came after them holds."""
    zone = _ruled(
        b"BEGIN:VTIMEZONE\nTZID:x\nBEGIN:DAYLIGHT\nDTSTART:20000326T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20100328T010000Z\nEND:DAYLIGHT\n"
        b"BEGIN:STANDARD\nDTSTART:20001029T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20101031T010000Z\nEND:STANDARD\n"
        b"BEGIN:STANDARD\nDTSTART:20110327T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    offsets = {
        year: (datetime(year, 7, 1) - zone.instant(datetime(year, 7, 1)).replace(tzinfo=None)) / timedelta(hours=1)  # noqa: DTZ001
        for year in (1999, 2000, 2010, 2011, 2026)
    }
    assert offsets == {1999: 1, 2000: 2, 2010: 2, 2011: 3, 2026: 3}


ZONES = ("Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "Asia/Tehran",
         "Africa/Casablanca", "Pacific/Chatham")  # fmt: skip


@settings(max_examples=150)
@given(
    name=st.sampled_from(ZONES),
    wall=st.datetimes(datetime(2026, 1, 2), datetime(2028, 12, 30)).map(lambda d: d.replace(microsecond=0, second=0)),  # noqa: DTZ001
)
def test_what_we_write_means_the_zone(name: str, wall: datetime) -> None:
    """The VTIMEZONE written for a zone, read by its rules, is that zone: whatever its clocks show, back and forth."""
    zone, known = _ruled(vtimezone(name, 2026, 2028)), named_zone(name)
    assert known is not None
    shown = known.wall(known.instant(wall))  # not `wall` itself, where clocks skip it
    assert zone.instant(shown) == known.instant(shown)
    noon = wall.replace(hour=12)
    assert zone.wall(known.instant(noon)) == noon


@pytest.mark.parametrize("name", ZONES)
def test_clock_changes_to_the_second(name: str) -> None:
    """Around every change of a year, the zone that we write and the database agree, a second before and at it."""
    zone = _ruled(vtimezone(name, 2026, 2027))
    info = ZoneInfo(name)
    hours = [datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=30 * half) for half in range(2 * 24 * 360)]
    changes = [b for a, b in pairwise(hours) if a.astimezone(info).utcoffset() != b.astimezone(info).utcoffset()]
    for change in changes:
        second = timedelta(seconds=1)
        before = (change - second).astimezone(info).replace(tzinfo=None, fold=0)
        after = change.astimezone(info).replace(tzinfo=None, fold=0)
        # Where clocks go back, `after` is the first time that is shown twice, `before` the last.
        for wall in (before, after, min(before, after) - second, max(before + second, after)):
            assert zone.instant(wall) == wall.replace(tzinfo=info).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "wall"),
    [
        ("Europe/Madrid", datetime(2026, 10, 25, 2, 30)),  # noqa: DTZ001
        ("America/New_York", datetime(2026, 11, 1, 1, 15)),  # noqa: DTZ001
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 40)),  # noqa: DTZ001
    ],
)
def test_times_that_clocks_repeat(name: str, wall: datetime) -> None:
    """What is shown twice is the first of both."""
    assert _ruled(vtimezone(name, 2026, 2026)).instant(wall) == wall.replace(tzinfo=ZoneInfo(name)).astimezone(UTC)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", "RRULE:FREQ=SECONDLY"),
        ("RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYHOUR=1,2;BYMINUTE=1,2"),
        ("RRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", "RRULE:FREQ=NEVER"),
        ("TZOFFSETTO:+1345", "TZOFFSETTO:late"),
        ("TZOFFSETTO:+1345", "TZOFFSETTO:+9999"),
        ("DTSTART:16010101T020000", "DTSTART:soon"),
        ("STANDARD", "DAYLIGHT"),
    ],
)
def test_a_zone_that_cannot_be_read(shelf: Shelf, was: str, becomes: str) -> None:
    """Rules that are none, that change clocks by the second, or that lack the standard: its events are unknown."""
    zone = [line.replace(was, becomes) for line in CHATHAM_LIKE]
    assert zone != list(CHATHAM_LIKE)
    assert shelf.unknown(vcalendar(*zone, *_at_nine("Customized Time Zone"))) == [
        (text(WINDOW.start), text(WINDOW.end))
    ]
