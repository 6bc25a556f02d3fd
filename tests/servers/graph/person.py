"""What people do with their calendars, without a request of ours."""

import copy
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.servers.graph import meetings
from tests.servers.graph.item import Instance, Item, Wire
from tests.servers.graph.mailbox import Mailbox
from tests.servers.graph.zones import midnight, to_wire

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer


class Person:
    """Somebody with Outlook. Events are named by iCalendar UID, by id, or by their transaction (marker's UID)."""

    def __init__(self, server: "GraphServer", mailbox: Mailbox) -> None:
        self._server = server
        self.mailbox = mailbox

    def add(
        self, start: datetime, end: datetime, *, uid: str | None = None, zone: str | None = None, **body: Any
    ) -> str:
        """Enter an event; further properties as Graph names them, `attendees` also as plain emails.

        Args:
            zone: in which it is entered; the mailbox's own unless given.

        Returns:
            Its UID.
        """
        name = zone or self.mailbox.zone
        whole: Wire = {"subject": "Something private", "start": to_wire(start, name), "end": to_wire(end, name), **body}
        if body.get("isAllDay"):
            whole |= {"start": midnight(start.date(), name), "end": midnight(end.date(), name)}
        whole["attendees"] = [
            {"emailAddress": {"address": each}} if isinstance(each, str) else each for each in body.get("attendees", ())
        ]
        with self._server.lock:
            return meetings.create(self._server, self.mailbox, whole, uid).uid

    def item(self, uid: str) -> Item:
        """The stored event.

        Raises:
            KeyError: it is not in this calendar.
        """
        wanted = next(
            (
                each.uid
                for box in self._server.mailboxes.values()
                for each in box.items.values()
                if each.transaction == uid
            ),
            uid,
        )
        for item in self.mailbox.items.values():
            if wanted in (item.uid, item.id, item.other_id):
                return item
        raise KeyError(f"{self.mailbox.email} has no event {uid}")

    def has(self, uid: str) -> bool:
        """Whether it is in this calendar."""
        try:
            return bool(self.item(uid))
        except KeyError:
            return False

    def edit(self, uid: str, **body: Any) -> None:
        """Change properties, as Graph names them."""
        with self._server.lock:
            meetings.change(self._server, self.mailbox, self._whole(uid), body)

    def move(self, uid: str, start: datetime, end: datetime) -> None:
        """Drag it to another time. An attendee moves their own copy only."""
        zone = self.item(uid).zone
        self.edit(uid, start=to_wire(start, zone), end=to_wire(end, zone))

    def delete(self, uid: str) -> None:
        """Delete it; the organizer thereby cancels it, an attendee deletes their own copy only."""
        with self._server.lock:
            meetings.remove(self._server, self.mailbox, self._whole(uid))

    def accept(self, uid: str) -> None:
        """Accept an invitation."""
        self._respond(uid, "accepted")

    def decline(self, uid: str) -> None:
        """Decline an invitation."""
        self._respond(uid, "declined")

    def tentative(self, uid: str) -> None:
        """Say perhaps to an invitation."""
        self._respond(uid, "tentativelyAccepted")

    def duplicate(self, uid: str, new_uid: str | None = None) -> str:
        """Copy and paste it: extended properties go with it, the transaction does not; nobody is invited."""
        with self._server.lock:
            server, number = self._server, self._server.number()
            copied = copy.deepcopy(self.item(uid))
            copied.id = f"AAkALgCopied{number:08d}AA="
            copied.other_id = f"AAMkAGI1Copied{number:08d}AA="
            made = copied.uid[:-32] + f"{number:032X}" if copied.made_uid else f"{copied.uid}-{number}"
            copied.uid = new_uid or made
            copied.made_uid = copied.made_uid and new_uid is None
            if not server.copies_keep_transactions:
                copied.transaction = None
            copied.created = server.tick()
            self.mailbox.items[copied.id] = copied
            server.touch(copied)
            return copied.uid

    def decorate(self, uid: str) -> None:
        """Add all that Outlook lets people add: notes, place, category, reminder, sensitivity, file, Teams link."""
        with self._server.lock:
            item = self.item(uid)
            content = item.fields["body"]["content"].replace(
                "</body>", "<p>Bring the numbers; ask about Ana</p></body>"
            )
            self.edit(
                uid,
                body={"contentType": "html", "content": content},
                location={"displayName": "Room 4"},
                categories=["Red category"],
                reminderMinutesBeforeStart=42,
                isReminderOn=True,
                sensitivity="private",
                importance="high",
                isOnlineMeeting=True,
                onlineMeetingProvider="teamsForBusiness",
            )
            item.attachments.append(
                {
                    "@odata.type": "#microsoft.graph.fileAttachment",
                    "id": "AAMkFile=",
                    "name": "notes.txt",
                    "contentType": "text/plain",
                    "size": 5,
                    "isInline": False,
                    "contentBytes": "aGVsbG8=",
                }
            )
            self._server.touch(item)

    def look(self, uid: str) -> Wire:
        """All that people see of it but its times, its version and answers."""
        with self._server.lock:
            item = self.item(uid)
            seen = {name: value for name, value in item.fields.items() if name not in ("attendees", "showAs")}
            people = [each["emailAddress"] for each in item.fields["attendees"]]
            return copy.deepcopy(seen | {"attachments": item.attachments, "people": people})

    def holds(self) -> list[Wire]:
        """Everything in the calendar as it is stored, to the byte: single events, series, what differs in them."""
        with self._server.lock:
            return [
                copy.deepcopy(vars(item)) | {"etag": item.etag}
                for item in sorted(self.mailbox.items.values(), key=lambda item: item.id)
            ]

    def _respond(self, uid: str, response: str) -> None:
        with self._server.lock:
            meetings.respond(self._server, self.mailbox, self.item(uid), response)

    def _whole(self, uid: str) -> Instance:
        item = self.item(uid)
        return Instance(item, item.start, item.end, item.fields)
