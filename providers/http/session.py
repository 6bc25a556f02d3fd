"""Connections to a service that are kept, and what a failure on the way means."""

import logging
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from threading import TIMEOUT_MAX, Lock, Timer
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from providers.errors import ProviderError, Unavailable

logging.getLogger("urllib3").setLevel(logging.ERROR)
"""Below that it tells addresses with tokens."""
TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""
LONGEST = 60.0
"""Seconds that signing in, and everything else that is asked outside a run's deadline, may take for one answer."""
BROKEN = (OSError, HTTPException, HTTPError)
"""Raised where no answer came, or half of one; all errors of requests are among them."""
_CONNECTIONS = 32


class Cutoff:
    """Closes the connection that this thread waits at, when the time is up, however an answer trickles in.

    A timeout of a socket counts from byte to byte, so that a service that sends one now and then is never late.

    Args:
        seconds: from the first connection on.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = max(0.0, min(seconds, TIMEOUT_MAX))
        self._guard = Lock()
        self._timer: Timer | None = None
        self._line: socket.socket | None = None
        self.happened = False
        self.asked = 0
        """Requests that were sent for somebody meanwhile, in this thread."""

    def watch(self, line: Any) -> None:
        """This is the connection now.

        Args:
            line: its socket. What is closed is a second handle to it: TLS hands the first one on.
        """
        with self._guard:
            self._let_go()
            self._line = socket.fromfd(line.fileno(), socket.AF_INET, socket.SOCK_STREAM)
            if self.happened:
                self._shut()
            elif self._timer is None:
                self._timer = Timer(self._seconds, self._cut)
                self._timer.daemon = True
                self._timer.start()

    def __enter__(self) -> Self:
        self._outer = _CUTOFF.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _CUTOFF.reset(self._outer)
        with self._guard:
            if self._timer is not None:
                self._timer.cancel()
            self._let_go()

    def _cut(self) -> None:
        with self._guard:
            self.happened = True
            self._shut()

    def _shut(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


_CUTOFF: ContextVar[Cutoff | None] = ContextVar("cutoff", default=None)


def _watch(line: Any) -> None:
    cutoff = _CUTOFF.get()
    if cutoff is not None and line is not None:
        cutoff.watch(line)


class _Connection(HTTPConnection):
    """One that `Cutoff` closes: from the first byte of a handshake to the last of an answer."""

    def _new_conn(self) -> socket.socket:
        line = super()._new_conn()
        _watch(line)
        return line

    def putrequest(self, *arguments: Any, **more: Any) -> None:
        _watch(self.sock)
        super().putrequest(*arguments, **more)


class _SafeConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        super().init_poolmanager(*arguments, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *arguments: Any, **more: Any) -> Any:
        manager = super().proxy_manager_for(*arguments, **more)
        manager.pool_classes_by_scheme = _POOLS
        return manager


_POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _SafePool}


class _Bearer(requests.auth.AuthBase):
    """Given as `auth`, lest requests takes a password from a .netrc file instead."""

    def __init__(self, signed: str) -> None:
        self._signed = signed

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._signed:
            request.headers["Authorization"] = self._signed
        return request


class Session(requests.Session):
    """Safe to be used by several threads: nothing of it changes. Keeps no cookies, follows no redirects, waits for no
    byte longer than `TIMEOUT`, and for no answer longer than the `Cutoff` of whoever asks.

    Args:
        longest: seconds for a whole answer, where nobody has a `Cutoff`.
    """

    def __init__(self, longest: float = LONGEST) -> None:
        super().__init__()
        self._longest = longest
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        heed_cutoff(self)

    def request(self, method: str | bytes, url: str | bytes, *arguments: Any, **more: Any) -> requests.Response:
        """See `requests.Session.request`; the answer has come in whole.

        Raises:
            one of `BROKEN`: it has not.
        """
        more = {"auth": _Bearer(""), **more, "timeout": TIMEOUT, "allow_redirects": False}
        if _CUTOFF.get() is not None:
            return super().request(method, url, *arguments, **more)
        with Cutoff(self._longest) as cutoff:
            answer = super().request(method, url, *arguments, **more)
        if cutoff.happened:
            raise requests.exceptions.ReadTimeout("the answer was cut off")
        return answer

    def signed(self, method: str, url: str, signed: str, **more: Any) -> requests.Response:
        """The same for somebody.

        Args:
            signed: what says who asks, for the header `Authorization`.
        """
        cutoff = _CUTOFF.get()
        if cutoff is not None:
            cutoff.asked += 1
        return self.request(method, url, auth=_Bearer(signed), **more)


def heed_cutoff(session: requests.Session) -> None:
    """Let `Cutoff` close a session's connections."""
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(pool_connections=4, pool_maxsize=_CONNECTIONS))


def broken(error: BaseException, who: str, server: str) -> tuple[ProviderError, bool]:
    """What a failure on the way says, and whether asking the same again may help. The words of libraries, which may
    hold addresses with tokens, are not passed on.

    Args:
        error: one of `BROKEN`, or another library's that was raised because of one.
        server: whose, for a sentence.
    """
    chain = list(_chain(error))
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in chain):
        what = f"the certificate of {server}'s server is not trusted on this machine"
        do = "If a proxy reads along, give its certificate, as a PEM file, in REQUESTS_CA_BUNDLE."
        return Unavailable(what, who=who, do=do), False
    if type(error) is OSError or any(isinstance(each, ssl.SSLError) and "[X509" in str(each) for each in chain):
        what = "the certificates that this machine trusts cannot be read"
        do = "Let REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE name a PEM file, or nothing."
        return Unavailable(what, who=who, do=do), False
    late = any(isinstance(each, TimeoutError) for each in chain)
    what = f"{server} did not answer in time" if late else f"{server} cannot be reached, or broke off"
    return Unavailable(f"{what} ({type(error).__name__})", who=who, do="Check the network, then run again."), True


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that it came of; libraries also hand them on as arguments."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = [getattr(each, "reason", None), *each.args]
        waiting += [each.__cause__, each.__context__, *(one for one in inner if isinstance(one, BaseException))]
