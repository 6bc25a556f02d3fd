"""A Microsoft Graph that keeps calendars, with what a test may switch."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Lock

from tests.servers.base import Answer, Request, Server
from tests.servers.graph.attendees import Mail
from tests.servers.graph.auth import Caller
from tests.servers.graph.batch import AT_ONCE, batch
from tests.servers.graph.contract import contracts
from tests.servers.graph.delta import Rounds
from tests.servers.graph.errors import Refused, graph_error, refuse
from tests.servers.graph.item import Item
from tests.servers.graph.mailbox import Mailbox, Share
from tests.servers.graph.person import Person
from tests.servers.graph.routes import answer, mailbox_of

APP_TOKEN = "app-token"


class GraphServer(Server):
    """Graph v1.0 at `url + "/v1.0"`.

    `Bearer app-token` is the application itself, `Bearer token-for-<email>` it on behalf of that person.
    """

    def __init__(self) -> None:
        super().__init__()
        self.mailboxes: dict[str, Mailbox] = {}
        self.mails: list[Mail] = []
        """What people were mailed, in order."""
        self.violations: list[str] = []
        """Where a request that was not refused, or an answer, breaks what is written of Microsoft's interface."""
        self.validates = True
        """Whether requests and answers are checked against it."""
        self.most_at_once: Counter[str] = Counter()
        """How many requests for each mailbox were under way at once at most; parts of batches are not counted."""
        self.throttles = True
        """Whether more than four at once are answered with 429."""
        self.app_scope: Collection[str] | None = None
        """Mailboxes that the application may touch; None: all."""
        self.refused_tokens: set[str] = set()
        """Tokens that have expired."""
        self.tokens: dict[str, str | None] = {}
        """Further tokens: whose each is; None: the application's."""
        self.schedule_errors: dict[str, str] = {}
        """`responseCode` that `getSchedule` has for a mailbox inside its 200."""
        self.duplicate_status = 409
        """Status of `ErrorDuplicateTransactionId`; 400 was seen, too."""
        self.transactions_outlive = False
        """Whether the transaction of a deleted event stays used."""
        self.copies_keep_transactions = False
        """Whether an event that a person copies takes its transaction along."""
        self.transient_conflicts = 0
        """So many of the next writes with `If-Match` get a 412 for no reason."""
        self.declined_stay = False
        """Whether a declined event stays in the attendee's calendar, as free."""
        self.cancelled_stay = False
        """Whether a cancelled meeting stays in attendees' calendars, as `isCancelled`."""
        self.view_refuses_extended_filter = False
        """Whether a calendar view refuses a $filter of extended properties with 400; else it is ignored."""
        self.strict_batches = False
        """Whether only four parts of a batch are done for each mailbox, and the rest gets 429."""
        self.delta_replays = False
        """Whether later rounds also bring what has not changed."""
        self.delta_duplicates = False
        """Whether rounds bring rows twice."""
        self.rounds = Rounds()
        self.random = Random(0)
        self.batches = 0
        self.changes = 0
        self.now = datetime(2026, 11, 20, 8, tzinfo=UTC)
        self._number = 0
        self._under_way: Counter[str] = Counter()
        self._counting = Lock()

    def add_mailbox(self, email: str, zone: str, *, name: str | None = None) -> Mailbox:
        """A new, empty mailbox; `zone` is an IANA name."""
        with self.lock:
            email = email.lower()
            name = name or email.partition("@")[0].replace(".", " ").title()
            self.mailboxes[email] = Mailbox(email, zone, name, len(self.mailboxes))
            return self.mailboxes[email]

    def person(self, email: str) -> Person:
        """The owner of a mailbox, with their calendar program."""
        return Person(self, self.mailboxes[email.lower()])

    def expire_delta_tokens(self, *, gone: bool = True, status: int = 404) -> None:
        """No token that was handed out is good any more: 410 with a Location, or `syncStateNotFound` with a status."""
        with self.lock:
            self.rounds.expire(410 if gone else status)

    def part(self, request: Request) -> Answer:
        """See `Server`; counts what is under way for a mailbox, which Graph limits."""
        mailbox = mailbox_of(self, request) if request.part_of is None else None
        if mailbox is None:
            return super().part(request)
        with self._counting:
            self._under_way[mailbox] += 1
            now = self._under_way[mailbox]
            self.most_at_once[mailbox] = max(now, self.most_at_once[mailbox])
        try:
            if now > AT_ONCE and self.throttles:
                self.log.append(request)
                return graph_error(429, "ApplicationThrottled", 1)
            return super().part(request)
        finally:
            with self._counting:
                self._under_way[mailbox] -= 1

    def handle(self, request: Request) -> Answer:
        """See `Server`."""
        try:
            caller = self.caller(request)
            if caller is None:
                raise refuse(401, "InvalidAuthenticationToken")
            if request.path == "/v1.0/$batch" and request.method == "POST":
                given = batch(self, request)
            else:
                given = answer(self, caller, request)
        except Refused as refused:
            given = refused.answer
        if self.validates:
            found = (contract.violations(request, given) for contract in contracts())
            self.violations += next(filter(None, found), [])
        return given

    def caller(self, request: Request) -> Caller | None:
        """Who calls; None: nobody known."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or token in self.refused_tokens:
            return None
        if token in self.tokens:
            return Caller(self.tokens[token])
        if token == APP_TOKEN:
            return Caller(None)
        email = token.removeprefix("token-for-").lower()
        return Caller(email) if email != token and email in self.mailboxes else None

    def right(self, caller: Caller, mailbox: Mailbox) -> Share:
        """What a caller may do with a mailbox, apart from the application's scope."""
        if caller.email is None or caller.email == mailbox.email:
            return Share.WRITE
        return mailbox.shares.get(caller.email, mailbox.default_share)

    def check_scope(self, caller: Caller, mailbox: Mailbox) -> None:
        """Keep the application to the mailboxes that an admin gave it.

        Raises:
            Refused: this is not one of them.
        """
        if caller.app and self.app_scope is not None and mailbox.email not in self.app_scope:
            raise refuse(403, "ErrorAccessDenied", "Access to OData is disabled: [RAOP] : Blocked by tenant policy.")

    def mailbox_by(self, name: str) -> Mailbox | None:
        """The mailbox of an email or directory id."""
        return self.mailboxes.get(name) or next(
            (each for each in self.mailboxes.values() if each.directory_id == name), None
        )

    def touch(self, item: Item) -> None:
        """A new version of it."""
        self.changes += 1
        item.change = self.changes
        item.modified = self.tick()

    def take_out(self, mailbox: Mailbox, item: Item) -> None:
        """Out of one mailbox, and no more."""
        del mailbox.items[item.id]
        self.touch(item)
        mailbox.removed.append((self.changes, item.id, item.other_id))
        if item.transaction and not self.transactions_outlive:
            mailbox.transactions.pop(item.transaction, None)

    def number(self) -> int:
        """A number that was not used yet."""
        self._number += 1
        return self._number

    def tick(self) -> datetime:
        """The server's time, which passes by one second a look."""
        self.now += timedelta(seconds=1)
        return self.now
