"""Writes our events into Outlook's calendars."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from providers.errors import NotFound, ProviderError, UsedUp
from providers.event import Event, Interval, Meeting
from providers.outlook import mask
from providers.outlook.client import Client
from providers.outlook.compose import compose, times_of
from providers.outlook.failure import Duplicate, Stale, not_understood
from providers.outlook.pages import all_pages, items
from providers.outlook.part import PREFER, Part, event_path, get, home
from providers.outlook.view import list_masked, ours
from providers.outlook.wire import Item, event_of, takes_place
from providers.precondition import conflict, not_ours, refuse_changed

_ATTEMPTS = 5
"""So often a change is tried: a version is sometimes refused for a moment, although it is the right one."""


class OutlookWriter:
    """See `providers.interface.Writer`. Exists only while the lock is held.

    Args:
        teams: whether new events get a Teams link.
    """

    def __init__(self, client: Client, *, teams: bool) -> None:
        self._client = client
        self._teams = teams

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`. A transaction id of the marker's keeps a repeated request from making a second event."""
        emails = {email.lower() for email in calendars}
        organizer, attendee = meeting.organizer.email.lower(), meeting.attendee.email.lower()
        if organizer in emails:
            self._create(meeting, organizer, invites=attendee in emails)
            emails -= {organizer, attendee}
        for email in sorted(emails):
            self._create(meeting, email, invites=False)

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`. Where one copy is in conflict, none is written."""
        waiting = []
        for event in _own(events):
            item = self._current(event)
            if item is None:
                raise conflict(event)
            if not _is_at(item, event, to):
                _compare(item, event)
                waiting.append((event, item))
        for event, item in waiting:
            self._move(event, item, to)

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`. Where one copy is in conflict, none is written.

        Deleting an organizer's event sends the attendees its cancellation: once, and without a second request.
        """
        waiting = []
        for event in _own(events):
            item = self._current(event)
            if item is not None:
                _compare(item, event)
                waiting.append((event, item))
        for event, item in waiting:
            self._delete(event, item)

    def _create(self, meeting: Meeting, email: str, *, invites: bool) -> None:
        organizes = email == meeting.organizer.email.lower()
        event = compose(meeting, organizes=organizes, invites=invites, teams=self._teams)
        try:
            made = self._client.one(Part("POST", f"{home(email)}/events", email, {"Prefer": PREFER}, event))
        except Duplicate:
            if not self._stands(meeting, email):
                raise UsedUp(
                    f"the 1-on-1 with UID {meeting.marker.uid} was deleted", who=email, do="Make the plan anew."
                ) from None
            return
        if made.get("transactionId", meeting.marker.uid) != meeting.marker.uid or "id" not in made:
            raise not_understood("the answer is not the event that was to be created", email)

    def _stands(self, meeting: Meeting, email: str) -> bool:
        """Whether the event that this transaction made is still there.

        Looked for first where we put it, then wherever a person may have moved it.
        """
        uid = meeting.marker.uid
        day = Interval(meeting.span.start - timedelta(days=1), meeting.span.end + timedelta(days=1))
        near = list_masked(self._client, [email], day, {})[0][email]
        if isinstance(near, ProviderError):
            raise near
        if _holds(near, uid):
            return True
        pages = all_pages(self._client, {email: ours(email)})[email]
        if isinstance(pages, ProviderError):
            raise pages
        return _holds(items(pages, email), uid)

    def _move(self, event: Event, item: Item, to: Interval) -> None:
        assert event.marker is not None
        path, marker = home(event.calendar) + event_path(item["id"]), event.marker

        def send(item: Item) -> None:
            changes: dict[str, Any] = times_of(marker, to, item.get("originalStartTimeZone") or "UTC")
            if _meant(item, event).span == to:
                del changes["start"], changes["end"]  # nobody is told of a move that is none
            elif item.get("isAllDay"):
                changes["isAllDay"] = False
            headers = {"Prefer": PREFER, "If-Match": item["@odata.etag"]}
            self._client.one(Part("PATCH", path, event.calendar, headers, changes))

        if not self._change(event, item, send, to):
            raise conflict(event)

    def _delete(self, event: Event, item: Item) -> None:
        path = home(event.calendar) + event_path(item["id"])

        def send(item: Item) -> None:
            with suppress(NotFound):
                self._client.one(Part("DELETE", path, event.calendar, {"If-Match": item["@odata.etag"]}))

        self._change(event, item, send)

    def _change(self, event: Event, item: Item, send: Callable[[Item], None], to: Interval | None = None) -> bool:
        """Change the version that is there, or a newer one that differs only in what decides nothing.

        Args:
            send: asks for the change of one version.
            to: where it is to lie in the end; if it does already, an earlier answer was lost.

        Returns:
            Whether the event is there.

        Raises:
            Conflict: it differs in what decides.
        """
        for _ in range(_ATTEMPTS):
            try:
                send(item)
                return True
            except (Stale, NotFound):
                again = self._current(event)
            if again is None:
                return False
            if to is not None and _is_at(again, event, to):
                return True
            _compare(again, event)
            item = again
        raise conflict(event)

    def _current(self, event: Event) -> Item | None:
        """The event as it is now; None: it is gone, or became a series.

        Raises:
            Conflict: it does not bear its marker any more.
        """
        if event.id is None:
            raise conflict(event)
        part = get(event.calendar, event_path(event.id), select=",".join(mask.OURS), expand=mask.MARKER)
        try:
            item = self._client.one(part)
        except NotFound:
            return None
        meant = _meant(item, event) if takes_place(item) else None
        if meant is not None and meant.marker != event.marker:
            raise conflict(event)
        return item if meant is not None else None


def _own(events: Iterable[Event]) -> list[Event]:
    """Those that are written, the leader's first."""
    for event in events:
        if event.marker is None:
            raise not_ours(event)
    own = [event for event in events if not event.follows]
    return sorted(
        own, key=lambda event: (event.marker is None or event.calendar != event.marker.leader, event.calendar)
    )


def _meant(item: Item, event: Event) -> Event:
    """What an item means; that of an event which takes place."""
    try:
        meant = event_of(item, event.calendar, "UTC")
        if meant is None or not item["id"] or not item["@odata.etag"]:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise not_understood("the event cannot be understood", event.calendar) from None
    return meant


def _is_at(item: Item, event: Event, to: Interval) -> bool:
    """Whether the event lies at `to`, and we put it there."""
    meant = _meant(item, event)
    return meant.span == meant.written == to and not meant.all_day


def _compare(item: Item, event: Event) -> None:
    """Leave an event alone on which another decision would be made now."""
    refuse_changed(_meant(item, event), event)


def _holds(found: Iterable[Mapping[str, Any]], uid: str) -> bool:
    return any(item.get("transactionId") == uid and not item.get("isCancelled") for item in found)
