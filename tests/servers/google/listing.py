"""Lists of events: windows, pages, and what changed since."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.servers.base import Request
from tests.servers.google.errors import refuse
from tests.servers.google.recurrence import instance, instances
from tests.servers.google.render import gone, rendered, timestamp
from tests.servers.google.state import Event, Mailbox, Role
from tests.servers.google.tokens import Pages, Sync
from tests.servers.google.when import Wire, parameter

if TYPE_CHECKING:
    from tests.servers.google.server import GoogleServer

_DEFAULT, _MOST = 250, 2500
_NOT_TO_CONTINUE = ("iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "updatedMin")
"""A list that was asked for with one of these ends without a sync token."""
_NOT_WITH_TOKEN = (*_NOT_TO_CONTINUE, "timeMin", "timeMax")
_SAME = ("eventTypes", "showHiddenInvitations", "singleEvents")
_TOO_LONG_AGO = timedelta(days=28)


def listed(server: "GoogleServer", mailbox: Mailbox, role: Role, request: Request) -> Wire:
    """A page of `events.list`.

    Raises:
        Refused: parameters that do not fit together, or a token that is no longer good.
    """
    query = {name: list(values) for name, values in request.repeated.items()}
    token = request.query.get("pageToken")
    if token is not None:
        pages = server.tokens.pages.get(token)
        rest = {name: value for name, value in query.items() if name not in ("pageToken", "maxResults")}
        if pages is None or pages.calendar != mailbox.email or pages.query != rest:
            raise refuse(400, "invalid", "Invalid page token value.", "pageToken")
    else:
        pages = _first(server, mailbox, role, request, query)
    size = min(int(request.query.get("maxResults", _DEFAULT)), server.page_size or _MOST, _MOST)
    count = 0 if pages.empty else size
    page, rest_items = pages.items[:count], pages.items[count:]
    answer: Wire = {
        "kind": "calendar#events",
        "etag": f'"p{server.changes:012d}"',
        "summary": mailbox.email,
        "updated": timestamp(server.now),
        "timeZone": request.query.get("timeZone", mailbox.zone),
        "accessRole": role.wire,
        "defaultReminders": [{"method": "popup", "minutes": 10}],
        "items": page,
    }
    if rest_items or pages.empty:
        following = server.tokens.new("P")
        server.tokens.pages[following] = Pages(
            pages.calendar, pages.query, rest_items, max(0, pages.empty - 1), pages.sync
        )
        answer["nextPageToken"] = following
    elif pages.sync is not None:
        answer["nextSyncToken"] = pages.sync
    return answer


def _first(server: "GoogleServer", mailbox: Mailbox, role: Role, request: Request, query: Wire) -> Pages:
    kept = {name: value for name, value in query.items() if name != "maxResults"}
    found = _Query(server, mailbox, role, request)
    before = request.query.get("syncToken")
    if before is None:
        events = found.events()
        items = found.full(events)
    else:
        sync = _sync(server, mailbox, before, query)
        found = _Query(server, mailbox, role, request, sync)
        events = found.events()
        items = found.since(events, sync)
        kept_query = sync.query
    token = None
    if not any(name in query for name in _NOT_TO_CONTINUE):
        token = server.tokens.new("S")
        continues = kept if before is None else kept_query
        ids = frozenset(each.id for each in events)
        server.tokens.syncs[token] = Sync(mailbox.email, continues, server.changes, ids)
    return Pages(mailbox.email, kept, items, server.empty_pages, token)


def _sync(server: "GoogleServer", mailbox: Mailbox, token: str, query: Wire) -> Sync:
    for name in _NOT_WITH_TOKEN:
        if name in query:
            raise refuse(400, "badRequest", f"Sync token cannot be used with {name}.", name)
    if query.get("showDeleted") == ["false"]:
        raise refuse(400, "badRequest", "Sync token cannot be used with showDeleted=false.", "showDeleted")
    sync = server.tokens.syncs.get(token)
    if sync is None or sync.calendar != mailbox.email:
        raise refuse(410, "fullSyncRequired")
    for name in _SAME:
        if query.get(name) != sync.query.get(name):
            server.violations.append(f"{name} differs from the list that the sync token is of")
    return sync


class _Query:
    """What one request selects."""

    def __init__(
        self, server: "GoogleServer", mailbox: Mailbox, role: Role, request: Request, sync: Sync | None = None
    ) -> None:
        window = {name: values[-1] for name, values in sync.query.items()} if sync else dict(request.query)
        far = timedelta(days=730)
        self._server, self._mailbox, self._role, self._query = server, mailbox, role, request.query
        self._repeated = request.repeated
        self._single = window.get("singleEvents") == "true"
        self._start = parameter(window["timeMin"], "timeMin") if "timeMin" in window else server.now - far
        self._end = parameter(window["timeMax"], "timeMax") if "timeMax" in window else server.now + far
        self._bounded = ("timeMin" in window, "timeMax" in window)
        if all(self._bounded) and self._end <= self._start:
            raise refuse(400, "timeRangeEmpty", parameter="timeMax")
        order = request.query.get("orderBy")
        if order == "startTime" and not self._single:
            raise refuse(
                400, "badRequest", "The requested ordering is not available for the particular query.", "orderBy"
            )
        self._changed_after = server.now
        if "updatedMin" in request.query:
            self._changed_after = parameter(request.query["updatedMin"], "updatedMin")
            if self._changed_after < server.now - _TOO_LONG_AGO:
                raise refuse(410, "updatedMinTooLongAgo")

    def events(self) -> list[Event]:
        """Everything that is not deleted and touches the window, in no order that means something."""
        return sorted(self._events(), key=lambda each: each.id[::-1])

    def full(self, events: list[Event]) -> list[Wire]:
        """What a list without a sync token answers."""
        found = [each for each in events if self._wanted(each)]
        if self._query.get("orderBy") == "startTime":
            found.sort(key=lambda each: each.span(self._mailbox.zone)[0])
        elif self._query.get("orderBy") == "updated":
            found.sort(key=lambda each: each.updated or each.created)
        items = [self._rendered(each) for each in found]
        alive = {each.id for each in events}
        if self._query.get("showDeleted") == "true" or "updatedMin" in self._query:
            items += [self._gone(each) for each in self._deleted() if self._wanted(each)]
        elif not self._single:
            items += [self._gone(each) for each in self._deleted() if each.master in alive]
        return items

    def since(self, events: list[Event], sync: Sync) -> list[Wire]:
        """What changed; what is no longer there, or has left the window, too."""
        email = self._mailbox.email
        ids = {each.id for each in events}
        items = [self._rendered(each) for each in events if each.copies[email].change > sync.change]
        tombs = {each.id: self._gone(each) for each in self._deleted() if each.copies[email].change > sync.change}
        for key in sorted(sync.ids - ids - tombs.keys()):
            event = self._mailbox.events.get(key)
            if event is None or event.copies[email].deleted:
                tombs[key] = self._gone_by(key)
            elif not (self._single and event.recurring):
                items.append(self._rendered(event))
            else:
                tombs[key] = self._gone_by(key)
        return items + list(tombs.values())

    def _events(self) -> Iterator[Event]:
        email, zone = self._mailbox.email, self._mailbox.zone
        for event in list(self._mailbox.events.values()):
            if event.copies[email].deleted:
                continue
            if self._single and event.recurring:
                differing = self._mailbox.exceptions(event.id)
                start, end = self._start, self._end
                yield from (each for each in instances(event, zone, start, end) if each.id not in differing)
            elif event.recurring:
                if any(True for _ in instances(event, zone, self._start, self._end)):
                    yield event
            else:
                begins, ends = event.span(zone)
                after = ends > self._start or not self._bounded[0]
                if after and (begins < self._end or not self._bounded[1]):
                    yield event

    def _deleted(self) -> Iterator[Event]:
        for event in self._mailbox.events.values():
            if event.copies[self._mailbox.email].deleted and not (self._single and event.recurring):
                yield event

    def _wanted(self, event: Event) -> bool:
        if "updatedMin" in self._query and (event.updated or event.created) < self._changed_after:
            return False
        types = self._repeated.get("eventTypes")
        if types and event.shared.get("eventType", "default") not in types:
            return False
        if self._query.get("iCalUID", event.uid) != event.uid:
            return False
        words = f"{event.shared.get('summary', '')} {event.shared.get('description', '')}".lower()
        if self._query.get("q", "").lower() not in words:
            return False
        private = event.copies[self._mailbox.email].private
        return all(
            private.get(name) == value
            for each in self._repeated.get("privateExtendedProperty", ())
            for name, _, value in [each.partition("=")]
        )

    def _rendered(self, event: Event) -> Wire:
        most = self._query.get("maxAttendees")
        zone = self._query.get("timeZone")
        return rendered(event, self._mailbox, self._role, zone=zone, max_attendees=int(most) if most else None)

    def _gone(self, event: Event) -> Wire:
        return gone(event, self._query.get("timeZone", self._mailbox.zone))

    def _gone_by(self, key: str) -> Wire:
        master = self._mailbox.events.get(key.rpartition("_")[0])
        found = self._mailbox.events.get(key) or (instance(master, key) if master and master.recurring else None)
        if found is not None:
            return self._gone(found)
        return {"id": key, "status": "cancelled"}
