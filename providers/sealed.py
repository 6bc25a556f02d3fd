"""A provider whose events count as ours only with the seal of our key, whoever hosts the calendars."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from re import Pattern

from providers.errors import ProviderError
from providers.event import Calendar, Event, Interval, Meeting, Profile
from providers.http.traffic import Traffic
from providers.interface import Account, Provider, Writer
from providers.marker_key import Key, made_key, read_key


class SealedProvider:
    """See `providers.interface.Provider`. Reads and writes through another one.

    Args:
        inner: hosts the calendars.
        file: of the key; made when something is written. Without it, every marker is believed.
    """

    def __init__(self, inner: Provider, file: Path) -> None:
        self._inner = inner
        self._file = file

    @property
    def invites(self) -> bool:
        """See `Provider.invites`."""
        return self._inner.invites

    @property
    def traffic(self) -> Traffic | None:
        """See `Provider.traffic`."""
        return self._inner.traffic

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None, *, once: bool = False
    ) -> Mapping[str, Calendar]:
        """See `Provider.read`.

        Raises:
            ProviderError: the key cannot be read.
        """
        key = read_key(self._file)
        calendars = self._inner.read(accounts, window, title, once=once)
        return calendars if key is None else {email: believed(each, key) for email, each in calendars.items()}

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile | ProviderError]:
        """See `Provider.profiles`."""
        return self._inner.profiles(accounts)

    def remember(self) -> None:
        """See `Provider.remember`."""
        self._inner.remember()

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        """See `Provider.writing`."""
        with self._inner.writing(whose, wait) as writer:
            yield SealingWriter(writer, made_key(self._file, datetime.now(UTC)))


class SealingWriter:
    """See `providers.interface.Writer`. Writes markers with their seal, also into events that had none."""

    def __init__(self, inner: Writer, key: Key) -> None:
        self._inner = inner
        self._key = key

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`."""
        self._inner.create(replace(meeting, marker=self._key.sealed(meeting.marker)), calendars)

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`."""
        self._inner.move([self._sealed(event) for event in events], to)

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`."""
        self._inner.cancel(events)

    def _sealed(self, event: Event) -> Event:
        return event if event.marker is None else replace(event, marker=self._key.sealed(event.marker))


def believed(calendar: Calendar, key: Key) -> Calendar:
    """The same calendar, in which an event that only pretends to be ours is a foreign one."""
    events = tuple(
        replace(event, marker=None, written=None, answers={}, etag=None, id=None)
        if event.marker is not None and not key.vouches(event.marker)
        else event
        for event in calendar.events
    )
    forged = sum(new is not old for new, old in zip(events, calendar.events, strict=True))
    return replace(calendar, events=events, held=calendar.held + forged) if forged else calendar
