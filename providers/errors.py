"""What can go wrong with a calendar, for every provider.

ProviderError
 ├─ NotFound        no such calendar
 ├─ NotPermitted    the calendar may not be read or written
 ├─ InvalidAnswer   it answered with something that cannot be understood
 ├─ Conflict        an event changed since it was read
 └─ Unavailable     it cannot answer now; a later run may succeed
"""


class ProviderError(Exception):
    """Says what happened, to whom, and what to do; `str()` of it is fit for a user."""

    def __init__(self, what: str, *, who: str, do: str) -> None:
        super().__init__(f"{who}: {what}. {do}")
        self.what = what
        self.who = who
        self.do = do


class NotFound(ProviderError):
    """There is no such calendar."""


class NotPermitted(ProviderError):
    """The calendar exists, but may not be read or written."""


class InvalidAnswer(ProviderError):
    """The calendar's content cannot be understood."""


class Conflict(ProviderError):
    """The event to be changed is not as it was when it was read."""


class Unavailable(ProviderError):
    """The calendar cannot answer now."""
