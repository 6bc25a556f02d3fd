"""Sends requests to Google, one alone or several as a batch, over connections that are kept open."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any
from weakref import finalize

from google.auth.exceptions import GoogleAuthError
from googleapiclient.discovery import build
from googleapiclient.errors import BatchError, HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest
from httplib2 import Http, Response

from providers.errors import ProviderError
from providers.google.ask import Ask
from providers.google.failure import TRANSPORT, broken, not_signed_in, not_understood
from providers.google.reply import Failed, Reply
from providers.google.signing import SignIn
from providers.google.tokens import Headers, Tokens
from providers.web.retry_after import seconds

logging.getLogger("googleapiclient").setLevel(logging.ERROR)
"""Below that it tells addresses with tokens, and what was answered."""
TIMEOUT = 60.0
"""Seconds without a byte after which an answer counts as lost."""
_SIGNS = ("authorization", "x-goog-user-project")
_MALFORMED = (BatchError, KeyError, ValueError, TypeError, AttributeError, IndexError)
"""Raised by the client for a batch's answer that is none."""


class Transport:
    """Safe to be used by several threads: httplib2's objects are not, and each serves one call at a time.

    httplib2 itself sends a request again when a kept connection turns out to be closed; see `Ask`.

    Args:
        endpoint: without a path.
    """

    def __init__(self, endpoint: str, sign_in: SignIn) -> None:
        self._endpoint = endpoint
        self._tokens = Tokens(sign_in)
        self._collections: dict[str, Any] = {}
        self._idle: list[Http] = []
        self._guard = Lock()
        finalize(self, _close, self._idle)

    def send(self, asks: Sequence[Ask]) -> list[Reply | Failed]:
        """What comes back for each, in their order. A token that is refused is renewed once."""
        with self._http() as http:
            signed = [self._signed(ask, http) for ask in asks]
            requests = {
                number: self._request(ask, each)
                for number, (ask, each) in enumerate(zip(asks, signed, strict=True))
                if not isinstance(each, Failed)
            }
            replies: dict[int, Reply | Failed] = {n: each for n, each in enumerate(signed) if isinstance(each, Failed)}
            if len(requests) == 1:
                ((number, request),) = requests.items()
                replies[number] = self._alone(request, asks[number], http)
            elif requests:
                replies |= self._together(requests, asks, http)
            return [replies[number] for number in range(len(asks))]

    def close(self) -> None:
        """Close connections that nobody uses now."""
        with self._guard:
            _close(self._idle)

    def _signed(self, ask: Ask, http: Http, refused: Headers | None = None) -> Headers | Failed:
        try:
            return self._tokens.headers(ask.account, http, refused)
        except ProviderError as error:
            return Failed(error.addressed(ask.who), again=False)
        except GoogleAuthError as error:
            return Failed(*not_signed_in(error, ask.who, ask.account))
        except TRANSPORT as error:
            return Failed(*broken(error, ask.who))

    def _request(self, ask: Ask, signed: Headers) -> HttpRequest:
        collection, _, method = ask.method.partition(".")
        request: HttpRequest = getattr(self._collection(collection), method)(**ask.parameters)
        version = {} if ask.if_match is None else {"If-Match": ask.if_match}
        request.headers = {**(request.headers or {}), **signed, **version}
        request.http = self._unsent  # else a batch signs its parts by itself
        request.postproc = _untouched
        return request

    def _alone(self, request: HttpRequest, ask: Ask, http: Http) -> Reply | Failed:
        try:
            reply = _executed(request, http)
            if reply.status == 401:
                signed = self._signed(ask, http, _signed_with(request))
                if isinstance(signed, Failed):
                    return signed
                request.headers = {**(request.headers or {}), **signed}
                reply = _executed(request, http)
        except TRANSPORT as error:
            http.close()  # else its connection may still hold the rest of an answer
            return Failed(*broken(error, ask.who))
        return reply

    def _together(self, requests: dict[int, HttpRequest], asks: Sequence[Ask], http: Http) -> dict[int, Reply | Failed]:
        replies: dict[int, Reply | Failed] = {}
        unsigned: dict[int, Failed] = {}
        numbers = {id(request): number for number, request in requests.items()}

        def renew(request: HttpRequest) -> bool:
            number = numbers[id(request)]
            signed = self._signed(asks[number], http, _signed_with(request))
            if isinstance(signed, Failed):
                unsigned[number] = signed
                return False
            request.headers = {**(request.headers or {}), **signed}
            return True

        def arrived(key: str, reply: Reply, error: HttpError | None) -> None:
            replies[int(key)] = reply if error is None else _refused(error)

        batch = _Batch(f"{self._endpoint}/batch/calendar/v3", arrived, renew)
        for number, request in requests.items():
            batch.add(request, request_id=str(number))
        try:
            batch.execute(http=_Signed(http, _signed_with(next(iter(requests.values())))))  # type: ignore[arg-type]
        except TRANSPORT as error:  # first, as a wrong certificate is a `ValueError` as well
            http.close()  # else its connection may still hold the rest of an answer
            return {number: Failed(*broken(error, asks[number].who)) for number in requests}
        except _MALFORMED:  # a `BatchError` is an `HttpError` with the status of a success
            what = "the answer to a batch cannot be understood"
            return {number: Failed(not_understood(what, asks[number].who), again=True) for number in requests}
        except HttpError as error:
            return dict.fromkeys(requests, _refused(error))
        return replies | unsigned

    def _collection(self, name: str) -> Any:
        """Made once: each time, the client would describe all its methods anew, for 5 ms."""
        if name not in self._collections:
            self._collections[name] = getattr(self._api, name)()
        return self._collections[name]

    @cached_property
    def _api(self) -> Any:
        where: Any = {"api_endpoint": f"{self._endpoint}/calendar/v3/"}
        return build(
            "calendar", "v3", http=self._unsent, client_options=where, static_discovery=True, cache_discovery=False
        )

    @cached_property
    def _unsent(self) -> Http:
        """Sends nothing: the client wants one to make requests with."""
        return Http()

    @contextmanager
    def _http(self) -> Iterator[Http]:
        with self._guard:
            http = self._idle.pop() if self._idle else None
        if http is None:
            http = Http(timeout=TIMEOUT)
            http.follow_redirects = False
        try:
            yield http
        except BaseException:
            http.close()
            raise
        with self._guard:
            self._idle.append(http)


