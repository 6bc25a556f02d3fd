"""What is peculiar to the folder provider: which files it writes, and what stands in them."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import icalendar
import pytest
import time_machine

from providers.errors import Conflict, InvalidAnswer, NotFound, NotPermitted, Unavailable
from providers.folder import FolderProvider
from tests.providers.folder_place import FolderPlace, folder_place
from tests.providers.meetings import ACCOUNTS, FIRST, LATER, LEADER, MEMBER, create, meeting, our_copies, read, span
from tests.providers.shelf import vcalendar

UID = meeting().marker.uid


@pytest.fixture
def place(tmp_path: Path) -> FolderPlace:
    """The folders of Lena and Marco."""
    return folder_place(tmp_path / "calendars")


def _event(path: Path) -> Any:
    """The event of a file as another reader of .ics finds it: by names of properties, untyped."""
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event.errors == []
    return event


def _raw_span(path: Path) -> list[str]:
    lines = path.read_bytes().decode().split("BEGIN:VEVENT")[1].splitlines()
    return [line for line in lines if line.startswith(("DTSTART", "DTEND", "DURATION"))]


@time_machine.travel("2026-11-20 10:00:00+00:00", tick=False)
def test_what_is_written(place: FolderPlace) -> None:
    """Another reader of .ics finds times, people, agenda, state and alarm; the alarm in the organizer's copy only."""
    create(place.make())
    lena, marco = (_event(place.path(email, UID)) for email in (LEADER, MEMBER))
    for event in (lena, marco):
        assert str(event["UID"]) == UID
        assert (event.start, event.end) == (FIRST.start, FIRST.end)
        assert event["DTSTART"].params["TZID"] == "Europe/Madrid"
        assert str(event["SUMMARY"]) == meeting().title
        assert str(event["DESCRIPTION"]) == meeting().description
        assert str(event["URL"]) == meeting().url
        assert str(event["ORGANIZER"]) == f"mailto:{LEADER}"
        assert event["ORGANIZER"].params["CN"] == "Lena Roth"
        first, second = event["ATTENDEE"]
        assert (str(first), first.params["PARTSTAT"]) == (f"mailto:{LEADER}", "ACCEPTED")
        assert (str(second), second.params["PARTSTAT"]) == (f"mailto:{MEMBER}", "NEEDS-ACTION")
        assert (second.params["RSVP"], second.params["CN"]) == ("TRUE", 'Marco "Mac" Díaz; Sales, EMEA')
        assert (event["SEQUENCE"], str(event["STATUS"]), str(event["TRANSP"])) == (0, "CONFIRMED", "OPAQUE")
        assert event["CREATED"].to_ical() == event["DTSTAMP"].to_ical() == b"20261120T100000Z"
    (alarm,) = lena.walk("VALARM")
    assert (str(alarm["ACTION"]), alarm["TRIGGER"].to_ical()) == ("DISPLAY", b"-PT5M")
    assert marco.walk("VALARM") == []


def test_the_file_is_a_calendar(place: FolderPlace) -> None:
    """VERSION, PRODID, the zone's rules, CRLF, lines of at most 75 octets and no METHOD: it can be imported."""
    create(place.make())
    data = place.path(LEADER, UID).read_bytes()
    calendar = icalendar.Calendar.from_ical(data)
    assert str(calendar["VERSION"]) == "2.0"
    assert "PRODID" in calendar
    assert "METHOD" not in calendar
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Madrid"]
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.count(b"\n") == data.count(b"\r\n")
    assert [data.count(b"\r\n %c" % byte) for byte in range(0x80, 0xC0)] == [0] * 64, "a character is cut in two"


