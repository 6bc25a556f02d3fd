"""What programs of others really write: published free/busy, names of zones, calendars that contradict themselves, and
events that block nothing although nobody can read them."""

import pytest

from providers.event import Interval, Show
from tests.providers.meetings import FIRST, LEADER, MEMBER, WINDOW, create, meeting, span, utc
from tests.providers.shelf import Shelf, text, vcalendar, vevent

ALL = (text(WINDOW.start), text(WINDOW.end))
AT = ("DTSTART:20261126T090000Z", "DURATION:PT1H")
PUBLISHED = ("DTSTART:20261101T000000Z", "DTEND:20270101T000000Z")


def _published(*lines: str, told: tuple[str, ...] = PUBLISHED) -> str:
    return vcalendar("METHOD:PUBLISH", "BEGIN:VFREEBUSY", "ORGANIZER:mailto:lena.roth@example.com", *told, *lines,
                     "END:VFREEBUSY")  # fmt: skip


def test_free_busy_blocks(shelf: Shelf) -> None:
    """A calendar that holds only when its owner is busy: each block takes time, whatever its kind but free."""
    lines = ("FREEBUSY;FBTYPE=BUSY:20261126T090000Z/20261126T100000Z,20261127T090000Z/PT30M",
             "FREEBUSY:20261130T090000Z/PT1H", "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261201T090000Z/P1D",
             "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261203T090000Z/PT1H", "FREEBUSY;FBTYPE=X-OTHER:20261204T090000Z/PT1H",
             "FREEBUSY;FBTYPE=FREE:20261207T090000Z/PT1H", "FREEBUSY:20270301T090000Z/PT1H")  # fmt: skip
    shelf.export(_published(*lines))
    answer = shelf.read()
    assert [(text(event.span.start), text(event.span.end), event.show) for event in answer.events] == [
        ("2026-11-26 09:00", "2026-11-26 10:00", Show.BUSY),
        ("2026-11-27 09:00", "2026-11-27 09:30", Show.BUSY),
        ("2026-11-30 09:00", "2026-11-30 10:00", Show.BUSY),
        ("2026-12-01 09:00", "2026-12-02 09:00", Show.AWAY),
        ("2026-12-03 09:00", "2026-12-03 10:00", Show.TENTATIVE),
        ("2026-12-04 09:00", "2026-12-04 10:00", Show.BUSY),
    ]
    assert ({event.uid for event in answer.events}, answer.held, answer.unknown) == ({""}, 7, ())


def test_free_busy_ends_somewhere(shelf: Shelf) -> None:
    """Outside of the time for which free/busy was published nothing is known, unless the events are there as well."""
    told = ("DTSTART:20261125T000000Z", "DTEND:20261202T000000Z")
    content = _published("FREEBUSY:20261126T090000Z/PT1H", told=told)
    assert shelf.unknown(content) == [(ALL[0], "2026-11-25 00:00"), ("2026-12-02 00:00", ALL[1])]
    assert all("Publish free/busy for a longer time" in unknown.why for unknown in shelf.read().unknown)
    shelf.add("event.ics", vevent(*AT))
    assert shelf.read().unknown == ()


@pytest.mark.parametrize(
    "line", ["FREEBUSY:soon", "FREEBUSY:20261126T090000Z", "FREEBUSY:20261126T090000Z/20261126T080000Z", "DTEND:soon"]
)
def test_broken_free_busy(shelf: Shelf, line: str) -> None:
    """A block that cannot be read may lie anywhere."""
    assert ALL in shelf.unknown(_published(line))


