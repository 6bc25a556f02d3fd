"""One question to a service, and what came back: the same for every service."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from providers.errors import MALFORMED, ProviderError

Body = Mapping[str, Any]
"""A successful answer, decoded; empty where there was nothing to say."""

_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_WITHOUT_CONTENT = (202, 204)
_LONGEST_INTEGER = 40
"""Digits; no number of a calendar's has more. Python refuses some thousands of them, and with them the whole answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """All of these are safe to be repeated: reads, inserts with an id of ours, changes and deletions of one version."""

    account: str
    """Whose quota it counts to: whoever asks, or the mailbox that is asked."""
    who: str
    """Whose calendar it is about: for errors."""
    method: str
    path: str
    """Percent-encoded, with its query, after the service's address; or a whole address there."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it arrived, on its own or out of a batch."""

    status: int
    body: Body | None
    """None: it is no JSON object, such as a proxy's page, or was cut off."""
    after: float | None = None
    """Seconds to wait before asking again, as the service said."""
    token: str = field(default="", repr=False)
    """What it was asked with."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer came."""

    error: ProviderError
    again: bool
    """Whether asking the same again may help."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What a request comes to that was not granted, or not answered."""

    error: ProviderError
    """What a person is told, if nobody knows better."""
    status: int = 0
    """The HTTP status; 0: there was no answer."""
    reason: str = ""
    """The service's word for it, such as `rateLimitExceeded`; empty where it names none."""
    page: int = 0
    """How many pages had come before."""


Answer = Body | Refused


def decoded(status: int, content: bytes) -> Body | None:
    """The JSON object of an answer; None for what is none, or is nested too deeply to be read."""
    if status in _WITHOUT_CONTENT:
        return {}
    try:
        body = json.loads(content, parse_int=_integer)
    except MALFORMED:
        return None
    return body if isinstance(body, dict) else None


def _integer(text: str) -> int | None:
    return int(text) if len(text) <= _LONGEST_INTEGER else None


def refuse_other_than_text(item: Mapping[str, Any], *names: str) -> None:
    """Stop where any of these values is there, and no text.

    Raises:
        TypeError: it is not.
    """
    for name in names:
        if not isinstance(item.get(name), str | None):
            raise TypeError(f"{name} is no text")


def wait_of(retry_after: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a `Retry-After` header says, which holds a number or a date; None: it says nothing.

    Args:
        now: what a date is counted from; None: the machine's time.
    """
    text = (retry_after or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
    except MALFORMED:
        return None
