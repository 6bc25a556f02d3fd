"""Google's own client, as the tests of the server use it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp  # type: ignore[import-untyped]
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest

from tests.servers.google import GoogleServer

LENA, MARCO, ZOE, OUTSIDE = "lena@example.com", "marco@example.com", "zoe@example.com", "ana@elsewhere.example"
MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"
WINDOW = {"timeMin": "2026-11-23T00:00:00Z", "timeMax": "2026-12-21T00:00:00Z"}
Wire = dict[str, Any]


def at(text: str, zone: str = MADRID) -> datetime:
    """An instant from `2026-11-26 10:00`, by the wall clock."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))


def times(start: str, end: str, zone: str = MADRID) -> Wire:
    """Start and end as an event carries them."""
    return {
        side: {"dateTime": at(text, zone).isoformat(), "timeZone": zone}
        for side, text in (("start", start), ("end", end))
    }


TEN = times("2026-11-26 10:00", "2026-11-26 10:30")
NOON = times("2026-11-26 12:00", "2026-11-26 12:45")


def event(**body: Any) -> Wire:
    """A meeting on Thursday at ten."""
    return {"summary": "1-on-1", **TEN, **body}


class Asking:
    """Somebody's client. Refusals are answered as status and reason."""

    def __init__(self, server: GoogleServer, email: str = LENA) -> None:
        self.server, self.email = server, email
        credentials = Credentials(f"token-for-{email}")  # type: ignore[no-untyped-call]
        self.http = AuthorizedHttp(credentials, refresh_status_codes=())
        self.api: Any = build(
            "calendar",
            "v3",
            http=self.http,
            client_options={"api_endpoint": f"{server.url}/calendar/v3/"},
            cache_discovery=False,
        )

    def close(self) -> None:
        """Close its connections."""
        self.api.close()

    def insert(self, calendar: str = "primary", **body: Any) -> Wire:
        """A new event; parameters of the call are told from its properties by name."""
        return self._send("insert", calendar, body)

    def patch(self, key: str, calendar: str = "primary", etag: str | None = None, **body: Any) -> Wire:
        """Change an event, if it has this version."""
        return self._send("patch", calendar, body, etag, eventId=key)

    def update(self, key: str, calendar: str = "primary", **body: Any) -> Wire:
        """Replace an event."""
        return self._send("update", calendar, body, eventId=key)

    def get(self, key: str, calendar: str = "primary", **parameters: Any) -> Wire:
        """One event."""
        return done(self.api.events().get(calendarId=calendar, eventId=key, **parameters))

    def delete(self, key: str, calendar: str = "primary", etag: str | None = None, updates: str = "all") -> Wire:
        """Take an event away, if it has this version."""
        return done(self.api.events().delete(calendarId=calendar, eventId=key, sendUpdates=updates), etag)

    def page(self, calendar: str = "primary", **parameters: Any) -> Wire:
        """One page of a list."""
        return done(self.api.events().list(calendarId=calendar, **parameters))

    def listed(self, calendar: str = "primary", **parameters: Any) -> list[Wire]:
        """What is on all pages."""
        return self.synced(calendar, **parameters)[0]

    def synced(self, calendar: str = "primary", **parameters: Any) -> tuple[list[Wire], str]:
        """What is on all pages, and the sync token of the last."""
        found: list[Wire] = []
        events = self.api.events()
        request = events.list(calendarId=calendar, **parameters)
        while True:
            page = request.execute()
            found += page["items"]
            following = events.list_next(request, page)
            if following is None:
                return found, page.get("nextSyncToken", "")
            assert "nextSyncToken" not in page
            request = following

    def busy(self, *emails: str, **body: Any) -> Wire:
        """Free/busy of calendars."""
        body = {**WINDOW, "items": [{"id": email} for email in emails], **body}
        return done(self.api.freebusy().query(body=body))

    def together(self, *requests: Any) -> list[Any]:
        """Answers to a batch, in the order of its parts; refusals as `refusal` has them."""
        answers: dict[str, Any] = {}

        def arrived(key: str, answer: Any, error: HttpError | None) -> None:
            answers[key] = answer if error is None else refusal(error)

        batch = BatchHttpRequest(callback=arrived, batch_uri=f"{self.server.url}/batch/calendar/v3")
        for request in requests:
            batch.add(request)
        batch.execute()
        return [answers[str(number)] for number in range(1, len(requests) + 1)]

    def _send(self, method: str, calendar: str, body: Wire, etag: str | None = None, **parameters: Any) -> Wire:
        body = dict(body)
        parameters["sendUpdates"] = body.pop("sendUpdates", "all")
        for name in ("conferenceDataVersion", "supportsAttachments", "fields"):
            if name in body:
                parameters[name] = body.pop(name)
        return done(getattr(self.api.events(), method)(calendarId=calendar, body=body, **parameters), etag)


Ask = Callable[[str], Asking]
"""Makes the client of an account."""


def done(request: Any, etag: str | None = None) -> Wire:
    """Its answer."""
    if etag is not None:
        request.headers["If-Match"] = etag
    answer: Wire = request.execute()
    return answer


def refused(call: Callable[..., object], *args: object, **kwargs: object) -> tuple[int, str]:
    """Make a call; the status and reason with which it was refused."""
    with pytest.raises(HttpError) as caught:
        call(*args, **kwargs)
    return refusal(caught.value)


def refusal(error: HttpError) -> tuple[int, str]:
    """Status and reason of a refusal."""
    details: Any = error.error_details
    return int(error.resp.status), str(details[0]["reason"])


def starts(items: list[Wire]) -> list[str]:
    """When events start, as it is written, sorted."""
    return sorted(each["start"].get("dateTime") or each["start"]["date"] for each in items)


def but_times(item: Mapping[str, Any]) -> Wire:
    """All but what a move changes."""
    changed = ("start", "end", "etag", "updated", "sequence")
    return {name: value for name, value in item.items() if name not in changed}
