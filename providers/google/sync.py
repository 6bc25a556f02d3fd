"""Lists a calendar's events: all of a window, or what changed since."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from providers.base.adapter import Key
from providers.errors import MALFORMED, InvalidAnswer
from providers.event import Event, Interval, Response, Show
from providers.google.api import EVENTS, MATCHES, Asker
from providers.google.errors import not_understood, refusal
from providers.google.event import (
    Item,
    cancelled,
    event_of,
    kept_fields,
    marker_of,
    response,
    rfc3339,
    show,
    span,
)
from providers.http.pages import Pages
from providers.http.request import Body, Refused, Request
from providers.interface import Account
from providers.snapshot import Snapshot

_BEFORE = timedelta(weeks=1)
_AHEAD = timedelta(weeks=8)
_DAY = timedelta(days=1)
_BLIND = frozenset(("none", "freeBusyReader"))
"""Roles that may know only when somebody is busy."""
_START_OVER = frozenset((400, 410))
"""How Google answers to a token that it does not know (any more); that of a page does not live long."""
_OUR_ID = re.compile(r"[0-9a-v]{32}")
_HIDDEN = (
    "{who}: an event that may be one of our 1-on-1s is private, so that the account that reads cannot tell; it stays. "
    "Let that account change events of the calendar, or make the event visible"
)


class Sync(Asker):
    """The first steps of `providers.base.adapter.Adapter`."""

    fields = EVENTS
    incremental = True

    def follow(self, request: Request, answer: Body) -> Request | None:
        """See `Adapter.follow`."""
        return self.api.following(request, answer)

    def not_understood(self, what: str, who: str) -> InvalidAnswer:
        """See `Adapter.not_understood`."""
        return not_understood(what, who)

    def reach(self, window: Interval) -> Interval:
        """See `Adapter.reach`: Google knows days in their owner's zone."""
        return window

    def ahead(self, reach: Interval) -> Interval:
        """See `Adapter.ahead`."""
        return Interval(reach.start - _BEFORE, reach.end + _AHEAD)

    def origin(self, email: str) -> Mapping[str, str]:
        """See `Adapter.origin`: a token is of the account that got it, which may see more or less."""
        return {"asked_as": self.reads_as(email)}

    def listing(self, email: str, base: Snapshot, *, kept: bool) -> Request:
        """See `Adapter.listing`."""
        asked = (
            {"syncToken": base.token}
            if base.token
            else {"timeMin": rfc3339(base.window.start), "timeMax": rfc3339(base.window.end)}
        )
        return self.api.events(self.reads_as(email), email, **asked)

    def listed(self, email: str, base: Snapshot, pages: Pages, *, kept: bool) -> Snapshot | Refused | None:
        """See `Adapter.listed`."""
        if isinstance(pages, Refused):
            return None if pages.status in _START_OVER and (pages.page or base.token) else pages
        for page in pages:
            if page["accessRole"] in _BLIND:
                return Refused(refusal(403, "", email), 403)
        told = [self.kept(item) for page in pages for item in page.get("items") or ()]
        items = apply(base.items, told, base.window) if base.token else {i["id"]: i for i in told if not cancelled(i)}
        token = pages[-1].get("nextSyncToken") or ""
        return None if items is None else replace(base, items=items, token=str(token))

    def parents(self, snapshots: Mapping[str, Snapshot]) -> dict[Key, Request]:
        """See `Adapter.parents`: Google tells instances whole."""
        return {}

    def kept(self, item: Item) -> dict[str, Any]:
        """See `Adapter.kept`."""
        kept = kept_fields(item)
        if not isinstance(kept["id"], str):
            raise ValueError("an event without an id")
        return kept

    def event(self, item: Item, account: Account, items: Mapping[str, Item]) -> Event:
        """See `Adapter.event`."""
        if not isinstance(item.get(MATCHES, {}), Mapping):
            raise TypeError("what is known of a title is no table")
        return event_of(item, account)

    def may_take_time(self, item: Item) -> bool:
        """See `Adapter.may_take_time`."""
        passes = show(item) in (Show.FREE, Show.ELSEWHERE) or response(item) is Response.DECLINED
        return marker_of(item) is not None or not passes

    def hides(self, item: Item, account: Account) -> str | None:
        """See `Adapter.hides`: of a private event, who may only read is shown neither marker nor guests."""
        private = item.get("visibility") in ("private", "confidential")
        own = (item.get("organizer") or {}).get("self") and looks_like_ours(item["id"])
        hidden = private and own and not item.get("attendees") and not item.get("extendedProperties")
        return _HIDDEN.format(who=account.email) if hidden and self.reads_as(account.email) != account.email else None


def looks_like_ours(key: str) -> bool:
    """Whether an id may be one that we chose."""
    return _OUR_ID.fullmatch(key) is not None


def apply(items: Mapping[str, Item], changed: Iterable[Item], window: Interval) -> dict[str, Item] | None:
    """The events of the window after changes; None where they do not tell enough, and all is to be read anew.

    A change to a series tells of its instances as they are now, to the end of days. Where some of them are new, the
    series has another shape than before, and instances of the old one may be left over.
    """
    now = dict(items)
    series = {parent for item in items.values() if (parent := item.get("recurringEventId")) is not None}
    for item in changed:
        parent = item.get("recurringEventId")
        if cancelled(item):
            now.pop(item["id"], None)
            if item["id"] in series:
                now = {key: each for key, each in now.items() if each.get("recurringEventId") != item["id"]}
        elif not _touches(item, window):
            now.pop(item["id"], None)
        elif parent in series and item["id"] not in items:
            return None
        else:
            now.pop(parent or "", None)  # a single event that somebody made recurring
            now[item["id"]] = item
    return now


def _touches(item: Item, window: Interval) -> bool:
    """Whether an event may lie in the window; one that cannot be understood may, and so may one at its very edge."""
    try:
        when, all_day = span(item, "UTC")
        if all_day:  # its zone is not known here
            when = Interval(when.start - _DAY, when.end + _DAY)
    except MALFORMED:
        return True
    return when.overlaps(window)
