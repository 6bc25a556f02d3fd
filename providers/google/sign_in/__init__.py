"""Signing in to Google: a service account for everybody (`service`), or one person (`person`, after `consent`)."""

from providers.google.settings import GoogleSettings
from providers.google.signing import SignIn
from providers.secrets.store import Secrets


def sign_in_of(settings: GoogleSettings, secrets: Secrets, *, profiles: bool = False) -> SignIn:
    """How the configuration says that one signs in. Nothing is read or asked until credentials are.

    Args:
        secrets: where the grant of whoever signed in is kept.
        profiles: whether accounts are asked for zone and working hours, which needs a scope more.
    """
    if settings.service_account is not None:
        from providers.google.sign_in.service import ServiceAccount

        return ServiceAccount(settings, profiles=profiles)
    from providers.google.sign_in.person import Person

    return Person(settings, secrets, profiles=profiles)
