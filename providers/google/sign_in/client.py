"""The OAuth client with which one person signs in."""

import json
from dataclasses import dataclass, field
from typing import Any

from providers.google.settings import GoogleSettings
from providers.google.sign_in.errors import unusable


@dataclass(frozen=True, slots=True)
class Client:
    """As Google's file describes it."""

    client_id: str
    secret: str = field(repr=False)
    auth_uri: str
    token_uri: str

    @property
    def config(self) -> dict[str, Any]:
        """As Google's library takes it."""
        return {
            "installed": {
                "client_id": self.client_id,
                "client_secret": self.secret,
                "auth_uri": self.auth_uri,
                "token_uri": self.token_uri,
            }
        }


def read_client(settings: GoogleSettings) -> Client:
    """The client that the configuration names.

    Raises:
        NotSignedIn: its file cannot be used.
    """
    if settings.client is None:
        raise unusable(
            "it is not said how to sign in", "Name a client under [providers.google]: `schedule init` says how"
        )
    try:
        found = json.loads(settings.client.read_bytes())["installed"]
        known = [found[key] for key in ("client_id", "client_secret", "auth_uri", "token_uri")]
    except (OSError, ValueError, KeyError, TypeError):
        known = []
    if not known or not all(isinstance(value, str) for value in known):
        raise unusable(
            f"{settings.client} is no file of an OAuth client of the type Desktop app",
            "Download its JSON in the Google Cloud console",
        )
    client_id, secret, auth_uri, token_uri = known
    return Client(client_id, secret, auth_uri, settings.token_endpoint or token_uri)
