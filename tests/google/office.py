"""A made-up office on a Google Calendar server, and providers that read and write its calendars."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from re import Pattern
from typing import Any

from google.oauth2.credentials import Credentials

from providers.attendee_copies import recognise
from providers.event import Calendar, Event, Interval
from providers.google.provider import GoogleProvider
from providers.google.send import LIMITS
from providers.google.settings import GoogleSettings, Notify
from providers.http.retry import Calls
from providers.interface import Account
from providers.pair_meetings import pair_up
from tests.providers.hurried import HurriedClock
from tests.providers.meetings import LEADER, MEMBER, WINDOW, ZONE
from tests.servers.base import Match, Request
from tests.servers.google import GoogleServer

BATCH = "/batch/calendar/v3"
TEAM = tuple(f"person-{number}@example.com" for number in range(9))


@dataclass
class Badge:
    """A `SignIn` with a fixed token for each account."""

    account: str | None = None
    asked: list[str] = field(default_factory=list)
    made: dict[str, Credentials] = field(default_factory=dict)

    def credentials(self, owner: str) -> Credentials:
        """See `SignIn`."""
        account = self.account or owner
        self.asked.append(owner)
        return self.made.setdefault(account, Credentials(token=f"token-for-{account}"))  # type: ignore[no-untyped-call]


@dataclass
class Office:
    """Who works here, and where runs keep their state."""

    server: GoogleServer
    state: Path
    clock: HurriedClock = field(default_factory=HurriedClock)
    providers: list[GoogleProvider] = field(default_factory=list)

    def hire(self, *emails: str, zone: str = ZONE) -> None:
        """Give people mailboxes."""
        for email in emails:
            self.server.add_mailbox(email, zone)

    def provider(
        self,
        badge: Any = None,
        *,
        endpoint: str | None = None,
        meet: bool = False,
        notify: Notify = Notify.OUTSIDE,
        read_as: str | None = None,
        attempts: int = 6,
    ) -> GoogleProvider:
        """A provider as a run makes one."""
        settings = GoogleSettings(endpoint=endpoint or self.server.url, meet=meet, notify=notify, read_as=read_as)
        calls = Calls(LIMITS, clock=self.clock, attempts=attempts)
        self.providers.append(GoogleProvider(settings, badge or Badge(), self.state, calls=calls))
        return self.providers[-1]

    def parts(self, ending: str = "", method: str = "") -> list[Request]:
        """Requests that reached the server, those in batches too, whose path ends so."""
        return [
            request
            for request in self.server.log
            if request.path != BATCH and request.path.endswith(ending) and method in ("", request.method)
        ]

    def restart(self) -> None:
        """Forget which requests came until now."""
        self.server.log.clear()

    @property
    def calls(self) -> int:
        """How many HTTP requests arrived since."""
        return self.server.calls


def accounts(emails: Iterable[str]) -> tuple[Account, ...]:
    """Accounts in Madrid."""
    return tuple(Account(email, ZONE) for email in emails)


def read(
    provider: GoogleProvider,
    *emails: str,
    window: Interval = WINDOW,
    title: Pattern[str] | None = None,
    once: bool = False,
) -> dict[str, Calendar]:
    """Calendars, those of Lena and Marco unless others are named, as a run sees them."""
    return pair_up(recognise(provider.read(accounts(emails or (LEADER, MEMBER)), window, title, once=once)))


def ours(provider: GoogleProvider, *emails: str) -> list[Event]:
    """Copies that bear our marker."""
    return [event for each in read(provider, *emails).values() for event in each.events if event.marker is not None]


def ending(path: str, method: str = "") -> Match:
    """Requests whose path ends so."""
    return lambda request: request.path.endswith(path) and method in ("", request.method)
