"""A mailbox: its owner, its calendar, and who may look into it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Instance, Item, Wire
from tests.servers.graph.recurrence import instances, on
from tests.servers.graph.zones import windows_name


class Share(IntEnum):
    """What another person may do with a calendar."""

    NONE = 0
    FREEBUSY = 1
    READ = 2
    WRITE = 3


@dataclass
class Mailbox:
    email: str
    zone: str
    """IANA name."""
    name: str
    number: int
    shares: dict[str, Share] = field(default_factory=dict)
    """By who looks."""
    default_share: Share = Share.FREEBUSY
    items: dict[str, Item] = field(default_factory=dict)
    removed: list[tuple[int, str, str]] = field(default_factory=list)
    """What was taken out: when (as a count of changes), and both ids."""
    transactions: dict[str, str] = field(default_factory=dict)
    """Fingerprints of requests by transaction, also of events that are gone."""
    zone_label: str = ""
    """What the settings call its zone."""
    settings_readable: bool = True
    working_hours: Wire = field(default_factory=dict)

    @property
    def directory_id(self) -> str:
        """What the directory calls its owner."""
        return f"6ea91a8d-e32e-41a1-b7bd-{self.number:012d}"

    def __post_init__(self) -> None:
        self.zone_label = self.zone_label or windows_name(self.zone)
        self.working_hours = self.working_hours or {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": self.zone_label},
        }

    def within(self, start: datetime, end: datetime) -> list[Instance]:
        """What touches a window, in no order that means something."""
        found = [each for item in self.items.values() for each in instances(item, start, end)]
        return sorted(found, key=lambda each: (each.item.id[::-1], each.day is not None and each.day.toordinal()))

    def wholes(self) -> Iterator[Instance]:
        """Single events and series, as `/events` lists them."""
        for item in self.items.values():
            yield Instance(item, item.start, item.end, item.fields)

    def get(self, key: str) -> Instance:
        """The event, series or occurrence of that id, of either kind.

        Raises:
            Refused: there is none.
        """
        base, _, day = key.partition(".")
        item = self.items.get(base) or next((each for each in self.items.values() if each.other_id == base), None)
        if item is None:
            if not base.startswith(("AAMk", "AAkA")):
                raise refuse(400, "ErrorInvalidIdMalformed")
            raise refuse(404, "ErrorItemNotFound")
        if not day:
            return Instance(item, item.start, item.end, item.fields)
        at = datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 (a day)
        if item.recurrence is None or at in item.dropped:
            raise refuse(404, "ErrorItemNotFound")
        return on(item, at)

    def find(self, uid: str) -> Item | None:
        """The copy that this mailbox holds of a meeting."""
        return next((item for item in self.items.values() if item.uid == uid), None)
