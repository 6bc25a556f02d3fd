"""The provider for a directory of .ics files."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from re import Pattern

from providers.errors import NotFound
from providers.event import Calendar, Profile
from providers.interface import Account, Writer
from providers.interval import Interval
from providers.lock import locked

_LOCK = ".schedule.lock"


class FolderProvider:
    """See `providers.interface.Provider`.

    Args:
        path: the directory; per person it holds an export `<email>.ics`, a folder `<email>/`, or both.
        timeout: seconds to wait for another run that is writing.
    """

    def __init__(self, path: Path, timeout: float = 30.0) -> None:
        self._root = path
        self._timeout = timeout

    @property
    def invites(self) -> bool:
        """See `Provider.invites`: every calendar is written."""
        return False

    @property
    def traffic(self) -> None:
        """See `Provider.traffic`: files are no service."""
        return None

    def read(
        self, accounts: Sequence[Account], window: Interval, title: Pattern[str] | None = None, *, once: bool = False
    ) -> Mapping[str, Calendar]:
        """See `Provider.read`. Takes no lock and writes nothing: files are replaced whole."""
        from providers.folder.read import read_calendar

        return {account.email: read_calendar(self._root, account, window, title) for account in accounts}

    def profiles(self, accounts: Sequence[Account]) -> Mapping[str, Profile]:
        """See `Provider.profiles`: files say nothing about their owners."""
        return {}

    def remember(self) -> None:
        """See `Provider.remember`: files are read whole each time."""

    @contextmanager
    def writing(self, whose: str = "", wait: float | None = None) -> Iterator[Writer]:
        """See `Provider.writing`.

        Raises:
            NotFound: the directory is not there.
        """
        from providers.folder.writer import FolderWriter, sweep

        who = str(self._root)
        if not self._root.is_dir():
            raise NotFound("there is no such folder", who=who, do="Create it, or correct the configuration.")
        with locked(self._root / _LOCK, who, whose, self._timeout if wait is None else wait):
            sweep(self._root)
            yield FolderWriter(self._root)
