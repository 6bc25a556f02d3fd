"""What is asked for of events. Never a title, a description or a place of a foreign event, and its participants only
where they must be counted."""

PROPERTY = "String {8f7a2c4e-3b1d-4e5f-9a60-5c1d2e3f4a5b} Name schedule"
"""The extended property in which our events bear their marker; see `providers.marker_codec`."""

VIEW = (
    "id",
    "iCalUId",
    "transactionId",
    "start",
    "end",
    "showAs",
    "isAllDay",
    "isCancelled",
    "responseStatus",
    "type",
    "seriesMasterId",
)
"""Of every event."""

OURS = (*VIEW, "attendees", "originalStartTimeZone", "createdDateTime")
"""Of events that bear our marker."""

COUNT = ("id", "attendees", "organizer", "hideAttendees", "isOrganizer")
"""Of a meeting that stands in the calendars of exactly two people read: whether anybody else takes part."""

TITLE = ("id", "subject")
"""Of a foreign meeting of exactly two people, where the configuration knows booked 1-on-1s by their title."""

PEOPLE = "people"
"""How many people take part: kept, in place of who they are, of answers that cannot be masked."""

KEPT = (*VIEW, PEOPLE)
"""Of answers that cannot be masked: all that is kept. Its text names the mask of a snapshot."""

MARKED = f"singleValueExtendedProperties/any(ep: ep/id eq '{PROPERTY}' and ep/value ne null)"
"""Filter for events that bear our marker."""

MARKER = f"singleValueExtendedProperties($filter=id eq '{PROPERTY}')"
"""Expands our marker."""
