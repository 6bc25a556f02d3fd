"""The section `[providers.outlook]`, and the files that it names."""

import re
from typing import Annotated, ClassVar

from pydantic import StrictBool

from providers.outlook.settings import Cloud, OutlookSettings
from providers.section.secret import BareEndpoint, SafeEndpoint, SecretFile, environment_variable, no_secret
from providers.section.table import Reading, ServiceTable
from providers.section.text import one_of, quoted, text

_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+", re.IGNORECASE)


def tenant(written: str) -> str:
    """Id or domain of one of Microsoft's directories."""
    found = written.strip().lower()
    if found in ("common", "organizations", "consumers"):
        raise ValueError(f"{quoted(written)} names no directory; use your own's id or domain")
    if not (_GUID.fullmatch(found) or _DOMAIN.fullmatch(found)):
        raise ValueError('is neither the id nor the domain of a directory; use one such as "example.onmicrosoft.com"')
    return found


def application(written: str) -> str:
    """The id that Microsoft gave an application. It is not repeated: people put secrets here."""
    found = written.strip()
    if not _GUID.fullmatch(found):
        raise ValueError(
            "is not an application id; it looks like 00000000-0000-0000-0000-000000000000, and stands on the "
            "application's overview page"
        )
    return found.lower()


class OutlookTable(ServiceTable):
    stand_ins: ClassVar = {"tenant": "unreadable.invalid", "client_id": "00000000-0000-0000-0000-000000000000"}
    instead_of_secrets: ClassVar = (
        "name that file with secret_file or certificate (or a variable of the environment with secret_env)"
    )

    tenant: Annotated[str, text(tenant)]
    client_id: Annotated[str, text(application)]
    secret_file: SecretFile | None = None
    secret_env: Annotated[str, text(environment_variable("SCHEDULE_OUTLOOK_SECRET"))] | None = None
    certificate: SecretFile | None = None
    cloud: Annotated[Cloud, one_of(Cloud, "cloud of Microsoft's")] = Cloud.GLOBAL
    teams: StrictBool = False
    changes_only: StrictBool = False
    endpoint: BareEndpoint | None = None
    authority: SafeEndpoint | None = None

    def settings(self, reading: Reading) -> OutlookSettings:
        """See `ProviderTable.settings`."""
        secret = reading.secret_file("secret_file", no_secret)
        certificate = reading.secret_file("certificate", no_pem)
        ways = [key for key in ("secret_file", "secret_env", "certificate") if reading.gives(key)]
        for key in ways[1:]:
            reading.wrong(f"there is {ways[0]} already; use one of them", key)
        return OutlookSettings(
            tenant=self.tenant,
            client_id=self.client_id,
            secret=secret,
            secret_env=self.secret_env,
            certificate=certificate,
            cloud=self.cloud,
            teams=self.teams,
            changes_only=self.changes_only,
            endpoint=self.endpoint,
            authority=self.authority,
        )


def no_pem(content: bytes) -> str | None:
    """Why this is no private key with its certificate; None: it is both."""
    missing = [name for name in ("PRIVATE KEY", "CERTIFICATE") if f"{name}-----".encode() not in content]
    return f"holds no {' and no '.join(missing)}; put both into it, in PEM" if missing else None
