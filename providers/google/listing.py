"""Lists a calendar's events, masked: all of a window, or what changed since. Says what to ask, asks not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.event import Interval
from providers.google.ask import Ask, AskBusy
from providers.google.failure import not_understood, refusal
from providers.google.incremental import apply
from providers.google.mask import EVENTS
from providers.google.reply import Refused
from providers.google.talk import Talk
from providers.google.wire import Item, cancelled, masked, rfc3339
from providers.snapshot.snapshot import Snapshot

PAGE = 2500
"""The most that Google puts on one page."""
_BLIND = frozenset(("none", "freeBusyReader"))
"""Roles that may know only when somebody is busy."""
_START_OVER = frozenset((400, 410))
"""How Google answers to a token that it does not know (any more)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a calendar holds in a window."""

    items: dict[str, Item]
    window: Interval
    token: str | None
    """Answers what changed since; None: Google gave none."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar is listed, and as whom."""

    account: str
    who: str

    def asks(self, parameters: Mapping[str, Any]) -> list[Ask | AskBusy]:
        """Ask for one page."""
        always = {"calendarId": self.who, "singleEvents": True, "maxResults": PAGE, "fields": EVENTS}
        return [Ask(self.account, self.who, "events.list", {**always, **parameters})]


def everything(whose: Whose, window: Interval) -> Talk[Listing | Refused]:
    """All events that touch the window."""
    span = {"timeMin": rfc3339(window.start), "timeMax": rfc3339(window.end)}
    pages = yield from _pages(whose, span)
    if pages is None:  # a page's token does not live long
        pages = yield from _pages(whose, span)
    if pages is None:
        return Refused(not_understood("the list of events breaks off", whose.who), 200)
    if isinstance(pages, Refused):
        return pages
    found, token = pages
    return Listing({item["id"]: item for item in found if not cancelled(item)}, window, token)


def changes(whose: Whose, snapshot: Snapshot) -> Talk[Listing | Refused | None]:
    """What the calendar holds in the snapshot's window now; None: all has to be read anew."""
    pages = yield from _pages(whose, {"syncToken": snapshot.token})
    if pages is None or isinstance(pages, Refused):
        return pages
    found, token = pages
    items = apply(snapshot.items, found, snapshot.window)
    return None if items is None else Listing(items, snapshot.window, token)


def _pages(
    whose: Whose, parameters: Mapping[str, Any]
) -> Talk[tuple[list[dict[str, Any]], str | None] | Refused | None]:
    """Every item of every page, and the token that the last one bears; None where Google no longer knows a token.

    A page may be empty, and not be the last.
    """
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    page: dict[str, str] = {}
    while True:
        (answer,) = yield whose.asks({**parameters, **page})
        if isinstance(answer, Refused):
            expired = answer.status in _START_OVER and (page or "syncToken" in parameters)
            return None if expired else answer
        if "accessRole" not in answer:
            return Refused(not_understood("the answer is no list of events", whose.who), 200)
        if answer["accessRole"] in _BLIND:
            return Refused(refusal(403, "", whose.who), 403)
        token = answer.get("nextPageToken")
        try:
            found += [_item(item) for item in answer.get("items") or ()]
        except (KeyError, TypeError, ValueError, AttributeError):
            return Refused(not_understood("the answer is no list of events", whose.who), 200)
        if not token:
            return found, answer.get("nextSyncToken")
        if token in seen:
            return Refused(not_understood("the list of events does not end", whose.who), 200)
        seen.add(token)
        page = {"pageToken": token}


def _item(item: Item) -> dict[str, Any]:
    kept = masked(item)
    if not isinstance(kept["id"], str):
        raise ValueError("an event without an id")
    return kept
