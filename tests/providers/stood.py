"""One of our events as a host stores it, found without the provider that wrote it."""

from dataclasses import dataclass

from providers.event import Interval
from providers.marker import Marker


@dataclass(frozen=True)
class Stood:
    """One copy of one event that takes place."""

    calendar: str
    """Email of its owner."""
    marker: Marker
    span: Interval
    follows: bool = False
    """Whether it is an attendee's copy, which its host keeps like the organizer's."""

    @property
    def occurrence(self) -> tuple[str, str]:
        """The member, and the period in which it is due."""
        return self.marker.member, self.marker.period
