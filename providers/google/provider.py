"""The provider for Google Calendar."""

from pathlib import Path

from providers.base.provider import ServiceProvider
from providers.google.api import Api
from providers.google.enrich import Enrich
from providers.google.freebusy import FreeBusy
from providers.google.profile import ProfileSteps
from providers.google.send import GoogleService
from providers.google.settings import GoogleSettings
from providers.google.sign_in import SignIn
from providers.google.sync import Sync
from providers.google.writer import GoogleScribe
from providers.http.batching import Client
from providers.http.retry import Calls


class GoogleAdapter(Sync, Enrich, FreeBusy, ProfileSteps):
    """See `providers.base.adapter.Adapter`."""


class GoogleProvider(ServiceProvider):
    """See `providers.interface.Provider`.

    Args:
        state: see `ServiceProvider`.
        calls: shared by all threads of a run; None: with Google's own quotas.
    """

    def __init__(
        self,
        settings: GoogleSettings,
        sign_in: SignIn,
        state: Path,
        *,
        calls: Calls | None = None,
        deadline: float | None = None,
    ) -> None:
        def reads_as(owner: str) -> str:
            return settings.read_as or sign_in.account or owner

        def writes_as(owner: str) -> str:
            """Always the owner, if somebody can act for others."""
            return owner if settings.service_account else sign_in.account or owner

        endpoint = settings.endpoint.rstrip("/")
        client, api = Client(GoogleService(endpoint, sign_in), calls, deadline=deadline), Api(endpoint)
        scribe = GoogleScribe(client, api, settings, writes_as)
        super().__init__("google", "Google Calendar", state, client, GoogleAdapter(api, reads_as), scribe)
