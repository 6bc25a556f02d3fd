"""The Google server: batches, faults, and how it says no."""

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import quote

import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest, HttpRequest

from tests.servers.base import Answer, Fault, Request
from tests.servers.google import GoogleServer, Role, google_error
from tests.servers.google.asking import LENA, MARCO, TEN, WINDOW, Asking, event, refused
from tests.servers.google.batch import PATH

pytest_plugins = ["tests.servers.google.fixtures"]

KEY = "c4ab0v"


def gets(asking: Asking, *keys: str) -> list[HttpRequest]:
    """Requests for events."""
    return [asking.api.events().get(calendarId="primary", eventId=key) for key in keys]


def is_get(request: Request) -> bool:
    """Whether it is one of them."""
    return request.method == "GET" and request.path.endswith(KEY)


def raw(server: GoogleServer, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str]:
    """A request that no client would make; status and body of its answer."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection(server.url.removeprefix("http://"))) as connection:
        connection.request(method, path, body, {"Authorization": f"Bearer token-for-{LENA}", **names})
        with connection.getresponse() as answer:
            return answer.status, answer.read().decode()


def test_parts_fail_one_by_one(as_lena: Asking) -> None:
    """Each part has its own answer, whatever the others'; reads, changes and deletions, also of one another's."""
    events = as_lena.api.events()
    as_lena.insert(**event(id=KEY))
    answers = as_lena.together(
        *gets(as_lena, KEY, "n0such"),
        events.insert(calendarId="primary", body=event(id=KEY)),
        events.insert(calendarId="primary", body=event(id="0ther", summary="Größe ✓")),
        events.delete(calendarId="primary", eventId=KEY, sendUpdates="all"),
        as_lena.api.freebusy().query(body={**WINDOW, "items": [{"id": LENA}]}),
    )
    assert answers[0]["id"] == KEY
    assert answers[1:3] == [(404, "notFound"), (409, "duplicate")]
    assert answers[3]["summary"] == "Größe ✓"
    assert answers[4] in ("", b"")
    assert [each["start"] for each in answers[5]["calendars"][LENA]["busy"]] == ["2026-11-26T09:00:00Z"]


def test_answers_come_in_any_order(google: GoogleServer, as_lena: Asking) -> None:
    """Told apart by their ids only."""
    keys = [f"event{number:02d}" for number in range(20)]
    for key in keys:
        as_lena.insert(**event(id=key))
    assert [each["id"] for each in as_lena.together(*gets(as_lena, *keys))] == keys
    parts = "".join(
        f"--b\r\nContent-Type: application/http\r\nContent-ID: <x + {n}>\r\n\r\n"
        f"GET /calendar/v3/calendars/primary/events/{key} HTTP/1.1\n\n\r\n"
        for n, key in enumerate(keys)
    )
    _, body = raw(google, "POST", PATH, parts + "--b--", Content_Type="multipart/mixed; boundary=b")
    order = [int(line.split("+ ")[1][:-1]) for line in body.splitlines() if line.startswith("Content-ID: <response-x")]
    assert sorted(order) == list(range(20))
    assert order != sorted(order)


def test_fifty_parts(as_lena: Asking) -> None:
    """And no more."""
    as_lena.insert(**event(id=KEY))
    assert len(as_lena.together(*gets(as_lena, *[KEY] * 50))) == 50
    with pytest.raises(HttpError) as caught:
        as_lena.together(*gets(as_lena, *[KEY] * 51))
    assert caught.value.resp.status == 400


def test_each_part_says_who_asks(google: GoogleServer, as_lena: Asking, as_marco: Asking, as_zoe: Asking) -> None:
    """Several accounts in one batch; a part that does not say is the batch's; one with a wrong token fails alone."""
    for asking, key in ((as_lena, "0flena"), (as_marco, "0fmarc0"), (as_zoe, "0fs0e")):
        asking.insert(**event(id=key))
    answers: dict[str, Any] = {}

    def arrived(key: str, answer: Any, error: HttpError | None) -> None:
        answers[key] = answer["items"][0]["id"] if error is None else error.resp.status

    class Plain(BatchHttpRequest):
        def _refresh_and_apply_credentials(self, request: HttpRequest, http: Any) -> None:
            """A refused part stays refused."""

    batch = Plain(callback=arrived, batch_uri=f"{google.url}{PATH}")
    for token in (f"token-for-{LENA}", f"token-for-{MARCO}", "stale", ""):
        request = as_zoe.api.events().list(calendarId="primary")
        request.http = None
        if token:
            request.headers["Authorization"] = f"Bearer {token}"
        batch.add(request, request_id=token or "of the batch")
    batch.execute(http=as_zoe.http)
    assert answers == {
        f"token-for-{LENA}": "0flena",
        f"token-for-{MARCO}": "0fmarc0",
        "stale": 401,
        "of the batch": "0fs0e",
    }


def test_the_log(google: GoogleServer, as_lena: Asking) -> None:
    """Has the batch and then its parts; a batch is one call."""
    as_lena.insert(**event(id=KEY))
    google.log.clear()
    as_lena.together(*gets(as_lena, KEY, KEY))
    assert [(each.path == PATH, each.part_of) for each in google.log] == [(True, None), (False, 0), (False, 0)]
    assert google.calls == 1


