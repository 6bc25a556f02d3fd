"""A made-up office on a Graph server, and providers that read and write its calendars."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from re import Pattern

from providers.event import Calendar, Event, Interval
from providers.http.retry import Calls
from providers.interface import Account
from providers.outlook.provider import OutlookProvider
from providers.outlook.send import LIMITS
from providers.outlook.settings import OutlookSettings
from tests.providers.meetings import LEADER, MEMBER, WINDOW, ZONE
from tests.servers.base import Request
from tests.servers.graph import APP_TOKEN, GraphServer

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Leap:
    """A clock on which waiting takes no time."""

    time: float = 0.0

    def now(self) -> float:
        """See `Clock`."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """See `Clock`."""
        self.time += seconds


@dataclass
class Badge:
    """A `SignIn` with fixed tokens: the next one each time one is refused."""

    tokens: list[str]
    app_only: bool = True
    account: str | None = None
    refused: list[str] = field(default_factory=list)

    def token(self, refused: str | None = None) -> str:
        """See `SignIn`."""
        if refused is not None:
            self.refused.append(refused)
            if len(self.tokens) > 1 and refused == self.tokens[0]:
                del self.tokens[0]
        return self.tokens[0]


@dataclass
class Office:
    """Who works here, and where runs keep their state."""

    server: GraphServer
    state: Path
    clock: Leap = field(default_factory=Leap)

    def hire(self, *emails: str, zone: str = ZONE) -> None:
        """Give people mailboxes."""
        for email in emails:
            self.server.add_mailbox(email, zone)

    def provider(
        self, badge: Badge | None = None, *, endpoint: str | None = None, teams: bool = False, changes: bool = False
    ) -> OutlookProvider:
        """A provider as a run makes one."""
        settings = OutlookSettings(
            "tenant", "client", endpoint=endpoint or self.server.url, teams=teams, changes_only=changes
        )
        calls = Calls(LIMITS, clock=self.clock)
        return OutlookProvider(settings, badge or Badge([APP_TOKEN]), self.state, calls=calls)

    def person(self, email: str) -> OutlookProvider:
        """The provider of a run for which one person has signed in."""
        return self.provider(Badge([f"token-for-{email}"], app_only=False, account=email))

    def parts(self, path: str = "", method: str = "") -> list[Request]:
        """Requests that reached the server, also those in batches, whose path ends so."""
        return [
            request
            for request in self.server.log
            if not request.path.endswith("$batch") and request.path.endswith(path) and method in ("", request.method)
        ]


def accounts(emails: Iterable[str]) -> tuple[Account, ...]:
    """Accounts in Madrid."""
    return tuple(Account(email, ZONE) for email in emails)


def read(
    provider: OutlookProvider,
    *emails: str,
    window: Interval = WINDOW,
    title: Pattern[str] | None = None,
    once: bool = False,
) -> dict[str, Calendar]:
    """Calendars, those of Lena and Marco unless others are named."""
    return dict(provider.read(accounts(emails or (LEADER, MEMBER)), window, title, once=once))


def ours(provider: OutlookProvider, *emails: str) -> list[Event]:
    """Events that bear our marker."""
    return [event for each in read(provider, *emails).values() for event in each.events if event.marker is not None]


def at(days: int, hour: int, minutes: int = 30) -> tuple[datetime, datetime]:
    """Start and end, from Monday of the first week on, in UTC."""
    start = MONDAY + timedelta(days=days, hours=hour)
    return start, start + timedelta(minutes=minutes)


def interval(days: int, hour: int, minutes: int = 30) -> Interval:
    """The same as a span."""
    return Interval(*at(days, hour, minutes))
