"""What a folder may cost: files that would hang or fill a run make one person unknown, and nobody else."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from providers.event import Calendar
from providers.folder import FolderProvider
from providers.ics.budget import Budget, OverBudget
from providers.ics.calendar import CalendarReader
from providers.ics.expand import expand
from providers.ics.series import Series
from providers.interface import Account
from tests.providers.meetings import ACCOUNTS, LEADER, MEMBER, WINDOW, ZONE
from tests.providers.shelf import Shelf, text, vcalendar, vevent

ALL = (text(WINDOW.start), text(WINDOW.end))
MEGABYTES = 2**20
AT = ("DTSTART:20261126T090000Z", "DURATION:PT1H")


def _both(root: Path) -> tuple[Calendar, Calendar]:
    """Lena's calendar, and that of Marco, who has one event."""
    (root / f"{MEMBER}.ics").write_text(vevent(*AT, uid="good"))
    answers = FolderProvider(root).read(ACCOUNTS, WINDOW)
    return answers[LEADER], answers[MEMBER]


def _refused(root: Path, words: str) -> None:
    """Lena is unknown with a sentence that says why and what to do; Marco is read."""
    lena, marco = _both(root)
    (unknown,) = lena.unknown
    assert (unknown.span, lena.events) == (WINDOW, ())
    assert words in unknown.why
    assert unknown.why.startswith(f"{LEADER}: ")
    assert unknown.why.endswith(". Export a shorter time, or take old files away.")
    assert ([event.uid for event in marco.events], marco.unknown) == (["good"], ())


def _events(*lines: str, count: int) -> str:
    return vcalendar(
        *(line for number in range(count) for line in ("BEGIN:VEVENT", f"UID:{number}", *lines, "END:VEVENT"))
    )


def _spent(content: str, steps: int) -> int:
    """How many of these steps it takes to read an export."""
    budget = Budget(steps=steps)
    reader = CalendarReader(Account(LEADER, ZONE), WINDOW, None, budget)
    reader.add("x.ics", None, [content.encode()])
    reader.calendar()
    return steps - budget.steps


