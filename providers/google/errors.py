"""Google's refusals as errors of the tree that every provider has."""

import re
from collections.abc import Mapping
from typing import Any

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError

from providers.errors import (
    MALFORMED,
    Conflict,
    InvalidAnswer,
    NotFound,
    NotPermitted,
    NotSignedIn,
    ProviderError,
    RateLimited,
    Unavailable,
)
from providers.http.session import broken

LATER = "Run again later."
AGAIN = "Run `schedule auth google`."

_TOO_OFTEN = frozenset(("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"))
_USED_UP = frozenset(("quotaExceeded", "dailyLimitExceeded", "calendarUsageLimitsExceeded"))
"""Quotas that are not filled up again within minutes."""

_FORBIDDEN: Mapping[str, tuple[str, str]] = {
    "accessNotConfigured": (
        "the Google Calendar API is not enabled in the Cloud project of the OAuth client or service account",
        "Enable it in the Google Cloud console under APIs & Services, wait five minutes, and run again.",
    ),
    "insufficientPermissions": (
        "the grant lacks a scope that is needed",
        "Run `schedule auth google` and agree to everything, or add the scope to the domain-wide delegation.",
    ),
    "forbiddenForServiceAccounts": (
        "a service account cannot invite people by itself",
        "Give it domain-wide delegation in the Google Admin console.",
    ),
    "forbiddenForNonOrganizer": (
        "only the event's organizer may change it",
        "Ask the organizer, or delete the event there.",
    ),
    "notACalendarUser": (
        "the account has no Google Calendar",
        "Let an administrator turn Google Calendar on for it, or say where the calendar is hosted.",
    ),
    "domainPolicy": (
        "an administrator has turned this access off",
        "Ask the administrator to allow the application.",
    ),
}
_SAME_AS = {
    "SERVICE_DISABLED": "accessNotConfigured",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "insufficientPermissions",
    "insufficientScopes": "insufficientPermissions",
    "domainCannotUseApis": "domainPolicy",
}
_NOT_SHARED = (
    "the calendar may not be used by the account that asks",
    "Ask its owner to share it with that account, or ask as its owner through a service account.",
)
_MEANT = re.compile(r"[a-z_]+(?::|\Z)|the credentials |reauthentication ")
"""How Google's refusals of a token begin, and what its library says by itself; not so a proxy's page."""
_NO_LONGER_VALID = ("invalid_client", "deleted_client", "disabled_client", "jwt signature", "account not found")
HOPELESS = frozenset((*_FORBIDDEN, *_SAME_AS)) - {"forbiddenForNonOrganizer"}
"""403s for which asking less, only when somebody is busy, makes no difference."""


def repeatable(status: int, reason: str) -> bool:
    """Whether asking the same again may help."""
    if status == 403:
        return reason in _TOO_OFTEN
    return (status in (408, 425, 429) and reason not in _USED_UP) or status >= 500


def refusal(status: int, reason: str, who: str) -> ProviderError:
    """What an answer that is no success says, in words for a person.

    Args:
        reason: Google's word for it; may be empty.
        who: whose calendar was asked for.
    """
    shown = f"{status} {reason}".strip()
    if reason in _USED_UP:
        what = f"the calendar's usage limit is reached ({shown})"
        return RateLimited(what, who=who, do="Run again in some hours; if it lasts, raise the quota in Google Cloud.")
    if status == 429 or reason in _TOO_OFTEN:
        return RateLimited("Google was asked too often", who=who, do=LATER)
    if status == 401:
        return NotSignedIn("Google does not take the sign-in", who=who, do=AGAIN)
    if status == 403:
        what, do = _FORBIDDEN.get(_SAME_AS.get(reason, reason), _NOT_SHARED)
        return NotPermitted(f"{what} ({shown})", who=who, do=do)
    if status in (404, 410):
        do = "Correct the email address, or ask its owner to share the calendar."
        return NotFound(f"Google knows no such calendar or event ({shown})", who=who, do=do)
    if status in (409, 412):
        return Conflict("the event changed since it was read", who=who, do="Make the plan anew.")
    if repeatable(status, reason):
        return Unavailable(f"Google cannot answer now ({shown})", who=who, do=LATER)
    if 300 <= status < 400:
        return not_understood(f"the answer leads elsewhere ({shown})", who)
    return InvalidAnswer(f"Google did not understand what was asked ({shown})", who=who, do="Please report this.")


def not_understood(what: str, who: str) -> InvalidAnswer:
    """An answer that makes no sense."""
    return InvalidAnswer(what, who=who, do="If a proxy stands in between, let it pass Google Calendar; else run again.")


def reason_of(body: Any) -> str:
    """Google's one word for what is wrong, from the body of a refusal; empty where it says none."""
    try:
        error = body["error"]
        found = [one["reason"] for one in (*error.get("details", ()), *error.get("errors", ())) if "reason" in one]
    except MALFORMED:
        return ""
    word = str(found[0]) if found else ""
    return word if word.isascii() and word.replace("_", "").isalnum() and len(word) <= 60 else ""


def not_signed_in(error: GoogleAuthError, who: str, account: str) -> tuple[ProviderError, bool]:
    """Why no token could be had, and whether asking for one again may help. Google's own words are not passed on.

    Args:
        account: as whom was to be asked.
    """
    if isinstance(error, TransportError) or (isinstance(error, RefreshError) and error.retryable):
        told, again = broken(error, who, "Google")
        if not again:
            return told, False
        return Unavailable(
            "Google cannot be reached to sign in", who=who, do="Check the network, then run again."
        ), True
    said = " ".join(str(argument) for argument in error.args).lower()
    if not _MEANT.match(said):
        return not_understood("the answer to the sign-in is not Google's", who), True
    if "unauthorized_client" in said or "access_denied" in said:
        what = f"the service account may not act for {account}"
        where = "the domain-wide delegation in the Google Admin console"
        do = f"Add its client id with all scopes to {where}; `schedule auth status` lists them."
    elif "timeframe" in said or "iat" in said.split() or "clock" in said:
        what = "Google does not take the token, as this machine's clock is wrong"
        do = "Set the clock, then run again."
    elif "invalid email or user id" in said:
        what = f"Google knows no account {account}"
        do = "Correct the email address."
    elif "invalid_scope" in said:
        what = "the scopes asked for are not granted"
        do = "Add them to the domain-wide delegation in the Google Admin console."
    elif any(word in said for word in _NO_LONGER_VALID):
        what = "the OAuth client or the key of the service account is no longer valid"
        do = f"Make a new one in the Google Cloud console. {AGAIN}"
    else:
        what, do = "the grant was revoked or has expired", AGAIN
    return NotSignedIn(what, who=who, do=do), False
