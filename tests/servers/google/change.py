"""Changes to events, and how they reach everybody's copies."""

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.servers.google import recurrence
from tests.servers.google.body import Body
from tests.servers.google.errors import refuse
from tests.servers.google.mail import Mail, recipients
from tests.servers.google.state import Copy, Event, Mailbox
from tests.servers.google.when import Wire

if TYPE_CHECKING:
    from tests.servers.google.server import GoogleServer


def enter(
    server: "GoogleServer",
    mailbox: Mailbox,
    body: Body,
    *,
    key: str | None = None,
    uid: str | None = None,
    organizer: str | None = None,
    creator: str | None = None,
    updates: str | None = None,
) -> Event:
    """Put a new event into a calendar, and into those of its attendees.

    Args:
        key: its id; a made-up one unless given.
        organizer: the calendar's owner unless given.
        creator: the calendar's owner unless given.

    Raises:
        Refused: the id is or was in use.
    """
    key = key or server.made_up_id()
    if key in mailbox.events:
        raise refuse(409, "duplicate")
    now = server.tick()
    names = uid or f"{key}@google.com", organizer or mailbox.email, creator or mailbox.email
    event = Event(key, *names, now, deepcopy(body.shared))
    event.copies[mailbox.email] = Copy(mailbox.email, deepcopy(body.own), dict(body.private))
    mailbox.events[key] = event
    _spread(server, event, updates, {}, mailbox.email)
    touch(server, event)
    return event


def alter(server: "GoogleServer", mailbox: Mailbox, event: Event, body: Body, updates: str | None = None) -> Event:
    """Make a calendar's copy what `body` says, and everybody's what is shared.

    Raises:
        Refused: only the organizer may change that.
    """
    copy = event.copies[mailbox.email]
    may = event.organizer == mailbox.email or event.shared.get("guestsCanModify", False)
    shared = deepcopy(body.shared) if may else _answered(event, body, mailbox.email)
    before = event.shared
    if shared == before and (copy.own, copy.private) == (body.own, body.private):
        return event
    event = _stored(server, mailbox, event)
    copy = event.copies[mailbox.email]
    copy.own, copy.private = deepcopy(body.own), dict(body.private)
    if shared == before:
        touch(server, event, only=copy)
        return event
    event.shared = shared
    if any(shared[side] != before[side] for side in ("start", "end")):
        event.sequence += 1
    if event.recurring:
        _drop_stray_exceptions(server, mailbox, event)
    _spread(server, event, updates, before, mailbox.email)
    touch(server, event)
    return event


def remove(server: "GoogleServer", mailbox: Mailbox, event: Event, updates: str | None = None) -> None:
    """Delete a copy: the organizer's takes all others with it, an attendee's declines.

    Raises:
        Refused: it is deleted already.
    """
    if event.copies[mailbox.email].deleted:
        raise refuse(410, "deleted")
    event = _stored(server, mailbox, event)
    family = [event, *mailbox.exceptions(event.id).values()]
    if event.organizer == mailbox.email:
        for each in family:
            for copy in each.copies.values():
                copy.deleted = True
            touch(server, each)
        guests = [each["email"] for each in event.shared.get("attendees", ()) if each["email"] != mailbox.email]
        _mail(server, event, guests, "cancellation", updates)
        return
    for each in family:
        each.copies[mailbox.email].deleted = True
        _answer(each, mailbox.email, "declined")
        touch(server, each)
    _mail(server, event, [event.organizer], "response", updates)


def respond(server: "GoogleServer", mailbox: Mailbox, event: Event, response: str, updates: str | None = None) -> None:
    """Answer an invitation.

    Raises:
        Refused: the owner of this calendar takes no part.
    """
    event = _stored(server, mailbox, event)
    if not _answer(event, mailbox.email, response):
        raise refuse(400, "invalid", "The owner of the calendar is no attendee.")
    touch(server, event)
    _mail(server, event, [event.organizer], "response", updates)


