"""Keeps two runs from writing at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from providers.errors import NotPermitted, Unavailable

WAIT = 30.0
"""Seconds to wait for another run that writes."""


@contextmanager
def locked(file: Path, who: str) -> Iterator[None]:
    """Holds a lock that no other run has at the same time; it ends with the run, however that ends.

    Args:
        file: made where it is missing, with its folder, for its owner alone; it stays.
        who: what is written to, for errors.

    Raises:
        Unavailable: another run holds it, and does not finish.
        NotPermitted: it cannot be had here.
    """
    from filelock import FileLock, Timeout

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never a lock that outlives a killed run: the operating system's, or none.
        lock = FileLock(file, timeout=WAIT, mode=0o600, fallback_to_soft=False, preserve_lock_file=True)
        lock.acquire()
    except Timeout:
        what = f"another run has been writing for {WAIT:g} seconds"
        raise Unavailable(what, who=who, do="Wait for it, then run again.") from None
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or "the disk knows no locks"
        what = f"the folder {file.parent} cannot be locked ({why})"
        raise NotPermitted(what, who=who, do="Make it writable, on a local disk.") from None
    try:
        yield
    finally:
        lock.release()
