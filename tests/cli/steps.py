"""What a run writes, step by step, and a signal that meets it there."""

import os
import re
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

EVENTS = {"os.mkdir", "os.rename", "os.remove"}
"""Python's audit events of what changes folders; raised right before it happens."""
_WRITES = re.compile(rb"(?:POST|PATCH|PUT|DELETE) (?!\S*(?:/\$batch|/batch/calendar/v3|/freeBusy|/getSchedule) )")
"""How a request begins that asks a service for a change."""


def arm(number: int, signal: int) -> None:
    """Send this process a signal right before its step number `number` (0 is the first).

    A step is a change of a folder, a request that asks for a change, or the commit of a transaction in the ledger. To
    die right before one of them is to die after the one before it, or at any question between the two: so every state
    is met in which a killed run can leave things, but for unfinished files.
    """
    steps = count()

    def step() -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal)

    def audit(event: str, about: tuple[Any, ...]) -> None:
        if event in EVENTS or (event == "http.client.send" and _WRITES.match(bytes(about[1]))):
            step()

    _before_commits(step)
    sys.addaudithook(audit)


def _before_commits(step: Callable[[], None]) -> None:
    """Call `step` right before every commit of the ledger."""
    from sqlalchemy.engine.default import DefaultDialect

    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def watched(self: DefaultDialect, connection: Any) -> None:
        step()
        commit(self, connection)

    DefaultDialect.do_commit = watched  # type: ignore[method-assign]
