"""HTTP to Graph: one request, or one batch, and what came back."""

from collections.abc import Mapping, Sequence
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NoReturn

import requests

from providers.errors import Unavailable
from providers.outlook.failure import LATER, not_understood
from providers.outlook.part import Part
from providers.outlook.reply import Reply
from providers.web.calls import Repeatable
from providers.web.retry_after import seconds

_TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""
_CONNECTIONS = 32


class _Bearer(requests.auth.AuthBase):
    """Given as `auth`, lest requests takes a password from a .netrc file instead."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Transport:
    """Connections that are used again. Safe to be used by several threads: nothing of the session changes.

    Args:
        graph: the address that all paths are added to.
    """

    def __init__(self, graph: str) -> None:
        self._graph = graph
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = requests.adapters.HTTPAdapter(pool_connections=2, pool_maxsize=_CONNECTIONS)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, adapter)

    def send(self, part: Part, token: str) -> Reply:
        """The answer to one request.

        Raises:
            Repeatable: none came that can be understood.
        """
        return self._sent(part.method, part.path, part.mailbox, token, part.headers, part.json)

    def send_batch(self, parts: Sequence[Part], token: str) -> list[Reply]:
        """The answers to several requests, sent as one; status 0 for a request whose answer is missing.

        Raises:
            Repeatable: none came that can be understood.
        """
        requested = []
        for number, part in enumerate(parts):
            entry: dict[str, Any] = {"id": str(number), "method": part.method, "url": part.path}
            headers = dict(part.headers)
            if part.json is not None:
                entry["body"] = part.json
                headers["Content-Type"] = "application/json"
            if headers:
                entry["headers"] = headers
            requested.append(entry)
        who = parts[0].mailbox
        outer = self._sent("POST", "/$batch", who, token, {}, {"requests": requested})
        if outer.status != 200:
            return [outer] * len(parts)
        answers = outer.body.get("responses")
        if not isinstance(answers, list):
            raise Repeatable(not_understood("Microsoft's answer to several questions holds none", who))
        by_id = {each.get("id"): each for each in answers if isinstance(each, Mapping)}
        return [_inner(by_id.get(str(number))) for number in range(len(parts))]

    def _sent(
        self, method: str, path: str, who: str, token: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> Reply:
        try:
            with self._session.request(
                method,
                self._graph + path,
                json=body,
                headers=headers,
                auth=_Bearer(token),
                timeout=_TIMEOUT,
                allow_redirects=False,
            ) as response:
                return _reply(response, who)
        except requests.exceptions.JSONDecodeError:
            raise Repeatable(not_understood("the answer is no JSON, so it is not Microsoft's", who)) from None
        except requests.RequestException as error:
            _unreachable(error, who)


def _reply(response: requests.Response, who: str) -> Reply:
    after = seconds(response.headers.get("Retry-After"))
    if not 200 <= response.status_code < 300:
        try:
            body = response.json()
        except requests.exceptions.JSONDecodeError:
            body = None
    else:
        body = response.json() if response.content else {}
        if not isinstance(body, dict):
            raise Repeatable(not_understood("the answer is JSON, but not Microsoft's", who))
    return Reply(response.status_code, body if isinstance(body, dict) else {}, after)


def _inner(answer: Mapping[str, Any] | None) -> Reply:
    """One answer out of a batch."""
    status = (answer or {}).get("status")
    if answer is None or not isinstance(status, int):
        return Reply(0, {})
    headers = answer.get("headers")
    named = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {}
    body = answer.get("body")
    return Reply(status, body if isinstance(body, dict) else {}, seconds(named.get("retry-after")))


def _unreachable(error: requests.RequestException, who: str) -> NoReturn:
    # Its text may hold addresses with tokens: only its kind is told, and it is not chained.
    what = f"Microsoft cannot be reached, or broke off in the middle ({type(error).__name__})"
    raise Repeatable(Unavailable(what, who=who, do=LATER)) from None
