"""Writing steps as a run makes them, each also in a process that dies in the middle of it."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing import get_context
from typing import Any

from providers.interface import Provider
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, meeting, our_copies

DIED = 86
"""Exit code of a process that was killed at a write."""


def create_both(provider: Provider) -> None:
    """Create a 1-on-1 in both calendars."""
    with provider.writing() as writer:
        writer.create(meeting(), (LEADER, MEMBER))


def move_later(provider: Provider) -> None:
    """Move both copies to their later time; which need it, a run finds out by reading."""
    with provider.writing() as writer:
        writer.move(our_copies(provider), LATER)


def cancel_both(provider: Provider) -> None:
    """Cancel both copies."""
    with provider.writing() as writer:
        writer.cancel(our_copies(provider))


def create_several(provider: Provider) -> None:
    """Create the 1-on-1s of four weeks, one lock for each as in runs that interleave."""
    for week in range(48, 52):
        with provider.writing() as writer:
            writer.create(meeting(f"2026-W{week}", FIRST), (LEADER, MEMBER))


STEPS: dict[str, Callable[[Provider], None]] = {
    step.__name__: step for step in (create_both, move_later, cancel_both, create_several)
}
PREPARED: Mapping[str, tuple[str, ...]] = {
    "create_both": (),
    "move_later": ("create_both",),
    "cancel_both": ("create_both",),
}
"""The steps that come before one, so that it has something to do."""
MakeProvider = Callable[[], Provider]
_PRELOADED = (
    __name__,
    "alembic.command",
    "filelock",
    "providers.folder.read",
    "providers.folder.writer",
    "scheduler.ledger.writing",
    "solver.check",
    "solver.solve",
    "tests.machine.deaths",
    "tests.providers.google_place",
    "tests.providers.outlook_place",
)
_WRITES = ("open", "write", "fsync", "replace", "unlink", "mkdir", "rename", "remove", "rmdir")


def in_process(make: MakeProvider, step: str) -> Any:
    """A process that makes the step; started."""
    return started(_run, make, step, None)


def dies(make: MakeProvider, step: str, at: int) -> bool:
    """Make the step in a process that dies right before its write number `at` (0 is the first); False: it had fewer.

    Dying before one write is dying after the one before it.
    """
    process = started(_run, make, step, at)
    process.join()
    assert process.exitcode in (0, DIED), f"the step failed by itself with {process.exitcode}"
    return bool(process.exitcode == DIED)


def started(target: Callable[..., None], *args: object) -> Any:
    """A process that does this; forked from one that has imported what tests of providers need."""
    context = get_context("forkserver")
    context.set_forkserver_preload([*_PRELOADED])
    process = context.Process(target=target, args=args)
    process.start()
    return process


def _run(make: MakeProvider, step: str, dies_at: int | None) -> None:
    provider = make()
    if dies_at is not None:
        _die_at(dies_at)
    STEPS[step](provider)


def _die_at(number: int) -> None:
    """Make this process die right before its n-th call that writes: to a file, or to a server.

    Of a file, a `write` gets half of its bytes out; a request goes in two parts where it has a body.
    """
    left = number

    def counted(name: str, real: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        nonlocal left
        writes = name != "open" or args[1] & (os.O_WRONLY | os.O_RDWR)
        if writes and left == 0:
            if name == "write":
                real(args[0], bytes(args[1])[: len(args[1]) // 2])
            os._exit(DIED)
        left -= bool(writes)
        return real(*args, **kwargs)

    def audit(event: str, _: tuple[Any, ...]) -> None:
        nonlocal left
        if event == "http.client.send":
            if left == 0:
                os._exit(DIED)
            left -= 1

    for name in _WRITES:
        setattr(os, name, partial(counted, name, getattr(os, name)))
    sys.addaudithook(audit)
