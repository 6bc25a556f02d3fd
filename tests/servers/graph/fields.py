"""Properties of an event as requests write them."""

import html
from typing import TYPE_CHECKING, Any

from tests.servers.graph.asked import property_id
from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Wire

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

NEVER = "0001-01-01T00:00:00Z"
"""When somebody answered who has not."""
_DEFAULTS: Wire = {
    "subject": "",
    "categories": [],
    "reminderMinutesBeforeStart": 15,
    "isReminderOn": True,
    "importance": "normal",
    "sensitivity": "normal",
    "isAllDay": False,
    "isCancelled": False,
    "isDraft": False,
    "responseRequested": True,
    "showAs": "busy",
    "onlineMeetingUrl": None,
    "isOnlineMeeting": False,
    "onlineMeetingProvider": "unknown",
    "allowNewTimeProposals": True,
    "hideAttendees": False,
    "location": {"displayName": "", "locationType": "default", "uniqueIdType": "unknown", "address": {}},
    "locations": [],
    "attendees": [],
    "onlineMeeting": None,
}
_APART = {"start", "end", "recurrence", "body", "transactionId", "singleValueExtendedProperties", "attachments"}
_IGNORED = {"organizer", "bodyPreview", "@odata.type", "extensions"}
SHARED = {
    "subject",
    "body",
    "location",
    "locations",
    "attendees",
    "importance",
    "sensitivity",
    "isAllDay",
    "isCancelled",
    "responseRequested",
    "isOnlineMeeting",
    "onlineMeetingProvider",
    "onlineMeeting",
    "allowNewTimeProposals",
    "hideAttendees",
}
"""What attendees' copies take over from the organizer's."""
ANNOUNCED = {"start", "end", "recurrence", "subject", "body", "location", "locations", "isAllDay"}
"""What attendees are mailed about when it changes."""


def fresh(owner: str, name: str) -> Wire:
    """Of an event that nothing was said about."""
    return {
        **{key: value.copy() if isinstance(value, dict | list) else value for key, value in _DEFAULTS.items()},
        "body": {"contentType": "html", "content": ""},
        "organizer": {"emailAddress": {"name": name, "address": owner}},
    }


def check_names(body: Any) -> None:
    """Refuse what no event has.

    Raises:
        Refused: the body is no object, or has an unknown property.
    """
    if not isinstance(body, dict):
        raise refuse(400, "RequestBodyRead", "An event is expected.")
    for name in body:
        if name not in _DEFAULTS and name not in _APART | _IGNORED:
            raise refuse(
                400,
                "RequestBodyRead",
                f"The property '{name}' does not exist on type 'microsoft.graph.event' or cannot be written.",
            )


def written(server: "GraphServer", before: Wire, body: Wire) -> Wire:
    """The stored properties that a request changes, as they are afterwards."""
    after = {name: value for name, value in body.items() if name in _DEFAULTS and name != "onlineMeeting"}
    if "attendees" in body:
        after["attendees"] = [_attendee(server, before, each) for each in body["attendees"]]
    if body.get("location") and "locations" not in body:
        after["location"] = {**_DEFAULTS["location"], **body["location"]}
        after["locations"] = [after["location"]] if body["location"].get("displayName") else []
    if "body" in body:
        after["body"] = _body(body["body"])
    _meet(server, before, after)
    return after


def properties(body: Wire) -> dict[str, str]:
    """Extended properties, by id."""
    return {property_id(each["id"]): each["value"] for each in body.get("singleValueExtendedProperties", ())}


def address(attendee: Wire) -> str:
    """Whose it is, lower case."""
    return str(attendee["emailAddress"]["address"]).lower()


def _attendee(server: "GraphServer", before: Wire, given: Wire) -> Wire:
    if "@" not in given.get("emailAddress", {}).get("address", ""):
        raise refuse(400, "ErrorInvalidRecipients", "At least one recipient isn't valid.")
    email = address(given)
    known = next((each for each in before["attendees"] if address(each) == email), None)
    name = given["emailAddress"].get("name") or (
        server.mailboxes[email].name if email in server.mailboxes else given["emailAddress"]["address"]
    )
    return {
        "type": given.get("type", "required"),
        "status": known["status"] if known else {"response": "none", "time": NEVER},
        "emailAddress": {"name": name, "address": given["emailAddress"]["address"]},
    }


def _body(given: Wire) -> Wire:
    content = given.get("content") or ""
    if str(given.get("contentType", "text")).lower() == "text":
        content = html.escape(content, quote=False).replace("\n", "<br>\n")
    if "<html" not in content.lower():
        content = f"<html><head><meta charset='utf-8'></head><body>{content}</body></html>"
    return {"contentType": "html", "content": content}


def _meet(server: "GraphServer", before: Wire, after: Wire) -> None:
    """The online meeting: made when wanted, and gone when its link is no longer in the body."""
    after.pop("onlineMeetingUrl", None)
    if after.get("isOnlineMeeting") and before["onlineMeeting"] is None:
        if after.get("onlineMeetingProvider", "unknown") == "unknown":
            after["onlineMeetingProvider"] = "teamsForBusiness"
        number = server.number()
        url = f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{number:08d}%40thread.v2/0"
        after["onlineMeeting"] = {"joinUrl": url, "conferenceId": f"{number:09d}"}
        body: Wire = after["body"] if "body" in after else before["body"]
        block = f"<div class='me-email-text'>________<br>\nJoin: <a href='{url}'>Microsoft Teams</a></div>"
        after["body"] = {**body, "content": body["content"].replace("</body>", f"{block}</body>")}
    elif (
        before["onlineMeeting"]
        and "body" in after
        and before["onlineMeeting"]["joinUrl"] not in after["body"]["content"]
    ):
        after |= {"isOnlineMeeting": False, "onlineMeeting": None, "onlineMeetingProvider": "unknown"}
