"""A service account with domain-wide delegation: each calendar is asked for as its owner."""

from threading import Lock

from google.auth.credentials import Credentials
from google.oauth2.service_account import Credentials as ServiceCredentials

from providers.auth.secret_file import refuse_open_to_others
from providers.google.settings import GoogleSettings
from providers.google.sign_in.errors import unusable
from providers.google.sign_in.scopes import of_subject


class ServiceAccount:
    """See `providers.google.sign_in.SignIn`."""

    def __init__(self, settings: GoogleSettings, *, profiles: bool) -> None:
        self._settings = settings
        self._profiles = profiles
        self._lock = Lock()
        self._key: ServiceCredentials | None = None
        self._acting: dict[str, Credentials] = {}

    @property
    def account(self) -> str | None:
        """See `SignIn.account`."""
        return None

    @property
    def name(self) -> str:
        """The service account's own address.

        Raises:
            NotSignedIn, NotPermitted: the key file cannot be used.
        """
        with self._lock:
            return str(self._read().service_account_email)

    def credentials(self, owner: str) -> Credentials:
        """See `SignIn.credentials`; `owner` may also be the account that reads all calendars.

        Raises:
            NotPermitted: others can read the key file.
        """
        with self._lock:
            if owner not in self._acting:
                scopes = of_subject(self._settings, owner, profiles=self._profiles)
                self._acting[owner] = self._read().with_scopes(scopes).with_subject(owner)
            return self._acting[owner]

    def _read(self) -> ServiceCredentials:
        if self._key is not None:
            return self._key
        path = self._settings.service_account
        assert path is not None
        try:
            refuse_open_to_others(path)
            key: ServiceCredentials = ServiceCredentials.from_service_account_file(str(path))  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError, AttributeError, KeyError):  # whose words may hold pieces of the key
            raise unusable(
                f"{path} is not the key file of a service account",
                "Make a new key in the Google Cloud console, and name its file under [providers.google]",
            ) from None
        if self._settings.token_endpoint is not None:
            key = key.with_token_uri(self._settings.token_endpoint)
        self._key = key
        return key
