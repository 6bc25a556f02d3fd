"""Outlook, and people who use it."""

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from providers.event import Interval, Response, Show
from providers.http.retry import Calls
from providers.interface import Provider
from providers.marker import Marker
from providers.marker_codec import decode_marker
from providers.outlook.api import PROPERTY
from providers.outlook.provider import OutlookProvider
from providers.outlook.send import LIMITS
from providers.outlook.settings import OutlookSettings
from tests.providers.hurried import HurriedClock
from tests.providers.meetings import LEADER, MEMBER, ZONE
from tests.providers.stood import Stood
from tests.servers.base import Fault, Match, Request
from tests.servers.graph import GraphServer
from tests.servers.graph.batch import AT_ONCE
from tests.servers.graph.errors import graph_error
from tests.servers.graph.item import Item
from tests.servers.graph.person import Person

_MADE_BY_THE_SERVER = ("id", "other_id", "uid", "created", "fingerprint", "change", "modified")
_TO_ATTENDEES = ("invitation", "update", "cancellation")
_ANSWERS = {Response.ACCEPTED: "accept", Response.DECLINED: "decline", Response.TENTATIVE: "tentative"}


class Application:
    """Signed in as the application itself."""

    app_only = True
    account = None

    def token(self, refused: str | None = None) -> str:
        """See `providers.outlook.sign_in.SignIn`."""
        return "app-token"


def outlook_provider(url: str, state: Path, *, changes_only: bool = False, attempts: int = 6) -> OutlookProvider:
    """A provider that asks a server of the tests, and waits for nothing."""
    settings = OutlookSettings(tenant="example.com", client_id="schedule", endpoint=url, changes_only=changes_only)
    calls = Calls(LIMITS, clock=HurriedClock(), attempts=attempts)
    return OutlookProvider(settings, Application(), state, calls=calls)


@dataclass(frozen=True)
class OutlookPlace:
    """See `tests.providers.contract_shared.SharedPlace`."""

    server: GraphServer
    state: Path
    changes_only: bool = False
    shared: ClassVar[bool] = True

    @property
    def make(self) -> Callable[[], Provider]:
        """See `Place`."""
        return partial(outlook_provider, self.server.url, self.state, changes_only=self.changes_only)

    def put_foreign(self, email: str, at: Interval, show: Show = Show.BUSY) -> str:
        """See `Place`."""
        shown = "oof" if show is Show.AWAY else show.value
        return self.server.person(email).add(at.start, at.end, subject="secret", showAs=shown)

    def human_moves(self, email: str, uid: str, to: Interval) -> None:
        """See `Place`."""
        self._organizer(uid).move(uid, to.start, to.end)

    def human_deletes(self, email: str, uid: str) -> None:
        """See `Place`."""
        self.server.person(email).delete(uid)

    def human_answers(self, uid: str, who: str, answer: Response) -> None:
        """See `Place`."""
        getattr(self.server.person(who), _ANSWERS[answer])(uid)

    def human_decorates(self, email: str, uid: str) -> None:
        """See `Place`."""
        self.server.person(email).decorate(uid)

    def human_duplicates(self, email: str, uid: str) -> str:
        """See `Place`."""
        return self.server.person(email).duplicate(uid)

    def looks(self, email: str, uid: str) -> Any:
        """See `Place`."""
        return self.server.person(email).look(uid)

    def everything(self) -> Any:
        """See `Place`."""
        with self.server.lock:
            names = {item.uid: _name(item) for item in self._items() if item.organized}
            items = [_lasting(item, names.get(item.uid) or _name(item)) for item in self._items()]
            mails = [(names.get(mail.uid), mail.to, mail.kind) for mail in self.server.mails]
        return sorted(items, key=repr), sorted(mails, key=repr)

    def foreign(self) -> Any:
        """See `Place`."""
        with self.server.lock:
            ours = {item.uid for item in self._items() if item.transaction is not None}
            return copy.deepcopy([vars(item) for item in self._items() if item.uid not in ours])

    def stands(self) -> list[Stood]:
        """See `Place`."""
        with self.server.lock:
            markers = {item.uid: marker for item in self._items() if (marker := _marker(item)) is not None}
            return [
                Stood(item.owner, markers[item.uid], Interval(item.start, item.end), follows=not item.organized)
                for item in self._items()
                if item.uid in markers
            ]

    def mails(self) -> list[tuple[str, str]]:
        """See `SharedPlace`."""
        return [
            (mail.uid, mail.to) for mail in self.server.mails if mail.kind in ("invitation", "update", "cancellation")
        ]

    def sins(self) -> list[str]:
        """See `tests.machine.town.Service`."""
        crowds = [
            f"{most} requests for {who} at once" for who, most in self.server.most_at_once.items() if most > AT_ONCE
        ]
        return self.server.violations + crowds

    def faults(self) -> Mapping[str, tuple[Fault, Match]]:
        """See `tests.machine.town.Service`."""
        anything: Match = lambda request: True  # noqa: E731
        return {
            "lost before its effect": (Fault(lost=True), anything),
            "lost after its effect": (Fault(lost=True, effect=True), anything),
            "cut off": (Fault(cut=True), anything),
            "a proxy's page": (Fault(wrong_json=True), anything),
            "a proxy's page after its effect": (Fault(wrong_json=True, effect=True), anything),
            "too much": (_says(429, "ApplicationThrottled", 7), anything),
            "broken": (_says(500, "InternalServerError"), anything),
            "down": (_says(503, "ServiceUnavailable", 2), anything),
            "down after its effect": (_says(504, "GatewayTimeout", effect=True), anything),
            "signed out": (_says(401, "InvalidAuthenticationToken"), anything),
            "forbidden": (_says(403, "ErrorAccessDenied"), anything),
            "changed": (_says(412, "ErrorIrresolvableConflict"), _changes),
            "expired": (_says(410, "syncStateNotFound"), _by_token),
        }

    def _organizer(self, uid: str) -> Person:
        holders = (item.owner for item in self._items() if item.transaction == uid)
        return self.server.person(next(holders))

    def _items(self) -> list[Item]:
        return [item for mailbox in self.server.mailboxes.values() for item in mailbox.items.values()]


def _says(status: int, code: str, retry_after: int | None = None, *, effect: bool = False) -> Fault:
    return Fault(answer=graph_error(status, code, retry_after), effect=effect)


def _changes(request: Request) -> bool:
    return request.method in ("PATCH", "DELETE")


def _by_token(request: Request) -> bool:
    return "$deltatoken" in request.query


def _marker(item: Item) -> Marker | None:
    """That of one of ours."""
    found = decode_marker(item.properties.get(PROPERTY))
    return found[0] if found is not None and item.transaction == found[0].uid else None


def _name(item: Item) -> str:
    """Of a meeting, on every server the same: who called it, which occurrence it is, and when it starts."""
    return f"{item.owner} {item.transaction} {item.properties} {item.start}"


def _lasting(item: Item, name: str) -> dict[str, Any]:
    return {"name": name} | {key: value for key, value in vars(item).items() if key not in _MADE_BY_THE_SERVER}


def outlook_place(
    server: GraphServer, state: Path, emails: Iterable[str] = (LEADER, MEMBER), *, changes_only: bool = False
) -> OutlookPlace:
    """A place with mailboxes of people who keep what they decline: Lena and Marco, if nobody else is named."""
    for email in emails:
        server.add_mailbox(email, ZONE)
    server.declined_stay = True
    return OutlookPlace(server, state, changes_only)
