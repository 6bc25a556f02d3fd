"""What the program is told of this provider. What talks to Google is imported when it is used."""

from collections.abc import Callable

from providers.auth.status import Status
from providers.errors import NotSignedIn
from providers.google.section import GoogleTable
from providers.google.settings import GoogleSettings
from providers.interface import Provider
from providers.registration import Access, Registration, Use


def make(settings: GoogleSettings, use: Use) -> Provider:
    """See `Registration.make`."""
    from providers.google.provider import GoogleProvider
    from providers.google.sign_in import sign_in_of

    sign_in = sign_in_of(settings, use.secrets(), profiles=use.profiles)
    return GoogleProvider(settings, sign_in, use.state, deadline=use.deadline)


class GoogleAccess(Access):
    """See `Access`."""

    def __init__(self, settings: GoogleSettings | None, use: Use) -> None:
        self._settings = settings or GoogleSettings()
        self._use = use

    @property
    def without_person(self) -> str | None:
        """See `Access.without_person`."""
        return None if self._settings.service_account is None else "a service account"

    def consent(self, tell: Callable[[str], None], *, device_code: bool) -> str:
        """See `Access.consent`. Google lets no desktop program ask for calendars with a code."""
        from providers.google.sign_in.consent import consent

        return consent(
            self._settings,
            self._use.secrets(),
            profiles=self._use.profiles,
            tell=lambda address: tell(f"Open this page in a browser on this machine to sign in:\n{address}"),
        ).account

    def status(self) -> Status:
        """See `Access.status`. A service account that reads as each owner is tried as the first of them."""
        from providers.google.sign_in.status import status_of

        owner = next(iter(self._use.emails), "")
        return status_of(self._settings, self._use.secrets(), profiles=self._use.profiles, owner=owner)

    def forget(self) -> str:
        """See `Access.forget`."""
        from providers.google.sign_in.grant import NAME, kept_grant
        from providers.google.sign_in.revoke import revoke

        secrets = self._use.secrets()
        try:
            grant = kept_grant(secrets)
        except NotSignedIn:  # what is kept cannot be understood, but it can be forgotten
            grant = None
        revoked = grant is not None and revoke(grant, self._settings)
        if not secrets.delete(NAME):
            return "nobody was signed in."
        who = "the sign-in" if grant is None else f"the sign-in of {grant.account}"
        if revoked:
            return f"{who} was taken back, and forgotten."
        return f"{who} was forgotten, but not taken back: remove it at https://myaccount.google.com/connections."


REGISTRATION = Registration(GoogleTable, make, GoogleAccess)
