"""Where a browser comes back to after somebody has signed in: this machine, and no other (RFC 8252, 7.3)."""

import webbrowser
from collections.abc import Callable
from contextlib import suppress
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Self
from urllib.parse import parse_qsl, urlsplit

_BACK = "You can close this page now. The program that you came from says whether you are signed in."
_STRAY = "This page does not belong to a sign-in that is under way here."
_LONGEST = 65536
"""Bytes of a form."""


class Strayed(Exception):
    """Only pages of another sign-in came back."""


class Listener:
    """Waits for one page; others, such as a browser's look for an icon, are turned away and end nothing.

    A context manager: it listens as long as it is open.
    """

    def __init__(self) -> None:
        self._came: SimpleQueue[dict[str, str]] = SimpleQueue()
        self._state = ""
        self._strayed = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"listener": self}))
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """Where it listens, on this machine's own address."""
        return self._server.server_port

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wait(self, state: str, show: Callable[[], None], patience: float) -> dict[str, str]:
        """What the page says that belongs to a sign-in.

        Args:
            state: tells that page from others.
            show: sends somebody to sign in.
            patience: seconds to wait.

        Raises:
            TimeoutError: nobody came back.
            Strayed: only with other pages.
        """
        self._state = state
        show()
        try:
            return self._came.get(timeout=patience)
        except Empty:
            raise (Strayed() if self._strayed else TimeoutError()) from None

    def takes(self, said: dict[str, str]) -> bool:
        """Whether a page is the one that is waited for."""
        ours = bool(self._state) and compare_digest(said.get("state", "").encode(), self._state.encode())
        if ours and ("code" in said or "error" in said):
            self._came.put(said)
            return True
        self._strayed = self._strayed or "state" in said
        return False


def open_browser(url: str) -> None:
    """Open a page, where there is a browser."""
    with suppress(webbrowser.Error, OSError):
        webbrowser.get().open(url)


class _Handler(BaseHTTPRequestHandler):
    timeout = 30.0
    listener: Listener

    def log_message(self, *_: object) -> None:
        """Addresses hold codes."""

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        sound = length.isascii() and length.isdigit() and int(length) <= _LONGEST
        self._answer(self.rfile.read(int(length)).decode("ascii", "replace") if sound else "")

    def _answer(self, form: str) -> None:
        try:
            said = dict(parse_qsl(form, max_num_fields=50))
        except ValueError:
            said = {}
        taken = urlsplit(self.path).path == "/" and self.listener.takes(said)
        page = (_BACK if taken else _STRAY).encode()
        self.send_response(200 if taken else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)
