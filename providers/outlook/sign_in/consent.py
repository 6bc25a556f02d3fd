"""One person signs in: in a browser that comes back to this machine, or with a code on any other device."""

from collections.abc import Callable
from typing import Any

import msal  # type: ignore[import-untyped]

from providers.auth.listener import Listener, Strayed, open_browser
from providers.auth.secrets import Secrets
from providers.errors import NotSignedIn, ProviderError
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in.errors import (
    AGAIN,
    NOT_UNDERSTOOD,
    SERVICE,
    UNREACHABLE,
    not_understood,
    refused,
    unreachable,
)
from providers.outlook.sign_in.grant import NAME, to_keep
from providers.outlook.sign_in.person import public_client
from providers.outlook.sign_in.scopes import permissions_of_person, scopes_of_person

PATIENCE = 300.0
"""Seconds that one has to sign in in the browser."""


def consent(
    settings: OutlookSettings,
    secrets: Secrets,
    *,
    profiles: bool,
    device_code: bool,
    tell: Callable[[str], None],
    patience: float = PATIENCE,
) -> str:
    """Let one person sign in and agree; what renews their tokens is kept. Who it was.

    Args:
        device_code: whether they sign in on any device, with a code; else in a browser here.
        tell: told what to do, in a line or two.
        patience: seconds to wait for the browser; a code says itself how long it is good.

    Raises:
        ProviderError: they did not, or it could not be kept.
    """
    secrets.get(NAME)  # lest somebody agrees to what cannot be kept then
    cache = msal.SerializableTokenCache()
    scopes = scopes_of_person(settings, profiles=profiles)
    try:
        application = public_client(settings, cache)
        ask = _with_code if device_code else _with_browser
        result = ask(application, scopes, settings, tell, patience)
    except ProviderError:
        raise
    except UNREACHABLE as error:
        raise unreachable(error)[0] from None
    except (*NOT_UNDERSTOOD, RuntimeError):  # words of the library, which may hold the code
        raise not_understood() from None
    if "access_token" not in result:
        raise refused(result, settings)
    needed = permissions_of_person(profiles=profiles)
    granted = {scope.rpartition("/")[2].casefold() for scope in str(result.get("scope") or "").split()}
    if missing := [permission for permission in needed if permission.casefold() not in granted]:
        raise NotSignedIn(
            f"what is needed was not granted: {', '.join(missing)}",
            who=SERVICE,
            do=f"Add it to the application's API permissions. {AGAIN}",
        )
    secrets.put(NAME, to_keep(cache))
    claims = result.get("id_token_claims") or {}
    return str(claims.get("preferred_username") or "somebody").lower()


def _with_browser(
    application: Any, scopes: list[str], settings: OutlookSettings, tell: Callable[[str], None], patience: float
) -> Any:
    """In a browser on this machine."""
    with Listener() as listener:
        flow = application.initiate_auth_code_flow(
            scopes,
            redirect_uri=f"http://localhost:{listener.port}",
            prompt=msal.Prompt.SELECT_ACCOUNT,
            response_mode="form_post",
        )
        if "auth_uri" not in flow:
            raise refused(flow, settings)

        def show() -> None:
            tell(f"Open this page in a browser on this machine:\n{flow['auth_uri']}")
            open_browser(flow["auth_uri"])

        try:
            said = listener.wait(flow["state"], show, patience)
        except TimeoutError:
            raise NotSignedIn("nobody signed in in time", who=SERVICE, do=f"{AGAIN}, or add --device-code") from None
        except Strayed:
            what = "the page that came back does not belong to this sign-in"
            raise NotSignedIn(what, who=SERVICE, do=f"{AGAIN}, or add --device-code") from None
    return application.acquire_token_by_auth_code_flow(flow, said)


def _with_code(
    application: Any, scopes: list[str], settings: OutlookSettings, tell: Callable[[str], None], patience: float
) -> Any:
    """With a code on any device."""
    flow = application.initiate_device_flow(scopes)
    if "user_code" not in flow:
        raise refused(flow, settings)
    tell(f"On any device, open {flow['verification_uri']} and enter the code {flow['user_code']}")
    return application.acquire_token_by_device_flow(flow)
