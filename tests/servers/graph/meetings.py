"""Events come, change and go, and attendees' copies and mails with them."""

import copy
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tests.servers.graph.errors import refuse
from tests.servers.graph.fields import ANNOUNCED, NEVER, SHARED, address, check_names, fresh, properties, written
from tests.servers.graph.item import Instance, Item, Wire
from tests.servers.graph.mailbox import Mailbox
from tests.servers.graph.zones import from_wire, zone_of

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer


@dataclass(frozen=True)
class Mail:
    """What the service sent by itself."""

    to: str
    kind: str
    """`invitation`, `update`, `cancellation`, or the response: `accepted`, `declined`, `tentativelyAccepted`."""
    uid: str
    """iCalendar UID of the meeting."""


def create(server: "GraphServer", mailbox: Mailbox, body: Any, uid: str | None = None) -> Item:
    """A new event of that mailbox's owner; attendees get copies and an invitation.

    Raises:
        Refused: the body is no event, or its transaction was another one.
    """
    check_names(body)
    if "start" not in body or "end" not in body:
        raise refuse(400, "ErrorPropertyValidationFailure", "At least one property failed validation.")
    transaction = body.get("transactionId")
    fingerprint = json.dumps(body, sort_keys=True)
    if transaction is not None and (before := _repeated(server, mailbox, transaction, fingerprint)):
        return before
    number = server.number()
    start, end, zone = times(body)
    item = Item(
        owner=mailbox.email,
        id=f"AAkALgAAAAAAHYQDEapm{mailbox.number:04d}{number * 7919 % 1_000_003:07d}AA=",
        other_id=f"AAMkAGI1AAAt{mailbox.number:04d}{number * 104_729 % 1_000_003:07d}BEAAA=",
        uid=uid or f"040000008200E00074C5B7101A82E00800000000{number:016X}000000000000000010000000{number:032X}",
        start=start,
        end=end,
        zone=zone,
        created=server.tick(),
        fields=fresh(mailbox.email, mailbox.name),
        response={"response": "organizer", "time": NEVER},
        transaction=transaction,
        fingerprint=fingerprint,
        properties=properties(body),
        attachments=list(body.get("attachments", ())),
        recurrence=_recurrence(body),
        made_uid=uid is None,
    )
    item.fields |= written(server, item.fields, body)
    _check_times(item)
    mailbox.items[item.id] = item
    if transaction is not None:
        mailbox.transactions[transaction] = fingerprint
    touch(server, item)
    for attendee in item.fields["attendees"]:
        _copy_to(server, item, address(attendee))
        _mail(server, item, address(attendee), "invitation")
    return item


def change(server: "GraphServer", mailbox: Mailbox, at: Instance, body: Any) -> None:
    """Change an event, a series or an occurrence; the organizer's change reaches attendees.

    Raises:
        Refused: the body changes what cannot be changed.
    """
    check_names(body)
    item = at.item
    if "transactionId" in body and body["transactionId"] != item.transaction:
        raise refuse(400, "ErrorInvalidPropertySet", "The transactionId cannot be changed.")
    before = copy.deepcopy(item)
    changed = written(server, at.fields, body)
    if at.day is None:
        item.fields |= changed
        if "start" in body or "end" in body:
            item.start, item.end, item.zone = times(body, item)
        if "recurrence" in body:
            item.recurrence = _recurrence(body)
        item.properties |= properties(body)
    else:
        override = item.overrides.setdefault(at.day, {})
        override |= changed
        override |= {name: from_wire(body[name]) for name in ("start", "end") if name in body}
    try:
        _check_times(item)
    except Exception:
        item.__dict__.update(before.__dict__)
        raise
    touch(server, item)
    if item.organized:
        _announce(server, before, item, at.day)


