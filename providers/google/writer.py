"""Tells Google what to write: one event for each meeting, in the organizer's calendar, as that calendar's owner."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from providers.base.writer import Version
from providers.errors import Conflict, InvalidAnswer, UsedUp
from providers.event import Event, Interval, Meeting, Response
from providers.google.api import OURS, WRITTEN, Api
from providers.google.compose import asked_again, composed, in_drive, moved
from providers.google.enrich import named_answers
from providers.google.errors import not_understood
from providers.google.event import cancelled, event_of
from providers.google.settings import GoogleSettings, Notify
from providers.http.batching import Client
from providers.http.request import Answer, Body, Refused
from providers.interface import Account

_GONE = (404, 410)
_SEND_UPDATES = {Notify.OUTSIDE: "externalOnly", Notify.ALL: "all"}


@dataclass(frozen=True, slots=True)
class GoogleScribe:
    """See `providers.base.writer.Scribe`."""

    client: Client
    api: Api
    settings: GoogleSettings
    writes_as: Callable[[str], str]
    """Email as whom a calendar, by its owner's email, is written."""

    def ours(self, event: Event) -> bool:
        """See `Scribe.ours`."""
        return event.marker is not None and event.id == event.marker.uid

    def insert(self, meeting: Meeting, email: str, *, invites: bool) -> None:
        """See `Scribe.insert`."""
        meet = self.settings.meet and invites
        asked: dict[str, Any] = {"body": composed(meeting, invites=invites, meet=meet), "fields": WRITTEN}
        if in_drive(meeting.url):
            asked["supportsAttachments"] = True
        if meet:
            asked["conferenceDataVersion"] = 1
        answer = self._write(email, "insert", **asked)
        if not isinstance(answer, Refused):
            return
        if answer.status not in (409, 410):
            raise answer.error
        there = self._now(email, meeting.marker.uid)
        if there is None:
            what = f"the 1-on-1 with id {meeting.marker.uid} stood here once and was deleted"
            raise UsedUp(what, who=email, do="Make the plan anew.")
        if event_of(there, Account(email, meeting.time_zone)).marker != meeting.marker:
            what = f"another event has the id {meeting.marker.uid} of this 1-on-1"
            raise Conflict(what, who=email, do="Delete it, and make the plan anew.")

    def looks_first(self, event: Event, to: Interval | None) -> bool:
        """See `Scribe.looks_first`: the list of who takes part is written whole, where somebody is asked again."""
        stands = event.span == event.written == to
        return to is not None and not stands and Response.DECLINED in event.answers.values()

    def current(self, event: Event) -> Body | None:
        """See `Scribe.current`."""
        return self._now(event.calendar, str(event.id))

    def meant(self, item: Mapping[str, Any], event: Event) -> Event:
        """See `Scribe.meant`."""
        account = Account(event.calendar, "UTC")
        now = event_of(item, account)
        return now if now.answers or not now.people else event_of(item, account, named_answers(item))

    def not_understood(self, what: str, who: str) -> InvalidAnswer:
        """See `Scribe.not_understood`."""
        return not_understood(what, who)

    def patch(self, event: Event, version: Version, to: Interval) -> Answer:
        """See `Scribe.patch`."""
        assert event.marker is not None
        body = moved(event.marker, to, all_day=event.all_day)
        if version.item is not None and Response.DECLINED in event.answers.values():
            body["attendees"] = asked_again(version.item["attendees"])
        asked = {"eventId": event.marker.uid, "body": body, "fields": WRITTEN}
        return self._write(event.calendar, "patch", if_match=version.etag, **asked)

    def delete(self, event: Event, version: Version) -> Answer:
        """See `Scribe.delete`."""
        answer = self._write(event.calendar, "delete", if_match=version.etag, eventId=event.id)
        return {} if isinstance(answer, Refused) and answer.status in _GONE else answer

    def outdated(self, refused: Refused) -> bool:
        """See `Scribe.outdated`. To change what was deleted may be forbidden as well."""
        return refused.status in (412, *_GONE) or (refused.status, refused.reason) == (403, "forbidden")

    def _write(self, email: str, method: str, **asked: Any) -> Answer:
        always = {"calendarId": email, "sendUpdates": _SEND_UPDATES[self.settings.notify]}
        return self.client.one(self.api.request(self.writes_as(email), email, f"events.{method}", **always, **asked))

    def _now(self, email: str, uid: str) -> Body | None:
        """The event as it is; None: it is not there (any more)."""
        answer = self.client.one(self.api.event(self.writes_as(email), email, uid, OURS))
        if not isinstance(answer, Refused):
            return None if cancelled(answer) else answer
        if answer.status in _GONE:
            return None
        raise answer.error
