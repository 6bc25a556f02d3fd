"""The straightforward way: one call for each person who is read, and for each person in whose calendar is written."""

from collections.abc import Sequence
from typing import Any

import requests

from bench.services import WINDOW
from providers.event import Meeting


def read_google(url: str, emails: Sequence[str]) -> None:
    """Lists each calendar, page by page."""
    service = _google(url)
    for email in emails:
        page: str | None = ""
        while page is not None:
            answer = (
                service.events()
                .list(
                    calendarId=email,
                    timeMin=WINDOW.start.isoformat(),
                    timeMax=WINDOW.end.isoformat(),
                    singleEvents=True,
                    pageToken=page or None,
                )
                .execute(http=_signed(email))
            )
            page = answer.get("nextPageToken")


def write_google(url: str, meetings: Sequence[Meeting]) -> None:
    """Inserts each meeting into both calendars."""
    service = _google(url)
    for meeting in meetings:
        for email in (meeting.organizer.email, meeting.attendee.email):
            times = {"start": meeting.span.start, "end": meeting.span.end}
            body: dict[str, Any] = {side: {"dateTime": time.isoformat()} for side, time in times.items()}
            service.events().insert(calendarId=email, body=body | {"summary": meeting.title}).execute(
                http=_signed(email)
            )


def read_outlook(url: str, emails: Sequence[str]) -> None:
    """Views each calendar, page by page, as large as pages may be."""
    with _outlook() as session:
        for email in emails:
            link: str | None = (
                f"{url}/v1.0/users/{email}/calendarView?startDateTime={WINDOW.start:%Y-%m-%dT%H:%M:%SZ}"
                f"&endDateTime={WINDOW.end:%Y-%m-%dT%H:%M:%SZ}&$top=999"
            )
            while link is not None:
                link = session.get(link).json().get("@odata.nextLink")


def write_outlook(url: str, meetings: Sequence[Meeting]) -> None:
    """Creates each meeting in both calendars."""
    with _outlook() as session:
        for meeting in meetings:
            for email in (meeting.organizer.email, meeting.attendee.email):
                times = {"start": meeting.span.start, "end": meeting.span.end}
                body: dict[str, Any] = {
                    side: {"dateTime": f"{time:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"} for side, time in times.items()
                }
                session.post(f"{url}/v1.0/users/{email}/events", json=body | {"subject": meeting.title})


def _google(url: str) -> Any:
    from googleapiclient.discovery import build

    endpoint = {"api_endpoint": f"{url}/calendar/v3/"}
    return build("calendar", "v3", http=_signed("nobody"), client_options=endpoint, cache_discovery=False)


_HTTP: Any = None


def _signed(email: str) -> Any:
    """One connection for everybody, with each one's token."""
    from google.oauth2.credentials import Credentials
    from google_auth_httplib2 import AuthorizedHttp  # type: ignore[import-untyped]
    from httplib2 import Http

    global _HTTP
    _HTTP = _HTTP or Http()
    return AuthorizedHttp(Credentials(token=f"token-for-{email}"), http=_HTTP)  # type: ignore[no-untyped-call]


def _outlook() -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = "Bearer app-token"
    return session
