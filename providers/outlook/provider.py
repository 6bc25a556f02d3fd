"""The provider for Outlook."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from re import Pattern

from providers.event import Calendar, Interval, Profile
from providers.interface import Account, Writer
from providers.lock import locked
from providers.outlook.changes import Changes
from providers.outlook.client import Client
from providers.outlook.cloud import LIMITS, graph_of
from providers.outlook.profile import read_profiles
from providers.outlook.read import read_calendars
from providers.outlook.settings import OutlookSettings
from providers.outlook.signing import Renewing, SignIn
from providers.outlook.view import list_masked
from providers.outlook.writer import OutlookWriter
from providers.snapshot.store import Snapshots
from providers.web.calls import Calls


class OutlookProvider:
    """See `providers.interface.Provider`.

    Args:
        state: folder for what is kept between runs, and for the lock; made when it is first needed.
        calls: shared by all who ask Graph in this run; None: one of its own.
    """

    def __init__(self, settings: OutlookSettings, sign_in: SignIn, state: Path, *, calls: Calls | None = None) -> None:
        self._settings = settings
        self._sign_in = sign_in
        self._lock_file = state / "outlook.lock"  # apart from snapshots, which anybody may delete at any time
        self._client = Client(graph_of(settings), sign_in, calls or Calls(LIMITS))
        self._snapshots = Snapshots(state / "outlook")
        self._listing = Changes(self._snapshots) if settings.changes_only else list_masked

    @property
    def invites(self) -> bool:
        """See `Provider.invites`: attendees' copies follow the organizer's."""
        return True

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None
    ) -> Mapping[str, Calendar]:
        """See `Provider.read`."""
        calendars = read_calendars(self._client, accounts, window, title, self._listing)
        for email, calendar in calendars.items():
            if calendar.unknown:  # should that have come about in a snapshot, the next run reads all of it anew
                self._snapshots.drop(email)
        return calendars

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile]:
        """See `Provider.profiles`."""
        return read_profiles(self._client, accounts)

    def remember(self) -> None:
        """See `Provider.remember`; of what was read, there is something to keep only where changes are asked for."""
        if isinstance(self._sign_in, Renewing):
            self._sign_in.keep()
        if self._settings.changes_only:
            self._snapshots.keep()

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        """See `Provider.writing`."""
        with locked(self._lock_file, "Outlook", whose, wait):
            yield OutlookWriter(self._client, teams=self._settings.teams)
