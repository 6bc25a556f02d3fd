"""What was read of one calendar, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.event import Interval


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Masked wire items of one calendar over a window, and where to go on from."""

    window: Interval
    mask: str
    """Which fields were asked for; a snapshot with another mask is of no use."""
    items: Mapping[str, Mapping[str, Any]]
    """By the service's id. Only what the mask names: no title, description or attendee of a foreign event."""
    token: str
    """The service's: answers what changed since."""
    extra: Mapping[str, str]
    """What else is known of the calendar, such as its time zone."""
