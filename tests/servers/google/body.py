"""A request's event, taken apart into what is shared and what is a copy's own; and what Google refuses in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.servers.google import recurrence
from tests.servers.google.discovery import document
from tests.servers.google.errors import refuse
from tests.servers.google.state import OWN, Event
from tests.servers.google.when import Wire, checked, instant_of

_NOT_SHARED = (
    "attendeesOmitted created creator etag extendedProperties hangoutLink htmlLink iCalUID id kind locked organizer "
    "originalStartTime recurringEventId sequence updated"
)
_SHARED = frozenset(document()["schemas"]["Event"]["properties"]) - {*OWN, *_NOT_SHARED.split()}
_ALLOWED = {
    "eventType": ("default", "focusTime", "outOfOffice", "workingLocation", "birthday", "fromGmail"),
    "status": ("confirmed", "tentative", "cancelled"),
    "transparency": ("opaque", "transparent"),
    "visibility": ("default", "public", "private", "confidential"),
}
_RESPONSES = ("needsAction", "declined", "tentative", "accepted")
_OF_ATTENDEE = ("additionalGuests", "comment", "displayName", "optional", "resource")
_ID = re.compile(r"[a-v0-9]{5,1024}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True)
class Body:
    """What a request says of an event."""

    shared: Wire
    own: Wire
    private: dict[str, str]


def merged(old: Any, patch: Any) -> Any:
    """Patch semantics: objects are merged, arrays and values replaced, null deletes."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(old) if isinstance(old, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def whole(event: Event, email: str) -> Wire:
    """The properties of a calendar's copy that a request may change."""
    copy = event.copies[email]
    found = {name: value for name, value in event.shared.items() if name != "properties"} | copy.own
    extended = {"private": copy.private, "shared": event.shared.get("properties")}
    return found | {"extendedProperties": {name: values for name, values in extended.items() if values}}


def taken_apart(given: Wire, zone: str) -> Body:
    """A whole event, with times and attendees as they are kept.

    Args:
        zone: the calendar's.

    Raises:
        Refused: it cannot be an event.
    """
    for name, allowed in _ALLOWED.items():
        if name in given and given[name] not in allowed:
            raise refuse(400, "invalid", f"Invalid value for: {name}")
    shared = {name: given[name] for name in given if name in _SHARED and given[name] not in (None, [])}
    recurring = bool(shared.get("recurrence"))
    for side in ("start", "end"):
        shared[side] = checked(given.get(side), side, zone, recurring=recurring)
    if ("date" in shared["start"]) != ("date" in shared["end"]):
        raise refuse(400, "invalid", "Start and end times must either both be date or both be dateTime.")
    if instant_of(shared["end"], zone) < instant_of(shared["start"], zone):
        raise refuse(400, "timeRangeEmpty")
    recurrence.check(shared.get("recurrence", []))
    if "attendees" in shared:
        shared["attendees"] = _attendees(shared["attendees"])
    kind = shared.get("eventType", "default")
    if kind == "workingLocation":
        if "workingLocationProperties" not in shared:
            raise refuse(400, "required", "Missing working location properties.")
        given = {**given, "transparency": "transparent", "visibility": "public"}
    if kind in ("focusTime", "outOfOffice") and "date" in shared["start"]:
        raise refuse(400, "malformedOutOfOfficeEvent" if kind == "outOfOffice" else "malformedFocusTimeEvent")
    extended = given.get("extendedProperties") or {}
    _check_properties(extended)
    if extended.get("shared"):
        shared["properties"] = dict(extended["shared"])
    own = {name: given[name] for name in OWN if given.get(name) is not None}
    own = {name: value for name, value in own.items() if value not in ("opaque", "default")}
    return Body(shared, own, dict(extended.get("private") or {}))


def checked_id(key: Any) -> str:
    """An id that a client chose.

    Raises:
        Refused: it has other letters than base32hex's, or the wrong length.
    """
    if not isinstance(key, str) or not _ID.fullmatch(key):
        raise refuse(400, "invalid", "Invalid resource id value.")
    return key


def _attendees(given: list[Wire]) -> list[Wire]:
    found: dict[str, Wire] = {}
    for each in given:
        email = str(each.get("email", "")).lower()
        if not _EMAIL.fullmatch(email):
            raise refuse(400, "invalid", "Invalid attendee email.")
        response = each.get("responseStatus", "needsAction")
        if response not in _RESPONSES:
            raise refuse(400, "invalid", "Invalid value for: responseStatus")
        kept = {name: each[name] for name in _OF_ATTENDEE if each.get(name)}
        if email.endswith("@resource.calendar.google.com"):
            kept["resource"] = True
        found[email] = {"email": email, **kept, "responseStatus": response}
    return list(found.values())


def _check_properties(extended: Wire) -> None:
    for properties in extended.values():
        for name, value in (properties or {}).items():
            if len(name) > 44 or len(str(value)) > 1024:
                raise refuse(400, "invalid", "Extended property is too long.")