def test_free_busy_over_our_own(shelf: Shelf) -> None:
    """A block of exactly our event is our event; one that reaches beyond may hide another meeting over it."""
    for email in (LEADER, MEMBER):
        (shelf.root / email).mkdir()
    create(shelf.provider(), meeting())
    shelf.export(_published(f"FREEBUSY:{FIRST.start:%Y%m%dT%H%M%SZ}/PT30M"))
    assert [(event.uid, event.span) for event in shelf.read().events] == [(meeting().marker.uid, FIRST)]
    assert shelf.read().unknown == ()
    shelf.export(_published(f"FREEBUSY:{FIRST.start:%Y%m%dT%H%M%SZ}/PT1H"))
    answer = shelf.read()
    assert [(event.uid, event.span) for event in answer.events] == [
        (meeting().marker.uid, FIRST),
        ("", Interval(FIRST.end, span("2026-11-26 09:00", 60).end)),
    ]
    assert [unknown.span for unknown in answer.unknown] == [FIRST]


BROKEN = (
    ("DTSTART;TZID=Nowhere/Land:20261126T090000", "DURATION:PT1H"),
    (*AT, "RRULE:"),
    (*AT, "RRULE:FREQ=SECONDLY"),
    ("DTSTART:20261301T090000Z",),
    (*AT, "RRULE:FREQ=DAILY", "EXDATE:2026"),
    ("DTSTART 20261126T090000Z",),
    ("DTSTART:20261126T090000Z", "DTEND:20261126T080000Z"),
)
NOT_BLOCKING = (
    "TRANSP:TRANSPARENT",
    f"ATTENDEE;PARTSTAT=DECLINED:mailto:{LEADER}",
    "STATUS:CANCELLED",
    "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
)


@pytest.mark.parametrize("lines", BROKEN)
def test_what_cannot_block_cannot_make_unknown(shelf: Shelf, lines: tuple[str, ...]) -> None:
    """An event that takes nobody's time may be as broken as it likes."""
    assert len(shelf.unknown(vevent(*lines))) == 1
    for line in NOT_BLOCKING:
        assert shelf.unknown(vevent(*lines, line)) == []


