"""What an event means for its owner: time, show, answer, partner; and several files of one person."""

import re

import pytest

from providers.event import Response, Show
from tests.providers.meetings import LEADER, span
from tests.providers.shelf import Shelf, text, vcalendar, vevent

MADRID = "DTSTART;TZID=Europe/Madrid:20261126T090000"
AT = ("DTSTART:20261126T090000Z", "DTEND:20261126T100000Z")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261126T090000Z", "DTEND:20261126T100000Z"), ("2026-11-26 09:00", "2026-11-26 10:00")),
        (("DTSTART:20261126T090000Z", "DURATION:PT45M"), ("2026-11-26 09:00", "2026-11-26 09:45")),
        (("DTSTART:20261126T090000", "DTEND:20261126T100000"), ("2026-11-26 08:00", "2026-11-26 09:00")),
        (("DTSTART;VALUE=DATE:20261126",), ("2026-11-25 23:00", "2026-11-26 23:00")),
        (("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261126"), ("2026-11-25 23:00", "2026-11-26 23:00")),
        (("DTSTART:20261126", "DURATION:P2D"), ("2026-11-25 23:00", "2026-11-27 23:00")),
        (("DTSTART;TZID=America/Lima:20261126T090000", "DURATION:PT1H"), ("2026-11-26 14:00", "2026-11-26 15:00")),
        ((MADRID, "DTEND:20261126T083000Z"), ("2026-11-26 08:00", "2026-11-26 08:30")),
        ((MADRID, "DTEND;VALUE=DATE:20261127"), ("2026-11-26 08:00", "2026-11-26 23:00")),
        (("DTSTART:20261126T0900Z", "DTEND:20261126T1000Z"), ("2026-11-26 09:00", "2026-11-26 10:00")),
        ((MADRID.lower(), "Dtend:20261126t090000z"), ("2026-11-26 08:00", "2026-11-26 09:00")),
    ],
)  # fmt: skip
def test_when(shelf: Shelf, lines: tuple[str, ...], expected: tuple[str, str]) -> None:
    """UTC, floating, zoned and all-day times, with an end, a duration, or neither."""
    assert shelf.spans(vevent(*lines)) == [expected]


@pytest.mark.parametrize("day", ["20270328", "20261025"])
def test_a_day_of_a_clock_change_is_a_day(shelf: Shelf, day: str) -> None:
    """An all-day event lasts from midnight to midnight, 23 or 25 hours where clocks change."""
    shelf.export(vevent(f"DTSTART;VALUE=DATE:{day}"))
    (event,) = shelf.read(span("2026-10-01 00:00", 60 * 24 * 200)).events
    hours = (event.span.end - event.span.start).total_seconds() / 3600
    assert hours == {"20270328": 23, "20261025": 25}[day]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), Show.BUSY),
        (("TRANSP:OPAQUE",), Show.BUSY),
        (("TRANSP:TRANSPARENT",), Show.FREE),
        (("TRANSP:transparent",), Show.FREE),
        (("STATUS:TENTATIVE",), Show.TENTATIVE),
        (("STATUS:TENTATIVE", "TRANSP:TRANSPARENT"), Show.FREE),
        (("STATUS:CONFIRMED",), Show.BUSY),
        (("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "TRANSP:OPAQUE"), Show.FREE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",), Show.TENTATIVE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "TRANSP:TRANSPARENT"), Show.BUSY),
        (("X-MICROSOFT-CDO-BUSYSTATUS:OOF",), Show.AWAY),
        (("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", "TRANSP:OPAQUE"), Show.ELSEWHERE),
        (("X-MICROSOFT-CDO-BUSYSTATUS:SOMETHING",), Show.BUSY),
        (("X-MICROSOFT-CDO-INTENDEDSTATUS:FREE",), Show.BUSY),
        (("X-APPLE-EWS-BUSYSTATUS:OOF", "TRANSP:OPAQUE"), Show.AWAY),
        (("X-APPLE-EWS-BUSYSTATUS:FREE",), Show.FREE),
        (("X-APPLE-EWS-BUSYSTATUS:FREE", "TRANSP:OPAQUE"), Show.BUSY),
        (("X-APPLE-EWS-BUSYSTATUS:BUSY", "STATUS:TENTATIVE"), Show.TENTATIVE),
        (("X-GOOGLE-EVENT-TYPE:focusTime",), Show.FOCUS),
        (("X-GOOGLE-EVENT-TYPE:outOfOffice",), Show.AWAY),
        (("X-GOOGLE-EVENT-TYPE:workingLocation", "TRANSP:TRANSPARENT"), Show.ELSEWHERE),
    ],
)
def test_show(shelf: Shelf, lines: tuple[str, ...], expected: Show) -> None:
    """How programs say free, tentative, busy, away, focus, elsewhere, and whose word counts."""
    assert shelf.shows(vevent(*AT, *lines)) == [expected]


