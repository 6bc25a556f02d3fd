"""Asks Google: in batches, within its quotas, and again where that may help."""

from collections.abc import Mapping, Sequence

from providers.google.ask import Ask, AskBusy
from providers.google.failure import not_understood, refusal, repeatable
from providers.google.freebusy import parted, queries
from providers.google.reply import Body, Failed, Refused, Reply, decoded, reason_of
from providers.google.signing import SignIn
from providers.google.transport import Transport
from providers.web.calls import Calls
from providers.web.limits import Limits, Quota
from providers.web.parts import Again, send_together

LIMITS = Limits(per_mailbox=Quota(600, 60.0), overall=Quota(10_000, 60.0), at_once_per_mailbox=4)
"""Google counts by who asks; every part of a batch counts."""
MOST = 50
"""So many parts a batch may have."""

Answer = Body | Refused
"""What a request comes to."""


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
        return send_together(
            self._calls,
            asks,
            self._sent,
            mailbox=lambda ask: ask.account,
            unsent=lambda ask, error: Refused(error.addressed(ask.who)),
        )

    def _sent(self, asks: Mapping[int, Ask]) -> dict[int, Answer | Again[Answer]]:
        replies = self._transport.send(list(asks.values()))
        return {number: _understood(reply, ask.who) for (number, ask), reply in zip(asks.items(), replies, strict=True)}


def _understood(reply: Reply | Failed, who: str) -> Answer | Again[Answer]:
    """The answer, and whether asking the same again may help."""
    if isinstance(reply, Failed):
        refused = Refused(reply.error)
        return Again(refused, refused.error) if reply.again else refused
    if reply.status < 300:
        try:
            return decoded(reply)
        except ValueError:
            refused = Refused(not_understood("the answer is cut off, or not Google's", who), reply.status)
            return Again(refused, refused.error)
    reason = reason_of(reply.content)
    refused = Refused(refusal(reply.status, reason, who), reply.status, reason)
    return Again(refused, refused.error, reply.after) if repeatable(reply.status, reason) else refused
