"""Meetings on the Graph server: copies in attendees' mailboxes, answers, mails, and what people do by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.servers.graph import Mail
from tests.servers.graph.asking import LENA, MARCO, MARKER, Asking, at, code, event
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

INSCRIBED: dict[str, Any] = {"singleValueExtendedProperties": [{"id": MARKER, "value": "ours"}], "transactionId": "t1"}
HIS = f"/users/{MARCO}/calendarView"
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def made(ask: Asking, graph: GraphServer) -> dict[str, Any]:
    """A meeting of Lena's with Marco, as we make one; the invitation is read already."""
    made = ask.create(event(attendees=[MARCO], **INSCRIBED))
    assert graph.mails == [Mail(MARCO, "invitation", made["iCalUId"])]
    graph.mails.clear()
    return made


def answers(ask: Asking, made: dict[str, Any]) -> list[str]:
    return [each["status"]["response"] for each in ask.get(made["id"])["attendees"]]


def test_an_attendee_has_a_copy(ask: Asking, made: dict[str, Any]) -> None:
    """With the same UID; id, version and reminder of its own; neither extended properties nor transaction."""
    (copy,) = ask.rows(HIS, expand=f"singleValueExtendedProperties($filter=id eq '{MARKER}')")
    assert copy["iCalUId"] == made["iCalUId"]
    assert copy["id"] != made["id"]
    assert copy["changeKey"] != made["changeKey"]
    assert (copy["isOrganizer"], copy["transactionId"]) == (False, None)
    assert "singleValueExtendedProperties" not in copy
    assert (copy["responseStatus"]["response"], copy["showAs"]) == ("notResponded", "tentative")
    assert copy["organizer"]["emailAddress"]["address"] == LENA


def test_an_answer_reaches_the_organizer(ask: Asking, made: dict[str, Any], graph: GraphServer) -> None:
    """As the attendee's status, and as a new version."""
    (copy,) = ask.rows(HIS)
    assert ask("POST", f"/users/{MARCO}/events/{copy['id']}/accept", {"sendResponse": True}).status_code == 202
    assert answers(ask, made) == ["accepted"]
    assert ask.get(made["id"])["@odata.etag"] != made["@odata.etag"]
    assert ask.rows(HIS)[0]["showAs"] == "busy"
    assert graph.mails == [Mail(LENA, "accepted", made["iCalUId"])]


def test_an_answer_may_stay_private(ask: Asking, made: dict[str, Any], graph: GraphServer) -> None:
    """Without sendResponse, only the own copy says it."""
    (copy,) = ask.rows(HIS)
    ask("POST", f"/users/{MARCO}/events/{copy['id']}/tentativelyAccept", {"sendResponse": False})
    assert ask.rows(HIS)[0]["responseStatus"]["response"] == "tentativelyAccepted"
    assert answers(ask, made) == ["none"]
    assert graph.mails == []


def test_the_organizer_does_not_answer(ask: Asking, made: dict[str, Any]) -> None:
    """Nor does an attendee cancel."""
    assert ask("POST", f"/users/{LENA}/events/{made['id']}/decline").status_code == 400
    (copy,) = ask.rows(HIS)
    answer = ask("POST", f"/users/{MARCO}/events/{copy['id']}/cancel", {"comment": "no"})
    assert code(answer) == (400, "ErrorCalendarIsNotOrganizer")


@pytest.mark.parametrize("stays", [False, True])
def test_a_declined_meeting(ask: Asking, made: dict[str, Any], marco: Person, graph: GraphServer, stays: bool) -> None:
    """It leaves the attendee's calendar, or stays in it as free."""
    graph.declined_stay = stays
    marco.decline("t1")
    assert answers(ask, made) == ["declined"]
    assert [row["showAs"] for row in ask.rows(HIS)] == (["free"] if stays else [])


def test_a_new_time_asks_again(ask: Asking, made: dict[str, Any], marco: Person, graph: GraphServer) -> None:
    """The organizer's move reaches copies, forgets answers, and is mailed once to each."""
    marco.accept("t1")
    graph.mails.clear()
    ask.patch(made["id"], {"start": at("11:00"), "end": at("11:45")})
    (copy,) = ask.rows(HIS)
    assert (copy["start"]["dateTime"][11:16], copy["end"]["dateTime"][11:16]) == ("10:00", "10:45")
    assert copy["responseStatus"]["response"] == "notResponded"
    assert answers(ask, made) == ["none"]
    assert graph.mails == [Mail(MARCO, "update", made["iCalUId"])]


def test_a_move_to_the_same_time_is_none(ask: Asking, made: dict[str, Any], marco: Person, graph: GraphServer) -> None:
    """Answers stay, and nobody is mailed."""
    marco.accept("t1")
    graph.mails.clear()
    ask.patch(made["id"], {"start": at("10:00"), "end": at("10:30"), **INSCRIBED})
    assert answers(ask, made) == ["accepted"]
    assert graph.mails == []


def test_a_move_brings_back_a_declined_copy(ask: Asking, made: dict[str, Any], marco: Person) -> None:
    """Who declined is asked about the new time."""
    marco.decline("t1")
    ask.patch(made["id"], {"start": at("10:05")})
    assert marco.has("t1")


