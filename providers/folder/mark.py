"""Properties that we write into our own events to know them again; `providers.marker_codec` says what they hold."""

MARKER = "X-SCHEDULE-MARKER"
"""Which occurrence the event is."""
WRITTEN = "X-SCHEDULE-WRITTEN"
"""The span that we last wrote."""
