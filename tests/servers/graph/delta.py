"""What changed in a calendar view: everything at first, then by a token."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.servers.base import Answer
from tests.servers.graph.asked import Asked
from tests.servers.graph.errors import graph_error, refuse
from tests.servers.graph.item import Instance, Wire
from tests.servers.graph.listing import window
from tests.servers.graph.mailbox import Mailbox
from tests.servers.graph.recurrence import touches
from tests.servers.graph.render import whole

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

_REFUSED = ("$select", "$filter", "$expand", "$orderby", "$search")
_MINIMAL = ("@odata.etag", "id", "seriesMasterId", "type", "start", "end")


@dataclass
class Round:
    """Where one client stands with one view."""

    mailbox: str
    start: datetime
    end: datetime
    since: int = -1
    """Count of changes up to which the client knows; -1: nothing."""
    known: dict[str, int] = field(default_factory=dict)
    """Changes by id, as the client knows them."""
    pending: list[Wire] = field(default_factory=list)
    """Rows of this round that were not yet sent."""
    last: bool = False


@dataclass
class Rounds:
    """Every token that was handed out."""

    rounds: dict[str, Round] = field(default_factory=dict)
    expired: tuple[int, frozenset[str]] = (0, frozenset())
    """Status with which these are answered."""

    def keep(self, turn: Round) -> str:
        """A token for it."""
        token = f"R0usmcC{len(self.rounds):06d}_x-"
        self.rounds[token] = turn
        return token

    def expire(self, status: int) -> None:
        """From now on, what was handed out so far is answered with this status."""
        self.expired = (status, frozenset(self.rounds))


def delta(server: "GraphServer", mailbox: Mailbox, asked: Asked) -> Answer:
    """A page of what changed."""
    wrong = [name for name in _REFUSED if name in asked.query]
    if wrong:
        raise refuse(
            400,
            "ErrorInvalidUrlQuery",
            "The following parameters are not supported with change tracking over the 'CalendarView' resource: "
            f"'{', '.join(wrong)}'.",
        )
    token = asked.query.get("$skiptoken") or asked.query.get("$deltatoken")
    if token is None:
        start, end = window(asked)
        turn = _opened(server, mailbox, asked, Round(mailbox.email, start, end))
    else:
        status, expired = server.rounds.expired
        if token in expired:
            return _gone(server, mailbox, status)
        turn = server.rounds.rounds.get(token) or Round("", server.now, server.now)
        if turn.mailbox != mailbox.email:
            raise refuse(400, "BadRequest", "Badly formed token.")
        if "$deltatoken" in asked.query:
            turn = _opened(server, mailbox, asked, turn)
    return _page(server, asked, turn)


def _opened(server: "GraphServer", mailbox: Mailbox, asked: Asked, before: Round) -> Round:
    """A new round: rows that the client does not know yet, and ids that are no more."""
    rows: list[Wire] = []
    known: dict[str, int] = {}
    masters: set[str] = set()
    for each in mailbox.within(before.start, before.end):
        if each.day is not None and each.item.id not in masters:
            masters.add(each.item.id)
            master = Instance(each.item, each.item.start, each.item.end, each.item.fields)
            _row(rows, known, before, master, whole(master, asked))
        row = whole(each, asked)
        _row(rows, known, before, each, {name: row[name] for name in _MINIMAL} if each.kind == "occurrence" else row)
    gone = set(before.known) - set(known)
    if before.since >= 0:
        gone |= _outside(mailbox, asked, before)
        if server.delta_replays:
            rows += [whole(each, asked) for each in mailbox.within(before.start, before.end) if each.day is None][:2]
    rows += [{"id": key, "@removed": {"reason": "deleted"}} for key in sorted(gone)]
    if server.delta_duplicates:
        rows += rows[:2]
    return Round(mailbox.email, before.start, before.end, server.changes, known, rows)


def _row(rows: list[Wire], known: dict[str, int], before: Round, each: Instance, row: Wire) -> None:
    known[row["id"]] = each.item.change
    if before.known.get(row["id"]) != each.item.change:
        rows.append({"@odata.type": "#microsoft.graph.event"} | row)


def _outside(mailbox: Mailbox, asked: Asked, before: Round) -> set[str]:
    """What was made, changed or taken out outside the window: Graph calls that removed, too."""
    ids = {immutable if asked.immutable else other for at, immutable, other in mailbox.removed if at > before.since}
    for each in mailbox.wholes():
        single = each.item.change > before.since and each.item.recurrence is None
        if single and not touches(each, before.start, before.end):
            ids.add(each.id(asked.immutable))
    return ids


def _page(server: "GraphServer", asked: Asked, turn: Round) -> Answer:
    size = int(asked.preferences.get("odata.maxpagesize") or 10)
    page, rest = turn.pending[:size], turn.pending[size:]
    following = Round(turn.mailbox, turn.start, turn.end, turn.since, turn.known, rest)
    token = server.rounds.keep(following)
    name = "$skiptoken" if rest else "$deltatoken"
    key = "@odata.nextLink" if rest else "@odata.deltaLink"
    url = f"{server.url}{asked.request.path}?{name}={token}"
    context = f"{server.url}/v1.0/$metadata#Collection(event)"
    return Answer(200, {"@odata.context": context, key: url, "value": page})


def _gone(server: "GraphServer", mailbox: Mailbox, status: int) -> Answer:
    message = "The sync state generation is not found; generation=149;[highest=157][157][155][156]."
    refused = graph_error(status, "SyncStateNotFound", message=message)
    if status != 410:
        return refused
    where = f"{server.url}/v1.0/users/{mailbox.email}/calendarView/delta?$deltatoken="
    return Answer(status, refused.json, {**refused.headers, "Location": where})
