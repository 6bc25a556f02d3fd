"""One person who has signed in: everything is asked on their behalf."""

from contextlib import suppress
from threading import Lock
from typing import Any

import msal  # type: ignore[import-untyped]

from providers.auth.secrets import Secrets
from providers.errors import NotSignedIn, ProviderError
from providers.http.session import Session
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in.errors import (
    AGAIN,
    SERVICE,
    failures_told,
    refused,
    unknown_directory,
)
from providers.outlook.sign_in.grant import NAME, account_in, kept_cache, to_keep
from providers.outlook.sign_in.scopes import authority_of, scopes_of_person


def public_client(settings: OutlookSettings, cache: msal.SerializableTokenCache) -> Any:
    """The application as a person's program.

    Raises:
        ProviderError: there is no such directory.
        requests.RequestException, msal.exceptions.MsalServiceError: Microsoft cannot be reached.
    """
    try:
        return msal.PublicClientApplication(
            settings.client_id,
            authority=authority_of(settings),
            token_cache=cache,
            instance_discovery=False,  # the hosts are Microsoft's own, or named in the configuration
            http_client=Session(),
        )
    except ValueError as error:
        raise unknown_directory(error, settings) from None


class Person:
    """See `providers.outlook.sign_in.SignIn`."""

    app_only = False

    def __init__(self, settings: OutlookSettings, secrets: Secrets, *, profiles: bool) -> None:
        self._settings = settings
        self._secrets = secrets
        self._scopes = scopes_of_person(settings, profiles=profiles)
        self._lock = Lock()
        self._cache: Any = None
        self._msal: Any = None
        self._kept = ""
        self._last = ""

    def token(self, refused: str | None = None) -> str:
        """See `SignIn.token`.

        Raises:
            Repeatable: Microsoft cannot be reached; asking again may help.
            NotPermitted: what is kept of the sign-in may not be looked at.
        """
        with self._lock, failures_told():
            return self._asked(anew=refused is not None and refused == self._last)

    @property
    def account(self) -> str | None:
        """See `SignIn.account`; None also where what is kept cannot be looked at, of which `token` says why."""
        with self._lock, suppress(ProviderError):
            return account_in(self._read())
        return None

    def keep(self) -> None:
        """Keep what renews tokens, where Microsoft has replaced it since: the old one is good for 90 days only.

        Raises:
            NotPermitted: it cannot be kept.
        """
        with self._lock:
            now = to_keep(self._cache) if self._msal is not None else self._kept
            if now != self._kept:
                self._secrets.put(NAME, now)
                self._kept = now

    def _read(self) -> Any:
        if self._cache is None:
            self._cache = kept_cache(self._secrets)
            self._kept = to_keep(self._cache)
        return self._cache

    def _asked(self, *, anew: bool) -> str:
        if account_in(self._read()) is None:
            raise nobody()
        if self._msal is None:
            self._msal = public_client(self._settings, self._cache)
        accounts = self._msal.get_accounts()
        result = (
            self._msal.acquire_token_silent_with_error(self._scopes, account=accounts[0], force_refresh=anew)
            if accounts
            else None
        )
        if result is None:
            raise nobody()
        if "access_token" not in result:
            raise refused(result, self._settings)
        self._last = str(result["access_token"])
        return self._last


def nobody() -> NotSignedIn:
    """Nobody has signed in, or not with this application."""
    return NotSignedIn("nobody is signed in", who=SERVICE, do=AGAIN)
