"""One person who has signed in: everything is asked as them."""

from contextlib import suppress
from threading import Lock

from google.auth.credentials import Credentials
from google.oauth2.credentials import Credentials as PersonsCredentials

from providers.auth.secrets import Secrets
from providers.errors import ProviderError
from providers.google.settings import GoogleSettings
from providers.google.sign_in.client import read_client
from providers.google.sign_in.errors import AGAIN, nobody, unusable
from providers.google.sign_in.grant import Grant, kept_grant
from providers.google.sign_in.scopes import of_person


class Person:
    """See `providers.google.sign_in.SignIn`."""

    def __init__(self, settings: GoogleSettings, secrets: Secrets, *, profiles: bool) -> None:
        self._settings = settings
        self._secrets = secrets
        self._needed = of_person(profiles=profiles)
        self._lock = Lock()
        self._grant: Grant | None = None
        self._credentials: Credentials | None = None

    @property
    def account(self) -> str | None:
        """See `SignIn.account`; None also where nobody is signed in, of which `credentials` says why."""
        with self._lock, suppress(ProviderError):
            return self._kept().account
        return None

    def credentials(self, owner: str) -> Credentials:
        """See `SignIn.credentials`: the same for all owners.

        Raises:
            NotPermitted: what is kept of the sign-in may not be looked at.
        """
        with self._lock:
            if self._credentials is None:
                self._credentials = self._made()
            return self._credentials

    def _made(self) -> Credentials:
        grant, client = self._kept(), read_client(self._settings)
        if grant.client_id != client.client_id:
            raise unusable(f"{grant.account} signed in with another OAuth client", AGAIN)
        if missing := [scope for scope in self._needed if scope not in grant.scopes]:
            raise unusable(f"{grant.account} has not agreed to {', '.join(missing)}", AGAIN)
        return PersonsCredentials(  # type: ignore[no-untyped-call]
            None,
            refresh_token=grant.refresh_token,
            token_uri=client.token_uri,
            client_id=client.client_id,
            client_secret=client.secret,
        )

    def _kept(self) -> Grant:
        if self._grant is None:
            self._grant = kept_grant(self._secrets)
        if self._grant is None:
            raise nobody()
        return self._grant
