"""Several requests that go out together: what succeeds is kept, and only the rest is sent again."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from providers.errors import ProviderError
from providers.web.calls import Calls, Repeatable

Part = TypeVar("Part")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Again(Generic[Answer]):
    """What came back for one part, where sending the same again may help."""

    answer: Answer
    """What the part's answer is, if it never gets better."""
    error: ProviderError
    after: float | None = None
    """Seconds to wait at least, as the service said."""


def send_together(
    calls: Calls,
    parts: Mapping[int, Part],
    send: Callable[[Mapping[int, Part]], Mapping[int, Answer | Again[Answer]]],
    *,
    mailbox: Callable[[Part], str],
    unsent: Callable[[Part, ProviderError], Answer],
) -> dict[int, Answer]:
    """The answer to each part.

    Args:
        parts: as many as the service takes at once.
        send: sends some of them; says for each what came back.
        mailbox: whose quota a part counts to.
        unsent: the answer to a part that could not be sent before the run's deadline, or at all.
    """
    done: dict[int, Answer] = {}
    last: dict[int, Again[Answer]] = {}

    def attempt() -> None:
        left = {number: part for number, part in parts.items() if number not in done}
        for number, came in send(left).items():
            if isinstance(came, Again):
                last[number] = came
            else:
                done[number] = came
        again = [last[number] for number in left if number not in done]
        if again:
            raise Repeatable(again[0].error, max(each.after or 0.0 for each in again) or None)

    try:
        calls.call(attempt, charges=Counter(map(mailbox, parts.values())))
    except ProviderError as error:
        for number, part in parts.items():
            if number not in done:
                done[number] = last[number].answer if number in last else unsent(part, error)
    return done
