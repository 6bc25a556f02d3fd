"""What Google's refusals mean, and which of them are worth asking again."""

import http.client
import json
import ssl
from typing import Any

import pytest
import requests
from google.auth import exceptions
from google.auth.exceptions import GoogleAuthError

from providers.errors import (
    Conflict,
    InvalidAnswer,
    NotFound,
    NotPermitted,
    NotSignedIn,
    ProviderError,
    RateLimited,
    Unavailable,
)
from providers.google.errors import not_signed_in, reason_of, refusal, repeatable
from providers.http.request import decoded
from providers.http.session import broken

RefreshError: Any = exceptions.RefreshError
TransportError: Any = exceptions.TransportError
WHO = "lena.roth@example.com"


@pytest.mark.parametrize(
    ("status", "reason", "kind", "again", "says"),
    [
        (302, "", InvalidAnswer, False, "proxy"),
        (400, "invalid", InvalidAnswer, False, "report"),
        (401, "authError", NotSignedIn, False, "schedule auth google"),
        (403, "rateLimitExceeded", RateLimited, True, "too often"),
        (403, "userRateLimitExceeded", RateLimited, True, "too often"),
        (403, "quotaExceeded", RateLimited, False, "in some hours"),
        (403, "dailyLimitExceeded", RateLimited, False, "in some hours"),
        (403, "calendarUsageLimitsExceeded", RateLimited, False, "in some hours"),
        (403, "accessNotConfigured", NotPermitted, False, "not enabled"),
        (403, "SERVICE_DISABLED", NotPermitted, False, "not enabled"),
        (403, "insufficientPermissions", NotPermitted, False, "scope"),
        (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", NotPermitted, False, "scope"),
        (403, "forbiddenForServiceAccounts", NotPermitted, False, "delegation"),
        (403, "forbiddenForNonOrganizer", NotPermitted, False, "organizer"),
        (403, "notACalendarUser", NotPermitted, False, "no Google Calendar"),
        (403, "domainPolicy", NotPermitted, False, "administrator"),
        (403, "forbidden", NotPermitted, False, "share"),
        (403, "requiredAccessLevel", NotPermitted, False, "share"),
        (403, "yetToBeInvented", NotPermitted, False, "yetToBeInvented"),
        (403, "", NotPermitted, False, "share"),
        (404, "notFound", NotFound, False, "no such calendar"),
        (408, "", Unavailable, True, "408"),
        (409, "duplicate", Conflict, False, "changed"),
        (410, "deleted", NotFound, False, "no such"),
        (412, "conditionNotMet", Conflict, False, "changed"),
        (429, "rateLimitExceeded", RateLimited, True, "too often"),
        (429, "", RateLimited, True, "too often"),
        (429, "quotaExceeded", RateLimited, False, "in some hours"),
        (500, "backendError", Unavailable, True, "cannot answer now"),
        (503, "", Unavailable, True, "cannot answer now"),
    ],
)
def test_refusals(status: int, reason: str, kind: type[ProviderError], again: bool, says: str) -> None:
    """Each has its place in the tree, and says whose calendar, what, and what to do."""
    error = refusal(status, reason, WHO)
    assert type(error) is kind
    assert repeatable(status, reason) is again
    assert says in str(error)
    assert WHO in str(error)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (TimeoutError("timed out"), True),
        (ConnectionResetError(), True),
        (http.client.IncompleteRead(b"half"), True),
        (http.client.RemoteDisconnected("closed"), True),
        (requests.ConnectionError("host"), True),
        (ssl.SSLCertVerificationError("self-signed"), False),
    ],
)
def test_the_way_is_broken(error: Exception, again: bool) -> None:
    """Where no answer came, or half of one, the service is unavailable; no wait makes a certificate good."""
    told, repeat = broken(error, WHO, "Google")
    assert type(told) is Unavailable
    assert repeat is again


@pytest.mark.parametrize(
    ("error", "kind", "again", "says"),
    [
        (RefreshError("invalid_grant: Token has been expired or revoked."), NotSignedIn, False, "schedule auth google"),
        (RefreshError("The credentials do not contain the necessary fields"), NotSignedIn, False, "schedule auth"),
        (RefreshError("unauthorized_client: Client is unauthorized"), NotSignedIn, False, "domain-wide delegation"),
        (RefreshError("invalid_grant: Invalid email or User ID"), NotSignedIn, False, "no account boss@example.com"),
        (RefreshError("invalid_grant: Invalid JWT: reasonable timeframe. Check your iat"), NotSignedIn, False, "clock"),
        (RefreshError("invalid_grant: Invalid JWT Signature."), NotSignedIn, False, "key of the service account"),
        (RefreshError("invalid_grant: Invalid grant: account not found"), NotSignedIn, False, "key of the service"),
        (RefreshError("Reauthentication is needed. Please run gcloud"), NotSignedIn, False, "schedule auth google"),
        (RefreshError("<html>Bad gateway</html>"), InvalidAnswer, True, "not Google's"),
        (RefreshError(""), InvalidAnswer, True, "not Google's"),
        (RefreshError("deleted_client: The OAuth client was deleted."), NotSignedIn, False, "new one"),
        (RefreshError("invalid_scope: not a valid scope"), NotSignedIn, False, "scopes"),
        (RefreshError("internal_failure", retryable=True), Unavailable, True, "sign in"),
        (TransportError("unreachable"), Unavailable, True, "sign in"),
    ],
)
def test_no_token(error: GoogleAuthError, kind: type[ProviderError], again: bool, says: str) -> None:
    """What Google says to somebody who wants a token ends in one sentence of ours, with a way out."""
    told, repeat = not_signed_in(error, WHO, "boss@example.com")
    assert type(told) is kind
    assert repeat is again
    assert says in str(told)


def test_googles_own_words_are_not_passed_on() -> None:
    """They might hold a token, or a page of a proxy."""
    error = RefreshError("invalid_grant: ya29.secret-token", {"refresh_token": "1//secret"})
    assert "secret" not in str(not_signed_in(error, WHO, WHO)[0])
    page = json.dumps({"error": {"errors": [{"reason": "<b>secret</b>"}]}}).encode()
    assert reason_of(decoded(403, page)) == ""


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"error": {"errors": [{"reason": "notFound"}], "code": 404}}', "notFound"),
        (
            b'{"error": {"errors": [{"reason": "forbidden"}], "details": [{"reason": "SERVICE_DISABLED"}]}}',
            "SERVICE_DISABLED",
        ),
        (b'{"error": "invalid_grant"}', ""),
        (b'{"error": {}}', ""),
        (b"<html>", ""),
        (b"[]", ""),
        (b"\xff\xfe", ""),
        (b"", ""),
    ],
)
def test_reasons(content: bytes, expected: str) -> None:
    """Google's one word is found wherever it stands; anything else is no word of Google's."""
    assert reason_of(decoded(403, content)) == expected


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'{"items": [', b"\xff", b"null", b""])
def test_no_answer_of_googles(content: bytes) -> None:
    """A proxy's page, or half an answer, is told from an empty one."""
    assert decoded(200, content) is None
    assert decoded(204, b"") == {}
