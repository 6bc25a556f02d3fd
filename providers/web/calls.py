"""The way in: makes calls in parallel, paced, and repeated where that can help."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from providers.errors import ProviderError
from providers.web.clock import Clock, SystemClock
from providers.web.limits import Limits

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


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
        deadline: seconds from now after which nothing is begun or waited for any more.
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
        raise NotImplementedError

    def call(self, do: Callable[[], Answered], *, charges: Mapping[str, int]) -> Answered:
        """The answer of `do`, which may raise `Repeatable`; any other error of its passes through at once.

        Waits grow exponentially, with jitter, and are never shorter than the service said.

        Args:
            charges: how many calls of which mailbox's quota this is: `{mailbox: 1}`, or more in a batch. Counted anew
                each time it is repeated.

        Raises:
            ProviderError: the last `Repeatable.error`, when attempts or the deadline are used up; for a wait that would
                pass the deadline at once.
        """
        raise NotImplementedError

    def each(self, do: Callable[[Asked], Answered], asked: Sequence[Asked]) -> list[Answered]:
        """`do` for each, in parallel; answers in the order of `asked`.

        Raises:
            ProviderError: the first in that order, when all that was begun has ended. `do` may use `call`, not `each`.
        """
        raise NotImplementedError