def test_an_exception_that_cannot_block(shelf: Shelf) -> None:
    """A transparent instance of a transparent series, named in a zone that nobody knows; a series that blocks stays."""

    def content(transp: str) -> str:
        return vcalendar(
            "BEGIN:VEVENT", "UID:a", *AT, "RRULE:FREQ=WEEKLY;COUNT=2", f"TRANSP:{transp}", "END:VEVENT",
            "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID;TZID=Moon/Base:20261126T100000", *AT, "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )  # fmt: skip

    assert shelf.unknown(content("TRANSPARENT")) == []
    assert shelf.shows(content("OPAQUE")) == [Show.BUSY, Show.BUSY]


@pytest.mark.parametrize(
    ("tzid", "start"),
    [
        ("(UTC-05:00) Eastern Time (US & Canada)", "2026-11-26 14:00"),
        ("(UTC-05:00) Eastern Time (US and Canada)", "2026-11-26 14:00"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "2026-11-26 14:00"),
        ("Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "2026-11-26 08:00"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "2026-11-26 08:00"),
        ("(GMT+10:00) Canberra, Melbourne, Sydney", "2026-11-25 22:00"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "2026-11-26 09:00"),
        ("(UTC) Coordinated Universal Time", "2026-11-26 09:00"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "2026-11-26 03:30"),
        ("UTC+01", "2026-11-26 08:00"),
        ("UTC-05:00", "2026-11-26 14:00"),
    ],
)
def test_display_names_of_zones(shelf: Shelf, tzid: str, start: str) -> None:
    """Names that Outlook shows to people and writes without a definition."""
    assert [begin for begin, _ in shelf.spans(vevent(f'DTSTART;TZID="{tzid}":20261126T090000', "DURATION:PT1H"))] == [
        start
    ]


@pytest.mark.parametrize("tzid", ["GMT+1", "(GMT +01:00)", "UTC+99", "x" * 5000, "/".join(["x"] * 5000), "Moon/Base"])
def test_names_that_say_too_little(shelf: Shelf, tzid: str) -> None:
    """A sign that is read in both ways, the offset of a zone that may have summer time, names of nothing: unknown."""
    content = vevent(f'DTSTART;TZID="{tzid}":20261126T090000', "DURATION:PT1H")
    assert len(shelf.unknown(content)) == 1


def test_the_calendars_zone(shelf: Shelf) -> None:
    """X-WR-TIMEZONE, wherever it stands in the calendar, is the zone of floating times; days stay the owner's."""
    for name in ("America/New_York", "Eastern Standard Time"):
        lines = ("BEGIN:VEVENT", "UID:a", "DTSTART:20261126T090000", "RRULE:FREQ=DAILY;UNTIL=20261127T090000",
                 "DURATION:PT1H", "END:VEVENT", "BEGIN:VEVENT", "UID:b", "DTSTART;VALUE=DATE:20261126", "END:VEVENT",
                 f"X-WR-TIMEZONE:{name}")  # fmt: skip
        assert [start for start, _ in shelf.spans(vcalendar(*lines))] == [
            "2026-11-25 23:00",
            "2026-11-26 14:00",
            "2026-11-27 14:00",
        ]
    broken = ("X-WR-TIMEZONE:Moon/Base", "BEGIN:VEVENT", "UID:a", "DTSTART:20261126T090000", "END:VEVENT",
             "BEGIN:VEVENT", "UID:b", *AT, "END:VEVENT")  # fmt: skip
    assert len(shelf.unknown(vcalendar(*broken))) == 1
    assert [event.uid for event in shelf.read().events] == ["b"]


def _series(*lines: str, sequence: int = 0) -> str:
    return vcalendar(
        "BEGIN:VEVENT", "UID:a", *AT, "RRULE:FREQ=WEEKLY", "SEQUENCE:2", *lines, "END:VEVENT",
        "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:20261203T090000Z", "DTSTART:20261204T120000Z", "DURATION:PT1H",
        f"SEQUENCE:{sequence}", "END:VEVENT",
    )  # fmt: skip


@pytest.mark.parametrize("newer", ["EXDATE:20261203T090000Z", "EXDATE;VALUE=DATE:20261203"])
def test_an_exception_that_a_newer_series_leaves_out(shelf: Shelf, newer: str) -> None:
    """A series that was changed since its exception, and has no such instance any more, has no such exception."""
    starts = ["2026-11-26 09:00", "2026-12-10 09:00", "2026-12-17 09:00"]
    assert [start for start, _ in shelf.spans(_series(newer))] == starts
    moved = [starts[0], "2026-12-04 12:00", *starts[1:]]
    assert [start for start, _ in shelf.spans(_series())] == moved
    assert [start for start, _ in shelf.spans(_series(newer, sequence=2))] == moved


def test_an_exception_after_the_series_ended(shelf: Shelf) -> None:
    """So it is of a series that a newer version lets end before."""
    ended = _series().replace("FREQ=WEEKLY", "FREQ=WEEKLY;UNTIL=20261127")
    assert [start for start, _ in shelf.spans(ended)] == ["2026-11-26 09:00"]


def test_one_uid_for_two_events(shelf: Shelf) -> None:
    """Two events of one file that some program gave the same UID and SEQUENCE both take time, whatever their edits."""
    both = [("2026-11-26 09:00", "2026-11-26 10:00"), ("2026-11-27 09:00", "2026-11-27 10:00")]
    for stamps in (("20261101T000000Z", "20261101T000000Z"), ("20261102T000000Z", "20261101T000000Z")):
        events = [
            ("BEGIN:VEVENT", "UID:1", f"DTSTAMP:{stamp}", f"DTSTART:202611{day}T090000Z", "DURATION:PT1H", "END:VEVENT")
            for day, stamp in zip((26, 27), stamps, strict=True)
        ]
        assert shelf.spans(vcalendar(*events[0], *events[1])) == both
    weekly = [(*event[:-1], "RRULE:FREQ=WEEKLY;COUNT=2", "END:VEVENT") for event in events]
    assert len(shelf.spans(vcalendar(*weekly[0], *weekly[1]))) == 4


@pytest.mark.parametrize("line", ["RDATE;TZID=Europe/Madrid;VALUE=PERIOD:20261127T100000/20261127T110000"])
def test_a_period_in_a_zone(shelf: Shelf, line: str) -> None:
    """The end of a period lies in the zone of its beginning, as Notes writes repeated meetings."""
    content = vevent("DTSTART;TZID=America/New_York:20261126T100000", "DURATION:PT1H", line)
    assert shelf.spans(content)[-1] == ("2026-11-27 09:00", "2026-11-27 10:00")


def test_a_date_in_utc(shelf: Shelf) -> None:
    """Google wrote further days of birthdays as `20261210Z`."""
    content = vevent("DTSTART;VALUE=DATE:20261126", "RDATE:20261210Z")
    assert [start for start, _ in shelf.spans(content)] == ["2026-11-25 23:00", "2026-12-09 23:00"]


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART;TZID=America/New_York:99991231T235959",),
        ("DTSTART;VALUE=DATE:99991231",),
        ("DTSTART:99991231T235959Z", "DURATION:P1W"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "DURATION:PT1H"),
        ("DTSTART;TZID=Asia/Tokyo:00010101T000000", "DTEND;TZID=Asia/Tokyo:00010101T000000"),
        ("DTSTART;VALUE=DATE:00010101",),
        ("DTSTART:20250101T000000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=00010101T000000Z"),
    ],
)
def test_the_ends_of_the_calendar(shelf: Shelf, lines: tuple[str, ...]) -> None:
    """An event that lies at either end of all years, in whatever zone, is not in this one."""
    for zone in ("Pacific/Kiritimati", "America/New_York", "Europe/Madrid"):
        shelf.export(vevent(*lines))
        answer = shelf.read(zone=zone)
        assert (answer.events, answer.unknown, answer.held) == ((), (), 1)


