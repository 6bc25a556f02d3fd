"""Events as Graph gives them."""

from typing import Any

from providers.event import Interval
from providers.marker import Marker
from providers.marker_codec import encode_marker
from providers.outlook.api import PROPERTY
from tests.providers.meetings import FIRST, LEADER, MEMBER

MARKER = Marker(LEADER, MEMBER, "report", "2026-W48")


def stamp(text: str, zone: str = "UTC") -> dict[str, str]:
    """A date-time as Graph writes it, from `2026-11-26 09:00`."""
    return {"dateTime": f"{text.replace(' ', 'T')}:00.0000000", "timeZone": zone}


def item(**changes: Any) -> dict[str, Any]:
    """A meeting on Thursday, seen through the mask."""
    return {
        "@odata.etag": 'W/"1"',
        "id": "AAkALg1",
        "iCalUId": "0400000082",
        "transactionId": None,
        "start": stamp("2026-11-26 09:00"),
        "end": stamp("2026-11-26 09:30"),
        "showAs": "busy",
        "isAllDay": False,
        "isCancelled": False,
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "type": "singleInstance",
        "seriesMasterId": None,
        **changes,
    }


def attendee(email: str, response: str = "none", kind: str = "required") -> dict[str, Any]:
    """Somebody invited."""
    return {"emailAddress": {"address": email, "name": "x"}, "type": kind, "status": {"response": response}}


def our_item(written: Interval = FIRST, **changes: Any) -> dict[str, Any]:
    """Lena's 1-on-1 with Marco."""
    marked = [{"id": PROPERTY.lower(), "value": encode_marker(MARKER, written)}]
    return item(
        transactionId=MARKER.uid,
        singleValueExtendedProperties=marked,
        **{"attendees": [attendee("Marco.Diaz@example.com")], **changes},
    )
