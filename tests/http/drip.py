"""A service that sends a byte now and then, and so is never late."""

import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Self

PAUSE = 0.02
"""Seconds between two bytes."""
PATIENT = 500
"""Bytes after which the rest comes at once: whoever has waited so long is not cut off."""


class Drip:
    """Answers every connection with the same bytes; a context manager.

    Args:
        answer: sent byte by byte, and then `rest`, in one piece.
    """

    def __init__(self, answer: bytes, rest: bytes = b"") -> None:
        self.answer = answer
        self.rest = rest
        self.left = Event()
        """A client has closed its connection before the end."""
        self._over = Event()
        self._listens = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listens.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with suppress(OSError):
            socket.create_connection(self._listens.getsockname()).close()
        self._thread.join()
        self._listens.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            connection, _ = self._listens.accept()
            with connection, suppress(OSError):
                self._serve(connection)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(60.0)
        if not connection.recv(65536):
            return
        connection.settimeout(PAUSE)
        for number in range(len(self.answer)):
            if self._gone(connection):
                self.left.set()
                return
            connection.sendall(self.answer[number : number + 1])
        connection.sendall(self.rest)

    def _gone(self, connection: socket.socket) -> bool:
        """Whether the client has left, in the pause before the next byte."""
        try:
            return connection.recv(65536) == b"" or self._over.is_set()
        except TimeoutError:
            return self._over.is_set()
        except OSError:
            return True
