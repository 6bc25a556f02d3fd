"""A mail server on a port of its own: in the clear, with STARTTLS or TLS, with or without a password."""

import asyncio
import ssl
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers.tokens.safe import authority


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail that was taken."""

    sender: str
    to: tuple[str, ...]
    """Of the envelope."""
    mail: EmailMessage
    raw: bytes
    encrypted: bool
    signed_in: bool

    @property
    def text(self) -> str:
        content = self.mail.get_content()
        assert isinstance(content, str)
        return content


@dataclass
class MailServer:
    """Takes mails; a context manager."""

    starttls: bool = False
    tls: bool = False
    password: str | None = None
    """None: nobody has to sign in; the user is `schedule`."""
    refuses: Mapping[str, int] = field(default_factory=dict)
    """Code by recipient."""
    data_code: int = 250
    """What is answered to a mail; from 400 on it is not taken."""
    taken: list[Delivered] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._open: list[SMTP] = []
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority().issue_cert("localhost", "127.0.0.1").configure_cert(self._context)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        starting = self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self._context if self.tls else None)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(30)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        port = self._server.sockets[0].getsockname()[1]
        assert isinstance(port, int)
        return port

    async def _stop(self) -> None:
        self._server.close()
        for each in self._open:
            if isinstance(each.transport, asyncio.Transport):
                each.transport.abort()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _protocol(self) -> SMTP:
        self.connections += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a server that asks for passwords in the clear is what a test wants
            made = SMTP(
                self,
                hostname="localhost",
                tls_context=self._context if self.starttls else None,
                require_starttls=self.starttls,
                authenticator=self._sign_in if self.password is not None else None,
                auth_required=self.password is not None,
                auth_require_tls=False,
                loop=self._loop,
            )
        self._open.append(made)
        return made

    def _sign_in(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given == LoginPassword(b"schedule", (self.password or "").encode())
        return AuthResult(success=right, handled=right)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if (code := self.refuses.get(address)) is not None:
            return f"{code} not here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail, or not."""
        if self.data_code >= 400:
            return f"{self.data_code} not now"
        raw = envelope.content
        assert isinstance(raw, bytes)
        mail = message_from_bytes(raw, policy=default)
        assert isinstance(mail, EmailMessage)
        self.taken.append(
            Delivered(
                envelope.mail_from or "",
                tuple(envelope.rcpt_tos),
                mail,
                raw,
                encrypted=self.tls or session.ssl is not None,
                signed_in=session.authenticated is True,
            )
        )
        return "250 OK"