@time_machine.travel("2026-11-20 10:00:00+00:00", tick=False)
def test_the_same_meeting_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing but the clock varies."""
    places = [folder_place(tmp_path / name) for name in ("one", "two")]
    for each in places:
        create(each.make())
    one, two = (each.path(LEADER, UID).read_bytes() for each in places)
    assert one == two


def test_an_hour_that_comes_twice(place: FolderPlace) -> None:
    """A time that Madrid's clocks show twice is written in UTC, so that nobody reads the other one."""
    twice = [span("2026-10-25 00:15"), span("2026-10-25 01:15")]
    for period, at in zip(("2026-W43", "2026-W44"), twice, strict=True):
        create(place.make(), meeting(period, at))
    answer = place.make().read(ACCOUNTS, span("2026-10-25 00:00", 180))
    assert [event.span for event in answer[LEADER].events] == twice


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("DTSTART;TZID=W. Europe Standard Time:20261126T120000", "DURATION:PT30M",
         ["DTSTART;TZID=W. Europe Standard Time:20261127T153000",
          "DTEND;TZID=W. Europe Standard Time:20261127T161500"]),
        ("DTSTART;X-KEPT=1;TZID=Asia/Tokyo:20261126T120000", "DTEND;TZID=Europe/Madrid:20261126T120000",
         ["DTSTART;TZID=Asia/Tokyo;X-KEPT=1:20261127T233000", "DTEND;TZID=Europe/Madrid:20261127T161500"]),
        ("DTSTART:20261126T120000Z", "DTEND:20261126T123000Z", ["DTSTART:20261127T143000Z", "DTEND:20261127T151500Z"]),
        ("DTSTART;VALUE=DATE:20261126", "DTEND;VALUE=DATE:20261127",
         ["DTSTART:20261127T143000Z", "DTEND:20261127T151500Z"]),
        ("DTSTART:20261126T120000", "DURATION:PT1H", ["DTSTART:20261127T143000Z", "DTEND:20261127T151500Z"]),
    ],
)  # fmt: skip
def test_moving_keeps_the_style_of_times(place: FolderPlace, start: str, end: str, expected: list[str]) -> None:
    """The zone under the name that a human's program gave it stays, and parameters; a duration becomes an end."""
    create(place.make())
    for name, text in (("DTSTART", start), ("DTEND", end)):
        place.substitute(LEADER, UID, rf"(?m)^{name};TZID=Europe/Madrid:\w+", text)
    with place.make().writing() as writer:
        writer.move(our_copies(place.make()), LATER)
    assert _raw_span(place.path(LEADER, UID)) == expected
    assert our_copies(place.make())[0].span == LATER


def test_moving_keeps_bytes(place: FolderPlace) -> None:
    """All lines but those of times and version are the same bytes, LF instead of CRLF and odd folds included."""
    create(place.make())
    place.human_decorates(LEADER, UID)
    path = place.path(LEADER, UID)
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    before = path.read_bytes().splitlines()
    with place.make().writing() as writer:
        writer.move(our_copies(place.make()), LATER)
    after = path.read_bytes().splitlines()
    changed = {line.split(b":")[0].split(b";")[0] for line in set(before) ^ set(after)}
    assert changed <= {b"DTSTART", b"DTEND", b"SEQUENCE", b"X-SCHEDULE-WRITTEN", b"DTSTAMP", b"LAST-MODIFIED"}
    assert len(before) == len(after)
    assert b"\r" not in path.read_bytes()


def test_all_copies_get_the_same_sequence(place: FolderPlace) -> None:
    """One more than the highest, also where a human's edit raised one."""
    create(place.make())
    place.substitute(MEMBER, UID, "SEQUENCE:0", "SEQUENCE:6")
    with place.make().writing() as writer:
        writer.move(our_copies(place.make()), LATER)
    assert [_event(place.path(email, UID))["SEQUENCE"] for email in (LEADER, MEMBER)] == [7, 7]


def test_an_event_made_recurring_is_still_ours(place: FolderPlace) -> None:
    """Its first instance is ours; those that the human added are somebody's meetings of the two."""
    create(place.make())
    place.substitute(LEADER, UID, "SEQUENCE:0", "SEQUENCE:1\r\nRRULE:FREQ=WEEKLY;COUNT=3")
    answer = read(place.make())[LEADER]
    assert [(event.span.start.day, event.marker is not None, event.partner) for event in answer.events] == [
        (26, True, MEMBER),
        (3, False, MEMBER),
        (10, False, MEMBER),
    ]
    assert (answer.events[0].recurring, answer.held) == (True, 0)
    with place.make().writing() as writer:
        writer.move(our_copies(place.make()), LATER)
    assert our_copies(place.make())[0].span == LATER


def test_an_event_made_all_day_is_still_ours(place: FolderPlace) -> None:
    """It is read as the day that it is now."""
    create(place.make())
    place.substitute(LEADER, UID, r"(?m)^DTSTART;TZID=Europe/Madrid:\w+", "DTSTART;VALUE=DATE:20261126")
    place.substitute(LEADER, UID, r"(?m)^DTEND;TZID=Europe/Madrid:\w+\r\n", "")
    ours = our_copies(place.make())[0]
    assert ours.all_day
    assert ours.span == span("2026-11-25 23:00", 24 * 60)


def _exported(place: FolderPlace) -> bytes:
    """Lena's calendar as an export only: with our event and another one."""
    create(place.make())
    event = place.path(LEADER, UID).read_bytes().partition(b"BEGIN:VTIMEZONE")[2].partition(b"END:VCALENDAR")[0]
    other = vcalendar("BEGIN:VEVENT", "UID:other", "DTSTART:20261203T090000Z", "DURATION:PT1H", "END:VEVENT").encode()
    export = other.replace(b"END:VCALENDAR", b"BEGIN:VTIMEZONE" + event + b"END:VCALENDAR")
    place.path(LEADER, UID).unlink()
    (place.root / LEADER).rmdir()
    (place.root / f"{LEADER}.ics").write_bytes(export)
    return export


