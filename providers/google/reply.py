"""What Google answered to one request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from providers.errors import ProviderError

Body = Mapping[str, Any]
"""A successful answer, decoded; empty where there was nothing to say."""

_NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that is no success, or none at all."""

    error: ProviderError
    """What a person is told, if nobody knows better."""
    status: int = 0
    """The HTTP status; 0: there was no answer."""
    reason: str = ""
    """Google's word for it, such as `rateLimitExceeded`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it arrived."""

    status: int
    content: bytes
    after: float | None = None
    """Seconds that it asks to wait before the next attempt."""


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer came."""

    error: ProviderError
    again: bool
    """Whether asking the same again may help."""


def decoded(reply: Reply) -> Body:
    """A successful answer.

    Raises:
        ValueError: it is no JSON object: a proxy's page, or cut off.
    """
    if reply.status == _NO_CONTENT:
        return {}
    body = json.loads(reply.content)
    if not isinstance(body, dict):
        raise ValueError("the answer is no JSON object")
    return body


def reason_of(content: bytes) -> str:
    """Google's one word for what is wrong, from the body of a refusal; empty where it says none."""
    try:
        error = json.loads(content)["error"]
        found = [one["reason"] for one in (*error.get("details", ()), *error.get("errors", ())) if "reason" in one]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    word = str(found[0]) if found else ""
    return word if word.isascii() and word.replace("_", "").isalnum() and len(word) <= 60 else ""
