"""Takes a grant back."""

from urllib.parse import urlsplit, urlunsplit

from providers.google.settings import GoogleSettings
from providers.google.sign_in.grant import Grant
from providers.http.session import BROKEN, Session

_REVOKE = "https://oauth2.googleapis.com/revoke"


def revoke(grant: Grant, settings: GoogleSettings) -> bool:
    """Tell Google that the grant is taken back; whether it is no longer good now."""
    address = _beside(settings.token_endpoint) if settings.token_endpoint else _REVOKE
    try:
        with Session() as session:
            answer = session.request("POST", address, data={"token": grant.refresh_token})
    except BROKEN:
        return False
    return answer.status_code in (200, 400)  # 400: it was not good any more before


def _beside(token_endpoint: str) -> str:
    parts = urlsplit(token_endpoint)
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/revoke"))