def test_an_export_is_overridden_not_written(place: FolderPlace) -> None:
    """Moving an event that is known from an export writes a file that overrides it; cancelling it, one that says so."""
    export = _exported(place)
    provider = place.make()
    with provider.writing() as writer:
        writer.create(meeting(), (LEADER,))
        assert not (place.root / LEADER).exists(), "the export holds it already"
        writer.move(our_copies(provider), LATER)
        assert our_copies(provider)[0].span == LATER
        assert _event(place.path(LEADER, UID))["SEQUENCE"] == 1
        assert b"TZID:Europe/Madrid" in place.path(LEADER, UID).read_bytes()
        writer.move(our_copies(provider), FIRST)
        assert our_copies(provider)[0].span == FIRST
        copies = our_copies(provider)
        writer.cancel(copies)
        writer.cancel(copies)
    assert our_copies(provider) == []
    assert str(_event(place.path(LEADER, UID))["STATUS"]) == "CANCELLED"
    assert [event.uid for event in read(provider)[LEADER].events] == ["other"]
    assert (place.root / f"{LEADER}.ics").read_bytes() == export


def test_a_newer_export_wins(place: FolderPlace) -> None:
    """What a human changed in the program that exports, after our last write, holds."""
    export = _exported(place)
    provider = place.make()
    with provider.writing() as writer:
        writer.move(our_copies(provider), LATER)
    newer = export.replace(b"SEQUENCE:0", b"SEQUENCE:5")
    (place.root / f"{LEADER}.ics").write_bytes(newer)
    assert our_copies(provider)[0].span == FIRST
    with provider.writing() as writer:
        writer.move(our_copies(provider), LATER)
    assert our_copies(provider)[0].span == LATER


def test_others_in_our_file_stay(place: FolderPlace) -> None:
    """Where a human put another event into our file, moving and cancelling ours leaves that one, to the byte."""
    create(place.make())
    path = place.path(LEADER, UID)
    other = b"BEGIN:VEVENT\nUID:other\nDTSTART:20261203T090000Z\nDURATION:PT1H\nX-ODD;A=b: c\n d\nEND:VEVENT\n"
    path.write_bytes(path.read_bytes().replace(b"END:VCALENDAR", other + b"END:VCALENDAR"))
    with place.make().writing() as writer:
        writer.move(our_copies(place.make()), LATER)
        assert other in path.read_bytes()
        writer.cancel(our_copies(place.make()))
    assert other in path.read_bytes()
    assert [event.uid for event in read(place.make())[LEADER].events] == ["other"]


def test_an_edit_that_keeps_the_times_is_a_conflict_too(place: FolderPlace) -> None:
    """Any byte that a human changed in the event since it was read is noticed; the rest of an export is not ours."""
    export = _exported(place)
    provider = place.make()
    copies = our_copies(provider)
    path = place.root / f"{LEADER}.ics"
    path.write_bytes(export.replace(b"20261203T090000Z", b"20261203T110000Z"))
    assert our_copies(provider) == copies
    path.write_bytes(export.replace(b"TRANSP:OPAQUE", b"TRANSP:TRANSPARENT"))
    with provider.writing() as writer, pytest.raises(Conflict):
        writer.move(copies, LATER)


@pytest.mark.parametrize(
    ("email", "error"),
    [("nobody@example.com", NotFound), ("../lena@example.com", InvalidAnswer), (".lena@example.com", InvalidAnswer)],
)
def test_nothing_is_written_where_nobody_is(place: FolderPlace, email: str, error: type[Exception]) -> None:
    """A meeting is not created at all where one of its calendars is not there."""
    before = place.everything()
    with place.make().writing() as writer, pytest.raises(error):
        writer.create(meeting(), (LEADER, email))
    assert place.everything() == before


def test_a_linked_folder_is_not_written(place: FolderPlace, tmp_path: Path) -> None:
    """A folder that leads elsewhere is refused."""
    (place.root / LEADER).rmdir()
    (tmp_path / "elsewhere").mkdir()
    (place.root / LEADER).symlink_to(tmp_path / "elsewhere")
    with place.make().writing() as writer, pytest.raises(NotPermitted):
        writer.create(meeting(), (LEADER,))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_another_run_is_writing(place: FolderPlace) -> None:
    """Who does not get the lock in time says so, and whose folder it is."""
    holder = "import sys; from filelock import FileLock; l = FileLock(sys.argv[1]); l.acquire(); print(); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(place.root / ".schedule.lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(Unavailable, match="another run"), FolderProvider(place.root, timeout=0.01).writing():
            pass
        process.communicate("\n")
    create(place.make())


