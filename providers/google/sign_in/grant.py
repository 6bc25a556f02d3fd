"""What one person granted, as it is kept."""

import json
from dataclasses import dataclass, field

from providers.auth.secrets import Secrets
from providers.google.sign_in.errors import AGAIN, unusable

NAME = "google"
"""Of the secret that it is kept as."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Access tokens are not kept: each run asks for one."""

    account: str
    """Email, lower case."""
    client_id: str
    """Of the OAuth client that it was granted to."""
    scopes: tuple[str, ...]
    refresh_token: str = field(repr=False)


def kept_grant(secrets: Secrets) -> Grant | None:
    """The grant that is kept; None: nobody has signed in.

    Raises:
        NotPermitted: it may not be looked at.
        NotSignedIn: what is kept is none.
    """
    text = secrets.get(NAME)
    if text is None:
        return None
    try:
        found = json.loads(text)
        scopes = tuple(str(scope) for scope in found["scopes"])
        grant = Grant(str(found["account"]), str(found["client_id"]), scopes, str(found["refresh_token"]))
    except (ValueError, KeyError, TypeError):
        raise unusable(f"what {secrets.place} keeps of the sign-in cannot be understood", AGAIN) from None
    return grant


def keep(grant: Grant, secrets: Secrets) -> None:
    """Keep a grant, in place of an older one."""
    secrets.put(
        NAME,
        json.dumps(
            {
                "account": grant.account,
                "client_id": grant.client_id,
                "scopes": list(grant.scopes),
                "refresh_token": grant.refresh_token,
            }
        ),
    )
