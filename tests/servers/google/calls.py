"""The methods of the API that this server plays."""

from collections.abc import Callable

from tests.servers.base import Answer
from tests.servers.google import change, freebusy, render
from tests.servers.google.body import checked_id, merged, taken_apart, whole
from tests.servers.google.call import Call
from tests.servers.google.errors import refuse
from tests.servers.google.listing import listed
from tests.servers.google.state import Mailbox, Role
from tests.servers.google.when import Wire


def insert(call: Call) -> Answer:
    mailbox, role = call.calendar(Role.WRITER)
    given = call.supported(call.body(), {})
    call.invites(given)
    key = checked_id(given["id"]) if "id" in given else None
    body = taken_apart(given, mailbox.zone)
    if body.shared.get("eventType") == "fromGmail":
        raise refuse(400, "invalid", "Events from Gmail cannot be created.")
    event = change.enter(call.server, mailbox, body, key=key, creator=call.caller, updates=call.updates(given))
    return call.answered(event, mailbox, role)


def import_(call: Call) -> Answer:
    mailbox, role = call.calendar(Role.WRITER)
    given = call.supported(call.body(), {})
    if "iCalUID" not in given:
        raise refuse(400, "required", "Missing iCal UID.")
    organizer = (given.get("organizer") or {}).get("email")
    body = taken_apart(given, mailbox.zone)
    event = change.enter(call.server, mailbox, body, uid=given["iCalUID"], organizer=organizer)
    return call.answered(event, mailbox, role)


def get(call: Call) -> Answer:
    mailbox, role = call.calendar(Role.FREE_BUSY_READER)
    event = call.event(mailbox)
    if event.copies[mailbox.email].deleted:
        return Answer(200, render.deleted_whole(event, mailbox))
    return call.answered(event, mailbox, role)


def patch(call: Call) -> Answer:
    return _change(call, merged)


def update(call: Call) -> Answer:
    return _change(call, lambda before, given: given)


def _change(call: Call, combined: Callable[[Wire, Wire], Wire]) -> Answer:
    mailbox, role = call.calendar(Role.WRITER)
    event = call.event(mailbox)
    copy = event.copies[mailbox.email]
    if copy.deleted:
        raise refuse(403, "forbidden")
    call.matches(copy)
    given = call.body()
    call.invites(given)
    before = whole(event, mailbox.email)
    after = call.supported(combined(before, given), before)
    updates = call.updates(before, after)
    if after.get("status") == "cancelled":
        change.remove(call.server, mailbox, event, updates)
        return Answer(200, render.deleted_whole(call.event(mailbox), mailbox))
    changed = change.alter(call.server, mailbox, event, taken_apart(after, mailbox.zone), updates)
    return call.answered(changed, mailbox, role)


def delete(call: Call) -> Answer:
    mailbox, _ = call.calendar(Role.WRITER)
    event = call.event(mailbox)
    copy = event.copies[mailbox.email]
    if copy.deleted:
        raise refuse(410, "deleted")
    call.matches(copy)
    change.remove(call.server, mailbox, event, call.updates(event.shared))
    return Answer(204)


def list_(call: Call) -> Answer:
    mailbox, role = call.calendar(Role.FREE_BUSY_READER)
    return Answer(200, listed(call.server, mailbox, role, call.request))


def freebusy_query(call: Call) -> Answer:
    return Answer(200, freebusy.query(call.server, call.caller, call.body()))


def calendar(call: Call) -> Answer:
    mailbox, role = call.calendar(Role.FREE_BUSY_READER)
    found: Wire = {
        "kind": "calendar#calendar",
        "etag": '"calendar"',
        "id": mailbox.email,
        "summary": mailbox.email,
        "timeZone": mailbox.zone,
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
    }
    if mailbox.working_hours is not None and role >= Role.READER:
        found["workingHours"] = mailbox.working_hours
    return Answer(200, found)


def calendar_list(call: Call) -> Answer:
    seen = [(each, call.server.role(call.caller, each)) for each in call.server.mailboxes.values()]
    explicit = [(each, role) for each, role in seen if each.email == call.caller or call.caller in each.shares]
    items = [_entry(call, each, role) for each, role in explicit if role]
    return Answer(200, {"kind": "calendar#calendarList", "etag": '"list"', "items": items, "nextSyncToken": "list"})


def calendar_list_entry(call: Call) -> Answer:
    mailbox, role = call.calendar(Role.FREE_BUSY_READER)
    return Answer(200, _entry(call, mailbox, role))


def _entry(call: Call, mailbox: Mailbox, role: Role) -> Wire:
    entry: Wire = {
        "kind": "calendar#calendarListEntry",
        "etag": '"entry"',
        "id": mailbox.email,
        "summary": mailbox.email,
        "timeZone": mailbox.zone,
        "accessRole": role.wire,
        "defaultReminders": [{"method": "popup", "minutes": 10}],
    }
    return entry | ({"primary": True} if mailbox.email == call.caller else {})


def setting(call: Call) -> Answer:
    mailbox = call.server.mailboxes.get(call.caller)
    values = {"timezone": mailbox.zone, "locale": "en", "weekStart": "1"} if mailbox else {}
    name = call.path["setting"]
    if name not in values:
        raise refuse(404, "notFound")
    return Answer(200, {"kind": "calendar#setting", "etag": '"setting"', "id": name, "value": values[name]})


METHODS: dict[str, Callable[[Call], Answer]] = {
    "calendar.calendarList.get": calendar_list_entry,
    "calendar.calendarList.list": calendar_list,
    "calendar.calendars.get": calendar,
    "calendar.events.delete": delete,
    "calendar.events.get": get,
    "calendar.events.import": import_,
    "calendar.events.insert": insert,
    "calendar.events.list": list_,
    "calendar.events.patch": patch,
    "calendar.events.update": update,
    "calendar.freebusy.query": freebusy_query,
    "calendar.settings.get": setting,
}
"""By id in Google's description."""
