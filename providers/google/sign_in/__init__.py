"""Signing in to Google: a service account for everybody (`service`), or one person (`person`, after `consent`)."""

from typing import Protocol

from google.auth.credentials import Credentials

from providers.auth.secrets import Secrets
from providers.google.settings import GoogleSettings


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


def sign_in_of(settings: GoogleSettings, secrets: Secrets, *, profiles: bool = False) -> SignIn:
    """How the configuration says that one signs in. Nothing is read or asked until credentials are.

    Args:
        secrets: where the grant of whoever signed in is kept.
        profiles: whether accounts are asked for zone and working hours, which needs a scope more.
    """
    if settings.service_account is not None:
        from providers.google.sign_in.service import ServiceAccount

        return ServiceAccount(settings, profiles=profiles)
    from providers.google.sign_in.person import Person

    return Person(settings, secrets, profiles=profiles)
