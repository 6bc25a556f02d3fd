"""Asks a service: requests go out together, and what one of them meets does not touch the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from providers.errors import ProviderError
from providers.http.quota import Limits
from providers.http.request import Answer, Body, Failed, Refused, Reply, Request
from providers.http.retry import Again, Calls, send_together
from providers.http.traffic import Traffic


class Service(Protocol):
    """What differs from service to service. Safe to be used by several threads."""

    limits: Limits

    def batches(self, requests: Sequence[Request]) -> list[list[int]]:
        """The numbers of the requests, put together in as few batches as the service takes."""
        ...

    def send(self, requests: Mapping[int, Request], refused: Mapping[int, str]) -> dict[int, Reply | Failed]:
        """What comes back for each of one batch.

        Args:
            refused: tokens that the service has just not taken, by request; those are asked with others.

        Raises:
            Repeatable: nothing came; sending all of it again may help.
            ProviderError: nothing can be sent.
        """
        ...

    def refusal(self, reply: Reply, who: str) -> Refused:
        """What an answer that is no success says, in words for a person."""
        ...

    def repeatable(self, refused: Refused) -> bool:
        """Whether asking the same again may help."""
        ...

    def not_understood(self, what: str, who: str) -> ProviderError:
        """An answer that makes no sense."""
        ...

    def close(self) -> None:
        """Close connections; they are opened again where needed."""
        ...


PATIENCE = 300.0
"""Seconds that one service may keep a long run waiting with one call."""


class Client:
    """Safe to be used by several threads.

    Args:
        calls: shared by all threads of a run; None: with the service's own quotas.
        deadline: seconds of asking in a run that asks for longer than usual: no single call or wait may then take more
            than `PATIENCE`. See `Calls`.
    """

    def __init__(self, service: Service, calls: Calls | None = None, *, deadline: float | None = None) -> None:
        self.service = service
        if calls is None and deadline is not None:
            calls = Calls(service.limits, deadline=deadline, patience=PATIENCE)
        self._calls = calls or Calls(service.limits)

    @property
    def traffic(self) -> Traffic:
        """What was sent so far."""
        return self._calls.traffic

    def one(self, request: Request) -> Answer:
        """The answer to one request."""
        return self._batch({0: request})[0]

    def must(self, request: Request) -> Body:
        """The answer to one request.

        Raises:
            ProviderError: it was refused, or could not be had.
        """
        answer = self.one(request)
        if isinstance(answer, Refused):
            raise answer.error
        return answer

    def ask(self, requests: Sequence[Request]) -> list[Answer]:
        """The answers to many requests, in their order."""
        answers: dict[int, Answer] = {}
        groups = [{number: requests[number] for number in batch} for batch in self.service.batches(requests)]
        for each in self._calls.each(self._batch, groups):
            answers |= each
        return [answers[number] for number in range(len(requests))]

    def _batch(self, requests: Mapping[int, Request]) -> dict[int, Answer]:
        return send_together(
            self._calls,
            requests,
            lambda left: {number: self._understood(came, left[number]) for number, came in self._sent(left).items()},
            charges=lambda left: Counter(request.account for request in left.values()),
            unsent=lambda request, error: Refused(error.addressed(request.who)),
        )

    def _sent(self, requests: Mapping[int, Request]) -> dict[int, Reply | Failed]:
        """With another token where the first is refused."""
        replies = self.service.send(requests, {})
        refused = {n: came.token for n, came in replies.items() if isinstance(came, Reply) and came.status == 401}
        if refused:
            replies |= self.service.send({number: requests[number] for number in refused}, refused)
        return replies

    def _understood(self, came: Reply | Failed, request: Request) -> Answer | Again[Answer]:
        """The answer, and whether asking the same again may help."""
        if isinstance(came, Failed):
            refused = Refused(came.error)
            return Again(refused, refused.error) if came.again else refused
        if 200 <= came.status < 300:
            if came.body is not None:
                return came.body
            error = self.service.not_understood("the answer is cut off, or another one's", request.who)
            return Again(Refused(error, came.status), error)
        refused = self.service.refusal(came, request.who)
        return Again(refused, refused.error, came.after) if self.service.repeatable(refused) else refused
