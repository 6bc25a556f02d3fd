"""What a reading has brought so far, and what could not be had."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import Any

from providers.event import Calendar, Event, Interval, Unknown
from providers.http.request import Refused
from providers.interface import Account
from providers.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Found:
    """An event in a calendar, as it came and as it is meant."""

    item: Mapping[str, Any]
    event: Event


@dataclass
class ReadState:
    """Changes while a reading goes on.

    Args:
        accounts: by email.
        window: what was asked for.
        title: see `Provider.read`.
    """

    accounts: Mapping[str, Account]
    window: Interval
    title: Pattern[str] | None
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    """What calendars hold now, by email."""
    found: dict[str, dict[str, Found]] = field(default_factory=dict)
    """Events by email and id, in the window and around it."""
    refused: dict[str, Refused] = field(default_factory=dict)
    """Calendars that could not be read."""
    unknown: dict[str, set[Unknown]] = field(default_factory=dict)
    """What could not be understood of those that could."""
    misread: set[str] = field(default_factory=set)
    """Calendars in which something could not be understood: nothing of them is kept."""

    def forget(self, email: str) -> None:
        """Know nothing of a calendar any more."""
        for held in (self.snapshots, self.found, self.refused, self.unknown):
            held.pop(email, None)
        self.misread.discard(email)

    def readable(self) -> Iterator[tuple[str, dict[str, Found]]]:
        """Calendars that could be read, with what they hold."""
        return ((email, found) for email, found in self.found.items() if email not in self.refused)

    def in_window(self, email: str) -> dict[str, Found]:
        """What a calendar holds in the window."""
        return {key: found for key, found in self.found[email].items() if _counts(found.event, self.window)}

    def change(self, email: str, key: str, change: Callable[[Event], Event]) -> None:
        """Know more of an event."""
        found = self.found[email][key]
        self.found[email][key] = Found(found.item, change(found.event))

    def fail(self, emails: Iterable[str], refused: Refused) -> None:
        """These calendars could not be read."""
        for email in emails:
            self.refused[email] = Refused(refused.error.addressed(email), refused.status, refused.reason)

    def calendar(self, email: str, held: Callable[["ReadState", str], int]) -> Calendar:
        """The answer for one person."""
        if email in self.refused:
            return Calendar(email, unknown=(Unknown(self.window, str(self.refused[email].error)),))
        events = [found.event for found in self.in_window(email).values()]
        events.sort(key=lambda event: (event.span.start, event.span.end, event.uid))
        return Calendar(email, tuple(events), tuple(sorted(self.unknown.get(email, ()))), held(self, email))


def _counts(event: Event, window: Interval) -> bool:
    """Whether an event is answered; one that takes no time is only where it is ours."""
    return event.span.overlaps(window) and (event.marker is not None or event.span.start < event.span.end)
