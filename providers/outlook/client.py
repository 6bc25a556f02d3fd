"""Asks Graph: signed in, in batches, within its quotas, and again where that may help."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from providers.errors import InvalidAnswer, ProviderError
from providers.outlook.failure import failure, not_understood, repeatable
from providers.outlook.part import Part, batches
from providers.outlook.reply import Body, Reply
from providers.outlook.signing import SignIn
from providers.outlook.transport import Transport
from providers.web.calls import Calls
from providers.web.parts import Again, send_together

Answer = Body | ProviderError
"""What a request comes to."""


class Client:
    """Safe to be used by several threads.

    Args:
        graph: the address that all paths are added to.
    """

    def __init__(self, graph: str, sign_in: SignIn, calls: Calls) -> None:
        self._graph = graph
        self._sign_in = sign_in
        self._calls = calls
        self._transport = Transport(graph)

    @property
    def app_only(self) -> bool:
        """Whether the application itself is signed in, not a person."""
        return self._sign_in.app_only

    def one(self, part: Part) -> Body:
        """The answer to one request.

        Raises:
            ProviderError: it was refused, or could not be had.
        """
        (answer,) = self.ask([part])
        if isinstance(answer, ProviderError):
            raise answer
        return answer

    def ask(self, parts: Sequence[Part]) -> list[Answer]:
        """The answers to many requests, in their order; what one of them meets does not touch the others."""
        answers: dict[int, Answer] = {}
        groups = [{number: parts[number] for number in batch} for batch in batches(parts)]
        for each in self._calls.each(self._batch, groups):
            answers |= each
        return [answers[number] for number in range(len(parts))]

    def following(self, part: Part, link: object) -> Part:
        """The request for what comes next, as an answer says; the token is sent to no other place than Graph.

        Raises:
            InvalidAnswer: the link leads elsewhere.
        """
        wanted, offered = urlsplit(self._graph), urlsplit(link if isinstance(link, str) else "")
        same = (offered.scheme, offered.netloc) == (wanted.scheme, wanted.netloc)
        if not same or not offered.path.startswith(f"{wanted.path}/"):
            raise not_understood("the answer goes on at a place that is not Microsoft Graph", part.mailbox)
        path = offered.path.removeprefix(wanted.path)
        query = f"?{offered.query}" if offered.query else ""
        return Part(part.method, path + query, part.mailbox, part.headers, part.json)

    def _batch(self, parts: Mapping[int, Part]) -> dict[int, Answer]:
        return send_together(
            self._calls,
            parts,
            self._answers,
            mailbox=lambda part: part.mailbox,
            unsent=lambda part, error: error.addressed(part.mailbox),
        )

    def _answers(self, parts: Mapping[int, Part]) -> dict[int, Answer | Again[Answer]]:
        return {
            number: self._understood(reply, parts[number].mailbox) for number, reply in self._replies(parts).items()
        }

    def _understood(self, reply: Reply, who: str) -> Answer | Again[Answer]:
        if 200 <= reply.status < 300:
            return reply.body
        error = self._error(reply, who)
        return Again(error, error, reply.after) if reply.status == 0 or repeatable(reply) else error

    def _replies(self, left: Mapping[int, Part]) -> dict[int, Reply]:
        """With another token where the first is refused."""
        token = self._sign_in.token()
        replies = self._sent(left, token)
        refused = {number: left[number] for number, reply in replies.items() if reply.status == 401}
        if refused:
            replies |= self._sent(refused, self._sign_in.token(refused=token))
        return replies

    def _sent(self, parts: Mapping[int, Part], token: str) -> dict[int, Reply]:
        if len(parts) == 1:
            return {number: self._transport.send(part, token) for number, part in parts.items()}
        return dict(zip(parts, self._transport.send_batch(list(parts.values()), token), strict=True))

    def _error(self, reply: Reply, who: str) -> ProviderError:
        if reply.status == 0:
            return InvalidAnswer("the answer to this one of several questions is missing", who=who, do="Run again.")
        return failure(reply, who, app_only=self.app_only)
