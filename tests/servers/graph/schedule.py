"""`getSchedule`: when people are busy, mailbox by mailbox, each with an error of its own."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.servers.base import Answer
from tests.servers.graph.asked import Asked
from tests.servers.graph.auth import Caller
from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Instance, Wire
from tests.servers.graph.mailbox import Share
from tests.servers.graph.zones import from_wire, to_wire

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

_MOST = 20
_LONGEST = timedelta(days=62)
_CODES = {"tentative": 1, "busy": 2, "oof": 3}


def get_schedule(server: "GraphServer", caller: Caller, asked: Asked) -> Answer:
    """One answer for each mailbox, in the order asked."""
    body: Any = asked.request.json
    given = {name[:1].lower() + name[1:]: value for name, value in body.items()}
    emails = given.get("schedules")
    minutes = given.get("availabilityViewInterval", 30)
    if not isinstance(emails, list) or not 1 <= len(emails) <= _MOST:
        raise refuse(400, "ErrorInvalidParameter", f"Between 1 and {_MOST} schedules are allowed in a request.")
    minutes = int(minutes) if str(minutes).isdigit() else 0
    if not 5 <= minutes <= 1440:
        raise refuse(400, "ErrorInvalidParameter", "availabilityViewInterval must be between 5 and 1440.")
    start, end = from_wire(given.get("startTime")), from_wire(given.get("endTime"))
    if not start < end or end - start >= _LONGEST:
        raise refuse(400, "ErrorInvalidTimeInterval", "The requested time window is empty or too long (62 days).")
    rows = [_row(server, caller, asked, email, start, end, minutes) for email in emails]
    return Answer(
        200,
        {
            "@odata.context": f"{server.url}/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)",
            "value": rows,
        },
    )


def _row(
    server: "GraphServer", caller: Caller, asked: Asked, email: str, start: datetime, end: datetime, minutes: int
) -> Wire:
    mailbox = server.mailboxes.get(email.lower())
    wrong = server.schedule_errors.get(email.lower())
    if mailbox is None:
        wrong = wrong or "ErrorMailRecipientNotFound"
    elif server.right(caller, mailbox) is Share.NONE:
        wrong = wrong or "ErrorNoFreeBusyAccess"
    if mailbox is None or wrong:
        message = f"Microsoft.Exchange.InfoWorker.Common.Availability: {wrong} for <{email}>."
        error = {"message": message, "responseCode": wrong}
        return {"scheduleId": email, "availabilityView": "", "error": error, "scheduleItems": []}
    found = sorted(mailbox.within(start, end), key=lambda each: (each.start, each.end, each.item.id))
    open_ = server.right(caller, mailbox) >= Share.READ
    return {
        "scheduleId": email,
        "availabilityView": _view(found, start, end, minutes),
        "scheduleItems": [_item(each, asked.zone, open_) for each in found],
        "workingHours": mailbox.working_hours,
    }


def _item(instance: Instance, zone: str, subjects: bool) -> Wire:
    """One event. All-day ones too are at their true instants."""
    fields = instance.fields
    private = fields["sensitivity"] in ("private", "personal")
    item = {
        "status": fields["showAs"],
        "start": to_wire(instance.start, zone),
        "end": to_wire(instance.end, zone),
    }
    if subjects:
        item["isPrivate"] = private
        if not private:
            item |= {"subject": fields["subject"], "location": fields["location"]["displayName"]}
    return item


def _view(found: list[Instance], start: datetime, end: datetime, minutes: int) -> str:
    view = ""
    step = timedelta(minutes=minutes)
    at = start
    while at < end:
        inside = [each for each in found if each.start < at + step and at < each.end]
        view += str(max((_CODES.get(each.fields["showAs"], 0) for each in inside), default=0))
        at += step
    return view
