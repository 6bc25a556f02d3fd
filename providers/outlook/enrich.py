"""What lists do not tell: which events are ours, and of foreign meetings of two people, whether there are just the two,
and whether the title is a 1-on-1's.

One question answers for both copies of a meeting, and for all occurrences of a series that were not changed singly.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from providers.base.adapter import Key
from providers.base.state import Found, ReadState
from providers.base.sync import understand
from providers.errors import NotFound
from providers.event import Event, Interval
from providers.http.pages import Pages
from providers.http.request import Refused, Request
from providers.outlook.api import COUNT, MARKED, MARKER, OURS, TITLE, event_path, get
from providers.outlook.event import event_of, may_be_ours, people_of
from providers.outlook.send import MOST
from providers.outlook.sync import Sync, items
from providers.outlook.times import utc_text

Holder = tuple[str, str]
"""A calendar (email), and the id there of an event or of its series."""
Meets = tuple[str, Interval]
"""UID and time: all occurrences of a series have its UID."""
_PAGE = "500"


class Enrich(Sync):
    """Further steps of `providers.base.adapter.Adapter`."""

    def beside(self, state: ReadState) -> dict[Key, Request]:
        """See `Adapter.beside`: which events are ours."""
        emails = list(state.accounts)
        reach = self.reach(state.window)
        return {("ours", email): ours(email, reach) for email in emails[: -len(emails) % MOST]}

    def missing(self, state: ReadState) -> dict[Key, Request]:
        """See `Adapter.missing`: ours, of calendars that may hold any; whether meetings of two have more guests."""
        emails = list(state.accounts)
        late = [email for email in emails[-len(emails) % MOST :] if email not in state.refused]
        reach = self.reach(state.window)
        asked: dict[Key, Request] = {
            ("ours", email): ours(email, reach)
            for email in late
            if any(may_be_ours(found.item) for found in state.found[email].values())
        }
        # Where more calendars than two hold a meeting, more people take part.
        pairs = (holders for holders in _meetings(_foreign(state, people=None)) if len(holders) == 2)
        return asked | _questions("count", COUNT, pairs)

    def still_missing(self, state: ReadState) -> dict[Key, Request]:
        """See `Adapter.still_missing`: titles."""
        if state.title is None:
            return {}
        return _questions("title", TITLE, _meetings(_foreign(state, people=2)))

    def take(self, state: ReadState, key: Key, pages: Pages) -> None:
        """See `Adapter.take`. Who may have a booked 1-on-1 that is not known as one is left alone."""
        if key[0] == "ours":
            self._take_ours(state, str(key[1]), pages)
            return
        if isinstance(pages, Refused):
            if not isinstance(pages.error, NotFound):  # one that was just deleted is none
                state.fail(self.concerned(key), pages)
            return
        holders = cast(tuple[Holder, ...], key[1])
        if key[0] == "count":
            people = people_of(pages[0])
            _change(state, holders, lambda event: replace(event, people=people))
        elif state.title is not None:
            matches = state.title.search(str(pages[0].get("subject") or "")) is not None
            _change(state, holders, lambda event: replace(event, title_matches=matches))

    def concerned(self, key: Key) -> Sequence[str]:
        """See `Adapter.concerned`."""
        if key[0] == "ours":
            return [str(key[1])]
        return [email for email, _ in cast(tuple[Holder, ...], key[1])]

    def held(self, state: ReadState, email: str) -> int:
        """See `Adapter.held`: as far as is looked at least, however calendars are listed."""
        reach = self.reach(state.window)
        events = [found.event for found in state.found[email].values()]
        return sum(event.marker is None and event.span.overlaps(reach) for event in events)

    def _take_ours(self, state: ReadState, email: str, pages: Pages) -> None:
        """Without that answer ours cannot be told from foreign ones."""
        if email in state.refused:
            return
        if isinstance(pages, Refused):
            state.fail([email], pages)
            return
        understand(self, state, email, {str(item["id"]): item for item in items(pages, email)})
        _part_copies(state, email)


def ours(email: str, reach: Interval | None = None) -> Request:
    """Asks for the events that bear our marker, and start inside a span.

    A view neither shows nor filters by extended properties dependably; a list of events does.
    """
    within = (
        f"start/dateTime ge '{utc_text(reach.start)}' and start/dateTime lt '{utc_text(reach.end)}' and "
        if reach is not None
        else ""
    )
    return get(email, "/events", select=",".join(OURS), filter=within + MARKED, expand=MARKER, top=_PAGE)


def _part_copies(state: ReadState, email: str) -> None:
    """Of several events with the same marker and transaction, the oldest is ours: Exchange may copy either of them
    with an event (https://github.com/mguessan/davmail/issues/522)."""
    kept: set[str] = set()
    found, account = state.found[email], state.accounts[email]
    for event_id, each in sorted(found.items(), key=lambda one: (str(one[1].item.get("createdDateTime")), one[0])):
        if each.event.marker is None:
            continue
        if each.event.marker.uid in kept:
            item = {**each.item, "transactionId": None, "singleValueExtendedProperties": []}
            event = event_of(item, email, account.time_zone)
            assert event is not None  # it was understood with its marker
            found[event_id] = Found(item, event)
        kept.add(each.event.marker.uid)


def _meets(found: Found) -> Meets:
    """Which meeting an event is a copy of."""
    return found.event.uid, found.event.span


def _holder(found: Found) -> Holder:
    """Where its participants and its title are asked for: an occurrence has those of its series."""
    series = found.item.get("seriesMasterId") if found.item.get("type") == "occurrence" else None
    return found.event.calendar, str(series or found.item["id"])


def _foreign(state: ReadState, people: int | None) -> list[Found]:
    """The events of the window that so many people take part in (None: it is not known), in calendars that could be
    read; neither ours nor attendees' copies of ours."""
    known = [found for _, calendar in state.readable() for found in calendar.values()]
    meetings = {_meets(found) for found in known if may_be_ours(found.item)}
    return [
        found
        for found in known
        if found.event.people == people and _meets(found) not in meetings and found.event.span.overlaps(state.window)
    ]


def _meetings(events: Iterable[Found]) -> set[tuple[Holder, ...]]:
    """The meetings that these events are copies of, each by its holders."""
    holders: dict[Meets, dict[str, str]] = {}
    for found in events:
        if found.event.uid:
            email, event_id = _holder(found)
            holders.setdefault(_meets(found), {}).setdefault(email, event_id)
    return {tuple(sorted(held.items())) for held in holders.values()}


def _questions(kind: str, fields: Iterable[str], meetings: Iterable[tuple[Holder, ...]]) -> dict[Key, Request]:
    """One request for each meeting, spread evenly over the mailboxes; the keys are the kind and the holders."""
    load: Counter[str] = Counter()
    asked: dict[Key, Request] = {}
    for holders in sorted(meetings):
        email, event_id = min(holders, key=lambda holder: load[holder[0]])
        load[email] += 1
        asked[kind, holders] = get(email, event_path(event_id), select=",".join(fields))
    return asked


def _change(state: ReadState, holders: tuple[Holder, ...], change: Callable[[Event], Event]) -> None:
    """Know more of the foreign events that all of these hold."""
    copies = [list(_copies(state, holder)) for holder in holders]
    shared = set.intersection(*({_meets(found) for _, found in held} for held in copies))
    for (email, _), held in zip(holders, copies, strict=True):
        for key, found in held:
            if _meets(found) in shared and found.event.marker is None:
                state.change(email, key, change)


def _copies(state: ReadState, holder: Holder) -> Iterator[tuple[str, Found]]:
    return ((key, found) for key, found in state.found[holder[0]].items() if _holder(found) == holder)