def test_reading_takes_no_lock_and_writes_nothing(place: FolderPlace) -> None:
    """While one run writes, another reads; reading leaves no trace, not even a lock."""
    create(place.make())
    with place.make().writing():
        assert len(our_copies(FolderProvider(place.root, timeout=0.01))) == 2
    (place.root / ".schedule.lock").unlink()
    before = {path: path.stat().st_mtime_ns for path in sorted(place.root.rglob("*"))}
    read(place.make())
    assert {path: path.stat().st_mtime_ns for path in sorted(place.root.rglob("*"))} == before


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Writing where there is no folder says which one was meant."""
    with pytest.raises(NotFound, match="missing"), FolderProvider(tmp_path / "missing").writing():
        pass


def test_a_read_only_folder(guest_root: Path) -> None:
    """Where the folder, or one in it, may not be written, nothing is, and the error says so."""
    place = folder_place(guest_root / "calendars")
    create(place.make())
    before = place.everything()
    (place.root / LEADER).chmod(0o555)
    again = meeting("2026-W49", span("2026-12-03 09:00"))
    with place.make().writing() as writer, pytest.raises(NotPermitted):
        writer.create(again, (LEADER, MEMBER))
    (place.root / ".schedule.lock").unlink()
    place.root.chmod(0o555)
    with pytest.raises(NotPermitted), place.make().writing():
        pass
    assert len(our_copies(place.make())) == 2
    place.root.chmod(0o755)
    assert place.everything() == before


def test_leftovers_of_a_killed_run_go(place: FolderPlace) -> None:
    """Unfinished files of ours are removed when the next run begins to write; other hidden files are not."""
    for name in (f".schedule-{UID}.ics.tmp", ".hidden", "notes.tmp"):
        (place.root / LEADER / name).write_text("x")
    with place.make().writing():
        pass
    assert sorted(path.name for path in (place.root / LEADER).iterdir()) == [".hidden", "notes.tmp"]


def test_permissions_stay(place: FolderPlace) -> None:
    """A file that was private is private after a move."""
    create(place.make())
    place.path(LEADER, UID).chmod(0o600)
    with place.make().writing() as writer:
        writer.move(our_copies(place.make()), LATER)
    assert place.path(LEADER, UID).stat().st_mode & 0o777 == 0o600


def test_importing_the_provider_is_cheap() -> None:
    """Neither the lock nor the Windows names are loaded before they are needed."""
    code = "import sys, providers.folder; print(sorted({'filelock', 'tzlocal', 'icalendar'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_a_file_is_replaced_whole(place: FolderPlace) -> None:
    """Who has the old file open keeps the old one: it is never rewritten in place."""
    create(place.make())
    path = place.path(LEADER, UID)
    before = path.read_bytes()
    with path.open("rb") as reader:
        with place.make().writing() as writer:
            writer.move(our_copies(place.make()), LATER)
        assert reader.read() == before
    assert path.read_bytes() != before


def test_the_organizers_calendar_comes_first(place: FolderPlace) -> None:
    """Where the other calendar cannot be written, the organizer's has the event already, whatever their names."""
    later_in_the_alphabet = replace(meeting(), organizer=meeting().attendee, attendee=meeting().organizer)
    place.path(LEADER, UID).mkdir()
    with place.make().writing() as writer, pytest.raises(Unavailable):
        writer.create(later_in_the_alphabet, (LEADER, MEMBER))
    assert place.path(MEMBER, UID).is_file()
    assert list((place.root / LEADER).iterdir()) == [place.path(LEADER, UID)]


def _without_our_lines(data: bytes) -> bytes:
    """As a program exports it that keeps only what it knows."""
    return b"".join(line for line in data.splitlines(keepends=True) if not line.startswith((b"X-", b" ")))


def test_an_export_that_drops_our_lines_is_still_ours(place: FolderPlace) -> None:
    """Somebody imports our event and exports the calendar: the UID is ours, and our own file bears the marker.

    A move then writes the marker again, so that the event stays ours whatever holds.
    """
    provider = place.make()
    create(provider)
    own = place.path(MEMBER, UID)
    place.path(MEMBER, UID).parent.with_name(f"{MEMBER}.ics").write_bytes(_without_our_lines(own.read_bytes()))
    before = our_copies(provider)
    assert [(event.calendar, event.written) for event in before] == [(LEADER, FIRST), (MEMBER, FIRST)]
    assert read(provider)[MEMBER].held == 0
    with provider.writing() as writer:
        writer.move(before, LATER)
    assert [(event.span, event.written) for event in our_copies(provider)] == [(LATER, LATER)] * 2


def test_a_marker_of_no_week_is_none(place: FolderPlace) -> None:
    """A marker that names a week that does not exist is somebody's mistake: the event is foreign."""
    odd = meeting("2026-W99")
    create(place.make(), odd)
    assert our_copies(place.make()) == []
    assert read(place.make())[MEMBER].held == 1
