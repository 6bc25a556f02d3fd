"""What a run writes, step by step, and a signal that meets it there."""

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

EVENTS = {"os.mkdir", "os.rename", "os.remove"}
"""Python's audit events of what changes folders; raised right before it happens."""
EVERY = bool(os.environ.get("SCHEDULE_EVERY_STEP"))
_WRITES = re.compile(rb"(?:POST|PATCH|PUT|DELETE) (?!\S*(?:/\$batch|/batch/calendar/v3|/freeBusy|/getSchedule) )")
"""How a request begins that asks a service for a change."""


def numbers(first: int = 0) -> Iterator[int]:
    """Of the steps at which a test lets runs die: every second one, or each if SCHEDULE_EVERY_STEP is set.

    A test of several runs begins some at 0 and others at 1, so that together they meet all kinds of steps.
    """
    return count(first, 1 if EVERY else 2)


def arm(number: int, signal: int) -> None:
    """Send this process a signal right before its step number `number` (0 is the first).

    A step is a change of a folder, a request that asks for a change, or the commit of changes in the ledger; not what
    changes nothing, such as making a folder that is there. To die right before one of them is to die after the one
    before it, or at any question between the two: so every state is met in which a killed run can leave things, but for
    unfinished files.
    """
    steps = count()

    def step() -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal)

    def audit(event: str, about: tuple[Any, ...]) -> None:
        if event in EVENTS:
            changes = event != "os.mkdir" or _is_made(*about)
        else:
            changes = event == "http.client.send" and _WRITES.match(bytes(about[1])) is not None
        if changes:
            step()

    _before_commits(step)
    sys.addaudithook(audit)


def _is_made(path: str | bytes | os.PathLike[str], _mode: int, folder: int) -> bool:
    """Whether making this folder does anything: it is not there, and what it is to lie in is."""
    return folder >= 0 or (Path(os.fsdecode(path)).parent.is_dir() and not os.path.lexists(path))


def _before_commits(step: Callable[[], None]) -> None:
    """Call `step` right before every commit of changes in the ledger."""
    from sqlalchemy.engine.default import DefaultDialect

    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def watched(self: DefaultDialect, connection: Any) -> None:
        if _has_changes(getattr(connection, "dbapi_connection", connection), rows):
            step()
        commit(self, connection)

    rows: dict[Any, int] = {}
    DefaultDialect.do_commit = watched  # type: ignore[method-assign]


def _has_changes(driver: Any, rows: dict[Any, int]) -> bool:
    """Whether a transaction has changed anything: of `rows`, how many each connection to SQLite has changed so far."""
    if not isinstance(driver, sqlite3.Connection):
        (has_number,) = driver.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL").fetchone()
        return bool(has_number)
    before, rows[driver] = rows.get(driver, 0), driver.total_changes
    return rows[driver] > before
