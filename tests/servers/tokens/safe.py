"""A server over https, with a certificate from an authority that only the tests trust."""

import secrets
import ssl
import time
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs

import trustme

from tests.servers.base import Request, Server

TRUSTING = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPLIB2_CA_CERTS", "SSL_CERT_FILE")
"""Variables by which programs are told whom to trust; the first outdoes whatever a library's caller says."""


@cache
def authority() -> trustme.CA:
    """Who certifies this process' servers."""
    return trustme.CA()


def trusted(folder: Path) -> dict[str, str]:
    """An environment in which programs trust the tests' servers, and nobody else."""
    bundle = folder / "trusted.pem"
    authority().cert_pem.write_to_path(str(bundle))
    return dict.fromkeys(TRUSTING, str(bundle))


class SafeServer(Server):
    """As `Server`, over https; knows every secret that passed it."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: set[str] = set()
        """Passwords, codes and tokens: none of them may show anywhere."""
        self.ahead = 0.0
        """Seconds that this server's clock is ahead of everybody else's."""

    @property
    def url(self) -> str:
        """Where it listens, such as `https://localhost:41234`."""
        return f"https://localhost:{self._http.server_port}"

    def __enter__(self) -> Self:
        super().__enter__()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority().issue_cert("localhost", "127.0.0.1").configure_cert(context)
        # Nobody knows the port yet. Hands are shaken in the thread that serves a connection, on its first byte.
        plain = self._http.socket
        self._http.socket = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        return self

    def now(self) -> float:
        """This server's time."""
        return time.time() + self.ahead

    def secret(self, kind: str) -> str:
        """A new secret, known as one."""
        made = f"{kind}-{secrets.token_urlsafe(24)}"
        self.secrets.add(made)
        return made


def form(request: Request) -> dict[str, Any]:
    """The fields of a form that was sent."""
    return {name: values[-1] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}
