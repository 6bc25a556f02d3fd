"""Reads one calendar: listed anew or what changed since, else free and busy. Says what to ask, asks not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from re import Pattern

from providers.event import Calendar, Event, Interval, Unknown
from providers.google import freebusy
from providers.google.details import detailed
from providers.google.failure import HOPELESS, not_understood
from providers.google.inscribed import inscribed
from providers.google.listing import Listing, Whose, changes, everything
from providers.google.mask import EVENTS
from providers.google.reply import Refused
from providers.google.talk import Talk
from providers.google.wire import Item, to_event
from providers.interface import Account
from providers.snapshot.snapshot import Snapshot
from providers.snapshot.store import Snapshots

BEFORE = timedelta(weeks=1)
BEYOND = timedelta(weeks=8)
"""So much more than asked is listed, so that the windows of the coming weeks lie in it, too."""
LONGEST = timedelta(weeks=26)
"""Longer windows are looked into once in a while, and nothing of them is kept."""
_OUR_ID = re.compile(r"[0-9a-v]{32}")
_HIDDEN = (
    "{who}: an event that may be one of our 1-on-1s is private, so that the account that reads cannot tell; it stays. "
    "Let that account change events of the calendar, or make the event visible"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One calendar to be read."""

    account: Account
    asked_as: str
    """Email as whom is asked."""
    window: Interval
    title: Pattern[str] | None
    snapshots: Snapshots

    def talk(self) -> Talk[Calendar]:
        """Yields what to ask next, is sent the answers, and ends with the calendar.

        Raises no `ProviderError`: what it would say is `unknown`.
        """
        who = self.account.email
        listing = yield from self._listed()
        if isinstance(listing, Listing):
            return (yield from self._told(listing))
        if listing.status in (403, 404) and listing.reason not in HOPELESS and self.asked_as != who:
            answers = yield [*freebusy.asked(self.asked_as, who, self.window)]
            return freebusy.blocks(answers, who, self.window)
        return Calendar(who, unknown=(Unknown(self.window, str(listing.error)),))

    def _listed(self) -> Talk[Listing | Refused]:
        whose = Whose(self.asked_as, self.account.email)
        snapshot = self.snapshots.get(self.account.email)
        if snapshot is not None and self._serves(snapshot):
            listing = yield from changes(whose, snapshot)
            if listing is not None:
                return listing
        wide = Interval(self.window.start - BEFORE, self.window.end + BEYOND)
        return (yield from everything(whose, self.window if self._far else wide))

    def _told(self, listing: Listing) -> Talk[Calendar]:
        who = self.account.email
        events: dict[str, Event] = {}
        unknown: set[Unknown] = set()
        hidden: set[Unknown] = set()
        for key, item in listing.items.items():
            try:
                event = to_event(item, self.account)
            except (KeyError, TypeError, ValueError, AttributeError):
                what = "the answer holds an event whose times cannot be understood"
                unknown.add(Unknown(self.window, str(not_understood(what, who))))
                continue
            if self.asked_as != who and _hides_ours(item):
                hidden.add(Unknown(event.span, _HIDDEN.format(who=who)))
            if event.span.overlaps(self.window) and (event.marker or event.span.start < event.span.end):
                events[key] = event
        events, items = yield from detailed(Whose(self.asked_as, who), events, listing.items, self.title)
        if unknown:  # should that have come about here, the next run reads all of it anew
            self.snapshots.drop(who)
        elif not self._far:
            self._remember(listing, items)
        ordered = sorted(events.values(), key=lambda event: (event.span.start, event.span.end, event.uid))
        return Calendar(who, tuple(ordered), tuple(sorted(unknown | hidden)), _held(items, events))

    def _remember(self, listing: Listing, items: Mapping[str, Item]) -> None:
        if listing.token:
            extra = {"asked_as": self.asked_as}
            snapshot = Snapshot(listing.window, EVENTS, items, listing.token, extra)
            self.snapshots.put(self.account.email, snapshot)
        else:
            self.snapshots.drop(self.account.email)

    def _serves(self, snapshot: Snapshot) -> bool:
        kept, asked = snapshot.window, self.window
        covered = kept.start <= asked.start and asked.end <= kept.end
        return covered and snapshot.mask == EVENTS and snapshot.extra.get("asked_as") == self.asked_as

    @property
    def _far(self) -> bool:
        return self.window.end - self.window.start > LONGEST


def _hides_ours(item: Item) -> bool:
    """Whether a private event may be one of ours: who may only read is shown neither its marker nor its guests."""
    private = item.get("visibility") in ("private", "confidential")
    own = (item.get("organizer") or {}).get("self") and _OUR_ID.fullmatch(item["id"])
    return bool(private and own and not item.get("attendees") and not item.get("extendedProperties"))


def _held(items: Mapping[str, Item], asked: Mapping[str, Event]) -> int:
    """How many events are foreign; a series counts once.

    An attendee's copy of one of ours is told from a foreign event in the window that was asked for only, by the
    organizer's copy. Beyond it, what has such an id and another organizer is not counted: that copy goes when ours do.
    """
    foreign = set()
    for key, item in items.items():
        organized = (item.get("organizer") or {}).get("self")
        ours = inscribed(item) is not None or (key not in asked and _OUR_ID.fullmatch(key) and not organized)
        if not ours:
            foreign.add(item.get("recurringEventId") or key)
    return len(foreign)
