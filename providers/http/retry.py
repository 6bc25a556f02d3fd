"""Makes calls in parallel, paced, and repeated where that can help."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from random import Random
from threading import Event, Lock
from typing import Generic, TypeVar

from providers.errors import ProviderError, RateLimited, Unavailable
from providers.http.deadline import Clock, Deadline, SystemClock
from providers.http.quota import Limits, Pace
from providers.http.session import Cutoff
from providers.http.traffic import Traffic

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
Charges = Mapping[str, int]
"""How many calls of which mailbox's quota something is: `{mailbox: 1}`, or more in a batch."""

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


class OutOfTime(Unavailable):
    """The run's time for asking is used up; what was still under way was cut off."""


class Calls:
    """Calls to one service. One object for a whole run: its threads share the quotas and the deadline.

    Args:
        limits: the service's quotas.
        deadline: seconds of asking after which nothing is begun or waited for any more, and connections that are still
            waiting for an answer are closed; see `Deadline`.
        patience: seconds after which a single call is cut off, and that is waited at most before it is repeated; None:
            until the deadline.
        threads: so many calls at once.
        attempts: so often is a call made at most.
        seed: of the jitter in the waits.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        deadline: float = 900.0,
        patience: float | None = None,
        threads: int = 16,
        attempts: int = 6,
        clock: Clock | None = None,
        seed: int = 0,
    ) -> None:
        self._clock = clock or SystemClock()
        self._deadline = Deadline(deadline, self._clock)
        self._patience = deadline if patience is None else patience
        self._attempts = attempts
        self._pace = Pace(limits, self._clock)
        self._random = Random(seed)
        self._interrupted = Event()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="calls")
        self._counting = Lock()
        self._traffic = Traffic()

    @property
    def traffic(self) -> Traffic:
        """What was sent so far, by all threads."""
        with self._counting:
            return self._traffic

    def call(self, do: Callable[[], Answered], *, charges: Charges | Callable[[], Charges]) -> Answered:
        """The answer of `do`, which may raise `Repeatable`; any other error of its passes through at once.

        Waits grow exponentially, with jitter, and are never shorter than the service said.

        Args:
            charges: what this counts as; counted anew each time it is repeated. A function says it for each attempt.

        Raises:
            ProviderError: the last `Repeatable.error`, when attempts or the deadline are used up; for a wait that would
                pass the deadline at once. Without one: `RateLimited` or `OutOfTime`.
        """
        with self._deadline.asking():
            return self._repeated(do, charges if callable(charges) else lambda: charges)

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

    def _repeated(self, do: Callable[[], Answered], charged: Callable[[], Charges]) -> Answered:
        last: ProviderError | None = None
        for attempt in count(1):
            charges = charged()
            self._pace.begin(charges, partial(self._sleep_for_quota, charges))
            try:
                self._stop_if_over(charges, last)
                return self._cut_off(do, charges, again=attempt > 1)
            except Repeatable as fault:
                # Between half and all of the usual wait, so that many who were refused at once do not return at once.
                usual = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempt - 1)) * self._random.uniform(0.5, 1.0)
                wait = max(usual, fault.after or 0.0)
                if attempt >= self._attempts or wait > self._left():
                    raise fault.error from None
                last = fault.error
            finally:
                self._pace.end(charges)
            self._sleep(wait)
        raise AssertionError  # counting never ends

    def _cut_off(self, do: Callable[[], Answered], charges: Charges, *, again: bool) -> Answered:
        """The answer of `do`, whose connection is closed when the time is up. What it sends is counted."""
        cutoff = Cutoff(self._left())
        try:
            with cutoff:
                answer = do()
        except Exception:  # of whichever library was cut off
            if cutoff.happened:
                raise _out_of_time(charges) from None
            raise
        finally:
            self._count(cutoff.asked, again=again)
        if cutoff.happened:
            raise _out_of_time(charges)
        return answer

    def _count(self, asked: int, *, again: bool) -> None:
        """Count what one attempt sent: more than once only with another token."""
        repeated = asked if again else max(0, asked - 1)
        with self._counting:
            self._traffic = Traffic(self._traffic.requests + asked, self._traffic.repeated + repeated)

    def _sleep_for_quota(self, charges: Charges, seconds: float) -> None:
        if seconds > self._left():
            raise RateLimited(
                "as much was asked as the service allows for now, and waiting would pass the run's deadline",
                who=_named(charges),
                do="Run again later, or for fewer people at a time",
            )
        self._sleep(seconds)

    def _left(self) -> float:
        """Seconds that a single call, or a wait, may take."""
        return min(self._patience, self._deadline.left())

    def _stop_if_over(self, charges: Charges, last: ProviderError | None) -> None:
        if self._interrupted.is_set():
            raise Interrupted
        if self._deadline.left() <= 0:
            raise last or _out_of_time(charges)

    def _sleep(self, seconds: float) -> None:
        until = self._clock.now() + seconds
        while (left := until - self._clock.now()) > 0:
            if self._interrupted.is_set():
                raise Interrupted
            self._clock.sleep(min(left, _SLICE))


def _named(charges: Charges) -> str:
    """Whom a call is about, for a sentence."""
    return ", ".join(sorted(charges)[:3]) + (" and others" if len(charges) > 3 else "")


def _out_of_time(charges: Charges) -> OutOfTime:
    what = "this run's time for asking is used up"
    return OutOfTime(what, who=_named(charges), do="Run again; what was done is not done twice.")


Sent = TypeVar("Sent")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Again(Generic[Answer]):
    """What came back for one of several requests, where sending the same again may help."""

    answer: Answer
    """What its answer is, if it never gets better."""
    error: ProviderError
    after: float | None = None
    """Seconds to wait at least, as the service said."""


def send_together(
    calls: Calls,
    requests: Mapping[int, Sent],
    send: Callable[[Mapping[int, Sent]], Mapping[int, Answer | Again[Answer]]],
    *,
    charges: Callable[[Mapping[int, Sent]], Charges],
    unsent: Callable[[Sent, ProviderError], Answer],
) -> dict[int, Answer]:
    """The answer to each of several requests that go out together: what succeeds is kept, only the rest is sent again.

    Args:
        requests: as many as the service takes at once.
        send: sends some of them; says for each what came back.
        charges: what some of them count as.
        unsent: the answer to a request that could not be sent before the run's deadline, or at all.
    """
    done: dict[int, Answer] = {}
    last: dict[int, Again[Answer]] = {}

    def left() -> dict[int, Sent]:
        return {number: request for number, request in requests.items() if number not in done}

    def attempt() -> None:
        for number, came in send(left()).items():
            if isinstance(came, Again):
                last[number] = came
            else:
                done[number] = came
        if again := [last[number] for number in left()]:
            raise Repeatable(again[0].error, max(each.after or 0.0 for each in again) or None)

    try:
        calls.call(attempt, charges=lambda: charges(left()))
    except ProviderError as error:
        known = {} if isinstance(error, OutOfTime) else last
        for number, request in left().items():
            done[number] = known[number].answer if number in known else unsent(request, error)
    return done
