"""The provider for Google Calendar."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from re import Pattern
from threading import Lock
from typing import TYPE_CHECKING

from providers.event import Calendar, Interval, Profile
from providers.google.settings import GoogleSettings
from providers.interface import Account, Writer
from providers.snapshot.store import Snapshots
from providers.web.calls import Calls

if TYPE_CHECKING:
    from providers.google.client import Client
    from providers.google.signing import SignIn


class GoogleProvider:
    """See `providers.interface.Provider`.

    Args:
        state: folder for what was read last time, and for the lock of those who write; made when something is written.
        calls: shared by all threads of a run; None: with Google's own quotas.
    """

    def __init__(self, settings: GoogleSettings, sign_in: "SignIn", state: Path, *, calls: Calls | None = None) -> None:
        self._settings = settings
        self._sign_in = sign_in
        self._lock_file = state / "google.lock"  # apart from snapshots, which anybody may delete at any time
        self._calls = calls
        self._snapshots = Snapshots(state / "google")
        self._lock = Lock()
        self._made: Client | None = None

    @property
    def invites(self) -> bool:
        """See `Provider.invites`."""
        return True

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None
    ) -> Mapping[str, Calendar]:
        """See `Provider.read`. A calendar that may not be listed is told as blocks of free and busy."""
        from providers.google.read import Reading
        from providers.google.rounds import converse

        readings = (
            Reading(account, self._reads_as(account.email), window, title, self._snapshots) for account in accounts
        )
        return converse(self._client, {reading.account.email: reading.talk() for reading in readings})

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile]:
        """See `Provider.profiles`."""
        from providers.google.ask import Ask
        from providers.google.mask import PROFILE
        from providers.google.profiles import profile

        emails = [account.email for account in accounts]
        answers = self._client.ask(
            [
                Ask(self._reads_as(email), email, "calendars.get", {"calendarId": email, "fields": PROFILE})
                for email in emails
            ]
        )
        told = {email: profile(answer) for email, answer in zip(emails, answers, strict=True)}
        return {email: each for email, each in told.items() if each is not None}

    def remember(self) -> None:
        """See `Provider.remember`."""
        self._snapshots.keep()

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        """See `Provider.writing`."""
        from providers.google.writer import GoogleWriter
        from providers.lock import locked

        with locked(self._lock_file, "Google Calendar", whose, wait):
            yield GoogleWriter(self._client, self._settings, self._writes_as)

    def close(self) -> None:
        """Close connections; they are opened again where needed."""
        if self._made is not None:
            self._made.close()

    @property
    def _client(self) -> "Client":
        with self._lock:  # two clients would each take the whole of the quotas
            self._made = self._made or self._make()
            return self._made

    def _make(self) -> "Client":
        from providers.google.client import LIMITS, Client

        return Client(self._settings.endpoint.rstrip("/"), self._sign_in, self._calls or Calls(LIMITS))

    def _reads_as(self, owner: str) -> str:
        return self._settings.read_as or self._sign_in.account or owner

    def _writes_as(self, owner: str) -> str:
        """Always the owner, if somebody can act for others."""
        return owner if self._settings.service_account else self._sign_in.account or owner
