"""Writes our events: one for each meeting, in the organizer's calendar, as that calendar's owner."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from providers.errors import Conflict, UsedUp
from providers.event import Event, Interval, Meeting, Response
from providers.google.ask import Ask
from providers.google.client import Answer, Client
from providers.google.compose import asked_again, composed, in_drive, moved
from providers.google.details import named_answers
from providers.google.failure import not_understood
from providers.google.mask import OURS, WRITTEN
from providers.google.reply import Body, Refused
from providers.google.settings import GoogleSettings, Notify
from providers.google.wire import cancelled, to_event
from providers.interface import Account
from providers.marker import Marker
from providers.precondition import conflict, not_ours, refuse_changed

_AGAIN = 5
"""So often is an event read again that others keep changing meanwhile."""
_GONE = (404, 410)
_SEND_UPDATES = {Notify.OUTSIDE: "externalOnly", Notify.ALL: "all"}


@dataclass(frozen=True, slots=True)
class GoogleWriter:
    """See `providers.interface.Writer`. Exists only while no other run writes."""

    client: Client
    settings: GoogleSettings
    asked_as: Callable[[str], str]
    """Email as whom a calendar, by its owner's email, is written."""

    def create(self, meeting: Meeting, calendars: Iterable[str]) -> None:
        """See `Writer.create`."""
        emails = {email.lower() for email in calendars}
        organizer, attendee = meeting.organizer.email.lower(), meeting.attendee.email.lower()
        if organizer in emails:
            self._insert(meeting, organizer, invites=attendee in emails)
            return
        for email in sorted(emails):
            self._insert(meeting, email, invites=False)

    def move(self, events: Sequence[Event], to: Interval) -> None:
        """See `Writer.move`. Of several copies the first that is in conflict ends it."""
        for event, marker in _ours(events):
            if not event.span == event.written == to:
                self._move(event, marker, to)

    def cancel(self, events: Sequence[Event]) -> None:
        """See `Writer.cancel`. Of several copies the first that is in conflict ends it."""
        for event, _ in _ours(events):
            self._cancel(event)

    def _insert(self, meeting: Meeting, email: str, *, invites: bool) -> None:
        meet = self.settings.meet and invites
        parameters: dict[str, Any] = {"body": composed(meeting, invites=invites, meet=meet), "fields": WRITTEN}
        if in_drive(meeting.url):
            parameters["supportsAttachments"] = True
        if meet:
            parameters["conferenceDataVersion"] = 1
        answer = self._write(email, "insert", parameters)
        if not isinstance(answer, Refused):
            return
        if answer.status not in (409, 410):
            raise answer.error
        there = self._now(email, meeting.marker.uid)
        if there is None:
            what = f"the 1-on-1 with id {meeting.marker.uid} stood here once and was deleted"
            raise UsedUp(what, who=email, do="Make the plan anew.")
        if to_event(there, Account(email, meeting.time_zone)).marker != meeting.marker:
            what = f"another event has the id {meeting.marker.uid} of this 1-on-1"
            raise Conflict(what, who=email, do="Delete it, and make the plan anew.")

    def _move(self, event: Event, marker: Marker, to: Interval) -> None:
        body = moved(marker, to, all_day=event.all_day)
        declined = Response.DECLINED in event.answers.values()

        def send(etag: str | None, current: Body | None) -> Answer:
            again = {"attendees": asked_again(current["attendees"])} if declined and current is not None else {}
            parameters = {"eventId": marker.uid, "body": {**body, **again}, "fields": WRITTEN}
            return self._write(event.calendar, "patch", parameters, etag)

        if not self._change(event, send, to=to, look_first=declined):
            raise conflict(event)

    def _cancel(self, event: Event) -> None:
        def send(etag: str | None, _: Body | None) -> Answer:
            answer = self._write(event.calendar, "delete", {"eventId": event.id}, etag)
            return {} if isinstance(answer, Refused) and answer.status in _GONE else answer

        self._change(event, send)

    def _change(
        self,
        event: Event,
        send: Callable[[str | None, Body | None], Answer],
        *,
        to: Interval | None = None,
        look_first: bool = False,
    ) -> bool:
        """Change the version that was read, or a newer one that differs only in what decides nothing.

        Args:
            send: asks for the change of one version; is given the event, too, if that was read again.
            to: where it is to lie in the end; if it does already, an earlier answer was lost.

        Returns:
            Whether the event is there.

        Raises:
            Conflict: it differs in what decides.
        """
        etag, current = event.etag, None
        refused: Refused | None = None
        for _ in range(_AGAIN):
            if refused is not None or look_first:
                current = self._now(event.calendar, str(event.id))
                if current is None:
                    return False
                if refused is not None and refused.status == 403:
                    raise refused.error
                now = _event(current, event)
                if to is not None and now.marker == event.marker and now.span == now.written == to:
                    return True
                refuse_changed(now, event)
                etag = now.etag
            answer = send(etag, current)
            if not isinstance(answer, Refused):
                return True
            if answer.status != 412 and not _may_be_gone(answer):
                raise answer.error
            refused = answer
        raise conflict(event)

    def _write(self, email: str, method: str, parameters: dict[str, Any], if_match: str | None = None) -> Answer:
        told = _SEND_UPDATES[self.settings.notify]
        always = {"calendarId": email, "sendUpdates": told}
        return self.client.one(
            Ask(self.asked_as(email), email, f"events.{method}", {**always, **parameters}, if_match=if_match)
        )

    def _now(self, email: str, uid: str) -> Body | None:
        """The event as it is; None: it is not there (any more)."""
        parameters = {"calendarId": email, "eventId": uid, "fields": OURS}
        answer = self.client.one(Ask(self.asked_as(email), email, "events.get", parameters))
        if not isinstance(answer, Refused):
            return None if cancelled(answer) else answer
        if answer.status in _GONE:
            return None
        raise answer.error


def _ours(events: Sequence[Event]) -> list[tuple[Event, Marker]]:
    """What is to be written: copies that follow go with the organizer's."""
    found = []
    for event in events:
        if event.marker is None or not (event.follows or event.id == event.marker.uid):
            raise not_ours(event)
        if not event.follows:
            found.append((event, event.marker))
    return found


def _may_be_gone(refused: Refused) -> bool:
    """Whether that is what Google may say to who changes an event that was deleted; it may be forbidden as well."""
    return refused.status in _GONE or (refused.status, refused.reason) == (403, "forbidden")


def _event(body: Body, event: Event) -> Event:
    """The event as it is now."""
    try:
        account = Account(event.calendar, "UTC")
        now = to_event(body, account)
        return now if now.answers or not now.people else to_event(body, account, named_answers(body))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise not_understood("the answer is no event whose times can be understood", event.calendar) from None