@pytest.mark.parametrize("until", ["99991231T235959Z", "99991231", "99991231T235959"])
def test_a_rule_for_ever(shelf: Shelf, until: str) -> None:
    """Until the end of the year 9999 is without end, in every zone."""
    content = vevent("DTSTART;TZID=Europe/Madrid:20261126T100000", "DURATION:PT1H", f"RRULE:FREQ=WEEKLY;UNTIL={until}")
    assert len(shelf.spans(content)) == 4
    days = vevent("DTSTART;VALUE=DATE:20261126", f"RRULE:FREQ=WEEKLY;UNTIL={until}", "DTEND;VALUE=DATE:20261127")
    assert len(shelf.spans(days)) == 4


def test_an_event_without_end(shelf: Shelf) -> None:
    """From a day on until the end of all years: busy throughout."""
    for end in ("DTEND:99991231T235959Z", "DTEND;TZID=America/New_York:99991231T235959", "DTEND;VALUE=DATE:99991231"):
        shelf.export(vevent("DTSTART:20261126T090000Z", end))
        (event,) = shelf.read().events
        assert event.span.start == utc("2026-11-26 09:00")
        assert event.span.end > utc("2027-01-01 00:00")


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20261126T090000Z", f"DURATION:P{'9' * 5000}D"),
        (*AT, f"RRULE:FREQ=DAILY;INTERVAL={'9' * 5000}"),
        (*AT, f"RRULE:FREQ=DAILY;COUNT={'9' * 5000}"),
        (*AT, f"RRULE:FREQ=WEEKLY;INTERVAL={'9' * 9}"),
        (*AT, f"RRULE:FREQ=MONTHLY;BYMONTHDAY={','.join(['1'] * 5000)}"),
    ],
)
def test_numbers_without_end(shelf: Shelf, lines: tuple[str, ...]) -> None:
    """They make the event unknown from its start on, like every other broken one."""
    ((start, _),) = shelf.unknown(vevent(*lines))
    assert start == "2026-11-26 09:00"
