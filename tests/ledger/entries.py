"""Entries to put into ledgers, and what a folder holds."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from providers.event import Interval
from scheduler.ledger.record import Entry, State

LEADER = "lea@example.com"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def entry(
    member: str = "mia@example.com",
    period: str = "2026-W48",
    *,
    leader: str = LEADER,
    kind: str = "report",
    generation: int = 0,
    state: State = State.WRITTEN,
    start: datetime = NOON,
) -> Entry:
    """An occurrence of half an hour, last touched at noon."""
    span = Interval(start, start + timedelta(minutes=30))
    return Entry(leader, member, kind, period, generation, f"uid-{member}-{period}", span, state, NOON)


def numbered(number: int) -> Entry:
    """The `number`-th entry of many."""
    return entry(member=f"person-{number:05}@example.com")


def tree(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    """Everything below a folder and itself: when it was last changed, and what files hold."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else None)
        for path in (folder, *sorted(folder.rglob("*")))
    }
