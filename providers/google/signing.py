"""How Google is told who asks."""

from typing import Protocol

from google.auth.credentials import Credentials


class SignIn(Protocol):
    """Credentials for calls. Safe to be used by several threads."""

    def credentials(self, owner: str) -> Credentials:
        """To read and write the calendar of `owner` (email). The same object for the same account each time.

        Raises:
            NotSignedIn: nobody is signed in, or the key file cannot be used.
        """
        ...

    @property
    def account(self) -> str | None:
        """Email of the one account that everything is asked as; None: each calendar as its owner."""
        ...
