"""The door to a ledger as a whole: given out, taken in, and what is old taken out.

SQLAlchemy is loaded only where there is something to read or write: it takes 0.2 s.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from scheduler.ledger.store import Where, existing, open_ledger

_NO_TABLES = -1


def export_state(where: Where, line: Callable[[str], None]) -> int:
    """Give out all that a ledger knows, in one state of it, a line of JSON each; how many rows there are.

    Raises:
        CalendarFailure: the ledger cannot be read.
    """
    from scheduler.ledger.reading import read_newest
    from scheduler.ledger.transfer import write_all, write_nothing

    database = existing(where)
    if database is None:
        return write_nothing(line)
    rows = read_newest(database, lambda connection: write_all(connection, line), _NO_TABLES)
    return write_nothing(line) if rows == _NO_TABLES else rows


def import_state(where: Where, lines: Iterable[str]) -> int:
    """Take in what was given out, all or nothing, into a ledger that knows nothing; how many rows that was.

    Raises:
        BadInput: a line is none of its kind, lines are missing, or the ledger holds something already.
        CalendarFailure: the ledger cannot be written.
    """
    with open_ledger(where) as ledger:
        return ledger.take_in(lines)


def prune_state(where: Where, now: datetime, weeks: int) -> dict[str, int]:
    """Take out runs that began and 1-on-1s that ended so many weeks ago; how many there were, by table.

    Of each pair the newest 1-on-1 stays, and the newest that was held: they say when it is due, and when it last met.

    Raises:
        CalendarFailure: the ledger cannot be written.
    """
    if existing(where) is None:
        return {}
    with open_ledger(where) as ledger:
        return ledger.forget(now - timedelta(weeks=weeks), now)
