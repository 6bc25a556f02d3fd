"""What a read has brought so far, and what could not be had."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from re import Pattern

from providers.errors import NotFound, ProviderError
from providers.event import Calendar, Event, Interval, Unknown
from providers.outlook.failure import not_understood
from providers.outlook.pages import Pages
from providers.outlook.view import Holder, Listed, listed_in
from providers.outlook.wire import Item, event_of, may_be_ours, people_of

Meets = tuple[str, Interval]
"""UID and time: all occurrences of a series have its UID."""


@dataclass(frozen=True, slots=True)
class Found:
    """An event in a calendar, as it came and as it is meant."""

    item: Item
    event: Event

    @property
    def meets(self) -> Meets:
        """Which meeting it is a copy of."""
        return self.event.uid, self.event.span

    @property
    def holder(self) -> Holder:
        """Where its participants and its title are asked for: an occurrence has those of its series."""
        series = self.item.get("seriesMasterId") if self.item.get("type") == "occurrence" else None
        return self.event.calendar, str(series or self.item["id"])


class Harvest:
    """Changes while a read goes on.

    Args:
        zones: IANA names of the owners', by email.
        window: what was asked for.
        reach: where else is looked, so that `Calendar.held` does not depend on how calendars are listed.
    """

    def __init__(self, zones: Mapping[str, str], window: Interval, reach: Interval) -> None:
        self._zones = zones
        self._window = window
        self._reach = reach
        self._found: dict[str, dict[str, Found]] = {}
        self.failed: dict[str, ProviderError] = {}

    def add(self, email: str, listed: Listed) -> None:
        """Take in what a calendar holds, in place of what was known of the same events."""
        if isinstance(listed, ProviderError):
            self.failed[email] = listed
            return
        found = self._found.setdefault(email, {})
        for item in listed:
            try:
                event = event_of(item, email, self._zones[email])
                found.pop(item["id"], None)
                if event is not None:
                    found[item["id"]] = Found(item, event)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.failed[email] = not_understood("an event of this calendar cannot be understood", email)

    def add_ours(self, email: str, pages: Pages) -> None:
        """Take in the answer to who bears our marker; without it, ours cannot be told from foreign ones."""
        if email not in self.failed:
            self.add(email, listed_in(pages, email))
            self._part_copies(email)

    def may_hold_ours(self, email: str) -> bool:
        """Whether any event looks as if we had made it."""
        return any(may_be_ours(found.item) for found in self._found.get(email, {}).values())

    def foreign(self, people: int | None) -> list[Found]:
        """The events of the window that so many people take part in (None: it is not known), in calendars that could be
        read; neither ours nor attendees' copies of ours."""
        known = [each for email, found in self._found.items() if email not in self.failed for each in found.values()]
        ours = {each.meets for each in known if may_be_ours(each.item)}
        return [
            each
            for each in known
            if each.event.people == people and each.meets not in ours and each.event.span.overlaps(self._window)
        ]

    def count(self, holders: tuple[Holder, ...], asked: Iterable[Meets], pages: Pages) -> None:
        """Take in how many people take part in meetings."""
        if isinstance(pages, list):
            people = people_of(pages[0])
            self._change(holders, asked, lambda event: replace(event, people=people))
        else:
            self._fail(holders, pages)

    def entitle(self, holders: tuple[Holder, ...], asked: Iterable[Meets], pages: Pages, title: Pattern[str]) -> None:
        """Take in whether the title of meetings matches; the title is forgotten."""
        if isinstance(pages, list):
            matches = title.search(str(pages[0].get("subject") or "")) is not None
            self._change(holders, asked, lambda event: replace(event, title_matches=matches))
        else:
            self._fail(holders, pages)

    def calendar(self, email: str) -> Calendar:
        """The answer for one person."""
        if email in self.failed:
            return Calendar(email, unknown=(Unknown(self._window, str(self.failed[email])),))
        events = [found.event for found in self._found[email].values()]
        touching = [event for event in events if event.span.overlaps(self._window)]
        touching.sort(key=lambda event: (event.span, event.uid))
        held = sum(event.marker is None and event.span.overlaps(self._reach) for event in events)
        return Calendar(email, tuple(touching), held=held)

    def _part_copies(self, email: str) -> None:
        """Of several events with the same marker and transaction, the oldest is ours: Exchange may copy either of them
        with an event (https://github.com/mguessan/davmail/issues/522)."""
        kept: set[str] = set()
        found = self._found.get(email, {})
        for event_id, each in sorted(found.items(), key=lambda one: (str(one[1].item.get("createdDateTime")), one[0])):
            if each.event.marker is None:
                continue
            if each.event.marker.uid in kept:
                item = {**each.item, "transactionId": None, "singleValueExtendedProperties": []}
                event = event_of(item, email, self._zones[email])
                assert event is not None  # it was understood with its marker
                found[event_id] = Found(item, event)
            kept.add(each.event.marker.uid)

    def _change(self, holders: tuple[Holder, ...], asked: Iterable[Meets], known: Callable[[Event], Event]) -> None:
        wanted = set(asked)
        for email, _ in holders:
            for event_id, found in self._found[email].items():
                if found.meets in wanted and found.event.marker is None:
                    self._found[email][event_id] = Found(found.item, known(found.event))

    def _fail(self, holders: tuple[Holder, ...], error: ProviderError) -> None:
        """Who may have a booked 1-on-1 that is not known as one is left alone; one that was just deleted is none."""
        if not isinstance(error, NotFound):
            self.failed |= {email: error for email, _ in holders}
