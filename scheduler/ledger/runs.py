"""The journal's door: what runs note of themselves, and what they are asked of later.

SQLAlchemy is loaded only where there is something to read or write: it takes 0.2 s.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Union

from scheduler.ledger.record import Decision, LastNight, LeaderRecord, RunRecord, RunStory, RunSummary
from scheduler.ledger.store import Where, existing, open_ledger

if TYPE_CHECKING:
    from scheduler.ledger.writing import Ledger

Place = Union[Where, "Ledger"]
"""A ledger that is open for writing, or where one lies."""


def begin_run(where: Place, record: RunRecord) -> None:
    """Note that a run begins; anew where it is known already.

    Raises:
        CalendarFailure: the ledger cannot be written, and so in all that note something.
    """
    with _open(where) as ledger:
        ledger.begin_run(record)


def note_leader(where: Place, run: str, record: LeaderRecord, decisions: Sequence[Decision] = ()) -> None:
    """Note how a run ended for a leader and what it decided, instead of what it noted before of that leader."""
    note_leaders(where, run, [(record, decisions)])


def note_leaders(where: Place, run: str, many: Iterable[tuple[LeaderRecord, Sequence[Decision]]]) -> None:
    """The same of some leaders, all or none, in one transaction."""
    with _open(where) as ledger:
        ledger.note_leaders(run, many)


def rely(where: Place, run: str, fingerprints: Mapping[str, str]) -> None:
    """Note, by leader, what the plans depend on that the run has noted, for the next run to compare with."""
    with _open(where) as ledger:
        ledger.rely(run, fingerprints)


def end_run(where: Place, run: str, at: datetime, result: str) -> None:
    """Note when (zone-aware) and how a run ended, in some words."""
    with _open(where) as ledger:
        ledger.end_run(run, at, result)


def last_nights(where: Where, leaders: Iterable[str]) -> dict[str, LastNight]:
    """What the newest run noted of each of these leaders, by email; of those of whom it noted anything.

    Raises:
        CalendarFailure: the ledger cannot be read, and so in all that read.
    """
    database = existing(where)
    if database is None:
        return {}
    from scheduler.ledger.journal import last_nights
    from scheduler.ledger.reading import read_newest

    nothing: dict[str, LastNight] = {}
    found = read_newest(database, last_nights, nothing)
    return {leader: found[leader] for leader in leaders if leader in found}


def runs(where: Where, limit: int, leader: str | None = None) -> tuple[RunSummary, ...]:
    """The newest runs, at most `limit` of them; the newest first.

    Args:
        leader: email; those that were for this leader only.
    """
    database = existing(where)
    if database is None:
        return ()
    from scheduler.ledger.journal import summaries
    from scheduler.ledger.reading import read_newest

    return read_newest(database, lambda connection: summaries(connection, limit, leader), ())


def run_of(where: Where, run: str, leader: str | None = None) -> RunStory | None:
    """What a run decided; None: there is no such run, or several whose names begin so.

    Args:
        run: its name, or the beginning of one.
        leader: email; what it decided for this leader only.
    """
    database = existing(where)
    if database is None:
        return None
    from scheduler.ledger.journal import stories
    from scheduler.ledger.reading import read_newest

    nothing: tuple[RunStory, ...] = ()
    found = read_newest(database, lambda connection: stories(connection, run, leader), nothing)
    return found[0] if len(found) == 1 else None


@contextmanager
def _open(where: Place) -> "Iterator[Ledger]":
    from scheduler.ledger.writing import Ledger

    if isinstance(where, Ledger):
        yield where
    else:
        with open_ledger(where) as ledger:
            yield ledger
