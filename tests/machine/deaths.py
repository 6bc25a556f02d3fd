"""Runs that are killed in the middle, in a process of their own."""

import signal
from datetime import datetime

from tests.cli.steps import arm
from tests.machine.run import Run
from tests.providers.steps import started


def dies(run: Run, now: datetime, step: int) -> bool:
    """Let the run be killed right before its step of that number, see `tests.cli.steps.arm`; False: it had fewer."""
    process = started(_killed, run, now, step)
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), f"the run failed by itself with {process.exitcode}"
    return bool(process.exitcode)


def _killed(run: Run, now: datetime, step: int) -> None:
    import scheduler.ledger.writing  # noqa: F401  what it imports is no step of the run's

    arm(step, signal.SIGKILL)
    run.night(now)
