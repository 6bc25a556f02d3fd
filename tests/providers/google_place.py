"""Google Calendar, and people who use it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from google.auth.credentials import Credentials
from google.oauth2.credentials import Credentials as Token

from providers.event import Interval, Response, Show
from providers.google.api import PROPERTY
from providers.google.provider import GoogleProvider
from providers.google.send import LIMITS
from providers.google.settings import GoogleSettings
from providers.http.retry import Calls
from providers.interface import Provider
from providers.marker import Marker
from providers.marker_codec import decode_marker
from tests.providers.hurried import HurriedClock
from tests.providers.meetings import LEADER, MEMBER, ZONE
from tests.providers.stood import Stood
from tests.servers.base import Answer, Fault, Match, Request
from tests.servers.google import GoogleServer, google_error
from tests.servers.google.people import Person
from tests.servers.google.state import Event

_VERSIONS = ("etag", "updated", "created")
_TO_ATTENDEES = ("invitation", "update", "cancellation")
_ANSWERS = {Response.ACCEPTED: "accept", Response.DECLINED: "decline", Response.TENTATIVE: "tentative"}


class EverybodysTokens:
    """Signed in as each owner, as with a delegation."""

    account = None

    def __init__(self) -> None:
        self._tokens: dict[str, Credentials] = {}

    def credentials(self, owner: str) -> Credentials:
        """See `providers.google.sign_in.SignIn`."""
        return self._tokens.setdefault(owner, Token(token=f"token-for-{owner}"))  # type: ignore[no-untyped-call]


def google_provider(url: str, state: Path, *, attempts: int = 6) -> GoogleProvider:
    """A provider that asks a server of the tests, and waits for nothing."""
    calls = Calls(LIMITS, clock=HurriedClock(), attempts=attempts)
    return GoogleProvider(GoogleSettings(endpoint=url), EverybodysTokens(), state, calls=calls)


@dataclass(frozen=True)
class GooglePlace:
    """See `tests.providers.contract_shared.SharedPlace`."""

    server: GoogleServer
    state: Path
    shared: ClassVar[bool] = True

    @property
    def make(self) -> Callable[[], Provider]:
        """See `Place`."""
        return partial(google_provider, self.server.url, self.state)

    def put_foreign(self, email: str, at: Interval, show: Show = Show.BUSY) -> str:
        """See `Place`."""
        kind = {"eventType": "outOfOffice"} if show is Show.AWAY else {}
        key = self.server.person(email).add(at.start, at.end, summary="secret", **kind)
        return self.server.person(email).event(key).uid

    def human_moves(self, email: str, uid: str, to: Interval) -> None:
        """See `Place`."""
        self._organizer(email, uid).move(uid, to.start, to.end)

    def human_deletes(self, email: str, uid: str) -> None:
        """See `Place`."""
        self.server.person(email).delete(uid)

    def human_answers(self, uid: str, who: str, answer: Response) -> None:
        """See `Place`."""
        if who in self.server.mailboxes:
            getattr(self.server.person(who), _ANSWERS[answer])(uid)
            return
        event = next(event for event, _ in self._ours() if event.id == uid)
        people = [
            {**each, **({"responseStatus": answer.value} if each["email"] == who else {})}
            for each in event.shared["attendees"]
        ]
        self.server.person(event.organizer).edit(uid, attendees=people)  # by mail, which Google takes for it

    def human_decorates(self, email: str, uid: str) -> None:
        """See `Place`."""
        self.server.person(email).decorate(uid)

    def human_duplicates(self, email: str, uid: str) -> str:
        """See `Place`."""
        person = self.server.person(email)
        return person.event(person.duplicate(uid)).uid

    def looks(self, email: str, uid: str) -> Any:
        """See `Place`."""
        look = self.server.person(email).look(uid)
        people = [{**each, "responseStatus": None} for each in look.get("attendees", ())]
        return look | {"attendees": people}

    def everything(self) -> Any:
        """See `Place`."""
        with self.server.lock:
            held = {
                email: [{k: v for k, v in each.items() if k not in _VERSIONS} for each in self._holds(email)]
                for email in self.server.mailboxes
            }
            return held, sorted(self.server.mails)

    def foreign(self) -> Any:
        """See `Place`."""
        with self.server.lock:
            ours = {event.id for event, _ in self._ours()}
            return {
                email: [each for each in self._holds(email) if each["id"] not in ours]
                for email in self.server.mailboxes
            }

    def stands(self) -> list[Stood]:
        """See `Place`."""
        with self.server.lock:
            return [
                Stood(email, marker, Interval(*event.span(ZONE)), follows=email != event.organizer)
                for event, marker in self._ours()
                for email, copy in event.copies.items()
                if not copy.deleted
            ]

    def mails(self) -> list[tuple[str, str]]:
        """See `SharedPlace`."""
        return [(mail.event, mail.to) for mail in self.server.mails if mail.kind in _TO_ATTENDEES]

    def sins(self) -> list[str]:
        """See `tests.machine.town.Service`."""
        return self.server.violations + self.server.sins

    def faults(self) -> Mapping[str, tuple[Fault, Match]]:
        """See `tests.machine.town.Service`."""
        anything: Match = lambda request: True  # noqa: E731
        return {
            "lost before its effect": (Fault(lost=True), anything),
            "lost after its effect": (Fault(lost=True, effect=True), anything),
            "cut off": (Fault(cut=True), anything),
            "a proxy's page": (Fault(wrong_json=True), anything),
            "a proxy's page after its effect": (Fault(wrong_json=True, effect=True), anything),
            "too much": (_says(429, "rateLimitExceeded", 7), anything),
            "too much for one": (_says(403, "userRateLimitExceeded"), anything),
            "broken": (_says(500, "backendError"), anything),
            "down": (_says(503, "backendError", 2), anything),
            "down after its effect": (Fault(answer=google_error(503, "backendError"), effect=True), anything),
            "signed out": (_says(401, "authError"), anything),
            "forbidden": (_says(403, "forbidden"), anything),
            "changed": (_says(412, "conditionNotMet"), _changes),
            "expired": (_says(410, "fullSyncRequired"), _by_token),
        }

    def _organizer(self, email: str, uid: str) -> Person:
        return self.server.person(self.server.person(email).event(uid).organizer)

    def _holds(self, email: str) -> list[dict[str, Any]]:
        return self.server.person(email).holds()

    def _ours(self) -> Iterator[tuple[Event, Marker]]:
        """Our events that take place, once each."""
        for email, mailbox in self.server.mailboxes.items():
            for event in mailbox.events.values():
                copy = event.copies[email]
                found = decode_marker(copy.private.get(PROPERTY))
                if found is not None and found[0].uid == event.id and not copy.deleted:
                    yield event, found[0]


def _says(status: int, reason: str, retry_after: int | None = None) -> Fault:
    answer: Answer = google_error(status, reason, retry_after)
    return Fault(answer=answer)


def _changes(request: Request) -> bool:
    return request.method in ("PATCH", "DELETE")


def _by_token(request: Request) -> bool:
    return "syncToken" in request.query


def google_place(server: GoogleServer, state: Path, emails: Iterable[str] = (LEADER, MEMBER)) -> GooglePlace:
    """A place with calendars: Lena's and Marco's, if nobody else is named."""
    for email in emails:
        server.add_mailbox(email, ZONE)
    return GooglePlace(server, state)
