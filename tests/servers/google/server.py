"""A Google Calendar that keeps calendars, with what a test may switch."""

import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from tests.servers.base import Answer, Request, Server, query_of
from tests.servers.google import batch, contract
from tests.servers.google.call import Call
from tests.servers.google.calls import METHODS
from tests.servers.google.discovery import method_of, schema
from tests.servers.google.errors import Refused, google_error, refuse
from tests.servers.google.fields import selected, selection
from tests.servers.google.mail import Mail
from tests.servers.google.people import Person
from tests.servers.google.state import Mailbox, Role
from tests.servers.google.tokens import Tokens


class GoogleServer(Server):
    """Calendar v3 at `url + "/calendar/v3/"`, batches at `url + "/batch/calendar/v3"`.

    `Bearer token-for-<email>` is that account's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.mailboxes: dict[str, Mailbox] = {}
        self.mails: list[Mail] = []
        """What people were mailed, in order."""
        self.sins: list[str] = []
        """Where a change to an event with guests told nobody, which can lose it for some of them."""
        self.violations: list[str] = []
        """Where a request or an answer breaks Google's description; see `check`."""
        self.validates = True
        """Whether they are held against it, which takes time."""
        self.service_accounts: set[str] = set()
        """Accounts without a mailbox, that act for nobody."""
        self.tokens_of: dict[str, str] = {}
        """Further tokens: whose each is."""
        self.refused_tokens: set[str] = set()
        """Tokens that have expired."""
        self.freebusy_errors: dict[str, str] = {}
        """Reason that `freebusy.query` has for a calendar inside its 200, such as `internalError`."""
        self.page_size: int | None = None
        """So many events at most are on a page, whatever is asked for."""
        self.empty_pages = 0
        """So many pages without an event come first in every list."""
        self.tokens = Tokens()
        self.random = Random(0)
        self.batches = 0
        self.changes = 0
        self.now = datetime(2026, 11, 20, 8, tzinfo=UTC)
        self._made_up = 0

    def add_mailbox(self, email: str, zone: str, *, name: str | None = None) -> Mailbox:
        """A new, empty calendar; `zone` is an IANA name."""
        with self.lock:
            email = email.lower()
            name = name or email.partition("@")[0].replace(".", " ").title()
            self.mailboxes[email] = Mailbox(email, zone, name)
            return self.mailboxes[email]

    def share(self, owner: str, account: str, role: Role) -> None:
        """Let an account do so much, and no more, with somebody's calendar."""
        with self.lock:
            self.mailboxes[owner].shares[account] = role

    def person(self, email: str) -> Person:
        """The owner of a calendar, with their calendar program."""
        return Person(self, self.mailboxes[email.lower()])

    def expire_sync_tokens(self) -> None:
        """No sync token that was handed out is good any more."""
        with self.lock:
            self.tokens.syncs.clear()

    def check(self) -> None:
        """Fail if a request or an answer broke Google's description."""
        assert not self.violations, "\n".join(self.violations)

    def part(self, request: Request) -> Answer:
        """See `Server`; a long GET comes as a POST."""
        if request.headers.get("x-http-method-override") == "GET" and request.method == "POST":
            query, repeated = query_of(request.body.decode())
            request = replace(request, method="GET", query=query, repeated=repeated, body=b"")
        return super().part(request)

    def handle(self, request: Request) -> Answer:
        """See `Server`."""
        if request.path == batch.PATH and request.method == "POST":
            try:
                return batch.batch(self, request)
            except Refused as refused:
                return refused.answer
        try:
            given = self._answer(request)
        except Refused as refused:
            given = refused.answer
        except Exception:
            self.violations.append(f"{request.method} {request.path}: this server failed\n{traceback.format_exc()}")
            return google_error(500, "backendError")
        if self.validates:
            self.violations += contract.violations(request, given)
        return given

    def role(self, account: str, mailbox: Mailbox) -> Role:
        """What an account may do with a calendar."""
        if account == mailbox.email:
            return Role.OWNER
        return mailbox.shares.get(account, mailbox.default_share)

    def mailbox_named(self, name: str, account: str) -> Mailbox:
        """The calendar of that id, as an account calls it.

        Raises:
            Refused: there is none.
        """
        found = self.mailboxes.get(account if name == "primary" else name.lower())
        if found is None:
            raise refuse(404, "notFound")
        return found

    def next_change(self) -> int:
        """A number that was not used yet, higher than all before."""
        self.changes += 1
        return self.changes

    def made_up_id(self) -> str:
        """An event id."""
        self._made_up += 1
        return f"{self._made_up:04d}madeupbygoogle"

    def tick(self) -> datetime:
        """The server's time, which passes by one second a look."""
        self.now += timedelta(seconds=1)
        return self.now

    def _answer(self, request: Request) -> Answer:
        caller = self._caller(request)
        found = method_of(request.method, request.path)
        play = METHODS.get(found[0].id) if found else None
        if found is None or play is None:
            self.violations.append(f"{request.method} {request.path}: nothing here plays this method")
            raise refuse(404, "notFound")
        method, path = found
        wanted = request.query.get("fields")
        chosen = selection(wanted, schema(method.gives)) if wanted and method.gives else None
        answer = play(Call(self, caller, request, path))
        if chosen is None or answer.status >= 300:
            return answer
        return replace(answer, json=selected(answer.json, chosen))

    def _caller(self, request: Request) -> str:
        """Whose token the request bears.

        Raises:
            Refused: nobody's.
        """
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        email = self.tokens_of.get(token, token.removeprefix("token-for-").lower())
        known = email in self.mailboxes or email in self.service_accounts
        if kind.lower() != "bearer" or not known or email == token or token in self.refused_tokens:
            raise refuse(401, "authError")
        return email
