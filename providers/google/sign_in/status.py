"""Whether Google can be asked, and as whom: tried with a token."""

from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request

from providers.auth.secrets import Secrets
from providers.auth.status import Status
from providers.errors import ProviderError
from providers.google.errors import not_signed_in
from providers.google.settings import GoogleSettings
from providers.google.sign_in import SignIn
from providers.google.sign_in.errors import SERVICE
from providers.google.sign_in.grant import kept_grant
from providers.google.sign_in.person import Person
from providers.google.sign_in.scopes import of_delegation, of_person
from providers.google.sign_in.service import ServiceAccount
from providers.google.sign_in.tokens import refresh
from providers.http.session import BROKEN, Session, broken


def status_of(settings: GoogleSettings, secrets: Secrets, *, profiles: bool, owner: str) -> Status:
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
            return Status(f"service account of {settings.service_account}", problem=error)
        return Status(account, of_delegation(settings, profiles=profiles), _tried(sign_in, subject))
    try:
        grant = kept_grant(secrets)
    except ProviderError as error:
        return Status("nobody", problem=error)
    sign_in = Person(settings, secrets, profiles=profiles)
    account = grant.account if grant is not None else "nobody"
    return Status(account, () if grant is None else of_person(profiles=profiles), _tried(sign_in, account))


def _tried(sign_in: SignIn, subject: str) -> ProviderError | None:
    """Why no token can be had; None: one can."""
    session = Session()
    try:
        refresh(sign_in.credentials(subject), Request(session))
    except ProviderError as error:
        return error
    except GoogleAuthError as error:
        return not_signed_in(error, SERVICE, subject)[0]
    except BROKEN as error:
        return broken(error, SERVICE, "Google")[0]
    finally:
        session.close()
    return None
