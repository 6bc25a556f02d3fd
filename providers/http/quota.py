"""A service's quotas, and how calls keep within them: so many at once, and so many in any stretch of time.

Own code, as the window has to be waited for on a clock that tests can turn, by many threads, for several mailboxes at
once and all or none.
"""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Condition

from providers.http.deadline import Clock


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a service allows. A mailbox here is whatever a quota counts by: a mailbox, or a user who asks."""

    per_mailbox: Quota
    overall: Quota | None = None
    at_once_per_mailbox: int = 4
    """The requests of a batch count one by one."""


class Window:
    """Counts what was used of one quota in the stretch of time before now. Not safe for threads by itself."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._used: deque[tuple[float, int]] = deque()
        self._sum = 0

    def wait(self, calls: int, now: float) -> float:
        """Seconds until so many more calls are allowed; 0: they are now. More than the quota wait for all of it."""
        while self._used and self._used[0][0] + self._quota.seconds <= now:
            self._sum -= self._used.popleft()[1]
        excess = self._sum + calls - self._quota.calls
        wait = 0.0
        for at, used in self._used:
            if excess <= 0:
                break
            excess -= used
            wait = at + self._quota.seconds - now
        return wait

    def use(self, calls: int, now: float) -> None:
        """Count calls that are made now."""
        self._used.append((now, calls))
        self._sum += calls


class Pace:
    """Lets calls begin when the quotas of all the mailboxes that they touch allow it. Shared by threads."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._changed = Condition()
        self._at_once: Counter[str] = Counter()
        self._windows: dict[str, Window] = {}
        self._overall = Window(limits.overall) if limits.overall else None

    def begin(self, charges: Mapping[str, int], sleep: Callable[[float], None]) -> None:
        """Wait until a call may begin, and count it; `end` has to follow.

        Args:
            charges: calls by mailbox.
            sleep: waits, or raises where that would last too long.
        """
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._room(charges))
                wait = self._wait(charges)
                if wait <= 0:
                    self._use(charges)
                    return
            sleep(wait)

    def end(self, charges: Mapping[str, int]) -> None:
        """The call has ended."""
        with self._changed:
            self._at_once.subtract({mailbox: self._parallel(calls) for mailbox, calls in charges.items()})
            self._changed.notify_all()

    def _room(self, charges: Mapping[str, int]) -> bool:
        most = self._limits.at_once_per_mailbox
        return all(self._at_once[mailbox] + self._parallel(calls) <= most for mailbox, calls in charges.items())

    def _parallel(self, calls: int) -> int:
        """A service may run all requests of a batch at once; more of a mailbox than allowed has it to itself."""
        return min(calls, self._limits.at_once_per_mailbox)

    def _wait(self, charges: Mapping[str, int]) -> float:
        now = self._clock.now()
        waits = [self._window(mailbox).wait(calls, now) for mailbox, calls in charges.items()]
        if self._overall is not None:
            waits.append(self._overall.wait(sum(charges.values()), now))
        return max(waits, default=0.0)

    def _use(self, charges: Mapping[str, int]) -> None:
        now = self._clock.now()
        for mailbox, calls in charges.items():
            self._at_once[mailbox] += self._parallel(calls)
            self._window(mailbox).use(calls, now)
        if self._overall is not None:
            self._overall.use(sum(charges.values()), now)

    def _window(self, mailbox: str) -> Window:
        return self._windows.setdefault(mailbox, Window(self._limits.per_mailbox))
