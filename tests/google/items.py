"""Events as Google writes them down, masked."""

from typing import Any

from providers.interface import Account
from tests.providers.meetings import LEADER, ZONE

LENA = Account(LEADER, ZONE)
SELF = {"self": True, "responseStatus": "accepted"}
OTHER = {"responseStatus": "needsAction"}
ROOM = {"resource": True, "responseStatus": "accepted"}


def item(key: str = "abc123", start: str = "2026-11-26T10:00:00+01:00", **more: Any) -> dict[str, Any]:
    """An event of half an hour, on a Thursday morning in Madrid if nothing else is said."""
    return {
        "id": key,
        "iCalUID": f"{key}@google.com",
        "status": "confirmed",
        "start": {"dateTime": start},
        "end": {"dateTime": start.replace(":00:00", ":30:00")},
        "eventType": "default",
        "etag": '"1"',
        **more,
    }


def days(first: str, after: str, **more: Any) -> dict[str, Any]:
    """An event of whole days; the last is the one before `after`."""
    return item(**more) | {"start": {"date": first}, "end": {"date": after}}
