"""Of several machines that share a ledger on a server, one at a time writes to a person's calendar.

A machine's own runs are kept apart by its providers' locks; a ledger in a file is one machine's.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from scheduler.errors import CalendarFailure
from scheduler.ledger.leases import lease, release
from scheduler.ledger.store import Where
from scheduler.write.writers import Patience

LENGTH = timedelta(minutes=15)
"""Whoever dies keeps others from writing for so long."""
_RENEWED_AFTER = LENGTH.total_seconds() / 3
_PAUSE = 0.5


@contextmanager
def leased(ledger: Where, emails: Collection[str], patience: Patience, machine: str) -> Iterator[Callable[[], None]]:
    """Hold the leases of these people's calendars while a block writes to them.

    Yields a function that keeps them, to be called now and then: before every event that is written.

    Args:
        emails: whose calendars are written.
        patience: how long is waited for another machine's run; less afterwards.
        machine: names this one among all that share the ledger. Its own runs are kept apart before they come here, so
            that one begun after another was killed goes on at once.

    Raises:
        CalendarFailure: another machine's run writes to some of them and does not finish; or, from the function, took
            over as this one had been held up for too long. The ledger cannot be written.
    """
    if isinstance(ledger, Path) or (isinstance(ledger, str) and ledger.startswith("sqlite")):
        yield lambda: None
        return
    names = sorted(emails)
    _take(ledger, names, machine, patience)
    taken = time.monotonic()

    def keep() -> None:
        nonlocal taken
        if time.monotonic() - taken > _RENEWED_AFTER:
            if len(lease(ledger, names, machine, LENGTH)) < len(names):
                raise CalendarFailure("another machine's run took over in the middle of writing; the next run goes on")
            taken = time.monotonic()

    try:
        yield keep
    finally:
        release(ledger, names, machine)


def _take(ledger: Where, names: list[str], holder: str, patience: Patience) -> None:
    while True:
        held = lease(ledger, names, holder, LENGTH)
        if len(held) == len(names):
            return
        release(ledger, held, holder)  # so that no two wait for each other
        if patience.seconds <= 0:
            others = sorted(set(names) - held)
            raise CalendarFailure(
                f"{', '.join(others[:3])}: another machine's run writes there and does not finish; run again later"
            )
        patience.seconds -= _PAUSE
        time.sleep(_PAUSE)
