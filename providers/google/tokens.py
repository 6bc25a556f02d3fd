"""The tokens with which calls are made: fresh ones, one refresh at a time for each account."""

from collections import defaultdict
from threading import Lock

from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError
from google_auth_httplib2 import Request  # type: ignore[import-untyped]
from httplib2 import Http

from providers.google.signing import SignIn

Headers = dict[str, str]


class Tokens:
    """Safe to be used by several threads."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in
        self._guard = Lock()
        self._refreshing: dict[str, Lock] = defaultdict(Lock)

    def headers(self, account: str, http: Http, refused: Headers | None = None) -> Headers:
        """What says on a call who asks.

        Args:
            http: asks for a token, where a new one is needed.
            refused: what Google did not take; the token is refreshed, unless somebody else has done so since.

        Raises:
            NotSignedIn: nobody is signed in.
            google.auth.exceptions.GoogleAuthError: Google gives no token.
            OSError, http.client.HTTPException, httplib2.HttpLib2Error: Google cannot be reached.
        """
        credentials = self._sign_in.credentials(account)
        with self._guard:
            refreshing = self._refreshing[account]
        with refreshing:
            if not credentials.valid or _signed(credentials) == refused:
                refresh(credentials, http)
            return _signed(credentials)


def refresh(credentials: Credentials, http: Http) -> None:
    """Ask for a new token.

    Raises:
        google.auth.exceptions.GoogleAuthError: Google gives none, or the answer is not Google's.
        OSError, http.client.HTTPException, httplib2.HttpLib2Error: Google cannot be reached.
    """
    try:
        credentials.refresh(Request(http))  # type: ignore[no-untyped-call]
    except (KeyError, TypeError, ValueError, AttributeError):  # the library takes any 200 for a token
        raise RefreshError("") from None  # type: ignore[no-untyped-call]


def _signed(credentials: Credentials) -> Headers:
    headers: Headers = {}
    credentials.apply(headers)  # type: ignore[no-untyped-call]
    return headers
