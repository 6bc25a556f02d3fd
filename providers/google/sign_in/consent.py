"""One person signs in: in a browser, which comes back to this machine (RFC 8252), with PKCE."""

from collections.abc import Callable
from typing import Any

from google.auth.exceptions import GoogleAuthError
from google.auth.jwt import decode
from google_auth_oauthlib.flow import InstalledAppFlow  # type: ignore[import-untyped]
from oauthlib.oauth2.rfc6749 import errors  # type: ignore[import-untyped]

from providers.auth.listener import Listener, Strayed, open_browser
from providers.auth.secrets import Secrets
from providers.errors import NotSignedIn, ProviderError, Unavailable
from providers.google.settings import GoogleSettings
from providers.google.sign_in.client import read_client
from providers.google.sign_in.errors import AGAIN, SERVICE, unusable
from providers.google.sign_in.grant import NAME, Grant, keep
from providers.google.sign_in.scopes import of_person
from providers.http.session import BROKEN, LONGEST, TIMEOUT, Cutoff, broken, heed_cutoff

PATIENCE = 300.0
"""Seconds that one has to agree."""


def consent(
    settings: GoogleSettings,
    secrets: Secrets,
    *,
    profiles: bool,
    tell: Callable[[str], None],
    patience: float = PATIENCE,
) -> Grant:
    """Let one person sign in and agree; what they granted is kept.

    Args:
        tell: told the page to open, which is also opened in a browser where there is one.
        patience: seconds to wait.

    Raises:
        ProviderError: they did not, or it could not be kept.
    """
    client = read_client(settings)
    secrets.get(NAME)  # lest somebody agrees to what cannot be kept then
    needed = of_person(profiles=profiles)
    flow = InstalledAppFlow.from_client_config(client.config, scopes=list(needed))
    try:
        with Listener() as listener:
            flow.redirect_uri = f"http://127.0.0.1:{listener.port}/"
            # Without a prompt Google hands out no refresh token to somebody who had agreed before.
            url, state = flow.authorization_url(prompt="consent")

            def show() -> None:
                tell(url)
                open_browser(url)

            said = listener.wait(state, show, patience)
        _redeem(flow, said)
    except ProviderError:
        raise
    except Exception as error:  # of three libraries; their words may hold the code
        raise _failed(error) from None
    granted = flow.oauth2session.token
    if missing := [scope for scope in needed if scope not in _granted(granted, needed)]:
        raise NotSignedIn(
            f"what is needed was not agreed to: {', '.join(missing)}", who=SERVICE, do=f"{AGAIN} and tick every box"
        )
    grant = _grant(granted, client.client_id, needed)
    keep(grant, secrets)
    return grant


def _redeem(flow: Any, said: dict[str, str]) -> None:
    """Have what was agreed to handed out."""
    if "error" in said:
        raise errors.AccessDeniedError if said["error"] == "access_denied" else errors.OAuth2Error
    heed_cutoff(flow.oauth2session)
    try:
        with Cutoff(LONGEST):
            flow.fetch_token(code=said["code"], timeout=TIMEOUT)
    except Warning as changed:  # the library's way to say that other scopes were granted than were asked for
        flow.oauth2session.token = getattr(changed, "token", {})


def _granted(token: Any, asked: tuple[str, ...]) -> set[str]:
    """What an answer says was granted; if nothing, then all that was asked for."""
    told = token.get("scope")
    return set(asked) if told is None else set(told.split() if isinstance(told, str) else told)


def _grant(token: Any, client_id: str, scopes: tuple[str, ...]) -> Grant:
    try:
        # It came from Google itself over TLS: its signature proves nothing more (OpenID Connect Core, 3.1.3.7).
        who = decode(token["id_token"], verify=False)  # type: ignore[no-untyped-call]
        if who["aud"] != client_id:
            raise ValueError
        return Grant(str(who["email"]).lower(), client_id, scopes, str(token["refresh_token"]))
    except (KeyError, ValueError, TypeError, GoogleAuthError):
        raise unusable("Google's answer does not say who signed in", AGAIN) from None


def _failed(error: Exception) -> ProviderError:
    if isinstance(error, TimeoutError):
        return NotSignedIn("nobody agreed in time", who=SERVICE, do=AGAIN)
    if isinstance(error, errors.AccessDeniedError):
        return NotSignedIn("it was not agreed to, or is not allowed", who=SERVICE, do=f"{AGAIN}, and agree")
    if isinstance(error, Strayed):
        what = "the page that came back does not belong to this sign-in"
        return NotSignedIn(what, who=SERVICE, do=AGAIN)
    if isinstance(error, errors.InsecureTransportError):
        return unusable("tokens are only asked for over https", "Correct token_endpoint under [providers.google]")
    if isinstance(error, errors.InvalidClientError | errors.UnauthorizedClientError):
        what = "the OAuth client is not, or no longer, valid"
        return unusable(what, "Make a new one in the Google Cloud console, and name its file under [providers.google]")
    if isinstance(error, errors.OAuth2Error):
        return NotSignedIn(f"Google refused it ({type(error).__name__})", who=SERVICE, do=AGAIN)
    if isinstance(error, BROKEN):
        told, again = broken(error, SERVICE, "Google")
        if not again:
            return told
    what = f"Google cannot be reached to sign in ({type(error).__name__})"
    return Unavailable(what, who=SERVICE, do="Check the network, then run again")
