"""What every provider can do: one way to read, one way to write."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from re import Pattern
from typing import Protocol

from providers.event import Calendar, Event, Interval, Meeting


@dataclass(frozen=True, slots=True)
class Account:
    """Whose calendar is asked for."""

    email: str
    """Lower case."""
    time_zone: str
    """IANA name; all-day and floating events lie in it."""


class Writer(Protocol):
    """Writes our events. Every call is safe to repeat: done twice, it leaves what it leaves done once.

    A call that returns has reached the disk or the server in every calendar it names; one that raises
    `ProviderError`, or is killed, may have reached some of them, and repeating it completes the rest.
    """

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """Put the meeting into these calendars (emails). One that already holds its UID is left as it is."""
        ...

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """Give these copies of one event a new start and end, and change nothing else that a human sees.

        An answer of `declined` was about the old time and becomes `needs-action`; other answers stay.

        Raises:
            Conflict: a copy's etag is no longer the one in `events` (and it is not already at `to`).
        """
        ...

    def cancel(self, events: Sequence[Event]) -> None:
        """Take these copies of one event out of their calendars. One that is already gone is no error.

        Raises:
            Conflict: a copy's etag is no longer the one in `events`.
        """
        ...


class Provider(Protocol):
    """A host of calendars."""

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None
    ) -> Mapping[str, Calendar]:
        """Read calendars, one answer for each account's email.

        A calendar that cannot be read does not fail the call: its answer is `unknown` over the whole window.

        Args:
            window: events that touch it are answered.
            title: pattern searched in titles for `Event.title_matches`; titles themselves never leave here.
        """
        ...

    def writing(self) -> AbstractContextManager[Writer]:
        """A writer that no other run of `schedule` has at the same time.

        Raises:
            Unavailable: another run is writing and does not finish.
            NotPermitted: nothing may be written here.
        """
        ...
