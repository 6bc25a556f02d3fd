"""Sends requests to Graph, one alone or several as a batch."""

from collections.abc import Mapping, Sequence
from typing import Any

from providers.errors import InvalidAnswer, ProviderError
from providers.http.quota import Limits, Quota
from providers.http.request import Failed, Refused, Reply, Request, decoded, wait_of
from providers.http.retry import Repeatable
from providers.http.session import BROKEN, Session, broken
from providers.outlook.errors import code_of, not_understood, refusal, repeatable
from providers.outlook.sign_in import SignIn

LIMITS = Limits(per_mailbox=Quota(10_000, 600.0), overall=Quota(130_000, 10.0), at_once_per_mailbox=4)
"""https://learn.microsoft.com/graph/throttling-limits: per application and mailbox; per application."""
MOST = 20
"""So many requests a batch may have."""
MOST_OF_A_MAILBOX = 4
"""So many requests of one mailbox run at once; more in a batch are refused."""


class GraphService:
    """See `providers.http.batching.Service`.

    Args:
        graph: the address that all paths are added to.
    """

    limits = LIMITS

    def __init__(self, graph: str, sign_in: SignIn) -> None:
        self._graph = graph
        self._sign_in = sign_in
        self._session = Session()

    def batches(self, requests: Sequence[Request]) -> list[list[int]]:
        """See `Service.batches`."""
        made: list[list[int]] = []
        for number, request in enumerate(requests):
            fits = (
                batch
                for batch in made
                if len(batch) < MOST
                and sum(requests[other].account == request.account for other in batch) < MOST_OF_A_MAILBOX
            )
            batch = next(fits, None)
            if batch is None:
                batch = []
                made.append(batch)
            batch.append(number)
        return made

    def send(self, requests: Mapping[int, Request], refused: Mapping[int, str]) -> dict[int, Reply | Failed]:
        """See `Service.send`: one token for all."""
        token = self._sign_in.token(refused=next(iter(refused.values()), None))
        if len(requests) == 1:
            ((number, request),) = requests.items()
            return {number: self._sent(request, token)}
        return self._together(requests, token)

    def refusal(self, reply: Reply, who: str) -> Refused:
        """See `Service.refusal`."""
        code = code_of(reply.body)
        return Refused(refusal(reply.status, code, who, app_only=self._sign_in.app_only), reply.status, code)

    def repeatable(self, refused: Refused) -> bool:
        """See `Service.repeatable`."""
        return repeatable(refused.status, refused.reason)

    def not_understood(self, what: str, who: str) -> ProviderError:
        """See `Service.not_understood`."""
        return not_understood(what, who)

    def close(self) -> None:
        """See `Service.close`."""
        self._session.close()

    def _together(self, requests: Mapping[int, Request], token: str) -> dict[int, Reply | Failed]:
        who = next(iter(requests.values())).who
        body = {"requests": [_inner_request(number, request) for number, request in requests.items()]}
        outer = self._sent(Request(who, who, "POST", "/$batch", {}, body), token)
        if outer.status != 200:
            return dict.fromkeys(requests, outer)
        answers = (outer.body or {}).get("responses")
        if not isinstance(answers, list):
            raise Repeatable(not_understood("Microsoft's answer to several questions holds none", who))
        by_id = {str(each.get("id")): each for each in answers if isinstance(each, Mapping)}
        return {number: _inner_reply(by_id.get(str(number)), each.who, token) for number, each in requests.items()}

    def _sent(self, request: Request, token: str) -> Reply:
        try:
            came = self._session.signed(
                request.method,
                self._graph + request.path,
                f"Bearer {token}",
                headers=request.headers,
                json=request.body,
            )
        except BROKEN as error:
            failure, again = broken(error, request.who, "Microsoft")
            if again:
                raise Repeatable(failure) from None
            raise failure from None
        empty = 200 <= came.status_code < 300 and not came.content
        body = {} if empty else decoded(came.status_code, came.content)
        return Reply(came.status_code, body, wait_of(came.headers.get("Retry-After")), token)


def _inner_request(number: int, request: Request) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": str(number), "method": request.method, "url": request.path}
    headers = dict(request.headers)
    if request.body is not None:
        entry["body"] = request.body
        headers["Content-Type"] = "application/json"
    return {**entry, "headers": headers} if headers else entry


def _inner_reply(answer: Mapping[str, Any] | None, who: str, token: str) -> Reply | Failed:
    """One answer out of a batch."""
    status = (answer or {}).get("status")
    if answer is None or not isinstance(status, int):
        what = "the answer to this one of several questions is missing"
        return Failed(InvalidAnswer(what, who=who, do="Run again."), again=True)
    headers = answer.get("headers")
    named = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {}
    body = answer.get("body")
    return Reply(status, body if isinstance(body, dict) else {}, wait_of(named.get("retry-after")), token)
