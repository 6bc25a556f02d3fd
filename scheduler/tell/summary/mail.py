"""Sends messages by mail, over one connection, within so many seconds."""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from typing import Any

from providers.http.session import Cutoff
from scheduler.tell.post import NotSent
from scheduler.tell.summary.message import Message
from scheduler.tell.summary.secret import read_secret
from scheduler.telling import Security, Smtp

SECONDS = 15.0
"""To connect, and between two pieces of an answer; the whole has its deadline besides."""
PERMANENT = 500
"""From here on, a server's codes mean that it will never take what was sent."""


def mail_of(message: Message, sender: str) -> EmailMessage:
    """A message as a mail."""
    mail = EmailMessage(policy=POLICY.clone(cte_type="7bit"))
    mail["From"] = sender
    mail["To"] = ", ".join(message.to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.made)
    mail["Message-ID"] = f"<{message.identity}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    facts = [f"{name}: {value}" for name, value in message.facts]
    parts = ["\n".join(facts), *message.paragraphs] if facts else [*message.paragraphs]
    mail.set_content("\n\n".join(parts) + "\n", cte="quoted-printable")
    return mail


def send_mails(
    messages: list[Message],
    settings: Smtp,
    environ: Mapping[str, str],
    seconds: float,
    done: Callable[[Message, Message | None], None],
) -> Iterator[str]:
    """Send messages one after the other; what could not be, in a sentence each.

    Args:
        done: told of each message that was sent, and what is left of it: for those who could not be reached now; None:
            nothing.

    Raises:
        NotSent: the rest could not be sent.
    """
    with _connection(settings, environ, seconds) as server:
        for message in messages:
            try:
                refused = server.send_message(mail_of(message, settings.sender), settings.sender, message.to)
            except smtplib.SMTPRecipientsRefused as error:
                refused = error.recipients
            except smtplib.SMTPResponseException as error:
                yield f"{settings.host} did not take a mail ({error.smtp_code}); it is tried again after the next night"
                continue
            later = tuple(to for to, (code, _) in refused.items() if code < PERMANENT)
            for to, (code, _) in refused.items():
                yield f"{settings.host} did not take a mail to {to} ({code})"
            done(message, replace(message, to=later) if later else None)


@contextmanager
def _connection(settings: Smtp, environ: Mapping[str, str], seconds: float) -> Iterator[smtplib.SMTP]:
    """A connection on which mails can be sent.

    Raises:
        NotSent: there is none, or it broke; the words of servers and libraries are not passed on.
    """
    if seconds <= 0:
        raise NotSent(f"there was no time left to ask {settings.host}")
    password = None if settings.password is None else read_secret(settings.password, environ)
    with Cutoff(seconds) as cutoff:
        try:
            with _connected(settings, cutoff) as server:
                if settings.user is not None and password is not None:
                    server.login(settings.user, password)
                yield server
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise NotSent(_told(error, settings.host, late=cutoff.happened)) from None


def _connected(settings: Smtp, cutoff: Cutoff) -> smtplib.SMTP:
    if settings.security is Security.TLS:
        made: _Watched = _WatchedTls(timeout=SECONDS, context=ssl.create_default_context())
    else:
        made = _Watched(timeout=SECONDS)
    made.cutoff = cutoff
    try:
        made.connect_to(settings.host, settings.port)
        if settings.security is Security.STARTTLS:
            made.starttls(context=ssl.create_default_context())
    except BaseException:
        made.close()
        raise
    return made


class _Watched(smtplib.SMTP):
    """One that `Cutoff` closes: from the first byte of a greeting on."""

    cutoff: Cutoff

    def connect_to(self, host: str, port: int) -> None:
        """Connect, and hear that it is ready."""
        self._host = host  # whom its certificate has to name
        code, _ = self.connect(host, port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, "")

    def _get_socket(self, *arguments: Any) -> socket.socket:
        line: socket.socket = super()._get_socket(*arguments)  # type: ignore[misc]
        self.cutoff.watch(line)
        return line


class _WatchedTls(smtplib.SMTP_SSL, _Watched):
    """The same, encrypted from the start: the connection is watched before hands are shaken."""


def _told(error: Exception, host: str, *, late: bool) -> str:
    if late or isinstance(error, TimeoutError):
        return f"{host} did not answer in time"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"{host} did not accept user and password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"{host} does not offer what [summary.smtp] asks for: to be encrypted, or to sign in"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{host} answered {error.smtp_code}"
    if isinstance(error, ssl.SSLError):
        return f"the certificate of {host} is not trusted on this machine, or it speaks no TLS there"
    return f"{host} cannot be reached, or broke off ({type(error).__name__})"
