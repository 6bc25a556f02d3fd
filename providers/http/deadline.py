"""How long a run may ask a service, on the machine's clock or a test's."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """Time that passes."""

    def now(self) -> float:
        """Seconds since some moment; never goes back."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's."""

    def now(self) -> float:
        """See `Clock`."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """See `Clock`."""
        time.sleep(seconds)


class Deadline:
    """Time passes only while something is asked, not while a person reads the plan. Shared by threads.

    Args:
        seconds: so long in all.
    """

    def __init__(self, seconds: float, clock: Clock) -> None:
        self._clock = clock
        self._guard = Lock()
        self._asking = 0
        self._since = 0.0
        self._left = seconds

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Time passes meanwhile; of several at once it counts once."""
        with self._guard:
            if not self._asking:
                self._since = self._clock.now()
            self._asking += 1
        try:
            yield
        finally:
            with self._guard:
                self._asking -= 1
                if not self._asking:
                    self._left -= self._clock.now() - self._since

    def left(self) -> float:
        """Seconds; none or fewer: it has passed."""
        with self._guard:
            return self._left - (self._clock.now() - self._since if self._asking else 0.0)
