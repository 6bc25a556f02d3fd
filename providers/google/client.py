"""Asks Google: in batches, within its quotas, and again where that may help."""

from collections import Counter
from collections.abc import Mapping, Sequence

from providers.errors import ProviderError
from providers.google.ask import Ask, AskBusy
from providers.google.failure import not_understood, refusal, repeatable
from providers.google.freebusy import parted, queries
from providers.google.reply import Body, Failed, Refused, Reply, decoded, reason_of
from providers.google.signing import SignIn
from providers.google.transport import Transport
from providers.web.calls import Calls, Repeatable
from providers.web.limits import Limits, Quota

LIMITS = Limits(per_mailbox=Quota(600, 60.0), overall=Quota(10_000, 60.0), at_once_per_mailbox=4)
"""Google counts by who asks; every part of a batch counts."""
MOST = 50
"""So many parts a batch may have."""

Answer = Body | Refused


class Client:
    """Safe to be used by several threads.

    Args:
        endpoint: without a path.
    """

    def __init__(self, endpoint: str, sign_in: SignIn, calls: Calls) -> None:
        self._calls = calls
        self._transport = Transport(endpoint, sign_in)

    def close(self) -> None:
        """Close connections."""
        self._transport.close()

    def one(self, ask: Ask) -> Answer:
        """The answer to one request."""
        return self._batch({0: ask})[0]

    def ask(self, asks: Sequence[Ask | AskBusy]) -> list[Answer]:
        """The answers to many requests, in their order; what one of them meets does not touch the others."""
        alone = {number: ask for number, ask in enumerate(asks) if isinstance(ask, Ask)}
        busy = {number: ask for number, ask in enumerate(asks) if isinstance(ask, AskBusy)}
        shared = dict(enumerate(queries(busy), start=len(asks)))
        sent = [*alone.items(), *((number, ask) for number, (ask, _) in shared.items())]
        batches = [dict(sent[first : first + MOST]) for first in range(0, len(sent), MOST)]
        answers: dict[int, Answer] = {}
        for each in self._calls.each(self._batch, batches):
            answers |= each
        for number, (_, these) in shared.items():
            answers |= parted(answers[number], these)
        return [answers[number] for number in range(len(asks))]

    def _batch(self, asks: Mapping[int, Ask]) -> dict[int, Answer]:
        """At most `MOST`; what succeeds is kept, and only the rest is asked for again."""
        done: dict[int, Answer] = {}
        last: dict[int, Refused] = {}

        def attempt() -> None:
            left = [number for number in asks if number not in done]
            waits = [0.0]
            for number, reply in zip(left, self._transport.send([asks[number] for number in left]), strict=True):
                answer, again = _understood(reply, asks[number].who)
                if isinstance(answer, Refused) and again:
                    last[number] = answer
                    waits.append(reply.after or 0.0 if isinstance(reply, Reply) else 0.0)
                else:
                    done[number] = answer
            if len(done) < len(asks):
                worst = next(last[number] for number in left if number not in done)
                raise Repeatable(worst.error, max(waits) or None)

        try:
            self._calls.call(attempt, charges=Counter(ask.account for ask in asks.values()))
        except ProviderError as error:
            for number, ask in asks.items():
                if number not in done:
                    done[number] = last.get(number) or Refused(error.addressed(ask.who))
        return done


def _understood(reply: Reply | Failed, who: str) -> tuple[Answer, bool]:
    """The answer, and whether asking the same again may help."""
    if isinstance(reply, Failed):
        return Refused(reply.error), reply.again
    if reply.status < 300:
        try:
            return decoded(reply), False
        except ValueError:
            return Refused(not_understood("the answer is cut off, or not Google's", who), reply.status), True
    reason = reason_of(reply.content)
    refused = Refused(refusal(reply.status, reason, who), reply.status, reason)
    return refused, repeatable(reply.status, reason)
