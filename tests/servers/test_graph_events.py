"""Single events on the Graph server: made, changed and taken out by requests."""

import pytest

from tests.servers.graph.asking import LENA, MARKER, Asking, at, code, event
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]


def test_a_new_event_comes_back_whole(ask: Asking) -> None:
    """The answer has the server's ids and versions, and times without offset in UTC unless asked otherwise."""
    made = ask.create(event(transactionId="t1"))
    assert made["start"] == {"dateTime": "2026-11-26T09:00:00.0000000", "timeZone": "UTC"}
    assert (made["transactionId"], made["type"], made["isOrganizer"]) == ("t1", "singleInstance", True)
    assert made["@odata.etag"] == f'W/"{made["changeKey"]}"'
    assert made["originalStartTimeZone"] == "Europe/Madrid"
    assert ask.get(made["id"])["iCalUId"] == made["iCalUId"]


def test_the_same_request_again_makes_nothing(ask: Asking, graph: GraphServer) -> None:
    """An identical repetition of a transaction is answered with 201 and the event as it is by now."""
    made = ask.create(event(transactionId="t1"))
    moved = ask.patch(made["id"], {"start": at("10:10")})
    again = ask("POST", f"/users/{LENA}/events", event(transactionId="t1"))
    assert again.status_code == 201
    assert again.json()["@odata.etag"] == moved["@odata.etag"]
    assert len(ask.rows()) == 1


@pytest.mark.parametrize("status", [409, 400])
def test_a_used_transaction_makes_no_other_event(ask: Asking, graph: GraphServer, status: int) -> None:
    """A transaction that made an event is refused for another one."""
    graph.duplicate_status = status
    ask.create(event(transactionId="t1"))
    other = ask("POST", f"/users/{LENA}/events", event("11:00", "11:30", transactionId="t1"))
    assert code(other) == (status, "ErrorDuplicateTransactionId")
    assert len(ask.rows()) == 1


@pytest.mark.parametrize("outlives", [False, True])
def test_the_transaction_of_a_deleted_event(ask: Asking, lena: Person, graph: GraphServer, outlives: bool) -> None:
    """It is free again, or stays used: both have been said of the real one."""
    graph.transactions_outlive = outlives
    lena.delete(ask.create(event(transactionId="t1"))["iCalUId"])
    assert ask("POST", f"/users/{LENA}/events", event(transactionId="t1")).status_code == (409 if outlives else 201)


def test_the_transaction_never_changes(ask: Asking) -> None:
    """It can be given at creation only."""
    made = ask.create(event(transactionId="t1"))
    refused = ask("PATCH", f"/users/{LENA}/events/{made['id']}", {"transactionId": "t2"})
    assert refused.status_code == 400


def test_each_change_is_a_version(ask: Asking) -> None:
    """If-Match with an older version is refused, and changes nothing."""
    made = ask.create(event())
    changed = ask.patch(made["id"], {"subject": "Else"}, match=made["@odata.etag"])
    assert changed["@odata.etag"] != made["@odata.etag"]
    stale = ask("PATCH", f"/users/{LENA}/events/{made['id']}", {"subject": "Third"}, match=made["@odata.etag"])
    assert code(stale) == (412, "ErrorIrresolvableConflict")
    stale = ask("DELETE", f"/users/{LENA}/events/{made['id']}", match=made["@odata.etag"])
    assert code(stale) == (412, "ErrorIrresolvableConflict")
    assert ask.get(made["id"])["subject"] == "Else"


def test_a_conflict_may_be_none(ask: Asking, graph: GraphServer) -> None:
    """Graph sometimes says 412 although the version is the newest."""
    made = ask.create(event())
    graph.transient_conflicts = 2
    path = f"/users/{LENA}/events/{made['id']}"
    statuses = [
        ask("PATCH", path, {"subject": "Else"}, match=ask.get(made["id"])["@odata.etag"]).status_code for _ in range(3)
    ]
    assert statuses == [412, 412, 200]


def test_both_kinds_of_ids_lead_to_the_event(ask: Asking) -> None:
    """`IdType="ImmutableId"` decides which is shown."""
    made = ask.create(event())
    kept = ask.get(made["id"], prefer='IdType="ImmutableId"')
    assert kept["id"] != made["id"]
    assert ask.get(kept["id"])["id"] == made["id"]


