"""What people do with their calendars, without a request of ours."""

from copy import deepcopy
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tests.servers.google import change
from tests.servers.google.body import merged, taken_apart, whole
from tests.servers.google.conference import with_conference
from tests.servers.google.recurrence import instance
from tests.servers.google.render import rendered
from tests.servers.google.state import Event, Mailbox, Role
from tests.servers.google.when import Wire

if TYPE_CHECKING:
    from tests.servers.google.server import GoogleServer

_OURS = "schedule"
"""The private property that no person sees."""


class Person:
    """Somebody with Google Calendar. Events are named by id, instances too, or by iCalendar UID.

    Raises:
        Refused: Google Calendar does not let them, such as an attendee who moves a meeting.
    """

    def __init__(self, server: "GoogleServer", mailbox: Mailbox) -> None:
        self._server = server
        self.mailbox = mailbox

    def add(
        self,
        start: datetime | date,
        end: datetime | date,
        *,
        uid: str | None = None,
        zone: str | None = None,
        organizer: str | None = None,
        **body: Any,
    ) -> str:
        """Enter an event; whole days if these are dates. Further properties as Google names them, `attendees` also as
        plain emails.

        Args:
            uid: an iCalendar UID, as an event from elsewhere has it.
            zone: in which it is entered; the calendar's own unless given.
            organizer: somebody else who invited, here or elsewhere.

        Returns:
            Its id.
        """
        times = {"start": self._when(start, zone), "end": self._when(end, zone)}
        given: Wire = {"summary": "Something private", **times, **body}
        attendees = given.pop("attendees", ())
        given["attendees"] = [{"email": each} if isinstance(each, str) else each for each in attendees]
        with self._server.lock:
            made = taken_apart(with_conference(given), self.mailbox.zone)
            return change.enter(
                self._server, self.mailbox, made, uid=uid, organizer=organizer, key=body.get("id"), updates="all"
            ).id

    def event(self, key: str) -> Event:
        """The stored event, or instance of one.

        Raises:
            KeyError: it is not in this calendar.
        """
        for event in self.mailbox.events.values():
            if not event.copies[self.mailbox.email].deleted and (
                key == event.id or (key == event.uid and not event.master)
            ):
                return event
        master = self.mailbox.events.get(key.rpartition("_")[0])
        found = (
            instance(master, key)
            if master is not None and master.recurring and key not in self.mailbox.events
            else None
        )
        if found is None:
            raise KeyError(f"{self.mailbox.email} has no event {key}")
        return found

    def has(self, key: str) -> bool:
        """Whether it is in this calendar."""
        try:
            return bool(self.event(key))
        except KeyError:
            return False

    def edit(self, key: str, **body: Any) -> None:
        """Change properties, as Google names them; None takes one away."""
        with self._server.lock:
            event = self.event(key)
            before = whole(event, self.mailbox.email)
            after = with_conference(merged(before, body))
            made = taken_apart(after, self.mailbox.zone)
            change.alter(self._server, self.mailbox, event, made, "all")

    def move(self, key: str, start: datetime | date, end: datetime | date) -> None:
        """Drag it to another time."""
        zone = self.event(key).shared["start"].get("timeZone")
        times = {"start": self._when(start, zone), "end": self._when(end, zone)}
        self.edit(key, **{side: {"date": None, "dateTime": None, **when} for side, when in times.items()})

    def delete(self, key: str) -> None:
        """Delete it; the organizer thereby cancels it, an attendee declines."""
        with self._server.lock:
            change.remove(self._server, self.mailbox, self.event(key), "all")

    def accept(self, key: str) -> None:
        """Accept an invitation."""
        self._respond(key, "accepted")

    def decline(self, key: str) -> None:
        """Decline an invitation; it stays in the calendar."""
        self._respond(key, "declined")

    def tentative(self, key: str) -> None:
        """Say perhaps to an invitation."""
        self._respond(key, "tentative")

    def duplicate(self, key: str, uid: str | None = None) -> str:
        """Duplicate it: guests and private extended properties go with it.

        Args:
            uid: iCalendar UID of the copy; a new one unless given.

        Returns:
            Its id.
        """
        with self._server.lock:
            event = self.event(key)
            made = taken_apart(whole(event, self.mailbox.email), self.mailbox.zone)
            return change.enter(self._server, self.mailbox, made, uid=uid, updates="all").id

    def decorate(self, key: str) -> None:
        """Add all that Google Calendar lets people add, an attendee to their own copy only."""
        own: Wire = {
            "colorId": "11",
            "reminders": {"useDefault": False, "overrides": [{"method": "email", "minutes": 42}]},
            "visibility": "private",
            "extendedProperties": {"private": {"otherProgram": "its own"}},
        }
        event = self.event(key)
        if event.organizer != self.mailbox.email:
            self.edit(key, **own)
            return
        self.edit(
            key,
            **own,
            description=f"{event.shared.get('description', '')}\nBring the numbers; ask about Ana",
            location="Room 4",
            attachments=[
                *event.shared.get("attachments", ()),
                {"fileUrl": "https://drive.google.com/file/d/1notes", "title": "notes.txt", "mimeType": "text/plain"},
            ],
            conferenceData={"createRequest": {"requestId": "a human's"}},
            guestsCanInviteOthers=False,
            source={"title": "Where it comes from", "url": "https://example.com/source"},
        )

    def look(self, key: str) -> Wire:
        """All that people see of it but its times and its version."""
        with self._server.lock:
            unseen = ("start", "end", "etag", "sequence", "updated")
            whole = self._whole(self.event(key))
            seen = {name: value for name, value in whole.items() if name not in unseen}
            seen.get("extendedProperties", {}).get("private", {}).pop(_OURS, None)
            return seen

    def holds(self) -> list[Wire]:
        """Everything in the calendar that is not deleted, as it is stored, to the byte."""
        with self._server.lock:
            alive = (each for each in self.mailbox.events.values() if not each.copies[self.mailbox.email].deleted)
            return [self._whole(each) for each in sorted(alive, key=lambda each: each.id)]

    def _whole(self, event: Event) -> Wire:
        return deepcopy(rendered(event, self.mailbox, Role.OWNER))

    def _when(self, when: datetime | date, zone: str | None) -> Wire:
        if not isinstance(when, datetime):
            return {"date": when.isoformat()}
        return {"dateTime": when.isoformat(), "timeZone": zone or self.mailbox.zone}

    def _respond(self, key: str, response: str) -> None:
        with self._server.lock:
            change.respond(self._server, self.mailbox, self.event(key), response, "all")