def test_what_is_no_batch(google: GoogleServer) -> None:
    """Is refused as a whole."""
    assert raw(google, "POST", PATH, "{}", Content_Type="application/json")[0] == 400


def test_a_long_get_comes_as_a_post(google: GoogleServer, as_lena: Asking) -> None:
    """As the client makes it of addresses over 2,048 characters."""
    as_lena.insert(**event(id=KEY))
    page = as_lena.page(privateExtendedProperty=["name=" + "x" * 1000] * 3, fields="items/id")
    assert page == {"items": []}
    assert google.log[-1].method == "GET"
    assert google.log[-1].query["fields"] == "items/id"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "accessNotConfigured"),
        (403, "domainPolicy"),
        (403, "forbidden"),
        (403, "forbiddenForServiceAccounts"),
        (403, "insufficientPermissions"),
        (403, "quotaExceeded"),
        (403, "rateLimitExceeded"),
        (403, "userRateLimitExceeded"),
        (404, "notFound"),
        (409, "duplicate"),
        (410, "deleted"),
        (410, "fullSyncRequired"),
        (410, "updatedMinTooLongAgo"),
        (412, "conditionNotMet"),
        (429, "rateLimitExceeded"),
        (500, "backendError"),
        (503, "backendError"),
    ],
)
def test_refusals_have_googles_shape(google: GoogleServer, as_lena: Asking, status: int, reason: str) -> None:
    """Alone and in a batch, each at a chosen request, which then does nothing."""
    for _ in range(2):
        google.inject(Fault(answer=google_error(status, reason)))
    assert refused(as_lena.insert, **event(id=KEY)) == (status, reason)
    google.heal()
    google.inject(Fault(answer=google_error(status, reason)), is_get, times=2)
    as_lena.insert(**event(id=KEY))
    assert as_lena.together(*gets(as_lena, KEY), *gets(as_lena, "n0such")) == [(status, reason), (404, "notFound")]


def test_retry_after(google: GoogleServer, as_lena: Asking) -> None:
    """Is sent where it is asked for, alone and in a batch."""
    as_lena.insert(**event(id=KEY))
    google.inject(Fault(answer=google_error(429, "rateLimitExceeded", 7)), is_get, times=2)
    with pytest.raises(HttpError) as caught:
        as_lena.get(KEY)
    assert caught.value.resp["retry-after"] == "7"
    path = f"/calendar/v3/calendars/primary/events/{KEY}"
    part = f"--b\r\nContent-Type: application/http\r\nContent-ID: <x>\r\n\r\nGET {path} HTTP/1.1\r\n\r\n--b--"
    _, body = raw(google, "POST", PATH, part, Content_Type="multipart/mixed; boundary=b")
    assert "HTTP/1.1 429 Too Many Requests\r\n" in body
    assert "\r\nRetry-After: 7\r\n" in body


@pytest.mark.parametrize("effect", [False, True])
def test_lost_answers(google: GoogleServer, as_lena: Asking, effect: bool) -> None:
    """The connection closes before or after the event was inserted; inside a batch, for the whole of it."""
    inserts = [as_lena.api.events().insert(calendarId="primary", body=event(id=key)) for key in ("first", "0ther")]
    google.inject(
        Fault(lost=True, effect=effect), lambda request: b"0ther" in request.body and request.path != PATH, times=5
    )
    with pytest.raises(http.client.HTTPException):
        as_lena.together(*inserts)
    google.heal()
    assert {each["id"] for each in as_lena.listed()} >= ({"first", "0ther"} if effect else {"first"})


def test_spoilt_answers(google: GoogleServer, as_lena: Asking) -> None:
    """Half a body, or a proxy's page."""
    as_lena.insert(**event(id=KEY))
    google.inject(Fault(cut=True), is_get)
    google.inject(Fault(wrong_json=True), is_get)
    path = f"/calendar/v3/calendars/primary/events/{KEY}"
    with pytest.raises(http.client.IncompleteRead):
        raw(google, "GET", path)
    status, body = raw(google, "GET", path)
    assert (status, body[:6]) == (200, "<html>")
    assert json.loads(raw(google, "GET", path)[1])["id"] == KEY


def test_a_wrong_body(google: GoogleServer) -> None:
    """Is refused as one that cannot be parsed."""
    google.validates = False
    status, body = raw(google, "POST", "/calendar/v3/calendars/primary/events", "{", Content_Type="application/json")
    assert (status, json.loads(body)["error"]["errors"][0]["reason"]) == (400, "parseError")


def test_names_are_percent_encoded(google: GoogleServer) -> None:
    """A calendar's id is an email address; `primary` is one's own."""
    google.share(MARCO, LENA, Role.READER)
    for name in (quote(MARCO, safe=""), MARCO, "primary"):
        assert raw(google, "GET", f"/calendar/v3/calendars/{name}")[0] == 200
    assert raw(google, "GET", "/calendar/v3/calendars/nobody%40example.com")[0] == 404
    assert TEN["start"]["timeZone"] in raw(google, "GET", "/calendar/v3/calendars/primary")[1]


def test_an_answer_of_ones_own(google: GoogleServer, as_lena: Asking) -> None:
    """A test may answer anything instead."""
    google.inject(Fault(answer=Answer(200, {"items": [{"id": "x"}]})))
    assert as_lena.page() == {"items": [{"id": "x"}]}
