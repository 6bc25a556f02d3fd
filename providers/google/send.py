"""Sends requests to Google, one alone or several as a batch."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError
from googleapiclient.errors import BatchError, HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest

from providers.errors import MALFORMED, ProviderError
from providers.google.errors import not_signed_in, not_understood, reason_of, refusal, repeatable
from providers.google.sign_in import SignIn
from providers.google.sign_in.tokens import Tokens
from providers.http.quota import Limits, Quota
from providers.http.request import Failed, Refused, Reply, Request, decoded, wait_of
from providers.http.retry import Repeatable
from providers.http.session import BROKEN, Session, broken

logging.getLogger("googleapiclient").setLevel(logging.ERROR)
"""Below that it tells addresses with tokens, and what was answered."""
LIMITS = Limits(per_mailbox=Quota(600, 60.0), overall=Quota(10_000, 60.0), at_once_per_mailbox=4)
"""Google counts by who asks; every request of a batch counts."""
MOST = 50
"""So many requests a batch may have."""
SERVER = "Google"
_LONGEST_ADDRESS = 2048
_FORM = "application/x-www-form-urlencoded"


class GoogleService:
    """See `providers.http.batching.Service`.

    Args:
        endpoint: without a path.
    """

    limits = LIMITS

    def __init__(self, endpoint: str, sign_in: SignIn) -> None:
        self._endpoint = endpoint
        self._session = Session()
        self._tokens = Tokens(sign_in, self._session)

    def batches(self, requests: Sequence[Request]) -> list[list[int]]:
        """See `Service.batches`."""
        return [list(range(first, min(first + MOST, len(requests)))) for first in range(0, len(requests), MOST)]

    def send(self, requests: Mapping[int, Request], refused: Mapping[int, str]) -> dict[int, Reply | Failed]:
        """See `Service.send`: each is asked as its account."""
        signed = {number: self._signed(request, refused.get(number)) for number, request in requests.items()}
        unsigned: dict[int, Reply | Failed] = {n: each for n, each in signed.items() if isinstance(each, Failed)}
        tokens = {number: each for number, each in signed.items() if not isinstance(each, Failed)}
        left = {number: requests[number] for number in tokens}
        send = self._alone if len(left) == 1 else self._together
        return unsigned | (send(left, tokens) if left else {})

    def refusal(self, reply: Reply, who: str) -> Refused:
        """See `Service.refusal`."""
        reason = reason_of(reply.body)
        return Refused(refusal(reply.status, reason, who), reply.status, reason)

    def repeatable(self, refused: Refused) -> bool:
        """See `Service.repeatable`."""
        return repeatable(refused.status, refused.reason)

    def not_understood(self, what: str, who: str) -> ProviderError:
        """See `Service.not_understood`."""
        return not_understood(what, who)

    def close(self) -> None:
        """See `Service.close`."""
        self._session.close()

    def _signed(self, request: Request, refused: str | None) -> str | Failed:
        try:
            return self._tokens.signed(request.account, refused)
        except ProviderError as error:
            return Failed(error.addressed(request.who), again=False)
        except GoogleAuthError as error:
            return Failed(*not_signed_in(error, request.who, request.account))
        except BROKEN as error:
            return Failed(*broken(error, request.who, SERVER))

    def _alone(self, left: Mapping[int, Request], tokens: Mapping[int, str]) -> dict[int, Reply | Failed]:
        ((number, request),) = left.items()
        method, url, headers, data = request.method, request.path, dict(request.headers), _text(request)
        if method == "GET" and len(url) > _LONGEST_ADDRESS:
            url, _, data = url.partition("?")
            method = "POST"
            headers |= {"x-http-method-override": "GET", "content-type": _FORM}
        try:
            came = self._session.signed(method, url, tokens[number], headers=headers, data=data)
        except BROKEN as error:
            return {number: Failed(*broken(error, request.who, SERVER))}
        return {number: _reply(came, tokens[number])}

    def _together(self, left: Mapping[int, Request], tokens: Mapping[int, str]) -> dict[int, Reply | Failed]:
        batch = _Batch(f"{self._endpoint}/batch/calendar/v3")
        for number, request in left.items():
            headers = {**request.headers, "authorization": tokens[number]}
            part = HttpRequest(None, _unused, request.path, request.method, _text(request), headers)  # type: ignore[arg-type]
            batch.add(part, request_id=str(number))
        whole = next(iter(tokens.values()))
        try:
            return {
                int(key): _part(response, content, tokens[int(key)])
                for key, (response, content) in batch.answers(_Http(self._session, whole)).items()
            }
        except _NoBatch as outer:
            return dict.fromkeys(left, outer.reply)
        except BROKEN as error:  # first, as a wrong certificate is a `ValueError` as well
            return {number: Failed(*broken(error, request.who, SERVER)) for number, request in left.items()}
        except (BatchError, HttpError, *MALFORMED):
            what = "the answer to a batch cannot be understood"
            raise Repeatable(not_understood(what, ", ".join({each.who: None for each in left.values()}))) from None


class _Batch(BatchHttpRequest):
    """Google's client writes the batch, and takes its answer apart; signing and repeating are not left to it."""

    def __init__(self, batch_uri: str) -> None:
        super().__init__(batch_uri=batch_uri)

    def answers(self, http: Any) -> dict[str, tuple[Any, bytes]]:
        """By the id of each request.

        Raises:
            BatchError, HttpError, one of `MALFORMED`: the answer is none to a batch.
        """
        order: list[str] = self._order  # type: ignore[attr-defined]
        self._execute(http, order, self._requests)  # type: ignore[attr-defined]
        found: dict[str, tuple[Any, bytes]] = self._responses  # type: ignore[attr-defined]
        return {key: found[key] for key in order}


class _NoBatch(Exception):
    """A batch was refused as a whole."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class _Http:
    """What Google's client sends a batch with."""

    def __init__(self, session: Session, signed: str) -> None:
        self._session = session
        self._signed = signed

    def request(self, uri: str, method: str, body: str, headers: dict[str, str]) -> tuple[Any, bytes]:
        came = self._session.signed(method, uri, self._signed, headers=headers, data=body.encode())
        if came.status_code >= 300:
            raise _NoBatch(_reply(came, self._signed))
        return _Response({name.lower(): value for name, value in came.headers.items()}), came.content


class _Response(dict[str, str]):
    """Headers, in lower case."""

    status = 200


def _text(request: Request) -> str | None:
    return None if request.body is None else json.dumps(request.body)


def _reply(came: requests.Response, token: str) -> Reply:
    return Reply(
        came.status_code, decoded(came.status_code, came.content), wait_of(came.headers.get("Retry-After")), token
    )


def _part(response: Any, content: bytes, token: str) -> Reply:
    status = int(response.status)
    return Reply(status, decoded(status, content), wait_of(response.get("retry-after")), token)


def _unused(*_: object) -> None:
    """The client takes no request without something that reads its answer."""