class _Batch(BatchHttpRequest):
    """One that signs a part again for itself, when its token is refused, and sends it again only with a new one."""

    def __init__(self, batch_uri: str, callback: Any, renew: Any) -> None:
        super().__init__(callback=callback, batch_uri=batch_uri)
        self._renew = renew
        self._hopeless: set[int] = set()

    def _refresh_and_apply_credentials(self, request: HttpRequest, http: Any) -> None:
        if not self._renew(request):
            self._hopeless.add(id(request))

    def _execute(self, http: Any, order: list[str], requests: dict[str, HttpRequest]) -> None:
        left = [key for key in order if id(requests[key]) not in self._hopeless]
        if left:
            super()._execute(http, left, requests)  # type: ignore[misc]


class _Signed:
    """A connection that says who sends the batch; its parts say for themselves who asks."""

    def __init__(self, http: Http, signed: Headers) -> None:
        self._http = http
        self._headers = signed

    def request(self, uri: str, method: str, body: str, headers: Headers) -> Any:
        return self._http.request(uri, method=method, body=body.encode(), headers={**headers, **self._headers})


def _executed(request: HttpRequest, http: Http) -> Reply:
    try:
        reply: Reply = request.execute(http=http)
    except HttpError as error:
        return _refused(error)
    return reply


def _refused(error: HttpError) -> Reply:
    content = error.content if isinstance(error.content, bytes) else b""
    return Reply(int(error.resp.status), content, seconds(error.resp.get("retry-after")))


def _signed_with(request: HttpRequest) -> Headers:
    return {name: value for name, value in (request.headers or {}).items() if name in _SIGNS}


def _untouched(response: Response, content: bytes) -> Reply:
    return Reply(int(response.status), content)


def _close(idle: list[Http]) -> None:
    while idle:
        idle.pop().close()
