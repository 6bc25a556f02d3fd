"""Microsoft's own client for Python against the Graph server: it reads what plain requests wrote, and edits."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.servers.graph.asking import LENA, MARCO, MARKER, WINDOW, Asking, event
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

# Imported as untyped: its thousands of modules would take a type checker minutes. Their own classes warn of each other.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
httpx = pytest.importorskip("httpx")
msgraph = pytest.importorskip("msgraph")
_MODELS = "msgraph.generated.models"
events = pytest.importorskip(f"{_MODELS}.event")
zones = pytest.importorskip(f"{_MODELS}.date_time_time_zone")
responses = pytest.importorskip(f"{_MODELS}.response_type")
statuses = pytest.importorskip(f"{_MODELS}.free_busy_status")
_USERS = "msgraph.generated.users.item"
views = pytest.importorskip(f"{_USERS}.calendar_view.calendar_view_request_builder")
deltas = pytest.importorskip(f"{_USERS}.calendar_view.delta.delta_request_builder")
schedules = pytest.importorskip(f"{_USERS}.calendar.get_schedule.get_schedule_post_request_body")
configuration = pytest.importorskip("kiota_abstractions.base_request_configuration").RequestConfiguration
failures = pytest.importorskip("msgraph.generated.models.o_data_errors.o_data_error")

Use = Callable[[Callable[[Any], Awaitable[Any]]], Any]


class Bearer:
    """The application's token, for its requests."""

    async def authenticate_request(self, request: Any, additional_authentication_context: Any = None) -> None:
        """Called by the client."""
        request.headers.add("Authorization", "Bearer app-token")


@pytest.fixture
def use(graph: GraphServer) -> Use:
    """Runs what is to be done with Microsoft's client."""

    def run(do: Callable[[Any], Awaitable[Any]]) -> Any:
        async def whole() -> Any:
            async with httpx.AsyncClient() as http:
                adapter = msgraph.GraphRequestAdapter(Bearer(), client=http)
                adapter.base_url = f"{graph.url}/v1.0"
                return await do(msgraph.GraphServiceClient(request_adapter=adapter))

        return asyncio.run(whole())

    return run


def ours(ask: Asking) -> dict[str, Any]:
    """A 1-on-1 as the provider makes one."""
    return ask.create(
        event(
            attendees=[MARCO],
            transactionId="c4ab",
            body={"contentType": "text", "content": "Agenda: https://docs.example.com/1"},
            singleValueExtendedProperties=[{"id": MARKER, "value": "v=1&leader=lena"}],
            isReminderOn=True,
            reminderMinutesBeforeStart=5,
        )
    )


def test_it_reads_what_we_write(ask: Asking, use: Use) -> None:
    """Times, people, transaction and marker of a 1-on-1, in a calendar view with zone, mask and expansion."""
    ours(ask)
    asked = configuration(
        query_parameters=views.CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=WINDOW["startDateTime"],
            end_date_time=WINDOW["endDateTime"],
            expand=[f"singleValueExtendedProperties($filter=id eq '{MARKER}')"],
        )
    )
    asked.headers.add("Prefer", 'outlook.timezone="Europe/Madrid"')
    page = use(lambda client: client.users.by_user_id(LENA).calendar_view.get(request_configuration=asked))
    (found,) = page.value
    assert (found.start.date_time, found.start.time_zone) == ("2026-11-26T10:00:00.0000000", "Europe/Madrid")
    assert found.transaction_id == "c4ab"
    assert found.attendees[0].email_address.address == MARCO
    assert found.attendees[0].status.response is responses.ResponseType.None_
    assert found.single_value_extended_properties[0].value == "v=1&leader=lena"
    assert found.show_as is statuses.FreeBusyStatus.Busy


def test_what_it_edits_is_seen(ask: Asking, use: Use) -> None:
    """A subject and a category that it sets are there; what it does not set stays."""
    made = ours(ask)
    change = events.Event(subject="Renamed", categories=["Blue category"])
    use(lambda client: client.users.by_user_id(LENA).events.by_event_id(made["id"]).patch(change))
    now = ask.get(made["id"])
    assert (now["subject"], now["categories"]) == ("Renamed", ["Blue category"])
    assert (now["start"], now["body"]) == (made["start"], made["body"])


def test_it_creates_and_deletes(ask: Asking, use: Use) -> None:
    """An event of its own comes and goes; when it is gone, it gets Graph's error."""
    zone = zones.DateTimeTimeZone
    mine = events.Event(
        subject="By the client",
        start=zone(date_time="2026-11-26T10:00:00", time_zone="Pacific Standard Time"),
        end=zone(date_time="2026-11-26T11:00:00", time_zone="Pacific Standard Time"),
    )
    made = use(lambda client: client.users.by_user_id(LENA).events.post(mine))
    assert ask.get(made.id)["start"]["dateTime"] == "2026-11-26T18:00:00.0000000"
    use(lambda client: client.users.by_user_id(LENA).events.by_event_id(made.id).delete())
    with pytest.raises(failures.ODataError) as failed:
        use(lambda client: client.users.by_user_id(LENA).events.by_event_id(made.id).get())
    assert failed.value.error.code == "ErrorItemNotFound"


def test_it_sees_when_people_are_busy(use: Use, ask: Asking) -> None:
    """`getSchedule`: a status for one, an error for another, working hours with their zone."""
    ours(ask)
    zone = zones.DateTimeTimeZone
    body = schedules.GetSchedulePostRequestBody(
        schedules=[LENA, "nobody@example.com"],
        start_time=zone(date_time="2026-11-26T00:00:00", time_zone="UTC"),
        end_time=zone(date_time="2026-11-27T00:00:00", time_zone="UTC"),
        availability_view_interval=60,
    )
    answer = use(lambda client: client.users.by_user_id(LENA).calendar.get_schedule.post(body))
    hers, nobody = answer.value
    assert hers.schedule_items[0].status is statuses.FreeBusyStatus.Busy
    assert hers.working_hours.time_zone.name == "Romance Standard Time"
    assert nobody.error.response_code == "ErrorMailRecipientNotFound"


def test_it_follows_changes(ask: Asking, use: Use, lena: Person) -> None:
    """First everything, then by its link what was removed."""
    made = ours(ask)
    asked = configuration(
        query_parameters=deltas.DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(
            start_date_time=WINDOW["startDateTime"], end_date_time=WINDOW["endDateTime"]
        )
    )
    first = use(lambda client: client.users.by_user_id(LENA).calendar_view.delta.get(request_configuration=asked))
    assert [row.id for row in first.value] == [made["id"]]
    lena.delete("c4ab")
    link = first.odata_delta_link
    then = use(lambda client: client.users.by_user_id(LENA).calendar_view.delta.with_url(link).get())
    assert [(row.id, row.additional_data["@removed"]) for row in then.value] == [(made["id"], {"reason": "deleted"})]
