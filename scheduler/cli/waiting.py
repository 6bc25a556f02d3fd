"""Tells a person who waits longer than a second what is going on."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 1.0


@contextmanager
def waiting(what: str) -> Iterator[Callable[[str], None]]:
    """Show `what` with a spinner on standard error while the block runs, if that takes long and somebody looks.

    Yields a function that replaces the text.
    """
    text = what
    done = threading.Event()
    status = None

    def say(new: str) -> None:
        nonlocal text
        text = new
        if status is not None:
            status.update(new)

    def show() -> None:
        nonlocal status
        if done.wait(PATIENCE_SECONDS):
            return
        from rich.console import Console

        with Console(stderr=True).status(text) as status:
            done.wait()

    if not sys.stderr.isatty():
        yield say
        return
    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield say
    finally:
        done.set()
        thread.join()
