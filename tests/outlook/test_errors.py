"""What Graph's refusals mean to a person."""

import pytest

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
from providers.outlook.errors import Duplicate, Expired, code_of, refusal, repeatable
from tests.providers.meetings import LEADER


@pytest.mark.parametrize(
    ("status", "code", "kind", "again"),
    [
        (400, "ErrorDuplicateTransactionId", Duplicate, False),
        (400, "ErrorPropertyValidationFailure", InvalidAnswer, False),
        (401, "InvalidAuthenticationToken", NotSignedIn, False),
        (403, "ErrorAccessDenied", NotPermitted, False),
        (404, "ErrorItemNotFound", NotFound, False),
        (404, "ErrorInvalidUser", NotFound, False),
        (404, "MailboxNotEnabledForRESTAPI", NotFound, False),
        (403, "MailboxNotSupportedForRESTAPI", NotFound, False),
        (404, "SyncStateNotFound", Expired, False),
        (400, "syncStateNotFound", Expired, False),
        (409, "ErrorDuplicateTransactionId", Duplicate, False),
        (409, "ErrorIrresolvableConflict", Conflict, False),
        (410, "resyncRequired", Expired, False),
        (410, "", Expired, False),
        (412, "ErrorIrresolvableConflict", Conflict, False),
        (424, "FailedDependency", Unavailable, True),
        (429, "ApplicationThrottled", RateLimited, True),
        (500, "ErrorInternalServerError", Unavailable, True),
        (502, "", Unavailable, True),
        (503, "serviceNotAvailable", Unavailable, True),
        (504, "GatewayTimeout", Unavailable, True),
        (302, "", InvalidAnswer, False),
    ],
)
@pytest.mark.parametrize("app_only", [True, False])
def test_each_refusal(status: int, code: str, kind: type[ProviderError], again: bool, app_only: bool) -> None:
    """Each has its place in the tree, names whose calendar it is, and says whether asking again may help."""
    named = code_of({"error": {"code": code, "message": "Access to secret-title is denied"}})
    error = refusal(status, named, LEADER, app_only=app_only)
    assert type(error) is kind or (kind is Conflict and isinstance(error, Conflict))
    assert str(error).startswith(f"{LEADER}: ")
    assert str(error).endswith(".")
    assert "secret-title" not in str(error)
    assert repeatable(status, named) is again


def test_words_name_the_cure() -> None:
    """The application's administrator is sent to its scope, a person to the calendar's owner or to sign in."""
    denied = (403, "ErrorAccessDenied", LEADER)
    assert "RBAC" in str(refusal(*denied, app_only=True))
    assert "share" in str(refusal(*denied, app_only=False))
    assert "schedule auth outlook" in str(refusal(401, "", LEADER, app_only=False))
    assert "[providers.outlook]" in str(refusal(401, "", LEADER, app_only=True))


@pytest.mark.parametrize("body", [{}, {"error": "no"}, {"error": {"code": 7}}, {"error": {"code": "a b\n<c>"}}])
def test_codes_that_are_none_are_not_shown(body: dict[str, object]) -> None:
    """Only what looks like a name is repeated to anybody."""
    assert code_of(body) == ""
