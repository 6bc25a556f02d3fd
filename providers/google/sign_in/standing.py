"""Whether Google can be asked, and as whom: tried with a token."""

from google.auth.exceptions import GoogleAuthError
from httplib2 import Http

from providers.errors import ProviderError
from providers.google.failure import TRANSPORT, broken, not_signed_in
from providers.google.settings import GoogleSettings
from providers.google.sign_in.grant import kept_grant
from providers.google.sign_in.person import Person
from providers.google.sign_in.scopes import of_delegation, of_person
from providers.google.sign_in.service import ServiceAccount
from providers.google.sign_in.words import SERVICE
from providers.google.signing import SignIn
from providers.google.tokens import refresh
from providers.secrets.store import Secrets
from providers.standing import Standing

_TIMEOUT = 30.0


def standing(settings: GoogleSettings, secrets: Secrets, *, profiles: bool, owner: str) -> Standing:
    """How one is signed in.

    Args:
        owner: with a service account: as whom it is tried, if nobody reads for all.
    """
    sign_in: SignIn
    if settings.service_account is not None:
        sign_in = ServiceAccount(settings, profiles=profiles)
        subject = settings.read_as or owner
        try:
            account = f"service account {sign_in.name}, tried as {subject}"
        except ProviderError as error:
            return Standing(f"service account of {settings.service_account}", problem=error)
        return Standing(account, of_delegation(settings, profiles=profiles), _tried(sign_in, subject))
    try:
        grant = kept_grant(secrets)
    except ProviderError as error:
        return Standing("nobody", problem=error)
    sign_in = Person(settings, secrets, profiles=profiles)
    account = grant.account if grant is not None else "nobody"
    return Standing(account, () if grant is None else of_person(profiles=profiles), _tried(sign_in, account))


def _tried(sign_in: SignIn, subject: str) -> ProviderError | None:
    """Why no token can be had; None: one can."""
    connection = Http(timeout=_TIMEOUT)
    try:
        refresh(sign_in.credentials(subject), connection)
    except ProviderError as error:
        return error
    except GoogleAuthError as error:
        return not_signed_in(error, SERVICE, subject)[0]
    except TRANSPORT as error:
        return broken(error, SERVICE)[0]
    finally:
        connection.close()
    return None
