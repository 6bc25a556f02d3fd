"""A folder of .ics files, and people who edit them with their own programs."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, ClassVar

import icalendar

from providers.event import Interval, Response, Show
from providers.folder import FolderProvider
from providers.ics.parse import MARKER
from providers.interface import Provider
from providers.marker import Marker
from providers.marker_codec import parse_marker
from tests.providers.meetings import LEADER, MEMBER
from tests.providers.stood import Stood

_CLOCK = re.compile(rb"(?:DTSTAMP|CREATED|LAST-MODIFIED):\d{8}T\d{6}Z\r?\n")
_VERSION = re.compile(rb"(?:DTSTAMP|LAST-MODIFIED|SEQUENCE|DTSTART|DTEND|X-SCHEDULE-WRITTEN)[:;].*\r?\n")
_ATTENDEE = re.compile(rb"ATTENDEE;(?:[^\r\n]|\r\n[ \t])*")
_FOLD = re.compile(rb"\r\n[ \t]")
_ANSWER = re.compile(rb"PARTSTAT=[A-Z-]+")
DECORATION = (
    'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Room; 4":geo:40.4,-3.7\r\n'
    "ATTACH;FMTTYPE=application/pdf;FILENAME=notes.pdf:https://files.example.com/notes.pdf\r\n"
    "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example.com/abc-defg-hij\r\n"
    "COLOR:turquoise\r\nCATEGORIES:1-on-1,Growth\r\nLOCATION:Café Ñandú\\, 2nd floor\r\nCLASS:PRIVATE\r\n"
    "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij\r\nX-MICROSOFT-CDO-IMPORTANCE:2\r\n"
    "COMMENT:a long note that a person wrote by hand and that a program folded where it cut a characte\r\n r: ñ\r\n"
    "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT15M\r\nDURATION:PT1M\r\nREPEAT:2\r\nX-WR-ALARMUID:A-1\r\nEND:VALARM\r\n"
).encode()


def folder_provider(root: Path) -> FolderProvider:
    """A provider that waits long for others: the tests' machine may be slow."""
    return FolderProvider(root, timeout=120)


@dataclass(frozen=True)
class FolderPlace:
    """See `tests.providers.contract.Place`."""

    root: Path
    shared: ClassVar[bool] = False

    @property
    def make(self) -> Callable[[], Provider]:
        """See `Place`."""
        return partial(folder_provider, self.root)

    def path(self, email: str, uid: str) -> Path:
        """File of an event."""
        return self.root / email / f"{uid}.ics"

    def put_foreign(self, email: str, at: Interval, show: Show = Show.BUSY) -> str:
        """See `Place`."""
        uid = f"{at.start:%Y%m%d%H%M}-{len(list((self.root / email).iterdir()))}@example.com"
        start, end = (instant.strftime("%Y%m%dT%H%M%SZ") for instant in (at.start, at.end))
        self.path(email, uid).write_text(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Elsewhere//EN\nBEGIN:VEVENT\n"
            f"UID:{uid}\nDTSTAMP:20261101T000000Z\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:secret\n"
            f"X-MICROSOFT-CDO-BUSYSTATUS:{'OOF' if show is Show.AWAY else show.upper()}\n"
            "END:VEVENT\nEND:VCALENDAR\n"
        )
        return uid

    def human_moves(self, email: str, uid: str, to: Interval) -> None:
        """See `Place`."""
        for name, instant in (("DTSTART", to.start), ("DTEND", to.end)):
            text = f"{name}:{instant.strftime('%Y%m%dT%H%M%SZ')}"
            self.substitute(email, uid, rf"(?ms)(BEGIN:VEVENT.*^){name}[;:][^\r\n]*", rf"\g<1>{text}")

    def human_deletes(self, email: str, uid: str) -> None:
        """See `Place`."""
        self.path(email, uid).unlink()

    def human_answers(self, uid: str, who: str, answer: Response) -> None:
        """See `Place`."""

        def answered(line: re.Match[bytes]) -> bytes:
            unfolded = _FOLD.sub(b"", line[0])
            mine = unfolded.endswith(f":mailto:{who}".encode())
            return _ANSWER.sub(f"PARTSTAT={answer.upper()}".encode(), unfolded) if mine else line[0]

        for path in self.root.glob(f"*/{uid}.ics"):
            path.write_bytes(_ATTENDEE.sub(answered, path.read_bytes()))

    def human_decorates(self, email: str, uid: str) -> None:
        """See `Place`."""
        path = self.path(email, uid)
        path.write_bytes(path.read_bytes().replace(b"END:VEVENT", DECORATION + b"END:VEVENT"))

    def human_duplicates(self, email: str, uid: str) -> str:
        """See `Place`."""
        new_uid = f"copy-of-{uid}@example.com"
        copy = self.path(email, uid).read_bytes().replace(f"UID:{uid}".encode(), f"UID:{new_uid}".encode())
        self.path(email, new_uid).write_bytes(copy)
        return new_uid

    def looks(self, email: str, uid: str) -> bytes:
        """See `Place`."""
        head, begin, event = self.path(email, uid).read_bytes().partition(b"BEGIN:VEVENT")
        return head + begin + _ATTENDEE.sub(_without_answer, _VERSION.sub(b"", event))

    def everything(self) -> dict[str, bytes]:
        """See `Place`."""
        return {
            path.relative_to(self.root).as_posix(): _CLOCK.sub(b"", path.read_bytes()) if path.is_file() else b""
            for path in sorted(self.root.rglob("*"))
            if path.name != ".schedule.lock"
        }

    def foreign(self) -> dict[str, bytes]:
        """See `Place`."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*@example.com.ics"))
        }

    def stands(self) -> list[Stood]:
        """See `Place`."""
        stood = []
        for path in sorted(self.root.glob("*/*.ics")):
            stood += [Stood(path.parent.name, marker, span) for marker, span in _ours(path.read_bytes())]
        return stood

    def substitute(self, email: str, uid: str, pattern: str, text: str) -> None:
        """Change one place of an event's file."""
        path = self.path(email, uid)
        changed, count = re.subn(pattern, text, path.read_bytes().decode())
        assert count == 1, f"{pattern} stands {count} times in the file"
        path.write_bytes(changed.encode())


@lru_cache(maxsize=1024)
def _ours(content: bytes) -> tuple[tuple[Marker, Interval], ...]:
    """Marker and time of the event of ours that a file holds, if it does."""
    event: Any = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    marker = parse_marker(event.get(MARKER))
    if marker is None or marker.uid != event["UID"]:
        return ()
    start, end = (event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND"))
    return ((marker, Interval(start, end)),)


def _without_answer(line: re.Match[bytes]) -> bytes:
    return _ANSWER.sub(b"", _FOLD.sub(b"", line[0]))


def folder_place(root: Path, emails: Iterable[str] = (LEADER, MEMBER)) -> FolderPlace:
    """A place with a folder for everybody: Lena and Marco, if nobody else is named."""
    for email in emails:
        (root / email).mkdir(parents=True)
    return FolderPlace(root)
