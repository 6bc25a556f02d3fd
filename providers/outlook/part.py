"""One request to Graph, which may be sent on its own or in a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

MOST_IN_A_BATCH = 20
MOST_OF_A_MAILBOX = 4
"""So many requests of one mailbox run at once; more in a batch are refused."""
PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'
"""Ids that stay when an event is filed elsewhere, and times in UTC."""


@dataclass(frozen=True, slots=True)
class Part:
    """A request. It must be safe to repeat."""

    method: str
    path: str
    """Percent-encoded, with its query, after the version."""
    mailbox: str
    """Email of the one whose calendar is asked for, and whose quota it counts to."""
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, Any] | None = None


def get(mailbox: str, path: str, prefer: str = PREFER, **query: str) -> Part:
    """A reading request for something of a mailbox.

    Args:
        path: after the mailbox, such as `/events`.
        query: `select` stands for `$select`, and so on; names without such a meaning are kept.
    """
    named = {f"${name}" if name in ("select", "filter", "expand", "top") else name: query[name] for name in query}
    text = f"?{urlencode(named, quote_via=quote, safe=',()')}" if named else ""
    return Part("GET", f"{home(mailbox)}{path}{text}", mailbox, {"Prefer": prefer} if prefer else {})


def home(mailbox: str) -> str:
    """The path of a mailbox."""
    return f"/users/{quote(mailbox, safe='@')}"


def event_path(event_id: str) -> str:
    """The path of an event inside its mailbox."""
    return f"/events/{quote(event_id, safe='')}"


def batches(parts: Sequence[Part]) -> list[list[int]]:
    """The numbers of the parts, put together in as few batches as Graph takes."""
    made: list[list[int]] = []
    for number, part in enumerate(parts):
        fits = (
            batch
            for batch in made
            if len(batch) < MOST_IN_A_BATCH
            and sum(parts[other].mailbox == part.mailbox for other in batch) < MOST_OF_A_MAILBOX
        )
        batch = next(fits, None)
        if batch is None:
            batch = []
            made.append(batch)
        batch.append(number)
    return made
