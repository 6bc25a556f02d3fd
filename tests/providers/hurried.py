"""A clock that does not let anybody wait."""

import time


class HurriedClock:
    """See `providers.http.deadline.Clock`. Who sleeps has slept at once; so much later it is then."""

    def __init__(self) -> None:
        self._slept = 0.0

    def now(self) -> float:
        """See `Clock`."""
        return time.monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        """See `Clock`."""
        self._slept += seconds
