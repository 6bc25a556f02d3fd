"""Whether Microsoft can be asked, and as whom: tried with a token."""

import base64
import json
from collections.abc import Mapping

from providers.errors import ProviderError
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in import is_application
from providers.outlook.sign_in.application import Application
from providers.outlook.sign_in.kept import kept_cache
from providers.outlook.sign_in.person import Person
from providers.outlook.sign_in.place import permissions_of_person
from providers.outlook.signing import SignIn
from providers.secrets.store import Secrets
from providers.standing import Standing
from providers.web.calls import Repeatable


def standing(settings: OutlookSettings, secrets: Secrets, environ: Mapping[str, str], *, profiles: bool) -> Standing:
    """How one is signed in."""
    if is_application(settings):
        token, problem = _tried(Application(settings, environ))
        return Standing(f"application {settings.client_id} of {settings.tenant}", _roles(token), problem)
    try:
        account = signed_in(secrets)
    except ProviderError as error:
        return Standing("nobody", problem=error)
    _, problem = _tried(Person(settings, secrets, profiles=profiles))
    return Standing(account or "nobody", permissions_of_person(profiles=profiles) if account else (), problem)


def signed_in(secrets: Secrets) -> str | None:
    """Whose sign-in is kept; None: nobody's.

    Raises:
        ProviderError: it may not be looked at, or cannot be understood.
    """
    cache = kept_cache(secrets)
    names = [str(account.get("username") or "somebody") for account in cache.search(cache.CredentialType.ACCOUNT)]
    return names[0].lower() if names else None


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
