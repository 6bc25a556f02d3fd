"""When people are busy: what shows through, merged."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.servers.google.errors import refuse
from tests.servers.google.recurrence import instances
from tests.servers.google.state import Event, Mailbox, Role
from tests.servers.google.when import Wire, parameter, rfc3339

if TYPE_CHECKING:
    from tests.servers.google.server import GoogleServer

_MOST_CALENDARS, _MOST_MEMBERS = 50, 100
_LONGEST = timedelta(days=90)


def query(server: "GoogleServer", caller: str, body: Any) -> Wire:
    """The answer to `freebusy.query`; what is wrong with one calendar is said beside the others' times.

    Raises:
        Refused: the window is empty or too long, or too much is asked for.
    """
    body = {name: value for name, value in body.items() if value is not None}
    start, end = (parameter(str(body.get(name, "")), name) for name in ("timeMin", "timeMax"))
    if end <= start:
        raise refuse(400, "timeRangeEmpty", parameter="timeMax")
    if end - start > _LONGEST:
        raise refuse(400, "timeRangeTooLong", "The requested time range is too long.", "timeMax")
    most = int(body.get("calendarExpansionMax", _MOST_CALENDARS))
    if most > _MOST_CALENDARS or int(body.get("groupExpansionMax", 1)) > _MOST_MEMBERS:
        raise refuse(400, "invalidParameter", "Invalid value.", "calendarExpansionMax")
    zone = body.get("timeZone", "UTC")
    names = [item["id"] for item in body.get("items", ())]
    calendars = {}
    for name in names:
        problem = "tooManyCalendarsRequested" if len(set(names)) > most else _problem(server, caller, name)
        if problem:
            calendars[name] = {"errors": [{"domain": "global", "reason": problem}], "busy": []}
        else:
            spans = _busy(server.mailbox_named(name, caller), start, end)
            calendars[name] = {"busy": [{"start": rfc3339(a, zone), "end": rfc3339(b, zone)} for a, b in spans]}
    return {
        "kind": "calendar#freeBusy",
        "timeMin": rfc3339(start),
        "timeMax": rfc3339(end),
        "calendars": calendars,
    }


def _problem(server: "GoogleServer", caller: str, name: str) -> str | None:
    email = caller if name == "primary" else name.lower()
    if email not in server.mailboxes or server.role(caller, server.mailboxes[email]) < Role.FREE_BUSY_READER:
        return "notFound"
    return server.freebusy_errors.get(email)


def _busy(mailbox: Mailbox, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    spans: list[tuple[datetime, datetime]] = []
    for event in mailbox.events.values():
        copy = event.copies[mailbox.email]
        if copy.deleted or copy.own.get("transparency") == "transparent" or event.declined(mailbox.email):
            continue
        each: list[Event] = [event]
        if event.recurring:
            differing = mailbox.exceptions(event.id)
            each = [one for one in instances(event, mailbox.zone, start, end) if one.id not in differing]
        spans += (one.span(mailbox.zone) for one in each)
    merged: list[tuple[datetime, datetime]] = []
    for a, b in sorted((max(a, start), min(b, end)) for a, b in spans if a < end and start < b):
        if merged and a <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(b, merged[-1][1])
        else:
            merged.append((a, b))
    return merged
