"""A limit in CPU seconds for solvers that know limits of the clock only: on a shared machine these say little."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

GLANCE = 0.01
"""Seconds between two looks at the clock."""


@contextmanager
def stopped_at(deadline: float, stop: Callable[[], object]) -> Iterator[None]:
    """Call `stop`, from another thread and maybe several times, once this process has used so many CPU seconds."""
    over = Event()

    def watch() -> None:
        while not over.wait(GLANCE):
            if time.process_time() >= deadline:
                stop()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
