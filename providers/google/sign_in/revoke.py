"""Takes a grant back."""

import http.client
from urllib.parse import urlencode, urlsplit, urlunsplit

from httplib2 import Http, HttpLib2Error

from providers.google.settings import GoogleSettings
from providers.google.sign_in.grant import Grant

_REVOKE = "https://oauth2.googleapis.com/revoke"
_TIMEOUT = 30.0


def revoke(grant: Grant, settings: GoogleSettings) -> bool:
    """Tell Google that the grant is taken back; whether it is no longer good now."""
    address = _beside(settings.token_endpoint) if settings.token_endpoint else _REVOKE
    connection = Http(timeout=_TIMEOUT)
    try:
        answer, _ = connection.request(
            address,
            method="POST",
            body=urlencode({"token": grant.refresh_token}),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    except (OSError, http.client.HTTPException, HttpLib2Error):
        return False
    finally:
        connection.close()
    return int(answer.status) in (200, 400)  # 400: it was not good any more before


def _beside(token_endpoint: str) -> str:
    parts = urlsplit(token_endpoint)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/revoke"))
