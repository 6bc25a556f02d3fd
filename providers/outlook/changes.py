"""Lists what calendars hold by what changed since the last run. Those answers come unmasked: what is not in the mask is
dropped here, before anything is kept."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from providers.errors import InvalidAnswer, NotFound, ProviderError
from providers.event import Interval
from providers.outlook import mask
from providers.outlook.client import Client
from providers.outlook.failure import Expired, not_understood
from providers.outlook.pages import Pages, all_pages, items
from providers.outlook.part import PREFER, Part, event_path, get
from providers.outlook.stamp import utc_stamp
from providers.outlook.view import Key, Listed, list_masked
from providers.outlook.wire import Item, people_of
from providers.snapshot.snapshot import Snapshot
from providers.snapshot.store import Snapshots

_PREFER = f"{PREFER}, odata.maxpagesize=500"
_MASK = ",".join(mask.KEPT)
_AHEAD = timedelta(weeks=8)
"""How far beyond the span that is asked for a snapshot reaches, so that it still does in the runs to come."""

_LONGEST = timedelta(weeks=40)


class Changes:
    """A `Listing` that goes on from snapshots, and puts new ones."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots

    def __call__(
        self, client: Client, emails: Iterable[str], reach: Interval, besides: Mapping[Key, Part]
    ) -> tuple[dict[str, Listed], dict[Key, Pages]]:
        """See `Listing`. A look far ahead, after an event that went missing, leaves the snapshots alone."""
        if reach.end - reach.start > _LONGEST:
            return list_masked(client, emails, reach, besides)
        emails = list(emails)
        bases = {email: self._base(email, reach) for email in emails}
        views: dict[Key, Part] = {("view", email): _since(email, base) for email, base in bases.items()}
        answers = all_pages(client, {**views, **besides})
        lost = [
            email
            for email in emails
            if bases[email].token and isinstance(answers["view", email], Expired | InvalidAnswer)
        ]
        bases |= {email: _nothing(reach) for email in lost}
        again: dict[Key, Part] = {("view", email): _since(email, bases[email]) for email in lost}
        answers |= all_pages(client, again)
        snapshots: dict[str, Snapshot | ProviderError] = {}
        for email in emails:
            try:
                snapshots[email] = _applied(client, bases[email], answers.pop(("view", email)), email)
            except ProviderError as error:
                snapshots[email] = error
        _add_masters(client, snapshots)
        listed: dict[str, Listed] = {}
        for email, snapshot in snapshots.items():
            if isinstance(snapshot, ProviderError):
                listed[email] = snapshot
            else:
                self._snapshots.put(email, snapshot)
                listed[email] = _complete(snapshot.items)
        return listed, answers

    def _base(self, email: str, reach: Interval) -> Snapshot:
        stored = self._snapshots.get(email)
        if stored is None or stored.mask != _MASK:
            return _nothing(reach)
        covers = stored.window.start <= reach.start and reach.end <= stored.window.end
        return stored if covers else _nothing(reach)


def _nothing(reach: Interval) -> Snapshot:
    """A snapshot to begin with."""
    return Snapshot(Interval(reach.start, reach.end + _AHEAD), _MASK, {}, "", {})


def _since(email: str, base: Snapshot) -> Part:
    if base.token:
        return Part("GET", base.token, email, {"Prefer": _PREFER})
    return get(
        email,
        "/calendarView/delta",
        _PREFER,
        startDateTime=utc_stamp(base.window.start),
        endDateTime=utc_stamp(base.window.end),
    )


def _applied(client: Client, base: Snapshot, pages: Pages, email: str) -> Snapshot:
    """The snapshot with what changed; of changes told twice, the last holds.

    Raises:
        ProviderError: they could not be had, or cannot be understood.
    """
    if isinstance(pages, ProviderError):
        raise pages
    held = dict(base.items)
    for item in items(pages, email):
        event_id = item.get("id")
        if not isinstance(event_id, str):
            raise not_understood("the answer holds an event without an id", email)
        if "@removed" in item:
            held = {
                other: each
                for other, each in held.items()
                if other != event_id and each.get("seriesMasterId") != event_id
            }
        else:
            held[event_id] = _kept(item)
    link = pages[-1].get("@odata.deltaLink")
    token = client.following(Part("GET", "", email), link).path
    return Snapshot(base.window, base.mask, held, token, {})


def _kept(item: Item) -> dict[str, Any]:
    kept: dict[str, Any] = {name: item[name] for name in mask.VIEW if name in item}
    if item.get("attendees"):
        kept[mask.PEOPLE] = people_of(item)
    return kept


def _add_masters(client: Client, snapshots: dict[str, Snapshot | ProviderError]) -> None:
    """Ask for recurring events of which only occurrences were told; in place."""
    asked = {
        (email, master): get(email, event_path(master), select=_VIEW)
        for email, snapshot in snapshots.items()
        if isinstance(snapshot, Snapshot)
        for master in sorted({str(item.get("seriesMasterId")) for item in snapshot.items.values() if _sparse(item)})
        if master not in snapshot.items
    }
    for (email, master), answer in all_pages(client, asked).items():
        snapshot = snapshots[email]
        if isinstance(snapshot, ProviderError) or isinstance(answer, NotFound):
            continue  # One that was just deleted leaves occurrences that block until the next run.
        if isinstance(answer, ProviderError):
            snapshots[email] = answer
        else:
            held = {**snapshot.items, master: _kept(answer[0])}
            snapshots[email] = Snapshot(snapshot.window, snapshot.mask, held, snapshot.token, {})


_VIEW = ",".join(mask.VIEW)


def _sparse(item: Item) -> bool:
    """Whether an occurrence came with hardly more than its times; the rest is its series'."""
    return item.get("type") == "occurrence" and "showAs" not in item


def _complete(held: Mapping[str, Item]) -> list[Item]:
    """The events, without series as such."""
    return [
        {**held.get(str(item.get("seriesMasterId")), {}), **item} if _sparse(item) else item
        for item in held.values()
        if item.get("type") != "seriesMaster"
    ]
