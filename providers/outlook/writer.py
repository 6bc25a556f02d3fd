"""Tells Outlook what to write."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from providers.base.writer import Version
from providers.errors import InvalidAnswer, NotFound, UsedUp
from providers.event import Event, Interval, Meeting
from providers.http.batching import Client
from providers.http.pages import all_pages
from providers.http.request import Answer, Body, Refused, Request
from providers.outlook.api import MARKER, OURS, PREFER, event_path, get, home, next_page
from providers.outlook.compose import composed, times_of
from providers.outlook.enrich import ours
from providers.outlook.errors import Duplicate, Stale, not_understood
from providers.outlook.event import event_of, takes_place
from providers.outlook.sync import items, view
from providers.precondition import conflict

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OutlookScribe:
    """See `providers.base.writer.Scribe`."""

    client: Client
    graph: str
    """The address that all paths are added to."""
    teams: bool
    """Whether new events get a Teams link."""

    def ours(self, event: Event) -> bool:
        """See `Scribe.ours`."""
        return event.marker is not None

    def insert(self, meeting: Meeting, email: str, *, invites: bool) -> None:
        """See `Scribe.insert`. A transaction id of the marker's keeps a repeated request from making a second event."""
        organizes = email == meeting.organizer.email.lower()
        event = composed(meeting, organizes=organizes, invites=invites, teams=self.teams)
        made = self.client.one(Request(email, email, "POST", f"{home(email)}/events", {"Prefer": PREFER}, event))
        uid = meeting.marker.uid
        if not isinstance(made, Refused):
            if made.get("transactionId", uid) != uid or "id" not in made:
                raise not_understood("the answer is not the event that was to be created", email)
        elif not isinstance(made.error, Duplicate):
            raise made.error
        elif not self._stands(meeting, email):
            raise UsedUp(f"the 1-on-1 with UID {uid} was deleted", who=email, do="Make the plan anew.")

    def looks_first(self, event: Event, to: Interval | None) -> bool:
        """See `Scribe.looks_first`: always, as times are written in the zone that the event has."""
        return True

    def current(self, event: Event) -> Body | None:
        """See `Scribe.current`; what became a series is gone."""
        if event.id is None:
            raise conflict(event)
        answer = self.client.one(get(event.calendar, event_path(event.id), select=",".join(OURS), expand=MARKER))
        if isinstance(answer, Refused):
            if isinstance(answer.error, NotFound):
                return None
            raise answer.error
        return answer if takes_place(answer) else None

    def meant(self, item: Mapping[str, Any], event: Event) -> Event:
        """See `Scribe.meant`."""
        meant = event_of(item, event.calendar, "UTC")
        if meant is None or not item["id"] or not item["@odata.etag"]:
            raise ValueError("no event")
        if meant.marker != event.marker:
            raise conflict(event)
        return meant

    def not_understood(self, what: str, who: str) -> InvalidAnswer:
        """See `Scribe.not_understood`."""
        return not_understood(what, who)

    def patch(self, event: Event, version: Version, to: Interval) -> Answer:
        """See `Scribe.patch`."""
        assert event.marker is not None
        assert version.item is not None
        changes = times_of(event.marker, to, version.item.get("originalStartTimeZone") or "UTC")
        if self.meant(version.item, event).span == to:
            del changes["start"], changes["end"]  # nobody is told of a move that is none
        elif version.item.get("isAllDay"):
            changes["isAllDay"] = False
        return self._change(event, version, "PATCH", {"Prefer": PREFER}, changes)

    def delete(self, event: Event, version: Version) -> Answer:
        """See `Scribe.delete`."""
        answer = self._change(event, version, "DELETE", {}, None)
        return {} if isinstance(answer, Refused) and isinstance(answer.error, NotFound) else answer

    def outdated(self, refused: Refused) -> bool:
        """See `Scribe.outdated`."""
        return isinstance(refused.error, Stale | NotFound)

    def _change(
        self, event: Event, version: Version, method: str, headers: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> Answer:
        assert version.item is not None
        path = home(event.calendar) + event_path(version.item["id"])
        match = {"If-Match": version.item["@odata.etag"]}
        return self.client.one(Request(event.calendar, event.calendar, method, path, {**headers, **match}, body))

    def _stands(self, meeting: Meeting, email: str) -> bool:
        """Whether the event that this transaction made is still there.

        Looked for first where we put it, then wherever a person may have moved it.
        """
        day = Interval(meeting.span.start - _DAY, meeting.span.end + _DAY)
        return any(
            _holds(self._listed(request, email), meeting.marker.uid) for request in (view(email, day), ours(email))
        )

    def _listed(self, request: Request, email: str) -> list[Body]:
        pages = all_pages(
            self.client, {email: request}, lambda request, answer: next_page(self.graph, request, answer)
        )[email]
        if isinstance(pages, Refused):
            raise pages.error
        return items(pages, email)


def _holds(found: Iterable[Mapping[str, Any]], uid: str) -> bool:
    return any(item.get("transactionId") == uid and not item.get("isCancelled") for item in found)
