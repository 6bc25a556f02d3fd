"""Puts .ics text where the folder provider looks, and reads it back as Lena's calendar."""

from dataclasses import dataclass
from pathlib import Path
from re import Pattern

from providers.event import Calendar, Interval, Show
from providers.folder import FolderProvider
from providers.interface import Account
from tests.providers.meetings import LEADER, WINDOW, ZONE

SAMPLES = Path(__file__).parent / "samples"


def vcalendar(*lines: str) -> str:
    """A calendar around these lines."""
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//EN", *lines, "END:VCALENDAR", ""])


def vevent(*lines: str, uid: str = "event@example.com") -> str:
    """A calendar with one event of these lines."""
    return vcalendar("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z", *lines, "END:VEVENT")


@dataclass(frozen=True)
class Shelf:
    """Lena's calendar in a folder."""

    root: Path

    def export(self, content: str | bytes) -> None:
        """Put an export there."""
        data = content.encode() if isinstance(content, str) else content
        (self.root / f"{LEADER}.ics").write_bytes(data)

    def add(self, name: str, content: str | bytes) -> None:
        """Put a file into the folder."""
        folder = self.root / LEADER
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def sample(self, name: str) -> None:
        """Put a sample there as an export."""
        self.export((SAMPLES / name).read_bytes())

    def provider(self) -> FolderProvider:
        """What reads and writes there."""
        return FolderProvider(self.root, timeout=120)

    def read(self, window: Interval = WINDOW, title: Pattern[str] | None = None, zone: str = ZONE) -> Calendar:
        """Lena's calendar."""
        return FolderProvider(self.root).read((Account(LEADER, zone),), window, title)[LEADER]

    def spans(self, content: str | bytes, window: Interval = WINDOW) -> list[tuple[str, str]]:
        """Starts and ends (UTC) of an export's events, of which none may be unknown."""
        self.export(content)
        answer = self.read(window)
        assert answer.unknown == ()
        return [(text(event.span.start), text(event.span.end)) for event in answer.events]

    def shows(self, content: str) -> list[Show]:
        """How an export's events show their owner."""
        self.export(content)
        answer = self.read()
        assert answer.unknown == ()
        return [event.show for event in answer.events]

    def unknown(self, content: str | bytes, window: Interval = WINDOW) -> list[tuple[str, str]]:
        """What of an export cannot be understood."""
        self.export(content)
        return [(text(each.span.start), text(each.span.end)) for each in self.read(window).unknown]


def text(instant: object) -> str:
    """An instant as `2026-11-26 09:00`."""
    return f"{instant:%Y-%m-%d %H:%M}"
