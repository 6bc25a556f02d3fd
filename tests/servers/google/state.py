"""What the server keeps: mailboxes, events that several of them share, and each one's copy."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from tests.servers.google.when import Wire, instant_of

OWN = ("colorId", "reminders", "transparency", "visibility")
"""Properties that each copy has for itself, besides private extended ones."""


class Role(IntEnum):
    """What an account may do with a calendar."""

    NONE = 0
    FREE_BUSY_READER = 1
    READER = 2
    WRITER = 3
    OWNER = 4

    @property
    def wire(self) -> str:
        """As `accessRole` says it."""
        return ("none", "freeBusyReader", "reader", "writer", "owner")[self]


@dataclass
class Copy:
    """An event in one calendar."""

    owner: str
    """Email of the calendar."""
    own: Wire = field(default_factory=dict)
    """Its properties named in `OWN`."""
    private: dict[str, str] = field(default_factory=dict)
    """Private extended properties."""
    deleted: bool = False
    change: int = 0

    @property
    def etag(self) -> str:
        """Differs after every change."""
        return f'"{3_500_000_000_000_000 + 2_000 * self.change}"'


@dataclass
class Event:
    """A single event, a recurring one, or what differs in an instance of one."""

    id: str
    uid: str
    """iCalendar UID."""
    organizer: str
    """Email; of somebody without a mailbox here, too."""
    creator: str
    created: datetime
    shared: Wire
    """Properties that are the same in every copy, `start` and `end` among them."""
    copies: dict[str, Copy] = field(default_factory=dict)
    """By email of the calendar."""
    updated: datetime | None = None
    sequence: int = 0
    master: str | None = None
    """Of an instance: the recurring event's id."""
    original: Wire | None = None
    """Of an instance: when it would start."""

    @property
    def recurring(self) -> bool:
        """Whether it repeats itself."""
        return bool(self.shared.get("recurrence"))

    def attendee(self, email: str) -> Wire | None:
        """Who takes part under this address."""
        return next((each for each in self.shared.get("attendees", ()) if each["email"] == email), None)

    def declined(self, email: str) -> bool:
        """Whether they do not come."""
        attendee = self.attendee(email)
        return attendee is not None and attendee["responseStatus"] == "declined"

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """Start and end in UTC; days are those of this zone."""
        return instant_of(self.shared["start"], zone), instant_of(self.shared["end"], zone)


@dataclass
class Mailbox:
    """An account with its primary calendar."""

    email: str
    zone: str
    """IANA name."""
    name: str
    shares: dict[str, Role] = field(default_factory=dict)
    """What other accounts may do with its calendar."""
    default_share: Role = Role.NONE
    """What accounts may do that `shares` does not name."""
    events: dict[str, Event] = field(default_factory=dict)
    """By id, deleted ones too."""
    working_hours: Wire | None = None
    """As `calendars.get` answers them; None: it has none."""

    def exceptions(self, master: str) -> dict[str, Event]:
        """What differs in instances of a recurring event, by id."""
        return {key: each for key, each in self.events.items() if each.master == master}
