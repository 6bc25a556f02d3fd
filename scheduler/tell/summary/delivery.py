"""Sends what is in the outbox: every channel in a thread of its own, so that none waits for another's slow server."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

from providers.errors import NotPermitted, Unavailable
from providers.lock import locked
from scheduler.outcome import Night
from scheduler.tell.post import NotSent
from scheduler.tell.summary import people, words
from scheduler.tell.summary.mail import send_mails
from scheduler.tell.summary.message import Channel, Message
from scheduler.tell.summary.outbox import Outbox, open_outbox
from scheduler.tell.summary.webhooks import send_by_webhook
from scheduler.telling import Secret, Smtp, Summary

LOCK = ".lock"
GRACE = 5.0
"""Seconds beyond the deadline for whatever no deadline of ours reaches, such as looking up a host's name."""


def deliver(night: Night, company: str, settings: Summary, path: Path, environ: Mapping[str, str]) -> tuple[str, ...]:
    """See `scheduler.tell.summary.send`."""
    until = monotonic() + settings.deadline.total_seconds()
    try:
        with open_outbox(path) as outbox:
            _post(night, company, settings, outbox)
            with locked(path / LOCK, "the outbox", wait=0.0):
                return _Delivery(settings, outbox, environ, until).all(outbox.waiting(night.ended))
    except Unavailable:
        return ()  # another run sends; what this one has put there goes with that, or after the next night
    except NotPermitted as error:
        return (f"{error.who}: {error.what}; {error.do}",)
    except OSError as error:
        return (f"the outbox {path} cannot be used: {error.strerror or error}",)


def _post(night: Night, company: str, settings: Summary, outbox: Outbox) -> None:
    """Put the night's messages into the outbox, once for a run."""
    if words.worth_sending(night, settings.when):
        if settings.smtp is not None and settings.smtp.to:
            outbox.add(words.summary(night, company, Channel.SMTP, settings.smtp.to))
        for channel, secret in ((Channel.SLACK, settings.slack), (Channel.TEAMS, settings.teams)):
            if secret is not None:
                outbox.add(words.summary(night, company, channel))
    told = Message(night.run, Channel.PEOPLE, night.ended, "")
    if settings.people and settings.smtp is not None and not outbox.has(told):
        for message in people.messages(night):
            outbox.add(message)
        outbox.settle(told)


class _NotNoted(Exception):
    """The outbox could not be written; why."""


class _Delivery:
    """Sends messages until a time."""

    def __init__(self, settings: Summary, outbox: Outbox, environ: Mapping[str, str], until: float) -> None:
        self._settings = settings
        self._outbox = outbox
        self._environ = environ
        self._until = until
        self._guard = Lock()
        self._over = False
        self._problems: list[str] = []

    def all(self, messages: list[Message]) -> tuple[str, ...]:
        """Send what can be sent; what could not be, a sentence each."""
        threads = {
            name: Thread(target=self._run, args=(name, send), daemon=True) for name, send in self._ways(messages)
        }
        for thread in threads.values():
            thread.start()
        for name, thread in threads.items():
            thread.join(max(0.0, self._left() + GRACE))
            if thread.is_alive():
                self._problem(name, "it did not answer in time")
        with self._guard:
            self._over = True
            return tuple(self._problems)

    def _ways(self, messages: list[Message]) -> list[tuple[str, Callable[[], None]]]:
        """What is to be done, by what it is called in a sentence; nothing by a channel that is not configured."""
        ways: list[tuple[str, Callable[[], None]]] = []
        mails = [each for each in messages if each.channel in (Channel.SMTP, Channel.PEOPLE)]
        smtp = self._settings.smtp
        if mails and smtp is not None:
            ways.append(("mail", lambda: self._mails(mails, smtp)))
        for channel, secret in ((Channel.SLACK, self._settings.slack), (Channel.TEAMS, self._settings.teams)):
            mine = [each for each in messages if each.channel is channel]
            if mine and secret is not None:
                ways.append((channel.value.capitalize(), self._posting(mine, secret)))
        return ways

    def _posting(self, messages: list[Message], secret: Secret) -> Callable[[], None]:
        return lambda: self._posts(messages, secret)

    def _mails(self, messages: list[Message], smtp: Smtp) -> None:
        first_summaries = sorted(messages, key=lambda message: message.channel is Channel.PEOPLE)
        for problem in send_mails(first_summaries, smtp, self._environ, self._left(), self._done):
            self._problem("mail", problem)

    def _posts(self, messages: list[Message], secret: Secret) -> None:
        for message in messages:
            send_by_webhook(message, secret, self._environ, self._left())
            self._done(message, None)

    def _done(self, message: Message, rest: Message | None) -> None:
        """A message was sent to all whom it could be; nothing is noted any more once nobody waits for it."""
        with self._guard:
            if self._over:
                return
            try:
                if rest is None:
                    self._outbox.settle(message)
                else:
                    self._outbox.keep(rest, instead=message)
            except OSError as error:
                raise _NotNoted(error.strerror or str(error)) from None

    def _run(self, name: str, send: Callable[[], None]) -> None:
        try:
            send()
        except NotSent as error:
            self._problem(name, f"{error}; it is tried again after the next night")
        except _NotNoted as error:
            self._problem(name, f"that a message was sent cannot be noted ({error}): it will be sent again")
        except Exception as error:  # a bug here fails no night; its text may hold an address
            self._problem(name, f"an unexpected failure ({type(error).__name__}): a bug; please report it")

    def _problem(self, name: str, what: str) -> None:
        with self._guard:
            if not self._over:
                self._problems.append(f"summary by {name}: {what}")

    def _left(self) -> float:
        return self._until - monotonic()
