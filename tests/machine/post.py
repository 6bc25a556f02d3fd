"""Mail between services: what somebody on Google organizes gets to attendees on Outlook, some time later."""

from providers.event import Interval
from tests.providers.google_place import GooglePlace
from tests.providers.meetings import ZONE
from tests.providers.outlook_place import OutlookPlace


class Post:
    """Brings invitations, changes and cancellations."""

    def __init__(self, google: GooglePlace, outlook: OutlookPlace) -> None:
        self._from = google.server
        self._to = outlook.server
        self._delivered: dict[tuple[str, str], Interval] = {}
        """Where the meeting was when its attendee last heard of it, by email and iCalendar UID."""

    def arrive(self) -> None:
        """Everything that is under way."""
        invited = self._invited()
        for (email, uid), span in invited.items():
            person = self._to.person(email)
            if self._delivered.get((email, uid)) == span:
                continue  # no news, also for who has deleted it since
            if person.has(uid):
                person.move(uid, span.start, span.end)
            else:
                person.add(span.start, span.end, uid=uid, subject="secret")
                person.item(uid).organized = False
        for email, uid in self._delivered.keys() - invited.keys():
            if self._to.person(email).has(uid):
                self._to.person(email).delete(uid)
        self._delivered = invited

    def _invited(self) -> dict[tuple[str, str], Interval]:
        """Where each meeting is, by its attendees there."""
        return {
            (attendee["email"], event.uid): Interval(*event.span(ZONE))
            for organizer, mailbox in self._from.mailboxes.items()
            for event in mailbox.events.values()
            if event.organizer == organizer and not event.copies[organizer].deleted
            for attendee in event.shared.get("attendees", ())
            if attendee["email"] in self._to.mailboxes
        }
