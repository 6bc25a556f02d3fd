"""The way in: makes calls in parallel, paced, and repeated where that can help."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from random import Random
from threading import Event
from typing import TypeVar

from providers.errors import ProviderError, RateLimited, Unavailable
from providers.web.clock import Clock, SystemClock
from providers.web.deadline import Deadline
from providers.web.limits import Limits
from providers.web.pace import Pace

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 32.0
_SLICE = 0.5
"""So long at most until a wait notices that the run was interrupted, in seconds."""


class Interrupted(Exception):
    """The run has ended while a thread of it waited."""


class Repeatable(Exception):
    """A call failed in a way that repeating it may mend. Only for calls that are safe to repeat."""

    def __init__(self, error: ProviderError, after: float | None = None) -> None:
        """
        Args:
            error: raised in the end, if no attempt succeeds.
            after: seconds to wait at least, as the service said.
        """
        super().__init__(str(error))
        self.error = error
        self.after = after


class Calls:
    """Calls to one service. One object for a whole run: its threads share the quotas and the deadline.

    Args:
        limits: the service's quotas.
        deadline: seconds of asking after which nothing is begun or waited for any more; see `Deadline`.
        threads: so many calls at once.
        attempts: so often is a call made at most.
        seed: of the jitter in the waits.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        deadline: float = 900.0,
        threads: int = 16,
        attempts: int = 6,
        clock: Clock | None = None,
        seed: int = 0,
    ) -> None:
        self._clock = clock or SystemClock()
        self._deadline = Deadline(deadline, self._clock)
        self._attempts = attempts
        self._pace = Pace(limits, self._clock)
        self._random = Random(seed)
        self._interrupted = Event()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="calls")

    def call(self, do: Callable[[], Answered], *, charges: Mapping[str, int]) -> Answered:
        """The answer of `do`, which may raise `Repeatable`; any other error of its passes through at once.

        Waits grow exponentially, with jitter, and are never shorter than the service said.

        Args:
            charges: how many calls of which mailbox's quota this is: `{mailbox: 1}`, or more in a batch. Counted anew
                each time it is repeated.

        Raises:
            ProviderError: the last `Repeatable.error`, when attempts or the deadline are used up; for a wait that would
                pass the deadline at once. Without one: `RateLimited` or `Unavailable`.
        """
        with self._deadline.asking():
            return self._repeated(do, charges)

    def each(self, do: Callable[[Asked], Answered], asked: Sequence[Asked]) -> list[Answered]:
        """`do` for each, in parallel; answers in the order of `asked`.

        Raises:
            ProviderError: the first in that order, when all that was begun has ended. `do` may use `call`, not `each`.
        """
        if len(asked) == 1:
            return [do(asked[0])]
        begun: list[Future[Answered]] = []
        try:
            begun.extend(self._threads.submit(do, each) for each in asked)
            errors = [future.exception() for future in begun]
        except BaseException:
            self._interrupted.set()
            for future in begun:
                future.cancel()
            raise
        for error in errors:
            if error is not None:
                raise error
        return [future.result() for future in begun]

    def _repeated(self, do: Callable[[], Answered], charges: Mapping[str, int]) -> Answered:
        last: ProviderError | None = None
        for attempt in count(1):
            self._pace.begin(charges, lambda seconds: self._sleep_for_quota(seconds, charges))
            try:
                self._stop_if_over(charges, last)
                return do()
            except Repeatable as fault:
                # Between half and all of the usual wait, so that many who were refused at once do not return at once.
                usual = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempt - 1)) * self._random.uniform(0.5, 1.0)
                wait = max(usual, fault.after or 0.0)
                if attempt >= self._attempts or wait > self._deadline.left():
                    raise fault.error from None
                last = fault.error
            finally:
                self._pace.end(charges)
            self._sleep(wait)
        raise AssertionError  # counting never ends

    def _sleep_for_quota(self, seconds: float, charges: Mapping[str, int]) -> None:
        if seconds > self._deadline.left():
            raise RateLimited(
                "as much was asked as the service allows for now, and waiting would pass the run's deadline",
                who=_named(charges),
                do="Run again later, or for fewer people at a time",
            )
        self._sleep(seconds)

    def _stop_if_over(self, charges: Mapping[str, int], last: ProviderError | None) -> None:
        if self._interrupted.is_set():
            raise Interrupted
        if self._deadline.left() <= 0:
            what = "this run's time for asking is used up"
            raise last or Unavailable(what, who=_named(charges), do="Run again; what was done is not done twice.")

    def _sleep(self, seconds: float) -> None:
        until = self._clock.now() + seconds
        while (left := until - self._clock.now()) > 0:
            if self._interrupted.is_set():
                raise Interrupted
            self._clock.sleep(min(left, _SLICE))


def _named(charges: Mapping[str, int]) -> str:
    """Whom a call is about, for a sentence."""
    return ", ".join(sorted(charges)[:3]) + (" and others" if len(charges) > 3 else "")
