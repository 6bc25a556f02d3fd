"""The provider for a directory of .ics files."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from re import Pattern

from providers.errors import NotFound, Unavailable
from providers.event import Calendar, Interval, Profile
from providers.interface import Account, Writer

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
    def writing(self) -> Iterator[Writer]:
        """See `Provider.writing`.

        Raises:
            NotFound: the directory is not there.
        """
        from filelock import FileLock, Timeout

        from providers.folder.files import sweep
        from providers.folder.find import failure
        from providers.folder.writer import FolderWriter

        who = str(self._root)
        if not self._root.is_dir():
            raise NotFound("there is no such folder", who=who, do="Create it, or correct the configuration.")
        # Never a lock that outlives a killed run: the operating system's, or none.
        lock = FileLock(self._root / _LOCK, timeout=self._timeout, fallback_to_soft=False, preserve_lock_file=True)
        try:
            lock.acquire()
        except Timeout:
            raise Unavailable(
                f"another run has been writing for {self._timeout:g} seconds",
                who=who,
                do="Wait for it, then run again.",
            ) from None
        except NotImplementedError:
            raise Unavailable("the disk knows no locks", who=who, do="Keep the folder on a local disk.") from None
        except OSError as error:
            raise failure(error, who, self._root) from error
        try:
            try:
                sweep(self._root)
            except OSError as error:
                raise failure(error, who, self._root) from error
            yield FolderWriter(self._root)
        finally:
            lock.release()
