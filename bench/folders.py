"""How long one person's .ics files take to be read, and how much memory: ordinary ones, and such as would hang a run.

Run it with `make bench`, or as `python bench/folders.py`. Each row is read in a process of its own; CPU seconds of
reading, and the most memory that the process ever had, of which Python and the modules are about 20 MB.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from providers.event import Interval
from providers.folder.read import read_calendar
from providers.interface import Account

WHO = Account("ana@example.com", "Europe/Madrid")
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Interval(MONDAY, MONDAY + timedelta(weeks=4))
MEGABYTE = 2**20
NOTES = "\r\n ".join(["DESCRIPTION:" + "n" * 60, *["notes, more notes and links " * 2] * 28])
PEOPLE = [f"ATTENDEE;CN=Somebody {number};PARTSTAT=ACCEPTED:mailto:p{number}@example.com" for number in range(4)]


def main(arguments: list[str]) -> None:
    """Prints a line for every row; with a folder, reads that one and prints what it cost as JSON."""
    if arguments:
        began = time.process_time()
        answer = read_calendar(Path(arguments[0]), WHO, WINDOW, None)
        seconds = time.process_time() - began
        told = "; ".join(unknown.why.partition(": ")[2] for unknown in answer.unknown) or f"{len(answer.events)} events"
        print(json.dumps([seconds, _most_memory(), told]))
        return
    print("| files of one person | MB | s | MB of memory | answer |")
    print("|---|---|---|---|---|")
    for name, fill in ROWS.items():
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root, WHO.email)
            folder.mkdir()
            fill(folder)
            size = sum(path.stat().st_size for path in folder.iterdir()) / MEGABYTE
            output = subprocess.run(
                [sys.executable, __file__, root], stdout=subprocess.PIPE, text=True, check=True
            ).stdout
            seconds, memory, told = json.loads(output)
            print(f"| {name} | {size:.1f} | {seconds:.2f} | {memory:.0f} | {told} |", flush=True)


def _most_memory() -> float:
    """MB that this process has had at most (Linux; elsewhere also what its parent had)."""
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _event(number: int, *lines: str, at: str = "") -> Iterator[str]:
    """An event; of many, some lie in the window."""
    start = MONDAY + timedelta(days=number * 7 % 1000 - 500, hours=9)
    yield from ("BEGIN:VEVENT", f"UID:{number}@example.com", "DTSTAMP:20261101T000000Z")
    yield from (at or f"DTSTART;TZID=Europe/Madrid:{start:%Y%m%dT%H%M%S}", "DURATION:PT30M", "SUMMARY:Something")
    yield from (*lines, "END:VEVENT")


def _calendar(folder: Path, lines: Iterator[str], name: str = "calendar.ics") -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *lines, "END:VCALENDAR", ""])
    (folder / name).write_text(text)


def _events(folder: Path, count: int, *lines: str, at: str = "") -> None:
    _calendar(folder, (line for number in range(count) for line in _event(number, *lines, at=at)))


def _a_file_each(folder: Path) -> None:
    for number in range(5_000):
        _calendar(folder, _event(number, *PEOPLE, NOTES), f"{number}.ics")


def _large(folder: Path) -> None:
    for number in range(200):
        (folder / f"{number}.ics").write_text("\r\n".join(_event(number, "DESCRIPTION:" + "x" * MEGABYTE)))


ROWS: dict[str, Callable[[Path], None]] = {
    "500 events": lambda folder: _events(folder, 500, *PEOPLE, NOTES),
    "5,000 events": lambda folder: _events(folder, 5_000, *PEOPLE, NOTES),
    "5,000 events, a file each": _a_file_each,
    "2,000 weekly series, 2 exceptions each": lambda folder: _events(
        folder, 2_000, "RRULE:FREQ=WEEKLY", "EXDATE:20261126T080000Z,20261203T080000Z"
    ),
    "a line of 20 MB": lambda folder: _events(folder, 1, "DESCRIPTION:" + "x" * 20 * MEGABYTE),
    "a DTSTART of 20 MB": lambda folder: _events(folder, 1, "DTSTART;X=" + "://" * 7 * MEGABYTE),
    "200 MB of DESCRIPTION": _large,
    "60,000 EXDATEs": lambda folder: _events(
        folder, 1, "RRULE:FREQ=DAILY", "EXDATE:" + ",".join(["20261127T080000Z"] * 60_000)
    ),
    "100 daily since 1600": lambda folder: _events(
        folder, 100, "RRULE:FREQ=DAILY;COUNT=190000", at="DTSTART:16000101T090000Z"
    ),
    "400 hourly": lambda folder: _events(folder, 400, "RRULE:FREQ=HOURLY"),
    "300 rules that never match": lambda folder: _events(folder, 300, "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"),
}


if __name__ == "__main__":
    main(sys.argv[1:])
