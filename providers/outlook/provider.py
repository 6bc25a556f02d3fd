"""The provider for Outlook."""

from pathlib import Path

from providers.base.provider import ServiceProvider
from providers.http.batching import Client
from providers.http.retry import Calls
from providers.outlook.api import graph_of
from providers.outlook.enrich import Enrich
from providers.outlook.freebusy import FreeBusy
from providers.outlook.profile import ProfileSteps
from providers.outlook.send import GraphService
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in import Renewing, SignIn
from providers.outlook.writer import OutlookScribe


class OutlookAdapter(Enrich, FreeBusy, ProfileSteps):
    """See `providers.base.adapter.Adapter`."""


class OutlookProvider(ServiceProvider):
    """See `providers.interface.Provider`.

    Args:
        state: see `ServiceProvider`.
        calls: shared by all who ask Graph in this run; None: one of its own.
    """

    def __init__(
        self,
        settings: OutlookSettings,
        sign_in: SignIn,
        state: Path,
        *,
        calls: Calls | None = None,
        deadline: float | None = None,
    ) -> None:
        graph = graph_of(settings)
        client = Client(GraphService(graph, sign_in), calls, deadline=deadline)
        adapter = OutlookAdapter(graph, sign_in, settings.changes_only)
        super().__init__("outlook", "Outlook", state, client, adapter, OutlookScribe(client, graph, settings.teams))
        self._sign_in = sign_in

    def remember(self) -> None:
        """See `Provider.remember`."""
        if isinstance(self._sign_in, Renewing):
            self._sign_in.keep()
        super().remember()
