"""One request, and what it may do."""

from typing import TYPE_CHECKING

from tests.servers.base import Answer, Request
from tests.servers.google import render
from tests.servers.google.conference import with_conference
from tests.servers.google.errors import refuse
from tests.servers.google.recurrence import instance
from tests.servers.google.state import Copy, Event, Mailbox, Role
from tests.servers.google.when import Wire

if TYPE_CHECKING:
    from tests.servers.google.server import GoogleServer


class Call:
    """One request, with who makes it and what it is about."""

    def __init__(self, server: "GoogleServer", caller: str, request: Request, path: dict[str, str]) -> None:
        self.server, self.caller, self.request, self.path = server, caller, request, path

    def calendar(self, least: Role = Role.READER) -> tuple[Mailbox, Role]:
        """The calendar, and what the caller may do with it.

        Raises:
            Refused: there is no such calendar, or the caller may do less than that.
        """
        mailbox = self.server.mailbox_named(self.path["calendarId"], self.caller)
        role = self.server.role(self.caller, mailbox)
        if role is Role.NONE:
            raise refuse(404, "notFound")
        if role < least:
            raise refuse(403, "requiredAccessLevel" if least >= Role.WRITER else "forbidden")
        return mailbox, role

    def event(self, mailbox: Mailbox) -> Event:
        """The event, or instance of one.

        Raises:
            Refused: there is none of that id.
        """
        key = self.path["eventId"]
        if key in mailbox.events:
            return mailbox.events[key]
        master = mailbox.events.get(key.rpartition("_")[0])
        found = instance(master, key) if master is not None and master.recurring else None
        if found is None:
            raise refuse(404, "notFound")
        return found

    def body(self) -> Wire:
        """The request's body.

        Raises:
            Refused: it is no JSON object.
        """
        try:
            body = self.request.json or {}
        except ValueError as error:
            raise refuse(400, "parseError", "Parse Error") from error
        if not isinstance(body, dict):
            raise refuse(400, "parseError", "Parse Error")
        return body

    def matches(self, copy: Copy) -> None:
        """Compare versions, if the request asks for it.

        Raises:
            Refused: it is another version.
        """
        wanted = self.request.headers.get("if-match", "*")
        if wanted != "*" and wanted != copy.etag:
            raise refuse(412, "conditionNotMet")

    def updates(self, *guests: Wire | None) -> str | None:
        """Who is to be mailed. That nobody is, although there are guests, is written down."""
        wanted = self.request.query.get("sendUpdates")
        if wanted in (None, "none") and any(each and each.get("attendees") for each in guests):
            self.server.sins.append(f"{self.request.method} {self.request.path}: sendUpdates is {wanted}")
        return wanted

    def supported(self, given: Wire, before: Wire) -> Wire:
        """Without what the request does not say that it knows: attachments and conferences stay as they were."""
        kept = dict(given)
        if self.request.query.get("supportsAttachments") != "true":
            kept = _as_before(kept, before, "attachments")
        if self.request.query.get("conferenceDataVersion") != "1":
            return _as_before(kept, before, "conferenceData")
        return with_conference(kept)

    def invites(self, given: Wire) -> None:
        """Whether the caller may invite.

        Raises:
            Refused: it is a service account that acts for nobody.
        """
        if given.get("attendees") and self.caller in self.server.service_accounts:
            raise refuse(403, "forbiddenForServiceAccounts")

    def answered(self, event: Event, mailbox: Mailbox, role: Role) -> Answer:
        """The event as this caller sees it."""
        most = self.request.query.get("maxAttendees")
        zone = self.request.query.get("timeZone")
        shown = render.rendered(event, mailbox, role, zone=zone, max_attendees=int(most) if most else None)
        return Answer(200, shown, {"ETag": shown["etag"]})


def _as_before(given: Wire, before: Wire, name: str) -> Wire:
    rest = {key: value for key, value in given.items() if key != name}
    return rest | ({name: before[name]} if name in before else {})