def touch(server: "GoogleServer", event: Event, only: Copy | None = None) -> None:
    """Give an event, or one copy of it, a new version."""
    now = server.tick()
    if only is None:
        event.updated = now
    for copy in [only] if only else event.copies.values():
        copy.change = server.next_change()


def _stored(server: "GoogleServer", mailbox: Mailbox, event: Event) -> Event:
    """The event itself; for an instance that has not differed yet, a new exception in every copy of its series."""
    if event.id in mailbox.events:
        return event
    stored = deepcopy(event)
    for email in stored.copies:
        server.mailboxes[email].events[stored.id] = stored
    return stored


def _answered(event: Event, body: Body, email: str) -> Wire:
    """What is shared, after an attendee's request: their own answer is all that it may change."""
    fixed = {name: value for name, value in body.shared.items() if name != "attendees"}
    if fixed != {name: value for name, value in event.shared.items() if name != "attendees"}:
        raise refuse(403, "forbiddenForNonOrganizer")
    mine = next((each for each in body.shared.get("attendees", ()) if each["email"] == email), None)
    shared = deepcopy(event.shared)
    shared["attendees"] = [
        mine if mine is not None and each["email"] == email else each for each in shared.get("attendees", ())
    ]
    return shared


def _answer(event: Event, email: str, response: str) -> bool:
    """Enter an answer, without regard to versions."""
    attendee = event.attendee(email)
    if attendee is None:
        return False
    others = event.shared["attendees"]
    event.shared = event.shared | {
        "attendees": [each | {"responseStatus": response} if each is attendee else each for each in others]
    }
    return True


def _spread(server: "GoogleServer", event: Event, updates: str | None, before: Wire, actor: str) -> None:
    """Give new attendees their copies, take those of former ones, and mail whom it concerns."""
    were = {each["email"]: each["responseStatus"] for each in before.get("attendees", ())}
    are = {each["email"]: each["responseStatus"] for each in event.shared.get("attendees", ())}
    mine = event.copies[actor]
    for email, response in are.items():
        if email not in server.mailboxes or email == event.organizer:
            continue
        copy = event.copies.get(email)
        if copy is None:
            if event.id in server.mailboxes[email].events:
                continue
            own: Wire = {name: mine.own[name] for name in ("transparency", "visibility") if name in mine.own}
            event.copies[email] = Copy(email, own)
            server.mailboxes[email].events[event.id] = event
        elif response != "declined":
            copy.deleted = False
    for email in were.keys() - are.keys():
        if email in event.copies and email not in (event.organizer, actor):
            event.copies[email].deleted = True
    if not before:
        _mail(server, event, _others(are, actor), "invitation", updates)
        return
    _mail(server, event, _others([each for each in are if each not in were], actor), "invitation", updates)
    _mail(server, event, _others([each for each in were if each not in are], actor), "cancellation", updates)
    quiet = ("attendees", "properties")
    if {k: v for k, v in before.items() if k not in quiet} != {k: v for k, v in event.shared.items() if k not in quiet}:
        _mail(server, event, _others([each for each in are if each in were], actor), "update", updates)
    elif actor != event.organizer:
        _mail(server, event, [event.organizer], "response", updates)


def _drop_stray_exceptions(server: "GoogleServer", mailbox: Mailbox, master: Event) -> None:
    for key, exception in mailbox.exceptions(master.id).items():
        if recurrence.instance(master, key) is None:
            for copy in exception.copies.values():
                copy.deleted = True
            touch(server, exception)
            for email in exception.copies:
                del server.mailboxes[email].events[key]


def _others(emails: "list[str] | dict[str, str]", actor: str) -> list[str]:
    return [each for each in emails if each != actor]


def _mail(server: "GoogleServer", event: Event, emails: list[str], kind: str, updates: str | None) -> None:
    server.mails += (Mail(event.id, each, kind) for each in recipients(emails, server.mailboxes, updates))