def test_what_is_not_there(ask: Asking) -> None:
    """A deleted event is not found; what was never an id is malformed."""
    made = ask.create(event())
    assert ask("DELETE", f"/users/{LENA}/events/{made['id']}").status_code == 204
    assert code(ask("GET", f"/users/{LENA}/events/{made['id']}")) == (404, "ErrorItemNotFound")
    assert code(ask("DELETE", f"/users/{LENA}/events/{made['id']}")) == (404, "ErrorItemNotFound")
    assert code(ask("GET", f"/users/{LENA}/events/mine")) == (400, "ErrorInvalidIdMalformed")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"summary": "x"}, "RequestBodyRead"),
        ({"end": at("09:00")}, "ErrorCalendarEndDateIsEarlierThanStartDate"),
        ({"isAllDay": True}, "ErrorPropertyValidationFailure"),
        ({"start": at("10:00", "Mars/Olympus")}, "TimeZoneNotSupportedException"),
        ({"singleValueExtendedProperties": [{"id": "schedule", "value": "x"}]}, "ErrorInvalidExtendedPropertyId"),
        ({"attendees": [{"emailAddress": {"address": "Marco"}}]}, "ErrorInvalidRecipients"),
    ],
)
def test_what_is_no_event_is_refused(ask: Asking, wrong: dict[str, object], expected: str) -> None:
    """Unknown properties, times that cannot be, zones that are none: each with its own code."""
    assert code(ask("POST", f"/users/{LENA}/events", event() | wrong)) == (400, expected)
    made = ask.create(event())
    before = ask.get(made["id"])
    assert code(ask("PATCH", f"/users/{LENA}/events/{made['id']}", wrong)) == (400, expected)
    assert ask.get(made["id"]) == before


def test_extended_properties_are_shown_when_asked_for(ask: Asking) -> None:
    """Only by $expand with their id; a GUID may be written in capitals."""
    made = ask.create(event(singleValueExtendedProperties=[{"id": MARKER, "value": "one"}]))
    assert "singleValueExtendedProperties" not in ask.get(made["id"])
    loud = MARKER.replace("8f7a2c4e", "8F7A2C4E")
    shown = ask.get(made["id"], expand=f"singleValueExtendedProperties($filter=id eq '{loud}')", select="id")
    assert shown["singleValueExtendedProperties"] == [{"id": MARKER, "value": "one"}]
    assert set(shown) == {"@odata.context", "@odata.etag", "id", "singleValueExtendedProperties"}


def test_a_teams_link_lives_in_the_body(ask: Asking) -> None:
    """It is added to the body; a body written over without it ends the online meeting."""
    body = {"contentType": "text", "content": "Agenda"}
    made = ask.create(event(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness", body=body))
    link = made["onlineMeeting"]["joinUrl"]
    assert link in made["body"]["content"]
    kept = ask.patch(made["id"], {"body": {"contentType": "html", "content": f"<p>New</p>{made['body']['content']}"}})
    assert kept["isOnlineMeeting"]
    lost = ask.patch(made["id"], {"body": body})
    assert (lost["isOnlineMeeting"], lost["onlineMeeting"]) == (False, None)


def test_bodies_are_html_unless_text_is_preferred(ask: Asking) -> None:
    """A text body is kept as HTML, and read as text again."""
    made = ask.create(event(body={"contentType": "text", "content": "a < b\nc"}))
    assert made["body"]["contentType"] == "html"
    text = ask.get(made["id"], prefer='outlook.body-content-type="text"')["body"]
    assert text == {"contentType": "text", "content": "a < b\nc"}


def test_files_can_be_attached(ask: Asking) -> None:
    """An attachment shows in the event, and makes a new version of it."""
    made = ask.create(event())
    file = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt", "contentBytes": "aGVsbG8="}
    assert ask("POST", f"/users/{LENA}/events/{made['id']}/attachments", file).status_code == 201
    now = ask.get(made["id"])
    assert now["hasAttachments"]
    assert now["@odata.etag"] != made["@odata.etag"]
    (held,) = ask.rows(f"/users/{LENA}/events/{made['id']}/attachments")
    assert held["name"] == "a.txt"
