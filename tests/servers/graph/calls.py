"""Single calls: one event, its attachments, a mailbox's settings."""

from typing import TYPE_CHECKING

from tests.servers.base import Answer
from tests.servers.graph import meetings
from tests.servers.graph.asked import Asked
from tests.servers.graph.errors import refuse
from tests.servers.graph.item import Instance, Wire
from tests.servers.graph.mailbox import Mailbox
from tests.servers.graph.render import render

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

_RESPONSES = {"accept": "accepted", "decline": "declined", "tentativelyAccept": "tentativelyAccepted"}


def post(server: "GraphServer", mailbox: Mailbox, asked: Asked, _: tuple[str, ...]) -> Answer:
    """A new event, or the one that the same request made before."""
    item = meetings.create(server, mailbox, asked.request.json)
    return _shown(mailbox, asked, item.id, 201)


def get(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """One event."""
    return _shown(mailbox, asked, groups[0], 200)


def patch(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """Change an event, if it is still the version that the request names."""
    at = mailbox.get(groups[0])
    _check_version(server, asked, at)
    meetings.change(server, mailbox, at, asked.request.json)
    return _shown(mailbox, asked, groups[0], 200)


def delete(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """Take an event out; for the organizer that cancels it."""
    at = mailbox.get(groups[0])
    _check_version(server, asked, at)
    meetings.remove(server, mailbox, at)
    return Answer(204, content=b"")


def cancel(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """The organizer cancels, with a comment."""
    at = mailbox.get(groups[0])
    if not at.item.organized:
        raise refuse(400, "ErrorCalendarIsNotOrganizer", "You need to be the organizer to cancel a meeting.")
    meetings.remove(server, mailbox, at)
    return Answer(202, content=b"")


def respond(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """An attendee answers."""
    body = {name.lower(): value for name, value in (asked.request.json or {}).items()}
    item = mailbox.get(groups[0]).item
    meetings.respond(server, mailbox, item, _RESPONSES[groups[1]], send=body.get("sendresponse", True))
    return Answer(202, content=b"")


def attachments(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """Of one event."""
    return Answer(200, {"value": mailbox.get(groups[0]).item.attachments})


def attach(server: "GraphServer", mailbox: Mailbox, asked: Asked, groups: tuple[str, ...]) -> Answer:
    """A file to an event."""
    item = mailbox.get(groups[0]).item
    given: Wire = asked.request.json
    made = given | {
        "id": f"{item.id}-{len(item.attachments)}",
        "size": len(given.get("contentBytes", "")),
        "isInline": False,
    }
    item.attachments.append(made)
    server.touch(item)
    return Answer(201, made)


def calendar(server: "GraphServer", mailbox: Mailbox, asked: Asked, _: tuple[str, ...]) -> Answer:
    """The default calendar."""
    caller = server.caller(asked.request)
    owner = {"name": mailbox.name, "address": mailbox.email}
    return Answer(
        200,
        {
            "id": f"AAMkCalendar{mailbox.number:04d}=",
            "name": "Calendar",
            "color": "auto",
            "isDefaultCalendar": True,
            "changeKey": "AAAA==",
            "canShare": True,
            "canViewPrivateItems": True,
            "canEdit": bool(caller and server.right(caller, mailbox) >= 3),
            "allowedOnlineMeetingProviders": ["teamsForBusiness"],
            "defaultOnlineMeetingProvider": "teamsForBusiness",
            "owner": owner,
        },
    )


def settings(server: "GraphServer", mailbox: Mailbox, asked: Asked, _: tuple[str, ...]) -> Answer:
    """Zone and working hours, as the owner's programs set them."""
    if not mailbox.settings_readable:
        raise refuse(403, "ErrorAccessDenied")
    full: Wire = {
        "archiveFolder": "AAMkArchive=",
        "timeZone": mailbox.zone_label,
        "dateFormat": "dd.MM.yyyy",
        "timeFormat": "HH:mm",
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "workingHours": mailbox.working_hours,
        "userPurpose": "user",
    }
    shown = full if asked.select is None else {name: full[name] for name in asked.select}
    return Answer(200, {"@odata.context": f"{server.url}/v1.0/$metadata#users/mailboxSettings", **shown})


def user(server: "GraphServer", mailbox: Mailbox, asked: Asked, _: tuple[str, ...]) -> Answer:
    """Who that is, in the directory."""
    full: Wire = {
        "id": mailbox.directory_id,
        "displayName": mailbox.name,
        "mail": mailbox.email,
        "userPrincipalName": mailbox.email,
    }
    shown = full if asked.select is None else {name: full[name] for name in asked.select if name in full}
    return Answer(200, {"@odata.context": f"{server.url}/v1.0/$metadata#users/$entity", **shown})


def _shown(mailbox: Mailbox, asked: Asked, key: str, status: int) -> Answer:
    row = render(mailbox.get(key), asked)
    headers = {"ETag": row["@odata.etag"], "Preference-Applied": f'outlook.timezone="{asked.zone}"'}
    return Answer(
        status, {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users/events/$entity", **row}, headers
    )


def _check_version(server: "GraphServer", asked: Asked, at: Instance) -> None:
    wanted = asked.request.headers.get("if-match", "*")
    if wanted == "*":
        return
    if server.transient_conflicts:
        server.transient_conflicts -= 1
        raise refuse(412, "ErrorIrresolvableConflict")
    if wanted != at.item.etag:
        raise refuse(412, "ErrorIrresolvableConflict")
