"""What cannot be understood is unknown, never free, and hides nothing else."""

import re
from pathlib import Path

import pytest

from providers.folder import FolderProvider
from providers.interface import Account
from tests.providers.meetings import LEADER, WINDOW, ZONE
from tests.providers.shelf import Shelf, text, vcalendar, vevent

ALL = (text(WINDOW.start), text(WINDOW.end))
GOOD = ("BEGIN:VEVENT", "UID:good", "DTSTART:20261127T090000Z", "DURATION:PT1H", "END:VEVENT")
WEEKLY = "RRULE:FREQ=WEEKLY"
A_DAY = ("2026-11-26 09:00", "2026-11-27 09:00")
ALL_SIXTY = ",".join(map(str, range(60)))
FROM_START = ("2026-11-26 09:00", ALL[1])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20261126T090000Z", "DTEND:20261126T080000Z"), A_DAY),
        (("DTSTART:20261126T090000Z", "DTEND:soon"), A_DAY),
        (("DTSTART:20261126T090000Z", "DURATION:P"), A_DAY),
        (("DTSTART:20261126T090000Z", "DURATION:-PT1H"), A_DAY),
        (("DTSTART:20261126T090000Z", "DTEND:20261126T100000Z", "DTEND:20261126T110000Z"), A_DAY),
        (("DTSTART:20261301T090000Z", "DURATION:PT1H"), ALL),
        (("DTSTART:00000000", "DURATION:PT1H"), ALL),
        (("DTSTART;TZID=Nowhere/Land:20261126T090000", "DURATION:PT1H"), ALL),
        (("DTSTART;TZID=tzone://Microsoft/Custom:20261126T090000", "DURATION:PT1H"), ALL),
        (("DTEND:20261126T090000Z",), ALL),
        (("DTSTART 20261126T090000Z", "DURATION:PT1H"), ALL),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=SOMETIMES"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;INTERVAL=0"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYEASTER=1"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYMONTH=13"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=1MO,TU"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=53MO"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=soon"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULEFREQ=DAILY"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", WEEKLY, "EXDATE:2026"), FROM_START),
        (("DTSTART:20261126T090000Z", "DURATION:PT1H", "RDATE:2026"), FROM_START),
        (("DTSTART:20201126T090000Z", "DTEND:20201126T080000Z", WEEKLY), ALL),
        (("DTSTART:20201126T090000Z", "DURATION:P999999999D", WEEKLY), ALL),
    ],
)  # fmt: skip
def test_a_broken_event(shelf: Shelf, lines: tuple[str, ...], expected: tuple[str, str]) -> None:
    """It is unknown where it may lie, says its file and UID but not its title, and the other event is read."""
    shelf.export(vcalendar("BEGIN:VEVENT", "UID:bad", *lines, "SUMMARY:Secret plan", "END:VEVENT", *GOOD))
    answer = shelf.read()
    (unknown,) = answer.unknown
    assert (text(unknown.span.start), text(unknown.span.end)) == expected
    assert re.fullmatch(rf"{LEADER}: {LEADER}\.ics: the event with UID bad .+\. Correct .+\.", unknown.why)
    assert "Secret" not in repr(answer)
    assert [event.uid for event in answer.events] == ["good"]
    assert answer.held == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:20200101T090000Z", "DTEND:20200101T080000Z"),
        ("DTSTART:20270101T090000Z", "DTEND:nothing"),
        ("DTSTART:20270101T090000Z", "RRULE:FREQ=NEVER"),
    ],
)
def test_a_broken_event_outside_of_the_window(shelf: Shelf, lines: tuple[str, ...]) -> None:
    """What surely lies elsewhere troubles nobody."""
    assert shelf.unknown(vevent(*lines)) == []
    assert shelf.read().held == 1


def test_a_broken_exception(shelf: Shelf) -> None:
    """The exception is unknown where it lies, and its series goes on, also in the week that it would have changed."""
    content = vcalendar(
        "BEGIN:VEVENT", "UID:a", "DTSTART:20261126T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2", "END:VEVENT",
        "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID:20261203T090000Z", "DTSTART:20261204T090000Z", "DTEND:x", "END:VEVENT",
    )  # fmt: skip
    assert shelf.unknown(content) == [("2026-12-04 09:00", "2026-12-05 09:00")]
    assert [text(event.span.start) for event in shelf.read().events] == ["2026-11-26 09:00", "2026-12-03 09:00"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Dear all,\nplease find my calendar attached.\n",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"<html><body>Sign in</body></html>",
        "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".encode("utf-16"),
        vevent("DTSTART:20261126T090000Z", "DURATION:PT1H").encode()[:-20],
        vevent("DTSTART:20261126T090000Z", "DURATION:PT1H").encode()[:-17],
        vevent("DTSTART:20261126T090000Z").encode().replace(b"BEGIN:VEVENT\r\n", b""),
        vevent("DTSTART:20261126T090000Z").encode().replace(b"END:VEVENT\r\n", b""),
        vevent("DTSTART:20261126T090000Z").encode().replace(b"BEGIN:VCALENDAR\r\n", b""),
    ],
)
def test_a_file_that_is_no_calendar(shelf: Shelf, content: bytes) -> None:
    """A file of another kind, or one that is cut off, makes the whole window unknown, and says which file it is."""
    assert set(shelf.unknown(content)) == {ALL}
    assert all(f"{LEADER}.ics" in unknown.why for unknown in shelf.read().unknown)


