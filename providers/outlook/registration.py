"""What the program is told of this provider. What talks to Microsoft is imported when it is used."""

from collections.abc import Callable, Mapping, Sequence

from providers.auth.status import Status
from providers.errors import NotSignedIn
from providers.interface import Provider
from providers.outlook.section import OutlookTable
from providers.outlook.settings import OutlookSettings
from providers.registration import Access, Registration, Use


def make(settings: OutlookSettings, use: Use) -> Provider:
    """See `Registration.make`."""
    from providers.outlook.provider import OutlookProvider
    from providers.outlook.sign_in import sign_in_of

    sign_in = sign_in_of(settings, use.secrets(), use.environ, profiles=use.profiles)
    return OutlookProvider(settings, sign_in, use.state, deadline=use.deadline)


class OutlookAccess(Access):
    """See `Access`."""

    def __init__(self, settings: OutlookSettings | None, use: Use) -> None:
        self._settings = settings or OutlookSettings("", "")
        self._use = use

    @property
    def without_person(self) -> str | None:
        """See `Access.without_person`."""
        from providers.outlook.sign_in import is_application

        return "the application's secret or certificate" if is_application(self._settings) else None

    def consent(self, tell: Callable[[str], None], *, device_code: bool) -> str:
        """See `Access.consent`."""
        from providers.outlook.sign_in.consent import consent

        secrets = self._use.secrets()
        return consent(self._settings, secrets, profiles=self._use.profiles, device_code=device_code, tell=tell)

    def status(self) -> Status:
        """See `Access.status`."""
        from providers.outlook.sign_in.status import status_of

        return status_of(self._settings, self._use.secrets(), self._use.environ, profiles=self._use.profiles)

    def forget(self) -> str:
        """See `Access.forget`."""
        from providers.outlook.sign_in.grant import NAME
        from providers.outlook.sign_in.status import signed_in

        secrets = self._use.secrets()
        try:
            account = signed_in(secrets)
        except NotSignedIn:  # what is kept cannot be understood, but it can be forgotten
            account = None
        if not secrets.delete(NAME):
            return "nobody was signed in."
        who = "the sign-in" if account is None else f"the sign-in of {account}"
        where = "https://myapps.microsoft.com"
        return f"{who} was forgotten; Microsoft lets no program take it back: remove it at {where}."

    def diagnose(self, status: Status, unread: Mapping[str, str]) -> Sequence[str]:
        """See `Access.diagnose`: what refusals of an application's calls mean."""
        if self.without_person is None or status.problem is not None:
            return ()
        from providers.outlook.diagnose import diagnose

        emails = self._use.emails
        return diagnose(status.allowed, {email: unread[email] for email in emails if email in unread}, len(emails))


REGISTRATION = Registration(OutlookTable, make, OutlookAccess)
