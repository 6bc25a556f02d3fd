"""Leases: of two machines that share a ledger, one at a time writes for a group of leaders.

A lease ends by itself, so that whoever dies holds nobody up for long. Its times are the database's: a server's clock
where there is one, as those of two machines may differ by minutes; that of the machine for a file, which is on one.

SQLAlchemy is loaded where a lease is asked for: it takes 0.2 s.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.ledger.store import Where, open_ledger

if TYPE_CHECKING:
    from scheduler.ledger.writing import Ledger


def lease(where: "Where | Ledger", names: Collection[str], holder: str, length: timedelta) -> frozenset[str]:
    """Take or renew leases for a length of time from now, as many of these as nobody else holds.

    Args:
        names: of what they are for, such as emails of leaders or a number of a group; at most 320 characters each.
        holder: names who takes them, such as a run and its machine; whoever has the same name is the same.

    Returns:
        Those that the holder holds now.

    Raises:
        CalendarFailure: the ledger cannot be written.
    """
    from scheduler.ledger.writing import Ledger

    if isinstance(where, Ledger):
        return where.lease(names, holder, length)
    with open_ledger(where) as ledger:
        return ledger.lease(names, holder, length)


def release(where: "Where | Ledger", names: Collection[str], holder: str) -> None:
    """Give back those of these leases that the holder holds.

    Raises:
        CalendarFailure: the ledger cannot be written.
    """
    from scheduler.ledger.writing import Ledger

    if isinstance(where, Ledger):
        where.release(names, holder)
        return
    with open_ledger(where) as ledger:
        ledger.release(names, holder)