def remove(server: "GraphServer", mailbox: Mailbox, at: Instance) -> None:
    """Take an event out; the organizer's going is everybody's."""
    item = at.item
    if at.day is not None:
        item.dropped.add(at.day)
        item.overrides.pop(at.day, None)
        touch(server, item)
    else:
        take_out(server, mailbox, item)
    if not item.organized:
        return
    for email in {address(each) for each in item.fields["attendees"]}:
        _mail(server, item, email, "cancellation")
        other = server.mailboxes.get(email)
        held = other.find(item.uid) if other else None
        if other is None or held is None or held.organized:
            continue
        if at.day is not None:
            held.dropped.add(at.day)
            held.overrides.pop(at.day, None)
            touch(server, held)
        elif server.cancelled_stay:
            held.fields |= {"isCancelled": True, "showAs": "free", "subject": f"Canceled: {held.fields['subject']}"}
            touch(server, held)
        else:
            take_out(server, other, held)


def take_out(server: "GraphServer", mailbox: Mailbox, item: Item) -> None:
    """Out of one mailbox, and no more."""
    del mailbox.items[item.id]
    touch(server, item)
    mailbox.removed.append((server.changes, item.id, item.other_id))
    if item.transaction and not server.transactions_outlive:
        mailbox.transactions.pop(item.transaction, None)


def respond(server: "GraphServer", mailbox: Mailbox, item: Item, response: str, *, send: bool = True) -> None:
    """An attendee answers; the organizer hears of it if it is sent.

    Raises:
        Refused: it is the organizer who answers.
    """
    if item.organized:
        raise refuse(
            400, "ErrorInvalidRequest", "You can't respond to this meeting because you're the meeting organizer."
        )
    answer = {"response": response, "time": server.tick().isoformat().replace("+00:00", "Z")}
    item.response = answer
    item.fields["showAs"] = {"accepted": "busy", "declined": "free"}.get(response, "tentative")
    touch(server, item)
    if response == "declined" and not server.declined_stay:
        take_out(server, mailbox, item)
    if not send:
        return
    organizer = address(item.fields["organizer"])
    _mail(server, item, organizer, response)
    home = server.mailboxes.get(organizer)
    meeting = home.find(item.uid) if home else None
    if meeting is None:
        return
    for attendee in meeting.fields["attendees"]:
        if address(attendee) == mailbox.email:
            attendee["status"] = dict(answer)
    touch(server, meeting)


def times(body: Wire, item: Item | None = None) -> tuple[datetime, datetime, str]:
    """Start, end and the zone they are written in; what a request does not say stays."""
    start = from_wire(body["start"]) if item is None or "start" in body else item.start
    end = from_wire(body["end"]) if item is None or "end" in body else item.end
    return start, end, str((body.get("start") or body["end"])["timeZone"])


def touch(server: "GraphServer", item: Item) -> None:
    """A new version of it."""
    server.changes += 1
    item.change = server.changes
    item.modified = server.tick()


def _repeated(server: "GraphServer", mailbox: Mailbox, transaction: str, fingerprint: str) -> Item | None:
    used = mailbox.transactions.get(transaction)
    if used is None:
        return None
    before = next((each for each in mailbox.items.values() if each.transaction == transaction), None)
    if used != fingerprint or before is None:
        raise refuse(server.duplicate_status, "ErrorDuplicateTransactionId")
    return before


def _recurrence(body: Wire) -> Wire | None:
    recurrence: Wire | None = body.get("recurrence")
    if recurrence is None:
        return None
    given = {"startDate": str(body["start"]["dateTime"])[:10]} if "start" in body else {}
    zone = body["start"]["timeZone"] if "start" in body else "UTC"
    defaults = {"endDate": "0001-01-01", "numberOfOccurrences": 0, "recurrenceTimeZone": zone}
    return {
        "pattern": {"interval": 1, "month": 0, "dayOfMonth": 0, "firstDayOfWeek": "sunday", "index": "first"}
        | recurrence["pattern"],
        "range": defaults | given | recurrence["range"],
    }


def _check_times(item: Item) -> None:
    if item.end < item.start:
        raise refuse(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "Can't send the event: end before start.")
    if item.all_day:
        first, after = Instance(item, item.start, item.end, item.fields).days()
        whole = (item.end - item.start).total_seconds() >= 82_800 and first < after
        if not whole or any(_clock(item, at) for at in (item.start, item.end)):
            raise refuse(
                400,
                "ErrorPropertyValidationFailure",
                "The Event.Start of an all-day event needs to be set to midnight.",
            )


