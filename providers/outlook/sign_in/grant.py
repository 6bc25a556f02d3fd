"""What is kept of a person's sign-in: who it is, and what renews tokens. Access tokens are not kept."""

import json

import msal  # type: ignore[import-untyped]

from providers.auth.secrets import Secrets
from providers.errors import NotSignedIn
from providers.outlook.sign_in.errors import AGAIN, SERVICE

NAME = "outlook"
"""Of the secret that it is kept as."""
_KEPT = ("Account", "RefreshToken", "AppMetadata")


def kept_cache(secrets: Secrets) -> msal.SerializableTokenCache:
    """The cache as it was kept; empty where nobody has signed in.

    Raises:
        NotPermitted: it may not be looked at.
        NotSignedIn: what is kept is none.
    """
    cache = msal.SerializableTokenCache()
    text = secrets.get(NAME)
    try:
        found = json.loads(text or "{}")
        if not all(isinstance(found.get(part, {}), dict) for part in _KEPT):
            raise ValueError
        cache.deserialize(json.dumps(found))
    except (ValueError, AttributeError):
        what = f"what {secrets.place} keeps of the sign-in cannot be understood"
        raise NotSignedIn(what, who=SERVICE, do=AGAIN) from None
    return cache


def to_keep(cache: msal.SerializableTokenCache) -> str:
    """What is worth keeping of a cache."""
    found = json.loads(cache.serialize())
    return json.dumps({part: found[part] for part in _KEPT if part in found}, sort_keys=True)


def account_in(cache: msal.SerializableTokenCache) -> str | None:
    """Whose sign-in a cache holds: an email, lower case; None: nobody's."""
    names = [str(account.get("username") or "somebody") for account in cache.search(cache.CredentialType.ACCOUNT)]
    return names[0].lower() if names else None
