"""What the test servers share: HTTP over a socket, a log of requests, and faults that meet chosen ones."""

import json
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived; a part of a batch is one of its own."""

    method: str
    path: str
    """Without the query; percent-encoded."""
    query: Mapping[str, str]
    """Decoded; the last value of each name."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes
    part_of: int | None = None
    """Number of the batch that it came in, counted from 0 in the log; None: it came on its own."""
    repeated: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Like `query`, with all values of each name."""

    @property
    def json(self) -> Any:
        """The body, decoded; None where there is none."""
        return json.loads(self.body) if self.body else None


def query_of(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """A query string, decoded: the last value of each name, and all values of each."""
    repeated = parse_qs(text, keep_blank_values=True)
    return {name: values[-1] for name, values in repeated.items()}, repeated


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    json: Any = None
    """None: an empty body."""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    """Sent instead of `json`, as it is."""

    @property
    def body(self) -> bytes:
        """The bytes of the body."""
        if self.content is not None:
            return self.content
        return b"" if self.json is None else json.dumps(self.json).encode()


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request. Exactly one of `answer`, `lost`, `cut`, `wrong_json` is given."""

    answer: Answer | None = None
    """Answered instead."""
    lost: bool = False
    """The connection is closed without an answer, as after a timeout. Inside a batch: that of the whole batch."""
    cut: bool = False
    """The body ends half-way. Inside a batch: that of the whole batch."""
    wrong_json: bool = False
    """The body is no JSON, such as a proxy's page."""
    effect: bool = False
    """Whether the request takes effect all the same, before it goes wrong."""


Match = Callable[[Request], bool]


class Lost(Exception):
    """The connection is to be closed, with half of this body sent or nothing at all."""

    def __init__(self, half: bytes = b"") -> None:
        super().__init__("lost")
        self.half = half


class Server:
    """A server on a port of its own, in threads of this process; a context manager.

    A subclass answers requests in `handle`, which is called under `lock`, and takes batches apart with `part`.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self.log: list[Request] = []
        """Every request, parts of batches after the batch that held them. A batch itself is in it too."""
        self.latency = 0.0
        """Seconds that every request on its own (not a part) takes."""
        self._faults: list[tuple[Match, Fault]] = []
        self._skip: list[int] = []

    def handle(self, request: Request) -> Answer:
        """Answer a request; changes state."""
        raise NotImplementedError

    def inject(self, fault: Fault, match: Match = lambda request: True, *, skip: int = 0, times: int = 1) -> None:
        """Let a fault meet the next requests that match: after `skip` of them, `times` in a row."""
        with self.lock:
            for _ in range(times):
                self._faults.append((match, fault))
                self._skip.append(skip)
                skip = 0

    def heal(self) -> None:
        """Forget faults that were not met yet."""
        with self.lock:
            self._faults.clear()
            self._skip.clear()

    def part(self, request: Request) -> Answer:
        """Answer one request, on its own or a part of a batch, with the faults that meet it."""
        with self.lock:
            self.log.append(request)
            fault = self._fault(request)
            if fault is None:
                return self.handle(request)
            answer = self.handle(request) if fault.effect or fault.cut else Answer(500)
            if fault.lost:
                raise Lost
            if fault.cut:
                raise Lost(answer.body[: max(1, len(answer.body) // 2)])
            if fault.wrong_json:
                return Answer(200, content=b"<html>Sign in to the guest network</html>")
            assert fault.answer is not None
            return fault.answer

    def _fault(self, request: Request) -> Fault | None:
        for number, (match, fault) in enumerate(self._faults):
            if match(request):
                if self._skip[number] == 0:
                    del self._faults[number], self._skip[number]
                    return fault
                self._skip[number] -= 1
                return None
        return None

    @property
    def calls(self) -> int:
        """How many HTTP requests arrived; a batch is one."""
        with self.lock:
            return sum(request.part_of is None for request in self.log)

    @property
    def connections(self) -> int:
        """How many connections clients have opened."""
        return self._http.opened

    @property
    def url(self) -> str:
        """Where it listens, such as `http://127.0.0.1:41234`."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._http = _Http(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.close_all()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.open: set[socket.socket] = set()
        self.opened = 0

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        self.opened += 1
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def close_all(self) -> None:
        """Close what clients keep open."""
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that are killed in the middle are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)

    def log_message(self, *_: object) -> None:
        """The log is `Server.log`."""

    def _serve(self) -> None:
        url = urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # the client died half-way: nothing has arrived
            self.close_connection = True
            return
        query, repeated = query_of(url.query)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if self.owner.latency:
            time.sleep(self.owner.latency)
        try:
            answer = self.owner.part(Request(self.command, url.path, query, headers, body, None, repeated))
        except Lost as lost:
            if lost.half:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(2 * len(lost.half) + 2))
                self.end_headers()
                self.wfile.write(lost.half)
            self.close_connection = True
            return
        self.send_response(answer.status)
        kind = {"Content-Type": "application/json; charset=UTF-8"} if answer.content is None else {}
        for name, value in {**kind, "Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve  # noqa: N815
