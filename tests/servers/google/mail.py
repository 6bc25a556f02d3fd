"""What people are mailed about an event."""

from collections.abc import Iterable
from typing import NamedTuple


class Mail(NamedTuple):
    event: str
    """Id."""
    to: str
    kind: str
    """`invitation`, `update`, `cancellation` or `response`."""


def recipients(emails: Iterable[str], hosted: Iterable[str], updates: str | None) -> list[str]:
    """Who of these is mailed.

    Args:
        hosted: who has a mailbox here, and sees the change in their calendar anyway.
        updates: the request's `sendUpdates`; not given, nobody is.
    """
    if updates == "all":
        return list(emails)
    inside = set(hosted)
    return [each for each in emails if each not in inside] if updates == "externalOnly" else []
