"""One person signs in: in a browser, which comes back to this machine (RFC 8252), with PKCE."""

import webbrowser
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from google.auth.exceptions import GoogleAuthError
from google.auth.jwt import decode
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError  # type: ignore[import-untyped]
from oauthlib.oauth2.rfc6749 import errors  # type: ignore[import-untyped]

from providers.errors import NotSignedIn, ProviderError, Unavailable
from providers.google.settings import GoogleSettings
from providers.google.sign_in.client import read_client
from providers.google.sign_in.grant import NAME, Grant, keep
from providers.google.sign_in.scopes import of_person
from providers.google.sign_in.words import AGAIN, SERVICE, unusable
from providers.secrets.store import Secrets

PATIENCE = 300.0
"""Seconds that one has to agree."""
_DONE = "You are signed in, and can close this page."


class _Flow(InstalledAppFlow):  # type: ignore[misc]
    """Tells where to sign in before it waits."""

    tell: Callable[[str], None]

    def authorization_url(self, **kwargs: Any) -> tuple[str, str]:
        url, state = super().authorization_url(**kwargs)
        self.tell(url)
        return url, state


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
    flow = _Flow.from_client_config(client.config, scopes=list(needed))

    def show(url: str) -> None:
        tell(url)
        with suppress(webbrowser.Error, OSError):
            webbrowser.get().open(url)

    flow.tell = show
    try:
        flow.run_local_server(
            host="127.0.0.1",
            port=0,
            authorization_prompt_message=None,
            success_message=_DONE,
            open_browser=False,
            timeout_seconds=patience,
            prompt="consent",  # else Google hands out no refresh token to somebody who had agreed before
        )
    except Warning as changed:  # the library's way to say that other scopes were granted than were asked for
        flow.oauth2session.token = getattr(changed, "token", {})
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
    if isinstance(error, WSGITimeoutError):
        return NotSignedIn("nobody agreed in time", who=SERVICE, do=AGAIN)
    if isinstance(error, errors.AccessDeniedError):
        return NotSignedIn("it was not agreed to, or is not allowed", who=SERVICE, do=f"{AGAIN}, and agree")
    if isinstance(error, errors.MismatchingStateError | errors.MissingCodeError):
        what = "the page that came back does not belong to this sign-in"
        return NotSignedIn(what, who=SERVICE, do=AGAIN)
    if isinstance(error, errors.InsecureTransportError):
        return unusable("tokens are only asked for over https", "Correct token_endpoint under [providers.google]")
    if isinstance(error, errors.InvalidClientError | errors.UnauthorizedClientError):
        what = "the OAuth client is not, or no longer, valid"
        return unusable(what, "Make a new one in the Google Cloud console, and name its file under [providers.google]")
    if isinstance(error, errors.OAuth2Error):
        return NotSignedIn(f"Google refused it ({type(error).__name__})", who=SERVICE, do=AGAIN)
    what = f"Google cannot be reached to sign in ({type(error).__name__})"
    return Unavailable(what, who=SERVICE, do="Check the network, then run again")
