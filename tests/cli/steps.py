"""What a run writes, step by step, and a signal that meets it there."""

import os
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

EVENTS = {"os.mkdir", "os.rename", "os.remove"}
"""Python's audit events of what changes folders; raised right before it happens."""
_CHANGING = os.O_WRONLY | os.O_RDWR


def arm(number: int, signal: int) -> None:
    """Send this process a signal right before its step number `number` (0 is the first).

    A step is the opening of a file to be written, a change of a folder, or a transaction of the ledger: right before
    it is committed, and right after. To die before one step is to die after the one before it.
    """
    steps = count()

    def step(*_: Any) -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _CHANGING):
            step()

    _at_commits(step)
    sys.addaudithook(audit)


def _at_commits(step: Callable[..., None]) -> None:
    """Call `step` around every commit of the ledger."""
    from sqlalchemy.engine.default import DefaultDialect

    commit: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def watched(self: DefaultDialect, connection: Any) -> None:
        step()
        commit(self, connection)
        step()

    DefaultDialect.do_commit = watched  # type: ignore[method-assign]
