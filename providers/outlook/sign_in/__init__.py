"""Signing in to Microsoft: the application itself (`application`), or one person (`person`, after `consent`)."""

import logging
from collections.abc import Mapping

from providers.outlook.settings import OutlookSettings
from providers.outlook.signing import SignIn
from providers.secrets.store import Secrets

logging.getLogger("msal").addHandler(logging.NullHandler())  # else it writes addresses with codes to standard error


def is_application(settings: OutlookSettings) -> bool:
    """Whether the application itself signs in, not a person."""
    return any((settings.secret, settings.secret_env, settings.certificate))


def sign_in_of(
    settings: OutlookSettings, secrets: Secrets, environ: Mapping[str, str], *, profiles: bool = False
) -> SignIn:
    """How the configuration says that one signs in. Nothing is read or asked until a token is.

    Args:
        secrets: where the grant of whoever signed in is kept.
        environ: the environment's variables, one of which may hold the application's secret.
        profiles: whether accounts are asked for zone and working hours, which needs a permission more.
    """
    if is_application(settings):
        from providers.outlook.sign_in.application import Application

        return Application(settings, environ)
    from providers.outlook.sign_in.person import Person

    return Person(settings, secrets, profiles=profiles)
