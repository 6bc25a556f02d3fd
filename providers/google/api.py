"""What is asked of Google: which calls, and which fields of their answers: no title, description, place, name or email
address of a foreign event."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from googleapiclient.discovery import build

from providers.http.request import Body, Request

_ITEM = (
    "id,iCalUID,status,start,end,transparency,visibility,eventType,recurringEventId,etag,organizer/self,"
    "attendeesOmitted,guestsCanSeeOtherGuests,"
    "attendees(self,organizer,resource,responseStatus),extendedProperties/private"
)
EVENTS = f"accessRole,nextPageToken,nextSyncToken,items({_ITEM})"
"""Of a list of events. Of who takes part it tells how many they are, which of them is the calendar's owner, and what
each answered."""
OURS = f"{_ITEM.replace('attendees(self,organizer,resource,responseStatus)', 'attendees')}"
"""Of one event that bears our id: who takes part is written back when somebody is to be asked again."""
ANSWERS = "id,attendees(email,resource,responseStatus)"
"""Of one event of ours, in which more take part than the two."""
TITLE = "summary"
"""Of one event in which exactly two take part, where the configuration says what 1-on-1s are called."""
WRITTEN = "id,etag"
"""Of what was written."""
BUSY = "calendars"
PROFILE = "timeZone,workingHours"
PROPERTY = "schedule"
"""Name of the private extended property with our marker: on the organizer's copy only, seen by no attendee."""
MATCHES = "matches"
"""Kept beside an event: whether its title matched, by pattern. The title itself is not kept."""
PAGE = 2500
"""The most events that Google puts on one page."""


class Api:
    """Makes requests as Google's own client does, which checks them against Google's description.

    Args:
        endpoint: without a path.
    """

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._collections: dict[str, Any] = {}

    def request(self, account: str, who: str, call: str, *, if_match: str | None = None, **asked: Any) -> Request:
        """A request.

        Args:
            account: email as whom is asked.
            who: whose calendar it is about.
            call: as the description names it, such as `events.list`.
            if_match: the version that is to be changed.
            asked: its parameters, and its `body`, where it has one.
        """
        collection, _, method = call.partition(".")
        made = getattr(self._collection(collection), method)(**asked)
        version = {} if if_match is None else {"If-Match": if_match}
        body = json.loads(made.body) if made.body else None
        return Request(account, who, made.method, made.uri, {**made.headers, **version}, body)

    def events(self, account: str, who: str, **asked: Any) -> Request:
        """A list of a calendar's events, recurring ones expanded."""
        return self.request(
            account, who, "events.list", calendarId=who, singleEvents=True, maxResults=PAGE, fields=EVENTS, **asked
        )

    def event(self, account: str, who: str, key: str, fields: str) -> Request:
        """One event, by its id."""
        return self.request(account, who, "events.get", calendarId=who, eventId=key, fields=fields)

    def following(self, request: Request, answer: Body) -> Request | None:
        """See `providers.http.pages.Follow`."""
        token = answer.get("nextPageToken")
        if not token:
            return None
        made = self._collection("events").list_next(_Made(request), answer)
        return Request(request.account, request.who, request.method, made.uri, request.headers)

    def _collection(self, name: str) -> Any:
        """Made once: each time, the client would describe all its methods anew, for 5 ms."""
        if name not in self._collections:
            self._collections[name] = getattr(self._api, name)()
        return self._collections[name]

    @cached_property
    def _api(self) -> Any:
        where: Any = {"api_endpoint": f"{self._endpoint}/calendar/v3/"}
        unsent: Any = object()  # stands for what sends requests, which is not the client here
        return build("calendar", "v3", http=unsent, client_options=where, static_discovery=True, cache_discovery=False)


class _Made:
    """A request as the client wants it back, to add a page's token to its address."""

    def __init__(self, request: Request) -> None:
        self.uri = request.path


@dataclass(frozen=True)
class Asker:
    """What all steps of `providers.base.adapter` share."""

    api: Api
    reads_as: Callable[[str], str]
    """Email as whom a calendar, by its owner's email, is read."""
