"""What can go wrong with a calendar, for every provider.

ProviderError
 ├─ NotSignedIn     no account, or one whose grant or secret is no longer good
 ├─ NotPermitted    the calendar may not be read or written
 ├─ NotFound        no such calendar
 ├─ Conflict        an event changed since it was read
 │   └─ UsedUp      an event of this marker stood there once and was deleted
 ├─ InvalidAnswer   it answered with something that cannot be understood
 └─ Unavailable     it cannot answer now; a later run may succeed
     └─ RateLimited it was asked too often, and this run has no time left to wait
"""

from typing import Self


class ProviderError(Exception):
    """Says what happened, to whom, and what to do; `str()` of it is fit for a user. Never holds a secret or a title."""

    def __init__(self, what: str, *, who: str, do: str) -> None:
        super().__init__(f"{who}: {what}. {do}")
        self.what = what
        self.who = who
        self.do = do

    def addressed(self, who: str) -> Self:
        """The same, said of somebody else, where it struck several at once."""
        return type(self)(self.what, who=who, do=self.do)


class NotSignedIn(ProviderError):
    """There is no account to ask with, or its grant was revoked, or its secret expired."""


class NotPermitted(ProviderError):
    """The calendar exists, but may not be read or written."""


class NotFound(ProviderError):
    """There is no such calendar."""


class Conflict(ProviderError):
    """The event to be changed is not as it was when it was read."""


class UsedUp(Conflict):
    """An event of this marker stood there once and was deleted; the server does not take its id again."""


class InvalidAnswer(ProviderError):
    """The calendar's content cannot be understood."""


class Unavailable(ProviderError):
    """The calendar cannot answer now."""


class RateLimited(Unavailable):
    """The calendar was asked too often, and waiting longer would pass the run's deadline."""


MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What code that translates an answer raises where the answer is not what it should be: text for a number, a time
beyond the end of the calendar, JSON that is nested too deeply."""
