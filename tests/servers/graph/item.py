"""An event as a mailbox stores it, and one instance of it as a request sees it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.servers.graph.zones import zone_of

Wire = dict[str, Any]


@dataclass
class Item:
    """A stored event: a single one, or a series with what differs in some of its occurrences."""

    owner: str
    """Email of the mailbox."""
    id: str
    """The immutable one."""
    other_id: str
    """The one that a request without `IdType="ImmutableId"` gets."""
    uid: str
    """iCalendar UID; that of a series for its occurrences too, which show it with their date put in."""
    start: datetime
    """In UTC; of a series, its first occurrence's."""
    end: datetime
    created: datetime
    zone: str
    """The name that its times were written in."""
    zone_label: str | None = None
    """What it calls that zone instead, where an old program made one up."""
    organized: bool = True
    """Whether the owner is the organizer."""
    fields: Wire = field(default_factory=dict)
    """Properties that are stored as they are written: subject, showAs, attendees …"""
    response: Wire = field(default_factory=dict)
    """The owner's answer."""
    transaction: str | None = None
    fingerprint: str = ""
    """Of the request that made it, to know a repetition by."""
    properties: dict[str, str] = field(default_factory=dict)
    """Single-value extended ones."""
    attachments: list[Wire] = field(default_factory=list)
    recurrence: Wire | None = None
    overrides: dict[date, Wire] = field(default_factory=dict)
    """What differs in an occurrence, by its original day; `start` and `end` are instants."""
    dropped: set[date] = field(default_factory=set)
    """Occurrences that were taken out."""
    change: int = 0
    modified: datetime | None = None
    made_uid: bool = True
    """Whether the server chose the UID."""

    @property
    def change_key(self) -> str:
        """Differs after every change."""
        return f"ck{self.change:08d}AAA=="

    @property
    def etag(self) -> str:
        """Differs after every change."""
        return f'W/"{self.change_key}"'

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return bool(self.fields.get("isAllDay"))


@dataclass(frozen=True)
class Instance:
    """A single event, a series as a whole, or one occurrence of it."""

    item: Item
    start: datetime
    end: datetime
    fields: Wire
    day: date | None = None
    """Of an occurrence: its original day."""

    @property
    def kind(self) -> str:
        """As `type` says it."""
        if self.day is None:
            return "singleInstance" if self.item.recurrence is None else "seriesMaster"
        return "exception" if self.day in self.item.overrides else "occurrence"

    @property
    def uid(self) -> str:
        """As Exchange shows it: with an occurrence's date put in; one from elsewhere wrapped into one of its own."""
        at = f"{self.day.year:04X}{self.day.month:02X}{self.day.day:02X}" if self.day else "00000000"
        uid = self.item.uid
        if not self.item.made_uid:
            data = b"vCal-Uid\x01\0\0\0" + uid.encode() + b"\0"
            length = len(data).to_bytes(4, "little")
            uid = f"040000008200E00074C5B7101A82E008{'0' * 40}{length.hex()}{data.hex()}".upper()
        return uid[:32] + at + uid[40:]

    def id(self, immutable: bool) -> str:
        """Its name for one kind of requests."""
        base = self.item.id if immutable else self.item.other_id
        return base if self.day is None else f"{base}.{self.day:%Y%m%d}"

    def days(self) -> tuple[date, date]:
        """Of an all-day one: its first day, and the one after its last."""
        zone = zone_of(self.item.zone)
        return self.start.astimezone(zone).date(), self.end.astimezone(zone).date()
