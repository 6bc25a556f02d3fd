"""Writes our events into a service's calendars, and never what was not decided about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from providers.errors import MALFORMED, InvalidAnswer, NotPermitted
from providers.event import Event, Interval, Meeting
from providers.http.request import Answer, Refused
from providers.precondition import conflict, not_ours, refuse_changed

_ATTEMPTS = 5
"""So often is a change tried that others keep coming before, or whose version is refused for a moment."""
_NO_EVENT = "the answer is no event that can be understood"


@dataclass(frozen=True, slots=True)
class Version:
    """What is to be changed."""

    etag: str | None
    item: Mapping[str, Any] | None = None
    """The event; None: it was not read again."""


class Scribe(Protocol):
    """How one service is told what to write."""

    def ours(self, event: Event) -> bool:
        """Whether it may be written at all."""
        ...

    def insert(self, meeting: Meeting, email: str, *, invites: bool) -> None:
        """Make the event in one calendar, if it is not there already.

        Raises:
            UsedUp: it was there once, and was deleted.
            ProviderError: it cannot be made.
        """
        ...

    def looks_first(self, event: Event, to: Interval | None) -> bool:
        """Whether the event is read again before its first change; `to` is None for one that is to be cancelled."""
        ...

    def current(self, event: Event) -> Mapping[str, Any] | None:
        """The event as it is now; None: it is gone.

        Raises:
            ProviderError: it cannot be read, or does not bear its marker any more.
        """
        ...

    def meant(self, item: Mapping[str, Any], event: Event) -> Event:
        """What it means; raises one of `MALFORMED` where that cannot be understood."""
        ...

    def not_understood(self, what: str, who: str) -> InvalidAnswer:
        """An answer that makes no sense."""
        ...

    def patch(self, event: Event, version: Version, to: Interval) -> Answer:
        """Give one version another time."""
        ...

    def delete(self, event: Event, version: Version) -> Answer:
        """Take one version away; that it is gone already is no refusal."""
        ...

    def outdated(self, refused: Refused) -> bool:
        """Whether that is the answer to who changes a version that is no longer the newest, or is gone."""
        ...


class EventWriter:
    """See `providers.interface.Writer`. Exists only while no other run writes."""

    def __init__(self, scribe: Scribe) -> None:
        self._scribe = scribe

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`."""
        emails = {email.lower() for email in calendars}
        organizer, attendee = meeting.organizer.email.lower(), meeting.attendee.email.lower()
        if organizer in emails:
            self._insert(meeting, organizer, invites=attendee in emails)
            emails -= {organizer, attendee}
        for email in sorted(emails):
            self._insert(meeting, email, invites=False)

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`. Where one copy that was looked at first is in conflict, none is written."""
        waiting = []
        for event in self._own(events):
            first = self._first(event, to)
            if first is None:
                raise conflict(event)
            stands = event.span == event.written == to if first.item is None else self._is_at(first.item, event, to)
            if not stands:
                self._compare(first, event)
                waiting.append((event, first))
        for event, first in waiting:
            if not self._change(event, first, partial(self._patch, event, to), to):
                raise conflict(event)

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`. Where one copy that was looked at first is in conflict, none is written.

        Deleting an organizer's event sends the attendees its cancellation: once, and without a second request.
        """
        waiting = []
        for event in self._own(events):
            first = self._first(event, None)
            if first is not None:
                self._compare(first, event)
                waiting.append((event, first))
        for event, first in waiting:
            self._change(event, first, partial(self._scribe.delete, event))

    def _insert(self, meeting: Meeting, email: str, *, invites: bool) -> None:
        try:
            self._scribe.insert(meeting, email, invites=invites)
        except MALFORMED:
            raise self._scribe.not_understood(_NO_EVENT, email) from None

    def _own(self, events: Sequence[Event]) -> list[Event]:
        """What is to be written, the leader's first: copies that follow go with the organizer's."""
        for event in events:
            if event.marker is None or not (event.follows or self._scribe.ours(event)):
                raise not_ours(event)
        own = [event for event in events if not event.follows]
        return sorted(
            own, key=lambda event: (event.marker is None or event.calendar != event.marker.leader, event.calendar)
        )

    def _patch(self, event: Event, to: Interval, version: Version) -> Answer:
        return self._scribe.patch(event, version, to)

    def _first(self, event: Event, to: Interval | None) -> Version | None:
        if not self._scribe.looks_first(event, to):
            return Version(event.etag)
        return self._again(event)

    def _again(self, event: Event) -> Version | None:
        item = self._scribe.current(event)
        return None if item is None else Version(self._meant(item, event).etag, item)

    def _change(
        self, event: Event, version: Version, send: Callable[[Version], Answer], to: Interval | None = None
    ) -> bool:
        """Change the version that was read, or a newer one that differs only in what decides nothing.

        Args:
            send: asks for the change of one version.
            to: where it is to lie in the end; if it does already, an earlier answer was lost.

        Returns:
            Whether the event is there.

        Raises:
            Conflict: it differs in what decides.
        """
        for _ in range(_ATTEMPTS):
            answer = send(version)
            if not isinstance(answer, Refused):
                return True
            if not self._scribe.outdated(answer):
                raise answer.error
            again = self._again(event)
            if again is None:
                return False
            if isinstance(answer.error, NotPermitted):  # which may also be said of what is gone
                raise answer.error
            if to is not None and again.item is not None and self._is_at(again.item, event, to):
                return True
            self._compare(again, event)
            version = again
        raise conflict(event)

    def _is_at(self, item: Mapping[str, Any], event: Event, to: Interval) -> bool:
        """Whether the event lies at `to`, and we put it there."""
        now = self._meant(item, event)
        return now.marker == event.marker and now.span == now.written == to and not now.all_day

    def _compare(self, version: Version, event: Event) -> None:
        """Leave an event alone on which another decision would be made now."""
        if version.item is not None:
            refuse_changed(self._meant(version.item, event), event)

    def _meant(self, item: Mapping[str, Any], event: Event) -> Event:
        try:
            return self._scribe.meant(item, event)
        except MALFORMED:
            raise self._scribe.not_understood(_NO_EVENT, event.calendar) from None


def _leaders_first(event: Event) -> tuple[bool, str]:
    return event.marker is None or event.calendar != event.marker.leader, event.calendar
