"""How much a service was asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traffic:
    """Requests to a service, as far as it is asked for calendars; signing in does not count."""

    requests: int = 0
    """A batch is one, and so is each time that something is sent again."""
    repeated: int = 0
    """Of these, those that were sent again: after a failure, or with a new token."""
