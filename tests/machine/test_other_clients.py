"""Programs that we did not write read what a run wrote, and edit it; the next run sees what people did with them."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient import discovery

from scheduler.plan import Change, Origin, Plan
from tests.machine.run import EVERYBODY, LEA, MEMBERS
from tests.machine.town import Town
from tests.planning.build import AS_OF, FRIDAY, THURSDAY, at
from tests.providers.google_place import google_place
from tests.providers.outlook_place import outlook_place
from tests.servers.google import GoogleServer
from tests.servers.graph import GraphServer

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Microsoft's own classes warn of each other

ANN = MEMBERS[0]
TO = at(FRIDAY, "12:30")
NOTE = "Bring the numbers"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Closes what a test opens."""
    with ExitStack() as stack:
        yield stack


def _town(places: dict[str, Any], root: Path) -> Town:
    """Planned once."""
    (name,) = places
    town = Town(places, dict.fromkeys(EVERYBODY, name), root / "ledger.sqlite", weeks=1)
    plan, outcomes = town.night(AS_OF)
    assert (len(plan.changes), outcomes.failed) == (3, ())
    assert _anns(plan).after != TO
    return town


def _anns(plan: Plan) -> Change:
    (found,) = (change for change in plan.changes if change.pair.member == ANN)
    return found


def _pinned(town: Town) -> None:
    """The next run leaves Ann's 1-on-1 where it was dragged, in both calendars, and writes nothing into it."""
    plan, outcomes = town.night(AS_OF + timedelta(minutes=5))
    assert (_anns(plan).origin, _anns(plan).after, outcomes.failed) == (Origin.PINNED, TO, ())
    assert [stood.span for stood in town.stands() if stood.marker.member == ANN] == [TO, TO]
    again, _ = town.night(AS_OF + timedelta(minutes=10))
    assert [change for change in again.changes if change.writes] == []


def test_gcsa(stack: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Google: gcsa sees title, people and reminder; it writes a note and drags the event; that is a pin."""
    calendars = pytest.importorskip("gcsa.google_calendar")
    server = stack.enter_context(GoogleServer())
    town = _town({"google": google_place(server, tmp_path, EVERYBODY)}, tmp_path)
    real: Any = discovery.build

    def build(*args: Any, **kwargs: Any) -> Any:
        return real(*args, **kwargs, client_options={"api_endpoint": f"{server.url}/calendar/v3/"})

    with monkeypatch.context() as patched:
        patched.setattr(discovery, "build", build)
        token = Credentials(f"token-for-{LEA}")  # type: ignore[no-untyped-call]
        calendar = calendars.GoogleCalendar(LEA, credentials=token)
    stack.callback(calendar.service.close)
    window = {"time_min": at(THURSDAY, "00:00").start, "time_max": at(FRIDAY, "23:00").start}
    found = {event.summary: event for event in calendar.get_events(**window, single_events=True)}
    assert sorted(found) == ["1-on-1: Lea / Ann", "1-on-1: Lea / Ben", "1-on-1: Lea / Cat"]
    event = found["1-on-1: Lea / Ann"]
    assert [(each.email, each.response_status) for each in event.attendees] == [
        (LEA, "accepted"),
        (ANN, "needsAction"),
    ]
    assert [each.minutes_before_start for each in event.reminders] == [5]
    event.start, event.end, event.description = TO.start, TO.end, f"{event.description}\n{NOTE}"
    calendar.update_event(event, send_updates="all")
    _pinned(town)
    assert calendar.get_event(event.event_id).description.endswith(NOTE)
    assert server.sins == []


def test_microsofts_own_client(stack: ExitStack, tmp_path: Path) -> None:
    """On Outlook: msgraph-sdk sees title, people and reminder; it writes a note and drags the event; that is a pin."""
    httpx, msgraph = pytest.importorskip("httpx"), pytest.importorskip("msgraph")
    server = stack.enter_context(GraphServer())
    town = _town({"outlook": outlook_place(server, tmp_path, EVERYBODY)}, tmp_path)

    class Bearer:
        async def authenticate_request(self, request: Any, additional_authentication_context: Any = None) -> None:
            request.headers.add("Authorization", "Bearer app-token")

    async def drag() -> Any:
        from msgraph.generated.models import body_type, date_time_time_zone, event, item_body

        async with httpx.AsyncClient() as http:
            adapter = msgraph.GraphRequestAdapter(Bearer(), client=http)
            adapter.base_url = f"{server.url}/v1.0"
            events = msgraph.GraphServiceClient(request_adapter=adapter).users.by_user_id(LEA).events
            found = {each.subject: each for each in (await events.get()).value}
            assert sorted(found) == ["1-on-1: Lea / Ann", "1-on-1: Lea / Ben", "1-on-1: Lea / Cat"]
            ours = found["1-on-1: Lea / Ann"]
            assert [each.email_address.address for each in ours.attendees] == [ANN]
            assert ours.reminder_minutes_before_start == 5
            wall = [
                date_time_time_zone.DateTimeTimeZone(date_time=f"{time:%Y-%m-%dT%H:%M:%S}", time_zone="UTC")
                for time in (TO.start, TO.end)
            ]
            body = item_body.ItemBody(content_type=body_type.BodyType.Html, content=f"{ours.body.content}<p>{NOTE}</p>")
            await events.by_event_id(ours.id).patch(event.Event(start=wall[0], end=wall[1], body=body))
            return ours.id

    key = asyncio.run(drag())
    _pinned(town)
    assert NOTE in server.person(LEA).look(key)["body"]["content"]