@pytest.mark.parametrize("line", ["DESCRIPTION:", "junk "])
def test_a_line_of_20_megabytes(shelf: Shelf, line: str) -> None:
    """What nobody needs is dropped while it is read, whether in one line or in folds; the event is read."""
    for content in ("x" * 20 * MEGABYTES, "\r\n ".join(["x" * 73] * (20 * MEGABYTES // 76))):
        assert shelf.spans(vevent(*AT, f"{line}{content}")) == [("2026-11-26 09:00", "2026-11-26 10:00")]


@pytest.mark.parametrize("line", ["DTSTART;X=", "EXDATE:", "RRULE:FREQ=", "DTSTART"])
def test_a_needed_line_of_20_megabytes(shelf: Shelf, line: str) -> None:
    """A line that decides when an event lies, and is longer than any is, makes it unknown where it may lie."""
    assert shelf.unknown(vevent(*AT, line + "://" * (20 * MEGABYTES // 3))) == [("2026-11-26 09:00", ALL[1])]


def test_memory_does_not_grow_with_lines(tmp_path: Path) -> None:
    """A line of 20 MB, whether anybody needs it or not, is read by a process that may have 400 MB in all."""
    code = (
        "import resource, sys; from pathlib import Path; from tests.providers.shelf import Shelf; "
        f"resource.setrlimit(resource.RLIMIT_AS, (400 * {MEGABYTES}, -1)); "
        "answer = Shelf(Path(sys.argv[1])).read(); print(len(answer.events), len(answer.unknown))"
    )
    for line, expected in (("DESCRIPTION:", "1 0"), ("ATTENDEE;X=", "1 0"), ("DTSTART;X=", "0 1")):
        (tmp_path / f"{LEADER}.ics").write_text(vevent(*AT, line + "://" * (20 * MEGABYTES // 3)))
        command = [sys.executable, "-c", code, str(tmp_path)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
        assert answer.stdout.strip() == expected


def test_200_megabytes(shelf: Shelf) -> None:
    """More octets than a calendar has: they are not all read."""
    path = shelf.root / f"{LEADER}.ics"
    with path.open("w") as file:
        file.write(vevent(*AT, "DESCRIPTION:x").removesuffix("\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
        file.truncate(200 * MEGABYTES)
    _refused(shelf.root, "is larger than 64 MB")


def test_many_files(shelf: Shelf) -> None:
    """Octets count over all files of a person."""
    for number in range(3):
        shelf.add(f"{number}.ics", vevent(*AT, f"DESCRIPTION:{'x' * 30 * MEGABYTES}", uid=str(number)))
    _refused(shelf.root, "is larger than 64 MB")


def test_components(shelf: Shelf) -> None:
    """More components than a calendar has, of whatever kind."""
    shelf.export(vcalendar(*["BEGIN:VALARM", "END:VALARM"] * 100_001))
    _refused(shelf.root, "holds more than 100,000 events")


def test_occurrences(shelf: Shelf) -> None:
    """400 events that take place every hour."""
    shelf.export(_events("DTSTART:20200101T000000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY", count=400))
    _refused(shelf.root, "holds more than 50,000 events in the weeks that are read")


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:16000101T000000Z", "DURATION:PT1M", "RRULE:FREQ=DAILY;BYHOUR=1,2;COUNT=190000"),
        ("DTSTART:16000101T000000Z", "DURATION:PT1M", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2"),
        (*AT, f"EXDATE:{','.join(['20261127T090000Z'] * 2_000)}", "RRULE:FREQ=DAILY"),
        (*AT, *["RRULE:FREQ=DAILY"] * 100),
    ],
)
def test_work(lines: tuple[str, ...]) -> None:
    """Rules and lists that take long to work through: a hundred of them are more than a tenth of what is spent."""
    with pytest.raises(OverBudget, match="take too long to work through"):
        _spent(_events(*lines, count=100), steps=100_000)


@pytest.mark.parametrize(
    "rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", "FREQ=MONTHLY;BYDAY=6MO",
             "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31"]
)  # fmt: skip
def test_rules_that_never_match(shelf: Shelf, rule: str) -> None:
    """300 of them are nothing, and to find that out takes no walk through all the years to come."""
    content = _events("DTSTART:20200101T090000Z", "DURATION:PT1H", f"RRULE:{rule}", count=300)
    assert shelf.spans(content) == []
    assert _spent(content, steps=1_000_000) < 300 * 1_000


def test_many_events_of_one_uid() -> None:
    """To compare each with each is work, too."""
    days = (
        f"202611{day:02d}T{hour:02d}{minute:02d}00Z" for day in range(1, 29) for hour in range(24) for minute in (0, 1)
    )
    content = vcalendar(*(line for day in days for line in ("BEGIN:VEVENT", "UID:1", f"DTSTART:{day}", "END:VEVENT")))
    with pytest.raises(OverBudget, match="take too long to work through"):
        _spent(content, steps=100_000)


def test_long_lists_of_exceptions(shelf: Shelf) -> None:
    """60,000 dates that are left out, in one line, are read; so they are of an event of whole days."""
    dates = ",".join(["20261127T090000Z"] * 60_000)
    timed = vevent(*AT, "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE:{dates}")
    assert [start for start, _ in shelf.spans(timed)] == ["2026-11-26 09:00", "2026-11-28 09:00"]
    days = vevent("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=DAILY", f"EXDATE:{dates}")
    assert len(shelf.spans(days)) == 26


def test_daily_since_1600(shelf: Shelf) -> None:
    """A hundred events that have taken place every day since the year 1600 are a hundred events a day."""
    lines = ("DTSTART:16000101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=190000")
    assert len(shelf.spans(_events(*lines, count=100))) == 100 * 28


def test_an_answer_does_not_depend_on_the_machine() -> None:
    """What is spent on a person is counted: one step less than it takes is too little, each time."""
    content = vevent("DTSTART:20200101T090000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY", "EXDATE:20261126T090000Z")
    spent = _spent(content, steps=10_000)
    assert _spent(content, steps=spent) == spent
    with pytest.raises(OverBudget):
        _spent(content, steps=spent - 1)


def test_what_nobody_foresaw(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours that one person's files bring to light makes them unknown, and nobody else."""

    def faulty(series: Series, *rest: Any) -> Any:
        if series.uid == "bad":
            raise RecursionError
        return expand(series, *rest)

    monkeypatch.setattr("providers.ics.calendar.expand", faulty)
    shelf.export(vevent(*AT, uid="bad"))
    lena, marco = _both(shelf.root)
    (unknown,) = lena.unknown
    assert unknown.why == f"{LEADER}: the calendar cannot be understood (RecursionError). Export it again."
    assert len(marco.events) == 1


def test_a_pipe(shelf: Shelf) -> None:
    """A FIFO is not waited for, as an export or in the folder: its owner is unknown, and told what lies there."""
    os.mkfifo(shelf.root / f"{LEADER}.ics")
    shelf.add("good.ics", vevent(*AT))
    os.mkfifo(shelf.root / LEADER / "pipe.ics")
    lena, marco = _both(shelf.root)
    assert [unknown.span for unknown in lena.unknown] == [WINDOW, WINDOW]
    assert all("it is a pipe, not a file. Put the file itself there" in unknown.why for unknown in lena.unknown)
    assert len(lena.events) == len(marco.events) == 1


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/stdin", "../good.ics", "nowhere.ics", "/etc/passwd"])
def test_a_link_in_the_folder(shelf: Shelf, target: str) -> None:
    """A link inside a person's folder is not followed, wherever it leads, and told; the other files are read."""
    (shelf.root / "good.ics").write_text(vevent(*AT, uid="elsewhere"))
    shelf.add("good.ics", vevent(*AT, uid="good"))
    (shelf.root / LEADER / "link.ics").symlink_to(target)
    lena, _ = _both(shelf.root)
    (unknown,) = lena.unknown
    assert unknown.span == WINDOW
    assert f"{LEADER}/link.ics is not read: it is a link, not a file" in unknown.why
    assert [event.uid for event in lena.events] == ["good"]
