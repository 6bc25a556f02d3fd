"""What every provider can do: one way to read, one way to write."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from re import Pattern
from typing import Protocol

from providers.errors import ProviderError
from providers.event import Calendar, Event, Interval, Meeting, Profile
from providers.http.traffic import Traffic


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
        """Put the meeting into these calendars (emails). One that already holds its UID is left as it is.

        A provider that `invites` makes one event in the organizer's calendar, if that is among them, and invites the
        attendee, if their calendar is among them too, wherever it is hosted. A calendar without the organizer's gets an
        event of its own that invites nobody.

        Raises:
            UsedUp: an event of this marker stood here once and was deleted; the next generation may be created.
        """
        ...

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """Give these copies of one event a new start and end, and change nothing else that a human sees.

        An answer of `declined` was about the old time and becomes `needs-action`; other answers stay, where the server
        lets them. Copies that follow the organizer's are passed over.

        Raises:
            Conflict: a copy is no longer as it is in `events` (and it is not already at `to`). A provider whose
                versions also change with what no decision depends on, such as notes, reads again and compares.
        """
        ...

    def cancel(self, events: Sequence[Event]) -> None:
        """Take these copies of one event out of their calendars. One that is already gone is no error.

        Copies that follow the organizer's go with it and are passed over.

        Raises:
            Conflict: a copy is no longer as it is in `events`; see `move`.
        """
        ...


class Provider(Protocol):
    """A host of calendars. Safe to be used by several threads."""

    @property
    def invites(self) -> bool:
        """Whether meetings are shared: attendees are invited, answer, and hold copies that follow the organizer's.

        Else every calendar holds a copy of its own, and each is written.
        """
        ...

    @property
    def traffic(self) -> Traffic | None:
        """How much was asked of the service so far; None: there is none."""
        ...

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None, *, once: bool = False
    ) -> Mapping[str, Calendar]:
        """Read calendars, one answer for each account's email.

        A calendar that cannot be read does not fail the call: its answer is `unknown` over the whole window. An
        attendee's copy is not yet told from a foreign event here; see `providers.attendee_copies`.

        Args:
            window: events that touch it are answered.
            title: pattern searched in titles for `Event.title_matches`; titles themselves never leave here.
            once: a look that the coming runs do not repeat, such as one far ahead: nothing of it is kept, and what is
                kept for them stays as it is.
        """
        ...

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile | ProviderError]:
        """What accounts say about their owners, by email, or why that cannot be told."""
        ...

    def remember(self) -> None:
        """Keep what was read, so that the next run asks for changes only. Until then a provider writes no file."""
        ...

    def writing(self, whose: str = "", wait: float | None = None) -> AbstractContextManager[Writer]:
        """A writer that no other run of `schedule` has at the same time.

        Args:
            whose: the person for whom this run writes, told to whoever waits.
            wait: seconds to wait for another run; None: as long as the provider usually does.

        Raises:
            Unavailable: another run is writing and does not finish.
            NotPermitted: nothing may be written here.
        """
        ...
