"""An event as one calendar shows it to who asks."""

from collections.abc import Collection
from datetime import UTC, datetime

from tests.servers.google.state import Copy, Event, Mailbox, Role
from tests.servers.google.when import Wire, shown

_SEEN_BY_ALL = frozenset(
    [
        "kind",
        "etag",
        "id",
        "status",
        "htmlLink",
        "created",
        "updated",
        "start",
        "end",
        "eventType",
        "recurringEventId",
        "originalStartTime",
    ]
)
_SEEN_OF_PRIVATE = _SEEN_BY_ALL | frozenset(
    ["creator", "organizer", "iCalUID", "sequence", "reminders", "visibility", "transparency"]
)


def rendered(
    event: Event, mailbox: Mailbox, role: Role, *, zone: str | None = None, max_attendees: int | None = None
) -> Wire:
    """Everything that may be seen of a calendar's copy.

    Args:
        zone: whose offsets times get; the calendar's unless given.
    """
    copy = event.copies[mailbox.email]
    if copy.deleted:
        return gone(event, zone or mailbox.zone)
    whole = _whole(event, mailbox, copy, zone or mailbox.zone)
    if role <= Role.FREE_BUSY_READER:
        return _only(whole, _SEEN_BY_ALL) | {"visibility": "private"}
    if role == Role.READER and whole.get("visibility") in ("private", "confidential"):
        return _only(whole, _SEEN_OF_PRIVATE)
    unseen = event.organizer != mailbox.email and whole.get("guestsCanSeeOtherGuests") is False
    if unseen or (max_attendees is not None and len(whole.get("attendees", ())) > max_attendees):
        whole["attendees"] = [each for each in whole.get("attendees", ()) if each.get("self")]
        whole["attendeesOmitted"] = True
    return whole


def gone(event: Event, zone: str) -> Wire:
    """All that is certain to be told of a deleted event."""
    whole: Wire = {"id": event.id, "status": "cancelled"}
    if event.master is not None and event.original is not None:
        whole |= {"recurringEventId": event.master, "originalStartTime": shown(event.original, zone)}
    return whole


def deleted_whole(event: Event, mailbox: Mailbox) -> Wire:
    """A deleted event as `get` answers it: in its organizer's calendar with all that it was."""
    if event.organizer != mailbox.email:
        return gone(event, mailbox.zone)
    return _whole(event, mailbox, event.copies[mailbox.email], mailbox.zone) | {"status": "cancelled"}


def timestamp(instant: datetime) -> str:
    """As `created` and `updated` are written."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _whole(event: Event, mailbox: Mailbox, copy: Copy, zone: str) -> Wire:
    me = mailbox.email
    shared = event.shared
    whole: Wire = {
        "kind": "calendar#event",
        "etag": copy.etag,
        "id": event.id,
        "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={event.id}",
        "created": timestamp(event.created),
        "updated": timestamp(event.updated or event.created),
        "creator": _person(event.creator, me),
        "organizer": _person(event.organizer, me),
        "iCalUID": event.uid,
        "sequence": event.sequence,
        "reminders": {"useDefault": True},
        "eventType": "default",
    }
    whole |= {name: value for name, value in shared.items() if name not in ("start", "end", "attendees", "properties")}
    whole |= copy.own
    whole |= {"start": shown(shared["start"], zone), "end": shown(shared["end"], zone)}
    if shared.get("attendees"):
        whole["attendees"] = [_attendee(each, event.organizer, me) for each in shared["attendees"]]
    extended = {"private": copy.private, "shared": shared.get("properties")}
    if any(extended.values()):
        whole["extendedProperties"] = {name: dict(values) for name, values in extended.items() if values}
    if event.master is not None and event.original is not None:
        whole |= {"recurringEventId": event.master, "originalStartTime": shown(event.original, zone)}
    for entry in shared.get("conferenceData", {}).get("entryPoints", ()):
        if entry["entryPointType"] == "video":
            whole["hangoutLink"] = entry["uri"]
    return whole


def _person(email: str, me: str) -> Wire:
    return {"email": email, "self": True} if email == me else {"email": email}


def _attendee(attendee: Wire, organizer: str, me: str) -> Wire:
    marks = {"organizer": attendee["email"] == organizer, "self": attendee["email"] == me}
    return attendee | {name: True for name, holds in marks.items() if holds}


def _only(whole: Wire, names: Collection[str]) -> Wire:
    return {name: value for name, value in whole.items() if name in names}
