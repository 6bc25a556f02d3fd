"""Keeps two runs from writing at the same time, and tells whoever waits whose run it is."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from providers.errors import NotPermitted, Unavailable
from providers.files import read_regular

WAIT = 30.0
"""Seconds to wait for another run that writes."""
_MOST_BYTES = 4096
"""More than a lock file ever holds."""


@contextmanager
def locked(file: Path, who: str, whose: str = "", wait: float | None = None) -> Iterator[None]:
    """Holds a lock that no other run has at the same time; it ends with the run, however that ends.

    Args:
        file: made where it is missing, with its folder, for its owner alone; it stays. While the lock is held it names
            the process, `whose`, and since when.
        who: what is written to, for errors.
        whose: the person for whom this run writes, for whoever waits; empty: nobody in particular.
        wait: seconds to wait for another run; None: `WAIT`.

    Raises:
        Unavailable: another run holds it, and does not finish.
        NotPermitted: it cannot be had here.
    """
    from filelock import FileLock, Timeout

    patience = WAIT if wait is None else wait
    held: list[int] = []

    def note(descriptor: int) -> None:
        held.append(descriptor)
        since = datetime.now(UTC).replace(microsecond=0, tzinfo=None).isoformat(" ")
        _write(descriptor, json.dumps({"process": os.getpid(), "for": whose, "since": since}))

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never a lock that outlives a killed run: the operating system's, or none.
        lock = FileLock(
            file, timeout=patience, mode=0o600, fallback_to_soft=False, preserve_lock_file=True, on_acquired=note
        )
        lock.acquire()
    except Timeout:
        what = f"another run has been writing for {patience:g} seconds"
        raise Unavailable(what, who=who, do=f"Wait for it, then run again.{_holder(file)}") from None
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or "the disk knows no locks"
        what = f"the folder {file.parent} cannot be locked ({why})"
        raise NotPermitted(what, who=who, do="Make it writable, on a local disk.") from None
    try:
        yield
    finally:
        _write(held[0], "")
        lock.release()


def _write(descriptor: int, text: str) -> None:
    """Say in a lock file who holds it: a help for people, on which nothing depends.

    Its time stays: a run that writes nothing leaves a folder of calendars as it was, also for who watches it.
    """
    with suppress(OSError):
        before = os.fstat(descriptor)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, text.encode(), 0)
        os.utime(descriptor, ns=(before.st_atime_ns, before.st_mtime_ns))


def _holder(file: Path) -> str:
    """What a lock file says of who holds it, as a sentence after a space; empty: nothing."""
    try:
        with read_regular(file) as opened:
            found = json.loads(opened.read(_MOST_BYTES))
        process, whose, since = int(found["process"]), str(found["for"]), str(found["since"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return ""
    run = f"the run for {whose}" if whose else "a run"
    told = f" It is {run} (process {process}), which began to write at {since} UTC"
    return told if told.isprintable() else ""
