"""A provider of a service that is asked over the network."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from re import Pattern

from providers.base.adapter import Adapter
from providers.base.read import read_calendars, read_profiles
from providers.base.writer import EventWriter, Scribe
from providers.errors import ProviderError
from providers.event import Calendar, Interval, Profile
from providers.http.batching import Client
from providers.http.request import Refused
from providers.http.traffic import Traffic
from providers.interface import Account, Writer
from providers.lock import locked
from providers.snapshot import Snapshots


class ServiceProvider:
    """See `providers.interface.Provider`.

    Args:
        name: of the service, for its files.
        shown: of the service, for a sentence.
        state: folder for what was read last time, and for the lock of those who write; made when something is written.
        client: shared by all threads of a run: two would each take the whole of the quotas.
    """

    def __init__(self, name: str, shown: str, state: Path, client: Client, adapter: Adapter, scribe: Scribe) -> None:
        self._shown = shown
        self._lock_file = state / f"{name}.lock"  # apart from snapshots, which anybody may delete at any time
        self._snapshots = Snapshots(state / name)
        self._client = client
        self._adapter = adapter
        self._scribe = scribe

    @property
    def invites(self) -> bool:
        """See `Provider.invites`: attendees' copies follow the organizer's."""
        return True

    @property
    def traffic(self) -> Traffic:
        """See `Provider.traffic`."""
        return self._client.traffic

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None, *, once: bool = False
    ) -> Mapping[str, Calendar]:
        """See `Provider.read`. A calendar that may not be listed is told as blocks of free and busy."""
        return read_calendars(self._adapter, self._client, self._snapshots, accounts, window, title, once=once)

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile | ProviderError]:
        """See `Provider.profiles`."""
        told = read_profiles(self._adapter, self._client, accounts)
        return {email: each.error if isinstance(each, Refused) else each for email, each in told.items()}

    def remember(self) -> None:
        """See `Provider.remember`."""
        self._snapshots.keep()

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        """See `Provider.writing`."""
        with locked(self._lock_file, self._shown, whose, wait):
            yield EventWriter(self._scribe)

    def close(self) -> None:
        """Close connections; they are opened again where needed."""
        self._client.service.close()