def _clock(item: Item, at: datetime) -> bool:
    wall = at.astimezone(zone_of(item.zone))
    return bool(wall.hour or wall.minute or wall.second)


def _announce(server: "GraphServer", before: Item, item: Item, day: date | None) -> None:
    """Tell attendees what changed: all of them what concerns all, else only who came or went."""
    was = _state(before, day)
    now = _state(item, day)
    told = any(was.get(name) != now.get(name) for name in ANNOUNCED)
    moved = any(was.get(name) != now.get(name) for name in ("start", "end", "recurrence"))
    here = {address(each) for each in item.fields["attendees"]}
    gone = {address(each) for each in before.fields["attendees"]} - here
    came = here - {address(each) for each in before.fields["attendees"]}
    if moved and day is None:
        for attendee in item.fields["attendees"]:
            attendee["status"] = {"response": "none", "time": NEVER}
    for email in sorted(gone):
        _mail(server, item, email, "cancellation")
        other = server.mailboxes.get(email)
        held = other.find(item.uid) if other else None
        if other is not None and held is not None:
            take_out(server, other, held)
    for email in sorted(here):
        if email in came:
            _mail(server, item, email, "invitation")
        elif told:
            _mail(server, item, email, "update")
        _follow(server, before, item, email, moved=moved, back=told)


def _state(item: Item, day: date | None) -> Wire:
    state = {**item.fields, "start": item.start, "end": item.end, "recurrence": item.recurrence}
    return state if day is None else state | item.overrides.get(day, {})


def _follow(server: "GraphServer", before: Item, item: Item, email: str, *, moved: bool, back: bool) -> None:
    """Bring an attendee's copy to where the organizer's is; an update brings back one that was deleted."""
    other = server.mailboxes.get(email)
    held = other.find(item.uid) if other else None
    if held is None:
        if back or email not in {address(each) for each in before.fields["attendees"]}:
            _copy_to(server, item, email)
        return
    old = json.dumps([held.fields, str(held.start), str(held.end), held.recurrence, str(held.overrides)], default=str)
    changed = {name for name in SHARED if before.fields.get(name) != item.fields.get(name)}
    held.fields |= copy.deepcopy({name: item.fields[name] for name in changed})
    held.overrides = copy.deepcopy(item.overrides)
    held.dropped |= item.dropped
    if moved:
        held.start, held.end, held.zone, held.recurrence = item.start, item.end, item.zone, item.recurrence
        held.response = {"response": "notResponded", "time": NEVER}
        held.fields["showAs"] = "tentative"
    new = json.dumps([held.fields, str(held.start), str(held.end), held.recurrence, str(held.overrides)], default=str)
    if old != new:
        touch(server, held)


def _copy_to(server: "GraphServer", item: Item, email: str) -> None:
    """A copy in an attendee's mailbox, if that is here and holds none yet."""
    mailbox = server.mailboxes.get(email)
    if mailbox is None or email == item.owner or mailbox.find(item.uid):
        return
    number = server.number()
    held = copy.deepcopy(item)
    held.owner = email
    held.id = f"AAkALgAAAAAAHYQDEapm{mailbox.number:04d}{number * 7919 % 1_000_003:07d}AA="
    held.other_id = f"AAMkAGI1AAAt{mailbox.number:04d}{number * 104_729 % 1_000_003:07d}BEAAA="
    held.organized = False
    held.transaction = None
    held.properties = {}
    held.response = {"response": "notResponded", "time": NEVER}
    held.fields |= {"showAs": "tentative", "categories": [], "isReminderOn": True, "reminderMinutesBeforeStart": 15}
    mailbox.items[held.id] = held
    touch(server, held)


def _mail(server: "GraphServer", item: Item, to: str, kind: str) -> None:
    if to != item.owner or kind in ("accepted", "declined", "tentativelyAccepted"):
        server.mails.append(Mail(to, kind, item.uid))
