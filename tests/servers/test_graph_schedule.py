"""Free/busy, settings and directory entries on the Graph server."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.servers.graph import Share
from tests.servers.graph.asking import LENA, MARCO, Asking, at, code
from tests.servers.graph.person import Person
from tests.servers.graph.server import GraphServer

pytest_plugins = ["tests.servers.graph.fixtures"]

PATH = f"/users/{LENA}/calendar/getSchedule"
NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def body(*emails: str, start: str = "2026-11-26", end: str = "2026-11-27", **more: Any) -> dict[str, Any]:
    times = {"startTime": at("00:00", "UTC", start), "endTime": at("00:00", "UTC", end)}
    return {"schedules": list(emails), **times, "availabilityViewInterval": 60} | more


def row(ask: Asking, email: str, **more: Any) -> dict[str, Any]:
    answer = ask("POST", PATH, body(email), **more)
    assert answer.status_code == 200
    (found,) = answer.json()["value"]
    assert isinstance(found, dict)
    return found


def test_events_are_not_merged(ask: Asking, lena: Person) -> None:
    """Each keeps its status, those that block nothing included; the view takes the strongest of an hour."""
    lena.add(NINE, NINE + HOUR, showAs="tentative")
    lena.add(NINE, NINE + HOUR, showAs="oof")
    for number, status in enumerate(("free", "busy", "workingElsewhere"), 1):
        lena.add(NINE + number * HOUR, NINE + (number + 1) * HOUR, showAs=status)
    found = row(ask, LENA)
    statuses = [item["status"] for item in found["scheduleItems"]]
    assert sorted(statuses[:2]) == ["oof", "tentative"]
    assert statuses[2:] == ["free", "busy", "workingElsewhere"]
    assert found["availabilityView"][9:14] == "30200"
    assert len(found["availabilityView"]) == 24


def test_all_day_is_in_true_utc(ask: Asking, lena: Person) -> None:
    """A day in Madrid begins an hour before midnight in UTC."""
    day = datetime(2026, 11, 26, tzinfo=UTC)
    lena.add(day, day + timedelta(days=1), isAllDay=True)
    (item,) = row(ask, LENA)["scheduleItems"]
    assert item["start"] == {"dateTime": "2026-11-25T23:00:00.0000000", "timeZone": "UTC"}
    (item,) = row(ask, LENA, prefer='outlook.timezone="Europe/Madrid"')["scheduleItems"]
    assert item["start"]["dateTime"] == "2026-11-26T00:00:00.0000000"


def test_errors_are_inside_a_success(ask: Asking, graph: GraphServer) -> None:
    """Of one mailbox, others are answered; in the order asked."""
    graph.schedule_errors[MARCO] = "ErrorFreeBusyGenerationFailed"
    answer = ask("POST", PATH, body("nobody@example.com", LENA, MARCO))
    assert answer.status_code == 200
    rows = answer.json()["value"]
    assert [row["scheduleId"] for row in rows] == ["nobody@example.com", LENA, MARCO]
    assert [row.get("error", {}).get("responseCode") for row in rows] == [
        "ErrorMailRecipientNotFound",
        None,
        "ErrorFreeBusyGenerationFailed",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"schedules": [f"p{number}@example.com" for number in range(21)]},
        {"schedules": []},
        {"availabilityViewInterval": None},
        {"availabilityViewInterval": 4},
        {"endTime": at("00:00", "UTC", "2027-01-27")},
        {"endTime": at("00:00", "UTC", "2026-11-26")},
    ],
)
def test_limits(ask: Asking, wrong: dict[str, Any]) -> None:
    """20 mailboxes, less than 62 days, an interval of 5 to 1440 minutes."""
    assert ask("POST", PATH, body(LENA) | wrong).status_code == 400


def test_the_limits_are_allowed(ask: Asking) -> None:
    """20 mailboxes, 61 days; names of parameters may begin with capitals."""
    given = body(LENA, *(f"p{number}@example.com" for number in range(19)), end="2027-01-26")
    answer = ask("POST", PATH, {name[0].upper() + name[1:]: value for name, value in given.items()})
    assert len(answer.json()["value"]) == 20


@pytest.mark.parametrize("share", list(Share))
def test_subjects_are_for_those_who_may_read(graph: GraphServer, lena: Person, share: Share) -> None:
    """With free/busy only, times and status; with nothing, an error; private subjects never."""
    graph.mailboxes[LENA].shares[MARCO] = share
    lena.add(NINE, NINE + HOUR, subject="Budget")
    lena.add(NINE + HOUR, NINE + 2 * HOUR, subject="Doctor", sensitivity="private")
    ask = Asking(graph, f"token-for-{MARCO}")
    answer = ask("POST", "/me/calendar/getSchedule", body(LENA)).json()["value"][0]
    if share is Share.NONE:
        assert answer["error"]["responseCode"] == "ErrorNoFreeBusyAccess"
        return
    subjects = [item.get("subject") for item in answer["scheduleItems"]]
    assert subjects == (["Budget", None] if share >= Share.READ else [None, None])


def test_settings(ask: Asking, graph: GraphServer) -> None:
    """A zone by its Windows name, working hours with theirs; zones that somebody made up have no name of use."""
    settings = ask("GET", f"/users/{LENA}/mailboxSettings").json()
    assert settings["timeZone"] == "Romance Standard Time"
    assert settings["workingHours"]["startTime"] == "08:00:00.0000000"
    assert row(ask, LENA)["workingHours"] == settings["workingHours"]
    custom = {"@odata.type": "#microsoft.graph.customTimeZone", "name": "Customized Time Zone", "bias": -60}
    graph.mailboxes[LENA].zone_label = "Customized Time Zone"
    graph.mailboxes[LENA].working_hours["timeZone"] = custom
    settings = ask("GET", f"/users/{LENA}/mailboxSettings", select="timeZone,workingHours").json()
    assert settings["timeZone"] == "Customized Time Zone"
    assert settings["workingHours"]["timeZone"] == custom
    graph.mailboxes[LENA].settings_readable = False
    assert code(ask("GET", f"/users/{LENA}/mailboxSettings")) == (403, "ErrorAccessDenied")


def test_people_are_found_by_email_and_id(ask: Asking) -> None:
    """The directory's id leads to the mailbox as well."""
    user = ask("GET", f"/users/{LENA}").json()
    assert user["mail"] == LENA
    assert ask("GET", f"/users/{user['id']}/calendar").json()["owner"]["address"] == LENA
    assert code(ask("GET", "/users/nobody@example.com")) == (404, "Request_ResourceNotFound")
    assert code(ask("GET", "/users/nobody@example.com/events")) == (404, "ErrorInvalidUser")
