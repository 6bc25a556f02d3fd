"""The application itself, signed in by its secret or certificate: for runs without a person."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

import msal  # type: ignore[import-untyped]

from providers.errors import NotSignedIn
from providers.http.session import Session
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in.credential import credential_of
from providers.outlook.sign_in.errors import (
    SERVICE,
    failures_told,
    refused,
    unknown_directory,
    where_secret_is,
)
from providers.outlook.sign_in.scopes import authority_of, scopes_of_application


class Application:
    """See `providers.outlook.sign_in.SignIn`. Its tokens are kept in memory only."""

    app_only = True
    account = None

    def __init__(self, settings: OutlookSettings, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._environ = environ
        self._lock = Lock()
        self._msal: Any = None
        self._last = ""

    def token(self, refused: str | None = None) -> str:
        """See `SignIn.token`.

        Raises:
            Repeatable: Microsoft cannot be reached; asking again may help.
        """
        with self._lock, failures_told():
            return self._asked(anew=refused is not None and refused == self._last)

    def _asked(self, *, anew: bool) -> str:
        if self._msal is None:
            self._msal = self._made()
        if anew:
            self._msal.remove_tokens_for_client()
        result = self._msal.acquire_token_for_client(scopes_of_application(self._settings))
        if not result or "access_token" not in result:
            raise refused(result or {}, self._settings)
        self._last = str(result["access_token"])
        return self._last

    def _made(self) -> Any:
        credential = credential_of(self._settings, self._environ)
        try:
            return msal.ConfidentialClientApplication(
                self._settings.client_id,
                client_credential=credential,
                authority=authority_of(self._settings),
                instance_discovery=False,  # the hosts are Microsoft's own, or named in the configuration
                http_client=Session(),
            )
        except ValueError as error:
            if "authority configuration" in str(error):
                raise unknown_directory(error, self._settings) from None
            what = f"{where_secret_is(self._settings)} cannot be used to sign in"
            raise NotSignedIn(what, who=SERVICE, do="Export key and certificate anew") from None
