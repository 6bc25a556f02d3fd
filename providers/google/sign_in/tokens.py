"""The tokens with which calls are made: fresh ones, one refresh at a time for each account."""

from collections import defaultdict
from threading import Lock

from google.auth.credentials import Credentials
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request

from providers.errors import MALFORMED
from providers.google.sign_in import SignIn
from providers.http.session import Session


class Tokens:
    """Safe to be used by several threads.

    Args:
        session: asks for a token, where a new one is needed.
    """

    def __init__(self, sign_in: SignIn, session: Session) -> None:
        self._sign_in = sign_in
        self._request = Request(session)  # closes the session when it is forgotten
        self._guard = Lock()
        self._refreshing: dict[str, Lock] = defaultdict(Lock)

    def signed(self, account: str, refused: str | None = None) -> str:
        """What says who asks, for the header `Authorization`.

        Args:
            refused: what Google did not take; the token is refreshed, unless somebody else has done so since.

        Raises:
            NotSignedIn: nobody is signed in.
            google.auth.exceptions.GoogleAuthError: Google gives no token.
            one of `providers.http.session.BROKEN`: Google cannot be reached.
        """
        credentials = self._sign_in.credentials(account)
        with self._guard:
            refreshing = self._refreshing[account]
        with refreshing:
            if not credentials.valid or _signed(credentials) == refused:
                refresh(credentials, self._request)
            return _signed(credentials)


def refresh(credentials: Credentials, request: Request) -> None:
    """Ask for a new token.

    Raises:
        google.auth.exceptions.GoogleAuthError: Google gives none, or the answer is not Google's.
        one of `providers.http.session.BROKEN`: Google cannot be reached.
    """
    try:
        credentials.refresh(request)  # type: ignore[no-untyped-call]
    except OSError:  # before the next, as some errors of the network are a `ValueError` as well
        raise
    except MALFORMED:  # the library takes any 200 for a token
        raise RefreshError("") from None  # type: ignore[no-untyped-call]


def _signed(credentials: Credentials) -> str:
    headers: dict[str, str] = {}
    credentials.apply(headers)  # type: ignore[no-untyped-call]
    return headers["authorization"]
