"""Signing in to Microsoft: the application itself (`application`), or one person (`person`, after `consent`)."""

import logging
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from providers.auth.secrets import Secrets
from providers.outlook.settings import OutlookSettings

logging.getLogger("msal").addHandler(logging.NullHandler())  # else it writes addresses with codes to standard error


class SignIn(Protocol):
    """Access tokens for Graph. Safe to be used by several threads."""

    def token(self, refused: str | None = None) -> str:
        """An access token that is good now.

        Args:
            refused: a token that Graph has just answered with 401; another one is asked for.

        Raises:
            NotSignedIn: nobody is signed in, the grant was revoked, or the secret has expired.
        """
        ...

    @property
    def app_only(self) -> bool:
        """Whether the application itself is signed in, not a person."""
        ...

    @property
    def account(self) -> str | None:
        """Email of the person who signed in; None: nobody has, or the application itself."""
        ...


@runtime_checkable
class Renewing(Protocol):
    """A `SignIn` whose grant the service renews as it is used: the new one has to be kept."""

    def keep(self) -> None:
        """Keep what is new; until then nothing is written.

        Raises:
            NotPermitted: it cannot be kept.
        """
        ...


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
