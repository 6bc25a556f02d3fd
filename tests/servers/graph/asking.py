"""Plain requests to a server, as anybody's program makes them."""

from typing import Any

import requests

from tests.servers.graph.server import APP_TOKEN, GraphServer

WINDOW = {"startDateTime": "2026-11-23T00:00:00Z", "endDateTime": "2026-12-21T00:00:00Z"}
LENA = "lena.roth@example.com"
MARCO = "marco.diaz@example.com"
MARKER = "String {8f7a2c4e-3b1d-4e5f-9a60-5c1d2e3f4a5b} Name schedule"


class Asking:
    """Asks with a token, Lena's calendar unless another is named."""

    def __init__(self, server: GraphServer, token: str = APP_TOKEN) -> None:
        self._server = server
        self.token = token
        self.session = requests.Session()

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        prefer: str | None = None,
        match: str | None = None,
        **query: str | int,
    ) -> requests.Response:
        """One request; `path` continues `/v1.0`, `query` without the dollar signs of `select` and the like."""
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {"Prefer": prefer} if prefer else {}
        headers |= {"If-Match": match} if match else {}
        named = {name if name.endswith("DateTime") else f"${name}": str(value) for name, value in query.items()}
        url = path if path.startswith("http") else f"{self._server.url}/v1.0{path}"
        return self.session.request(method, url, headers=headers, params=named, json=body, timeout=600)

    def rows(self, path: str = f"/users/{LENA}/calendarView", **query: Any) -> list[dict[str, Any]]:
        """Every row of every page; of a calendar view over the weeks of the tests unless others are named."""
        answer = self("GET", path, **(WINDOW | query if path.endswith("View") else query))
        rows = list(_fine(answer)["value"])
        while link := answer.json().get("@odata.nextLink"):
            answer = self("GET", link, prefer=query.get("prefer"))
            rows += _fine(answer)["value"]
        return rows

    def create(self, body: dict[str, Any], email: str = LENA, **more: Any) -> dict[str, Any]:
        """A new event."""
        return _fine(self("POST", f"/users/{email}/events", body, **more))

    def get(self, key: str, email: str = LENA, **more: Any) -> dict[str, Any]:
        """An event."""
        return _fine(self("GET", f"/users/{email}/events/{key}", **more))

    def patch(self, key: str, body: dict[str, Any], email: str = LENA, **more: Any) -> dict[str, Any]:
        """Change an event."""
        return _fine(self("PATCH", f"/users/{email}/events/{key}", body, **more))


def code(answer: requests.Response) -> tuple[int, str]:
    """Status and code of an error."""
    return answer.status_code, answer.json()["error"]["code"]


def at(clock: str, zone: str = "Europe/Madrid", day: str = "2026-11-26") -> dict[str, str]:
    """A time as requests write it."""
    return {"dateTime": f"{day}T{clock}:00", "timeZone": zone}


def event(start: str = "10:00", end: str = "10:30", **more: Any) -> dict[str, Any]:
    """What to create an event with; `attendees` are emails."""
    people = [{"emailAddress": {"address": each}, "type": "required"} for each in more.pop("attendees", ())]
    return {"subject": "Weekly", "start": at(start), "end": at(end), "attendees": people, **more}


def _fine(answer: requests.Response) -> dict[str, Any]:
    assert answer.ok, answer.text
    found: dict[str, Any] = answer.json()
    return found
