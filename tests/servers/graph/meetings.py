"""Events come, change and go, by requests and by people."""

import copy
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.servers.graph.attendees import announce, copy_to, mail
from tests.servers.graph.errors import refuse
from tests.servers.graph.fields import NEVER, address, check_names, fresh, properties, written
from tests.servers.graph.item import Instance, Item, Wire
from tests.servers.graph.mailbox import Mailbox
from tests.servers.graph.zones import from_wire, zone_of

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer


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
    server.touch(item)
    for attendee in item.fields["attendees"]:
        copy_to(server, item, address(attendee))
        mail(server, item, address(attendee), "invitation")
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
    server.touch(item)
    if item.organized:
        announce(server, before, item, at.day)


def remove(server: "GraphServer", mailbox: Mailbox, at: Instance) -> None:
    """Take an event out; the organizer's going is everybody's."""
    item = at.item
    if at.day is not None:
        item.dropped.add(at.day)
        item.overrides.pop(at.day, None)
        server.touch(item)
    else:
        server.take_out(mailbox, item)
    if not item.organized:
        return
    for email in {address(each) for each in item.fields["attendees"]}:
        mail(server, item, email, "cancellation")
        other = server.mailboxes.get(email)
        held = other.find(item.uid) if other else None
        if other is None or held is None or held.organized:
            continue
        if at.day is not None:
            held.dropped.add(at.day)
            held.overrides.pop(at.day, None)
            server.touch(held)
        elif server.cancelled_stay:
            held.fields |= {"isCancelled": True, "showAs": "free", "subject": f"Canceled: {held.fields['subject']}"}
            server.touch(held)
        else:
            server.take_out(other, held)


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
    server.touch(item)
    if response == "declined" and not server.declined_stay:
        server.take_out(mailbox, item)
    if not send:
        return
    organizer = address(item.fields["organizer"])
    mail(server, item, organizer, response)
    home = server.mailboxes.get(organizer)
    meeting = home.find(item.uid) if home else None
    if meeting is None:
        return
    for attendee in meeting.fields["attendees"]:
        if address(attendee) == mailbox.email:
            attendee["status"] = dict(answer)
    server.touch(meeting)


def times(body: Wire, item: Item | None = None) -> tuple[datetime, datetime, str]:
    """Start, end and the zone they are written in; what a request does not say stays."""
    start = from_wire(body["start"]) if item is None or "start" in body else item.start
    end = from_wire(body["end"]) if item is None or "end" in body else item.end
    return start, end, str((body.get("start") or body["end"])["timeZone"])


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
