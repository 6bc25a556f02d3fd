"""The section `[providers.google]`, and the files that it names."""

import json
from typing import Annotated, ClassVar

from pydantic import StrictBool

from providers.google.settings import GoogleSettings, Notify
from providers.section.secret import BareEndpoint, Endpoint, SecretFile
from providers.section.table import Reading, ServiceTable
from providers.section.text import Email, one_of


class GoogleTable(ServiceTable):
    instead_of_secrets: ClassVar = "name that file with service_account or client"

    service_account: SecretFile | None = None
    client: SecretFile | None = None
    read_as: Email | None = None
    notify: Annotated[Notify, one_of(Notify, "way to notify")] = Notify.OUTSIDE
    meet: StrictBool = False
    endpoint: BareEndpoint = GoogleSettings().endpoint
    token_endpoint: Endpoint | None = None

    def settings(self, reading: Reading) -> GoogleSettings:
        """See `ProviderTable.settings`."""
        key = reading.secret_file("service_account", no_key)
        client = reading.secret_file("client", no_client, private=False)
        if reading.gives("client") and reading.gives("service_account"):
            reading.wrong("there is a service_account already; use one of them", "client")
        if self.read_as is not None and not reading.gives("service_account"):
            what = "needs a service_account: without one, everything is read as whoever signs in"
            reading.wrong(what, "read_as", because=["service_account"])
        return GoogleSettings(
            service_account=key,
            client=client,
            read_as=self.read_as,
            notify=self.notify,
            meet=self.meet,
            endpoint=self.endpoint,
            token_endpoint=self.token_endpoint,
        )

    def check_used(self, reading: Reading) -> None:
        """See `ProviderTable.check_used`."""
        if self.service_account is None and self.client is None:
            how = "name a service_account (its key file) or a client (its file); `schedule init` writes down how"
            reading.wrong(f"does not say how to sign in: {how}", because=["service_account", "client"])


def no_key(content: bytes) -> str | None:
    """Why this is no service account's key file; None: it is one."""
    held = _table(content)
    if held.get("type") == "service_account" and all(
        isinstance(held.get(key), str) for key in ("client_email", "private_key", "token_uri")
    ):
        return None
    return "is no key file of a service account; make one in the Google Cloud console, of the kind JSON"


def no_client(content: bytes) -> str | None:
    """Why this is no file of an OAuth client for programs on a desktop; None: it is one."""
    held = _table(content)
    installed = held.get("installed")
    if isinstance(installed, dict) and all(
        isinstance(installed.get(key), str) for key in ("client_id", "client_secret", "auth_uri", "token_uri")
    ):
        return None
    kind = "is of the wrong kind" if "web" in held else "is no file of an OAuth client"
    return f'{kind}; make a client of the type "Desktop app" in the Google Cloud console, and download its JSON'


def _table(content: bytes) -> dict[str, object]:
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}