def test_all_day_events_show_as_they_say(shelf: Shelf) -> None:
    """An all-day event is not free by being all-day."""
    for lines, expected in (((), Show.BUSY), (("TRANSP:TRANSPARENT",), Show.FREE)):
        assert shelf.shows(vevent("DTSTART;VALUE=DATE:20261126", *lines)) == [expected]
        assert shelf.read().events[0].all_day


@pytest.mark.parametrize(
    "content",
    [
        vevent(*AT, "STATUS:CANCELLED"),
        vcalendar("METHOD:CANCEL", "BEGIN:VEVENT", "UID:a", *AT, "END:VEVENT"),
        vcalendar("METHOD:CANCEL", "BEGIN:VEVENT", "UID:a", "END:VEVENT"),
    ],
)
def test_cancelled_events_are_left_out(shelf: Shelf, content: str) -> None:
    """By STATUS or METHOD; they are neither events nor held nor unknown."""
    shelf.export(content)
    assert (shelf.read().events, shelf.read().unknown, shelf.read().held) == ((), (), 0)


def test_an_event_without_length_blocks_nothing(shelf: Shelf) -> None:
    """It is held, and that is all."""
    assert shelf.spans(vevent("DTSTART:20261126T090000Z")) == []
    assert shelf.read().held == 1


def _invitation(*attendees: str, organizer: str = "ORGANIZER:mailto:boss@example.com") -> str:
    return vevent(*AT, organizer, *attendees)


@pytest.mark.parametrize(
    ("attendee", "expected"),
    [
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:LENA.Roth@example.COM", Response.DECLINED),
        ("ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:lena.roth@example.com", Response.ACCEPTED),
        ("ATTENDEE;PARTSTAT=TENTATIVE:mailto:lena.roth@example.com", Response.TENTATIVE),
        ("ATTENDEE:mailto:lena.roth@example.com", Response.NEEDS_ACTION),
        ("ATTENDEE;CN=\"Roth; Lena: x\";PARTSTAT=DECLINED:mailto:lena.roth@example.com", Response.DECLINED),
        ("ATTENDEE;PARTSTAT=DECLINED;EMAIL=lena.roth@example.com:/1234/principal/", Response.DECLINED),
        ("ATTENDEE;PARTSTAT=DECLINED:mailto:other@example.com", Response.NONE),
    ],
)  # fmt: skip
def test_response(shelf: Shelf, attendee: str, expected: Response) -> None:
    """The owner's own answer, whatever the case or form of the address."""
    shelf.export(_invitation(attendee))
    assert shelf.read().events[0].response is expected


def test_declined_once_is_not_declined(shelf: Shelf) -> None:
    """Invited twice, and declined once only: the event still counts."""
    shelf.export(_invitation(*(f"ATTENDEE;PARTSTAT={answer}:mailto:{LEADER}" for answer in ("DECLINED", "ACCEPTED"))))
    assert shelf.read().events[0].response is Response.ACCEPTED


ME, BOSS, BO = (f"ATTENDEE:mailto:{email}" for email in (LEADER, "boss@example.com", "bo@example.com"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (_invitation(ME), "boss@example.com"),
        (_invitation(ME, BOSS), "boss@example.com"),
        (_invitation(ME, BOSS, "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com"), "boss@example.com"),
        (_invitation(ME, "ATTENDEE;CUTYPE=RESOURCE:mailto:car@example.com"), "boss@example.com"),
        (_invitation(BO, organizer=f"ORGANIZER:MAILTO:{LEADER.upper()}"), "bo@example.com"),
        (_invitation(ME, BO), None),
        (_invitation(ME, "ATTENDEE;CUTYPE=GROUP:mailto:all@example.com"), None),
        (_invitation(ME, "ATTENDEE:invalid:nomail"), None),
        (_invitation(BOSS), None),
        (_invitation(BOSS, BO), None),
        (_invitation(ME, organizer=f"ORGANIZER:mailto:{LEADER}"), None),
        (vevent(*AT), None),
    ],
)
def test_partner(shelf: Shelf, content: str, expected: str | None) -> None:
    """The one other person, where exactly two people take part, one of them the owner."""
    shelf.export(content)
    assert shelf.read().events[0].partner == expected


