"""Whether Microsoft can be asked, and as whom: tried with a token."""

import base64
import json
from collections.abc import Mapping

from providers.auth.secrets import Secrets
from providers.auth.status import Status
from providers.errors import ProviderError
from providers.http.retry import Repeatable
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in import SignIn, is_application
from providers.outlook.sign_in.application import Application
from providers.outlook.sign_in.grant import account_in, kept_cache
from providers.outlook.sign_in.person import Person
from providers.outlook.sign_in.scopes import permissions_of_person


def status_of(settings: OutlookSettings, secrets: Secrets, environ: Mapping[str, str], *, profiles: bool) -> Status:
    """How one is signed in."""
    if is_application(settings):
        token, problem = _tried(Application(settings, environ))
        return Status(f"application {settings.client_id} of {settings.tenant}", _roles(token), problem)
    try:
        account = signed_in(secrets)
    except ProviderError as error:
        return Status("nobody", problem=error)
    _, problem = _tried(Person(settings, secrets, profiles=profiles))
    return Status(account or "nobody", permissions_of_person(profiles=profiles) if account else (), problem)


def signed_in(secrets: Secrets) -> str | None:
    """Whose sign-in is kept; None: nobody's.

    Raises:
        ProviderError: it may not be looked at, or cannot be understood.
    """
    return account_in(kept_cache(secrets))


def _tried(sign_in: SignIn) -> tuple[str, ProviderError | None]:
    """A token, or why none can be had."""
    try:
        return sign_in.token(), None
    except Repeatable as fault:
        return "", fault.error
    except ProviderError as error:
        return "", error


def _roles(token: str) -> tuple[str, ...]:
    """What an administrator granted the application in the whole directory; what Exchange grants is not told here."""
    try:
        payload = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("roles", ())
        return tuple(str(role) for role in told)
    except (IndexError, ValueError, AttributeError, TypeError):
        return ()
