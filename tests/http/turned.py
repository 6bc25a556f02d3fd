"""A clock that tests turn: whoever sleeps moves it on."""

from threading import Lock


class TurnedClock:
    """See `providers.http.deadline.Clock`. Sleeping takes no time but moves the clock."""

    def __init__(self) -> None:
        self._now = 0.0
        self._lock = Lock()
        self.slept: list[float] = []

    def now(self) -> float:
        """See `Clock`."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """See `Clock`."""
        with self._lock:
            self._now += seconds
            self.slept.append(seconds)