def test_export_and_folder_are_read_together(shelf: Shelf) -> None:
    """What lies in either counts; hidden files, unfinished ones and other kinds do not."""
    shelf.export(vevent(*AT, uid="a"))
    for name, uid in (
        ("b.ics", "b"),
        ("C.ICS", "c"),
        (".hidden.ics", "x"),
        (".schedule-b.ics.tmp", "y"),
        ("d.txt", "z"),
    ):
        shelf.add(name, vevent(*AT, uid=uid))
    assert [event.uid for event in shelf.read().events] == ["a", "b", "c"]


def test_names_of_files_in_any_case(shelf: Shelf) -> None:
    """`Lena.Roth@Example.com.ics` is Lena's."""
    (shelf.root / "Lena.Roth@Example.COM.ICS").write_text(vevent(*AT, uid="a"))
    (shelf.root / "LENA.ROTH@example.com").mkdir()
    (shelf.root / "LENA.ROTH@example.com" / "b.ics").write_text(vevent(*AT, uid="b"))
    assert [event.uid for event in shelf.read().events] == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "second", "wins"),
    [
        (("SEQUENCE:2",), ("SEQUENCE:10",), "second"),
        (("SEQUENCE:1",), (), "first"),
        (("LAST-MODIFIED:20261102T000000Z",), ("LAST-MODIFIED:20261101T000000Z",), "first"),
        (("LAST-MODIFIED:20261102T000000Z",), ("LAST-MODIFIED:20261103T000000Z",), "second"),
        ((), (), "both"),
        (("SEQUENCE:3",), ("SEQUENCE:3",), "both"),
    ],
)
def test_the_same_event_in_several_files(
    shelf: Shelf, first: tuple[str, ...], second: tuple[str, ...], wins: str
) -> None:
    """The highest SEQUENCE holds, then the latest edit; both take time where nothing says which one holds."""
    shelf.add("1.ics", vevent("DTSTART:20261126T090000Z", "DURATION:PT1H", *first))
    shelf.add("2.ics", vevent("DTSTART:20261127T090000Z", "DURATION:PT1H", *second))
    answer = shelf.read()
    days = {"first": ["2026-11-26"], "second": ["2026-11-27"], "both": ["2026-11-26", "2026-11-27"]}
    assert [text(event.span.start)[:10] for event in answer.events] == days[wins]
    assert answer.held == 1


def test_several_calendars_in_a_file(shelf: Shelf) -> None:
    """All of them are read."""
    shelf.export(vevent(*AT, uid="a") + "\r\n" + vevent(*AT, uid="b"))
    assert [event.uid for event in shelf.read().events] == ["a", "b"]
    assert shelf.read().unknown == ()


def test_a_fold_inside_a_character(shelf: Shelf) -> None:
    """Lines are joined before bytes are read as text."""
    summary = "SUMMARY:Café".encode()
    torn = summary[:-1] + b"\r\n " + summary[-1:]
    shelf.export(vevent(*AT, "SUMMARY:x").encode().replace(b"SUMMARY:x", torn))
    (event,) = shelf.read(title=re.compile("Café$")).events
    assert event.title_matches


def test_bytes_of_another_age(shelf: Shelf) -> None:
    """A line in cp1252 is read as such; bytes that are nothing at all do no harm."""
    old = vevent(*AT, "SUMMARY:x").encode().replace(b"SUMMARY:x", b"SUMMARY:Caf\xe9 \x80\r\nX-BAD:\x81\xff\xfe\0")
    shelf.export(old)
    (event,) = shelf.read(title=re.compile("Café €")).events
    assert event.title_matches
    assert shelf.read().unknown == ()


def test_what_is_not_understood_is_ignored(shelf: Shelf) -> None:
    """Properties and lines that nobody knows, alarms with times of their own, a text with real line breaks."""
    lines = (*AT, "X-WHATEVER;A=B:c", "DESCRIPTION:first", "second line without a fold", "",
             "BEGIN:VALARM", "TRIGGER:-PT5M", "DURATION:PT1H", "DTSTART:20200101T000000Z", "END:VALARM")  # fmt: skip
    assert shelf.spans(vevent(*lines)) == [("2026-11-26 09:00", "2026-11-26 10:00")]


def test_an_event_without_uid_is_read(shelf: Shelf) -> None:
    """It has a name that follows from its content."""
    content = vcalendar("BEGIN:VEVENT", *AT, "END:VEVENT", "BEGIN:VEVENT", *AT, "SUMMARY:x", "END:VEVENT")
    assert len(shelf.spans(content)) == 2
    assert shelf.read().held == 2
