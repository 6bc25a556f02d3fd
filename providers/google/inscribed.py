"""Our marker on Google's events: whose they are."""

from collections.abc import Mapping
from typing import Any

from providers.event import Interval
from providers.marker import Marker
from providers.marker_codec import decode_marker

PROPERTY = "schedule"
"""Name of the private extended property: on the organizer's copy only, seen by no attendee."""


def inscribed(item: Mapping[str, Any]) -> tuple[Marker, Interval | None] | None:
    """Marker and last written span of an event that is ours; None for a foreign one.

    A human's duplicate keeps the marker, but gets another id; so do the instances of one that a human made recurring.
    """
    text = (item.get("extendedProperties") or {}).get("private", {}).get(PROPERTY)
    found = decode_marker(text)
    return found if found is not None and found[0].uid == item.get("id") else None
