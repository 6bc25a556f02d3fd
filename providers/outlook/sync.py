"""Lists what calendars hold: a view of a span, or what changed since. Changes come with all fields: what is not among
ours is dropped here, before anything is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from providers.base.adapter import Key
from providers.errors import InvalidAnswer
from providers.event import Event, Interval, Response, Show
from providers.http.pages import Pages
from providers.http.request import Body, Refused, Request
from providers.interface import Account
from providers.outlook.api import KEPT, PREFER, VIEW, event_path, following, get, next_page
from providers.outlook.errors import Expired, not_understood
from providers.outlook.event import Item, event_of, kept_fields, may_be_ours, response_of, show_of
from providers.outlook.sign_in import SignIn
from providers.outlook.times import utc_text
from providers.snapshot import Snapshot

_PAGE = "500"
_PREFER = f"{PREFER}, odata.maxpagesize={_PAGE}"
_BEFORE = timedelta(weeks=3)
"""How far before the window is looked: a calendar whose few events are over is not believed to have lost them."""
_AFTER = timedelta(days=1)
"""All-day events lie in their owner's zone, but are asked for in UTC."""
_AHEAD = timedelta(weeks=8)
"""How far beyond that a snapshot reaches, so that it still does in the runs to come."""


@dataclass(frozen=True)
class Asker:
    """What all steps of `providers.base.adapter` share."""

    graph: str
    """The address that all paths are added to."""
    sign_in: SignIn
    incremental: bool
    """See `Adapter.incremental`."""


class Sync(Asker):
    """The first steps of `providers.base.adapter.Adapter`."""

    fields = ",".join(KEPT)

    def follow(self, request: Request, answer: Body) -> Request | None:
        """See `Adapter.follow`."""
        return next_page(self.graph, request, answer)

    def not_understood(self, what: str, who: str) -> InvalidAnswer:
        """See `Adapter.not_understood`."""
        return not_understood(what, who)

    def reach(self, window: Interval) -> Interval:
        """See `Adapter.reach`."""
        return Interval(window.start - _BEFORE, window.end + _AFTER)

    def ahead(self, reach: Interval) -> Interval:
        """See `Adapter.ahead`."""
        return Interval(reach.start, reach.end + _AHEAD)

    def origin(self, email: str) -> Mapping[str, str]:
        """See `Adapter.origin`: nothing."""
        return {}

    def listing(self, email: str, base: Snapshot, *, kept: bool) -> Request:
        """See `Adapter.listing`."""
        if base.token:
            return Request(email, email, "GET", base.token, {"Prefer": _PREFER})
        span = {"startDateTime": utc_text(base.window.start), "endDateTime": utc_text(base.window.end)}
        if kept:
            return get(email, "/calendarView/delta", _PREFER, **span)
        return view(email, base.window)

    def listed(self, email: str, base: Snapshot, pages: Pages, *, kept: bool) -> Snapshot | Refused | None:
        """See `Adapter.listed`. Of changes told twice, the last holds."""
        if isinstance(pages, Refused):
            return None if base.token and isinstance(pages.error, Expired | InvalidAnswer) else pages
        held: dict[str, Item] = dict(base.items)
        for item in items(pages, email):
            event_id = item.get("id")
            if not isinstance(event_id, str):
                raise not_understood("the answer holds an event without an id", email)
            if "@removed" in item:
                gone = {event_id, *(key for key, each in held.items() if each.get("seriesMasterId") == event_id)}
                held = {key: each for key, each in held.items() if key not in gone}
            else:
                held[event_id] = self.kept(item)
        if not kept:
            return replace(base, items=held)
        here = Request(email, email, "GET", "")
        return replace(base, items=held, token=following(self.graph, here, pages[-1].get("@odata.deltaLink")).path)

    def parents(self, snapshots: Mapping[str, Snapshot]) -> dict[Key, Request]:
        """See `Adapter.parents`."""
        return {
            (email, parent): get(email, event_path(parent), select=",".join(VIEW))
            for email, snapshot in snapshots.items()
            for parent in sorted({str(item.get("seriesMasterId")) for item in snapshot.items.values() if _sparse(item)})
            if parent not in snapshot.items
        }

    def kept(self, item: Item) -> dict[str, Any]:
        """See `Adapter.kept`."""
        return kept_fields(item)

    def event(self, item: Item, account: Account, items: Mapping[str, Item]) -> Event | None:
        """See `Adapter.event`."""
        whole = {**items.get(str(item.get("seriesMasterId")), {}), **item} if _sparse(item) else item
        return event_of(whole, account.email, account.time_zone)

    def may_take_time(self, item: Item) -> bool:
        """See `Adapter.may_take_time`."""
        declined = response_of(item.get("responseStatus")) is Response.DECLINED
        return may_be_ours(item) or not (declined or show_of(item.get("showAs")) in (Show.FREE, Show.ELSEWHERE))

    def hides(self, item: Item, account: Account) -> None:
        """See `Adapter.hides`: Exchange shows our marker to whoever may list."""


def view(email: str, span: Interval) -> Request:
    """Asks for the events that touch a span, recurring ones expanded."""
    asked = {"startDateTime": utc_text(span.start), "endDateTime": utc_text(span.end)}
    return get(email, "/calendarView", **asked, select=",".join(VIEW), top=_PAGE)


def items(pages: list[Body], who: str) -> list[Body]:
    """What a list holds, over all its pages.

    Raises:
        InvalidAnswer: it is no list.
    """
    found: list[Body] = []
    for page in pages:
        value = page.get("value")
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise not_understood("the answer is no list of events", who)
        found += value
    return found


def _sparse(item: Item) -> bool:
    """Whether an occurrence came with hardly more than its times; the rest is its series'."""
    return item.get("type") == "occurrence" and "showAs" not in item