def test_a_bad_file_hides_no_other(shelf: Shelf) -> None:
    """The other files of the same person are read."""
    shelf.export(b"nonsense")
    shelf.add("good.ics", vcalendar(*GOOD))
    assert [event.uid for event in shelf.read().events] == ["good"]
    assert len(shelf.read().unknown) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYSETPOS=2",
        "FREQ=HOURLY;COUNT=999999999", f"FREQ=HOURLY;BYMINUTE={ALL_SIXTY}",
    ],
)  # fmt: skip
def test_a_rule_that_repeats_without_end(shelf: Shelf, rule: str) -> None:
    """More instances than a person could have are taken for an error, without counting them all."""
    content = vevent("DTSTART:19700101T000000Z", "DURATION:PT1S", f"RRULE:{rule}")
    assert shelf.unknown(content) == [ALL]


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=MONTHLY;BYDAY=6MO",
             "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"]
)  # fmt: skip
def test_a_rule_that_never_matches(shelf: Shelf, rule: str) -> None:
    """It is nothing, and to find that out takes no walk through all the years to come."""
    assert shelf.spans(vevent("DTSTART:20200101T090000Z", "DURATION:PT1H", f"RRULE:{rule}")) == []


@pytest.mark.parametrize(
    "email",
    ["../outside@example.com", "a/b@example.com", ".hidden@example.com", "a\\b@example.com", "\0@example.com", ""],
)
def test_an_email_cannot_lead_out_of_the_folder(tmp_path: Path, email: str) -> None:
    """An email that is no file's name is unknown, whatever lies there."""
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    (tmp_path / "outside@example.com.ics").write_text(vevent("DTSTART:20261126T090000Z", "DURATION:PT1H"))
    (root / "a" / "b@example.com.ics").write_text(vevent("DTSTART:20261126T090000Z", "DURATION:PT1H"))
    answer = FolderProvider(root).read((Account(email, ZONE),), WINDOW)[email]
    assert [unknown.span for unknown in answer.unknown] == [WINDOW]
    assert answer.events == ()


def test_a_link_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    """Neither a linked export nor a linked folder is followed to elsewhere, not even by one to itself."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.ics").write_text(vevent("DTSTART:20261126T090000Z", "DURATION:PT1H"))
    for number, (name, target) in enumerate(
        ((f"{LEADER}.ics", outside / "x.ics"), (LEADER, outside), (f"{LEADER}.ics", Path(f"{LEADER}.ics")))
    ):
        root = tmp_path / str(number)
        root.mkdir()
        (root / name).symlink_to(target)
        answer = Shelf(root).read()
        assert answer.events == ()
        assert [unknown.span for unknown in answer.unknown] == [WINDOW]


def test_nobody_there(shelf: Shelf) -> None:
    """A missing calendar says which file was looked for, and what to do; a missing folder, too."""
    (unknown,) = shelf.read().unknown
    assert str(shelf.root / f"{LEADER}.ics") in unknown.why
    assert "Put an export" in unknown.why
    (unknown,) = Shelf(shelf.root / "missing").read().unknown
    assert str(shelf.root / "missing") in unknown.why


def test_a_file_that_may_not_be_read(guest_root: Path) -> None:
    """It makes the window unknown, and says what is missing; the folder beside it is read."""
    shelf = Shelf(guest_root)
    shelf.export(vcalendar(*GOOD))
    shelf.add("good.ics", vcalendar(*GOOD))
    (guest_root / f"{LEADER}.ics").chmod(0)
    (unknown,) = shelf.read().unknown
    assert unknown.span == WINDOW
    assert "may not be accessed" in unknown.why
    assert [event.uid for event in shelf.read().events] == ["good"]


def test_an_unknown_zone_hides_only_the_time_around(shelf: Shelf) -> None:
    """An event of long ago in a zone that nobody knows says nothing about this week; one of this week does."""
    old = vevent("DTSTART;TZID=Nowhere/Atlantis:20190110T100000", "DTEND;TZID=Nowhere/Atlantis:20190110T110000")
    assert shelf.unknown(old) == []
    new = vevent("DTSTART;TZID=Nowhere/Atlantis:20261201T100000", "DTEND;TZID=Nowhere/Atlantis:20261201T110000")
    assert shelf.unknown(new) == [("2026-11-29 10:00", "2026-12-03 11:00")]
    endless = vevent("DTSTART;TZID=Nowhere/Atlantis:20190110T100000", "RRULE:FREQ=WEEKLY")
    assert shelf.unknown(endless) == [("2026-11-23 00:00", "2026-12-21 00:00")]


def test_two_starts_in_an_unknown_zone(shelf: Shelf) -> None:
    """Where not even the clock's time is one, the whole window is unknown."""
    lines = ("DTSTART;TZID=Nowhere/Atlantis:20261201T100000", "DTSTART:20261202T100000Z")
    assert shelf.unknown(vevent(*lines)) == [("2026-11-23 00:00", "2026-12-21 00:00")]
