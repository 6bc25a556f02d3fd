"""Which path leads where, and who may go there."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.servers.base import Answer, Request
from tests.servers.graph import calls, listing
from tests.servers.graph.asked import Asked
from tests.servers.graph.auth import Caller
from tests.servers.graph.delta import delta
from tests.servers.graph.errors import refuse
from tests.servers.graph.mailbox import Mailbox, Share
from tests.servers.graph.schedule import get_schedule

if TYPE_CHECKING:
    from tests.servers.graph.server import GraphServer

_PATH = re.compile(r"/v1\.0/(?:me|users/([^/]+))(?:/(.*))?")
_EVENT = r"(?:calendar/|calendars/[^/]+/)?events/([^/]+)"
_Call = Callable[["GraphServer", Mailbox, Asked, tuple[str, ...]], Answer]
_ROUTES: list[tuple[str, re.Pattern[str], Share, _Call]] = [
    (method, re.compile(path), share, call)
    for method, path, share, call in (
        ("GET", r"(?:calendar/|calendars/[^/]+/)?events", Share.READ, lambda s, m, a, g: listing.events(s, m, a)),
        ("POST", r"(?:calendar/|calendars/[^/]+/)?events", Share.WRITE, calls.post),
        ("GET", _EVENT, Share.READ, calls.get),
        ("PATCH", _EVENT, Share.WRITE, calls.patch),
        ("DELETE", _EVENT, Share.WRITE, calls.delete),
        ("GET", f"{_EVENT}/instances", Share.READ, lambda s, m, a, g: listing.of_series(s, m, a, g[0])),
        ("POST", f"{_EVENT}/cancel", Share.WRITE, calls.cancel),
        ("POST", f"{_EVENT}/(accept|decline|tentativelyAccept)", Share.WRITE, calls.respond),
        ("GET", f"{_EVENT}/attachments", Share.READ, calls.attachments),
        ("POST", f"{_EVENT}/attachments", Share.WRITE, calls.attach),
        ("GET", r"(?:calendar/|calendars/[^/]+/)?calendarView", Share.READ, lambda s, m, a, g: listing.view(s, m, a)),
        ("GET", r"calendarView/delta(?:\(\))?", Share.READ, lambda s, m, a, g: delta(s, m, a)),
        ("GET", "calendar", Share.READ, calls.calendar),
        ("GET", "mailboxSettings", Share.WRITE, calls.settings),
        ("GET", "", Share.NONE, calls.user),
    )
]


def mailbox_of(server: "GraphServer", request: Request) -> str | None:
    """Email of the mailbox that a request is about."""
    match = _PATH.fullmatch(request.path)
    if match is None:
        return None
    if match[1] is not None:
        return unquote(match[1]).lower()
    caller = server.caller(request)
    return caller.email if caller else None


def answer(server: "GraphServer", caller: Caller, request: Request) -> Answer:
    """Answer a request that is no batch.

    Raises:
        Refused: it may not, or it is about nothing.
    """
    match = _PATH.fullmatch(request.path)
    if match is None:
        raise refuse(400, "BadRequest", "Resource not found for the segment.")
    email = mailbox_of(server, request)
    if email is None:
        raise refuse(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
    rest = unquote(match[2] or "")
    mailbox = server.mailbox_by(email)
    if mailbox is None:
        code = "ErrorInvalidUser" if rest else "Request_ResourceNotFound"
        raise refuse(404, code, f"The requested user '{email}' is invalid.")
    asked = Asked(request)
    _ = asked.zone  # refused even where no time is shown
    if request.method == "POST" and rest.lower() == "calendar/getschedule":
        server.check_scope(caller, mailbox)
        return get_schedule(server, caller, asked)
    for method, path, share, call in _ROUTES:
        found = path.fullmatch(rest)
        if found is None or method != request.method:
            continue
        if share is not Share.NONE:
            server.check_scope(caller, mailbox)
            if server.right(caller, mailbox) < share:
                raise refuse(403, "ErrorAccessDenied")
        return call(server, mailbox, asked, found.groups())
    if any(path.fullmatch(rest) for _, path, _, _ in _ROUTES):
        raise refuse(405, "BadRequest", "Specified HTTP method is not allowed for the request target.")
    raise refuse(400, "BadRequest", f"Resource not found for the segment '{rest.split('/')[0]}'.")
