"""What a run writes, step by step, and a signal that meets it there."""

import os
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

EVENTS = {"os.mkdir", "os.rename", "os.remove"}
"""Python's audit events of what changes folders; raised right before it happens."""


def arm(number: int, signal: int) -> None:
    """Send this process a signal right before its step number `number` (0 is the first).

    A step is a change of a folder or the commit of a transaction in the ledger. To die right before one of them is to
    die after the one before it: so every state is met in which a killed run can leave its files, but for unfinished
    ones.
    """
    steps = count()

    def step() -> None:
        if next(steps) == number:
            os.kill(os.getpid(), signal)

    def audit(event: str, _: tuple[Any, ...]) -> None:
        if event in EVENTS:
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
