"""Why Microsoft gives no token, in words for a person: `AADSTS` numbers to causes, and to what mends them.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from msal.exceptions import MsalServiceError  # type: ignore[import-untyped]

from providers.errors import MALFORMED, InvalidAnswer, NotSignedIn, ProviderError, Unavailable
from providers.http.retry import Repeatable
from providers.http.session import BROKEN, broken
from providers.outlook.settings import OutlookSettings

SERVICE = "Outlook"
AGAIN = "Run `schedule auth outlook`"
LATER = "Run again later"
_NUMBER = re.compile(r"AADSTS([0-9]{4,9})")
_CONSOLE = "in the Microsoft Entra admin center"

_REVOKED = "the grant was revoked or has expired"
_CAUSES: Mapping[int, tuple[str, str]] = {
    7000222: ("the application's client secret has expired", f"Make a new one {_CONSOLE}, and put it into {{secret}}"),
    7000215: ("the application's client secret is wrong", "Put the secret's value, not its id, into {secret}"),
    700027: (
        "Microsoft does not know the application's certificate",
        f"Upload the one in {{secret}} {_CONSOLE}, under Certificates & secrets",
    ),
    700024: ("Microsoft does not take the token, as this machine's clock is wrong", "Set the clock, then run again"),
    500133: ("Microsoft does not take the token, as this machine's clock is wrong", "Set the clock, then run again"),
    700016: (
        "the directory {tenant} has no application {client}",
        "Correct tenant or client_id under [providers.outlook]",
    ),
    7000112: ("the application {client} is disabled", f"Let an administrator enable it {_CONSOLE}"),
    90002: (
        "Microsoft knows no directory {tenant} in this cloud",
        "Correct tenant or cloud under [providers.outlook]",
    ),
    500011: (
        "the directory {tenant} knows no Microsoft Graph of this cloud",
        "Correct cloud under [providers.outlook]",
    ),
    50020: (
        "the account that signed in is none of the directory {tenant}",
        f"{AGAIN} with an account of it, or correct tenant under [providers.outlook]",
    ),
    50034: ("the directory {tenant} has no such account", f"{AGAIN} with an account of it"),
    50057: ("the account is disabled", "Let an administrator enable it, or sign in with another"),
    50105: ("the account is not assigned to the application", f"Let an administrator assign it {_CONSOLE}"),
    65001: (
        "consent to the application's permissions is missing",
        f"{AGAIN} and agree, or let an administrator grant consent {_CONSOLE}, under API permissions",
    ),
    90094: (
        "only an administrator can consent to the application's permissions",
        f"Let one grant consent {_CONSOLE}, under API permissions",
    ),
    65004: ("it was not agreed to", f"{AGAIN}, and agree"),
    7000218: (
        "the application takes no sign-in of a person",
        f'Set "Allow public client flows" to Yes {_CONSOLE}, under Authentication',
    ),
    50011: (
        "the application does not know where to come back to",
        f"Add the redirect URI http://localhost {_CONSOLE}, under Authentication, Mobile and desktop applications",
    ),
    70020: ("nobody entered the code in time", f"{AGAIN} and enter it sooner"),
    50076: ("the sign-in needs a second factor", AGAIN),
    53003: ("a Conditional Access policy refuses the sign-in", "Ask an administrator to allow the application"),
}
_SAME_AS = {
    900023: 90002,
    50194: 90002,
    700021: 700024,
    90095: 90094,
    90008: 65001,
    500113: 50011,
    50079: 50076,
    50158: 53003,
    53000: 53003,
    53001: 53003,
}
_BY_NAME = {
    "invalid_tenant": 90002,
    "consent_required": 65001,
    "access_denied": 65004,
    "authorization_declined": 65004,
    "expired_token": 70020,
    "code_expired": 70020,
}
_PASSING = frozenset((90033, 50196, 90006, 90012, 90024))


def refused(result: Mapping[str, Any], settings: OutlookSettings) -> ProviderError:
    """What an answer without a token says. Microsoft's own words are not passed on: they name people and requests."""
    name = str(result.get("error") or "")
    numbers = _numbers(result)
    if _PASSING & set(numbers) or name in ("temporarily_unavailable", "server_error"):
        return Unavailable("Microsoft cannot sign anybody in now", who=SERVICE, do=LATER)
    for number in (*numbers, _BY_NAME.get(name, 0)):
        if cause := _CAUSES.get(_SAME_AS.get(number, number)):
            what, do = (text.format_map(_fields(settings)) for text in cause)
            shown = f" (AADSTS{number})" if number in numbers else ""
            return NotSignedIn(what + shown, who=SERVICE, do=do)
    shown = f" (AADSTS{numbers[0]})" if numbers else ""
    if name in ("invalid_grant", "interaction_required", "login_required"):
        return NotSignedIn(_REVOKED + shown, who=SERVICE, do=AGAIN)
    if numbers:
        do = f"Look it up at https://login.microsoftonline.com/error?code={numbers[0]}"
        return NotSignedIn(f"Microsoft refused the sign-in{shown}", who=SERVICE, do=do)
    return not_understood()


def unknown_directory(error: ValueError, settings: OutlookSettings) -> ProviderError:
    """What it means that msal finds no directory; it raises the same where a proxy's page came back."""
    if isinstance(error.__context__, json.JSONDecodeError):
        return not_understood()
    what, do = (text.format_map(_fields(settings)) for text in _CAUSES[90002])
    return NotSignedIn(f"{what} (AADSTS90002)", who=SERVICE, do=do)


def not_understood() -> InvalidAnswer:
    """An answer that makes no sense."""
    do = "If a proxy stands in between, let it pass Microsoft's sign-in; else run again"
    return InvalidAnswer("the answer to the sign-in cannot be understood", who=SERVICE, do=do)


def unreachable(error: Exception) -> tuple[ProviderError, bool]:
    """What a failure on the way says, and whether asking again may help. Its words may hold secrets."""
    told, again = broken(error, SERVICE, "Microsoft")
    if not again:
        return told, False
    what = f"Microsoft cannot be reached to sign in ({type(error).__name__})"
    return Unavailable(what, who=SERVICE, do="Check the network, then run again"), True


UNREACHABLE = (*BROKEN, MsalServiceError)
"""Raised where no answer came, or a server's failure."""

NOT_UNDERSTOOD = MALFORMED
"""Raised by msal for an answer that is none of Microsoft's."""


@contextmanager
def failures_told() -> Iterator[None]:
    """Turns what the library raises while it asks for a token into errors of the tree.

    Raises:
        Repeatable: Microsoft cannot be reached; asking again may help.
    """
    try:
        yield
    except UNREACHABLE as error:
        failure, again = unreachable(error)
    except NOT_UNDERSTOOD:
        raise not_understood() from None
    else:
        return
    if again:
        raise Repeatable(failure)
    raise failure


def where_secret_is(settings: OutlookSettings) -> str:
    """For a sentence."""
    if settings.secret_env is not None:
        return f"the environment variable {settings.secret_env}"
    return str(settings.secret or settings.certificate)


def _numbers(result: Mapping[str, Any]) -> list[int]:
    told = result.get("error_codes")
    found = [code for code in told if isinstance(code, int)] if isinstance(told, list) else []
    return found or [int(number) for number in _NUMBER.findall(str(result.get("error_description") or ""))]


def _fields(settings: OutlookSettings) -> dict[str, str]:
    return {"secret": where_secret_is(settings), "tenant": settings.tenant, "client": settings.client_id}