def test_what_concerns_nobody_else_is_not_mailed(ask: Asking, made: dict[str, Any], graph: GraphServer) -> None:
    """Reminder, category, extended property: the attendee's copy keeps even its version."""
    (before,) = ask.rows(HIS)
    ask.patch(made["id"], {"reminderMinutesBeforeStart": 5, "categories": ["Red category"], **INSCRIBED})
    assert graph.mails == []
    assert ask.rows(HIS) == [before]


def test_a_new_attendee_alone_is_mailed(ask: Asking, made: dict[str, Any], graph: GraphServer) -> None:
    """And one who is taken out; who stays keeps their answer."""
    ana = "ana.silva@example.com"
    graph.add_mailbox(ana, "Europe/Lisbon")
    graph.person(MARCO).accept("t1")
    graph.mails.clear()
    people = [*made["attendees"], {"emailAddress": {"address": ana}, "type": "required"}]
    ask.patch(made["id"], {"attendees": people})
    assert graph.mails == [Mail(ana, "invitation", made["iCalUId"])]
    assert answers(ask, made) == ["accepted", "none"]
    assert graph.person(ana).has("t1")
    graph.mails.clear()
    ask.patch(made["id"], {"attendees": people[1:]})
    assert graph.mails == [Mail(MARCO, "cancellation", made["iCalUId"])]
    assert ask.rows(HIS) == []


@pytest.mark.parametrize("stays", [False, True])
def test_the_organizer_deletes_for_all(ask: Asking, made: dict[str, Any], graph: GraphServer, stays: bool) -> None:
    """Copies vanish or stay cancelled; each attendee is mailed once."""
    graph.cancelled_stay = stays
    assert ask("DELETE", f"/users/{LENA}/events/{made['id']}").status_code == 204
    assert graph.mails == [Mail(MARCO, "cancellation", made["iCalUId"])]
    assert [(row["isCancelled"], row["showAs"]) for row in ask.rows(HIS)] == ([(True, "free")] if stays else [])


def test_an_attendee_deletes_for_themselves(ask: Asking, made: dict[str, Any], graph: GraphServer) -> None:
    """The organizer's copy stays as it is, and hears nothing."""
    before = ask.get(made["id"])
    (copy,) = ask.rows(HIS)
    assert ask("DELETE", f"/users/{MARCO}/events/{copy['id']}").status_code == 204
    assert ask.rows(HIS) == []
    assert ask.get(made["id"]) == before
    assert graph.mails == []


def test_an_attendee_moves_their_own_copy_only(
    ask: Asking, made: dict[str, Any], marco: Person, graph: GraphServer
) -> None:
    """Until the organizer moves the meeting; their own answer stays, and nobody hears of it."""
    marco.accept("t1")
    made, mails = ask.get(made["id"]), list(graph.mails)
    marco.move("t1", NOON, NOON + timedelta(hours=1))
    assert ask.get(made["id"]) == made
    (copy,) = ask.rows(HIS)
    assert (copy["start"]["dateTime"][11:16], copy["responseStatus"]["response"]) == ("12:00", "accepted")
    assert graph.mails == mails
    ask.patch(made["id"], {"start": at("10:05")})
    assert ask.rows(HIS)[0]["start"]["dateTime"][11:16] == "09:05"


def test_somebody_elsewhere_is_mailed_only(ask: Asking, graph: GraphServer) -> None:
    """An attendee without a mailbox here has no copy."""
    made = ask.create(event(attendees=["guest@example.net"]))
    assert graph.mails == [Mail("guest@example.net", "invitation", made["iCalUId"])]


def test_a_pasted_copy_bears_the_marker_without_the_transaction(
    ask: Asking, made: dict[str, Any], lena: Person
) -> None:
    """But not our transaction: extended properties are copied, the UID is new, and nobody is invited."""
    uid = lena.duplicate("t1")
    assert uid != made["iCalUId"]
    expand = f"singleValueExtendedProperties($filter=id eq '{MARKER}')"
    (copy,) = [row for row in ask.rows(expand=expand) if row["iCalUId"] == uid]
    assert copy["singleValueExtendedProperties"] == [{"id": MARKER, "value": "ours"}]
    assert copy["transactionId"] is None
    assert len(ask.rows(HIS)) == 1


def test_people_decorate(ask: Asking, made: dict[str, Any], lena: Person) -> None:
    """All that they add shows, and a move changes none of it."""
    before = lena.look("t1")
    lena.decorate("t1")
    look = lena.look("t1")
    different = {name for name in look if look[name] != before[name]}
    assert different == {
        "attachments",
        "body",
        "categories",
        "importance",
        "isOnlineMeeting",
        "location",
        "locations",
        "onlineMeeting",
        "onlineMeetingProvider",
        "reminderMinutesBeforeStart",
        "sensitivity",
    }
    ask.patch(made["id"], {"start": at("10:05")})
    assert lena.look("t1") == look


def test_people_do_what_requests_do(ask: Asking, made: dict[str, Any], lena: Person, graph: GraphServer) -> None:
    """A person's drag and delete reach attendees as well."""
    lena.move("t1", NOON, NOON + timedelta(minutes=30))
    assert ask.rows(HIS)[0]["start"]["dateTime"][11:16] == "12:00"
    lena.delete("t1")
    assert ask.rows(HIS) == []
    assert [mail.kind for mail in graph.mails] == ["update", "cancellation"]
