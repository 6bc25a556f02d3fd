"""What attendees get of a meeting by themselves: copies in their mailboxes, and mail."""

import copy
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tests.servers.graph.fields import ANNOUNCED, NEVER, SHARED, address
from tests.servers.graph.item import Item, Wire

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


def announce(server: "GraphServer", before: Item, item: Item, day: date | None) -> None:
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
        mail(server, item, email, "cancellation")
        other = server.mailboxes.get(email)
        held = other.find(item.uid) if other else None
        if other is not None and held is not None:
            server.take_out(other, held)
    for email in sorted(here):
        if email in came:
            mail(server, item, email, "invitation")
        elif told:
            mail(server, item, email, "update")
        _follow(server, before, item, email, moved=moved and day is None, back=told)


def _state(item: Item, day: date | None) -> Wire:
    state = {**item.fields, "start": item.start, "end": item.end, "recurrence": item.recurrence}
    return state if day is None else state | item.overrides.get(day, {})


def _follow(server: "GraphServer", before: Item, item: Item, email: str, *, moved: bool, back: bool) -> None:
    """Bring an attendee's copy to where the organizer's is; an update brings back one that was deleted."""
    other = server.mailboxes.get(email)
    held = other.find(item.uid) if other else None
    if held is None:
        if back or email not in {address(each) for each in before.fields["attendees"]}:
            copy_to(server, item, email)
        return
    old = json.dumps([held.fields, str(held.start), str(held.end), held.recurrence, str(held.overrides)], default=str)
    changed = {name for name in SHARED if before.fields.get(name) != item.fields.get(name)}
    held.fields |= copy.deepcopy({name: item.fields[name] for name in changed})
    held.overrides = copy.deepcopy(item.overrides)
    if moved:
        held.start, held.end, held.zone, held.recurrence = item.start, item.end, item.zone, item.recurrence
        held.response = {"response": "notResponded", "time": NEVER}
        held.fields["showAs"] = "tentative"
    new = json.dumps([held.fields, str(held.start), str(held.end), held.recurrence, str(held.overrides)], default=str)
    if old != new:
        server.touch(held)


def copy_to(server: "GraphServer", item: Item, email: str) -> None:
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
    server.touch(held)


def mail(server: "GraphServer", item: Item, to: str, kind: str) -> None:
    if to != item.owner or kind in ("accepted", "declined", "tentativelyAccepted"):
        server.mails.append(Mail(to, kind, item.uid))
