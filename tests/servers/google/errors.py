"""How Google says no."""

from typing import Any

from tests.servers.base import Answer

_MESSAGES = {
    "accessNotConfigured": "Google Calendar API has not been used in project 123456 before or it is disabled.",
    "authError": "Invalid Credentials",
    "backendError": "Backend Error",
    "conditionNotMet": "Precondition Failed",
    "deleted": "Resource has been deleted",
    "domainPolicy": "The domain administrators have disabled Calendar apps.",
    "duplicate": "The requested identifier already exists.",
    "forbidden": "Forbidden",
    "forbiddenForNonOrganizer": "Shared properties can only be changed by the organizer of the event.",
    "forbiddenForServiceAccounts": (
        "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
    ),
    "fullSyncRequired": "Sync token is no longer valid, a full sync is required.",
    "insufficientPermissions": "Request had insufficient authentication scopes.",
    "internalError": "Internal Error",
    "notACalendarUser": "The user must be signed up for Google Calendar.",
    "notFound": "Not Found",
    "quotaExceeded": "Calendar usage limits exceeded.",
    "rateLimitExceeded": "Rate Limit Exceeded",
    "requiredAccessLevel": "You need to have writer access to this calendar.",
    "timeRangeEmpty": "The specified time range is empty.",
    "updatedMinTooLongAgo": "The requested minimum modification time lies too far in the past.",
    "userRateLimitExceeded": "User Rate Limit Exceeded",
}
_DOMAINS = {
    "accessNotConfigured": "usageLimits",
    "forbiddenForNonOrganizer": "calendar",
    "forbiddenForServiceAccounts": "calendar",
    "fullSyncRequired": "calendar",
    "quotaExceeded": "usageLimits",
    "rateLimitExceeded": "usageLimits",
    "requiredAccessLevel": "calendar",
    "timeRangeEmpty": "calendar",
    "updatedMinTooLongAgo": "calendar",
    "userRateLimitExceeded": "usageLimits",
}
_PLACES = {
    "authError": ("header", "Authorization"),
    "conditionNotMet": ("header", "If-Match"),
    "fullSyncRequired": ("parameter", "syncToken"),
    "updatedMinTooLongAgo": ("parameter", "updatedMin"),
}


class Refused(Exception):
    """Ends a request with an error."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.status} {reason_of(answer)}")
        self.answer = answer


def google_error(
    status: int,
    reason: str,
    retry_after: int | None = None,
    *,
    message: str | None = None,
    parameter: str | None = None,
) -> Answer:
    """An error as Google words it.

    Args:
        retry_after: seconds, sent as `Retry-After`; None: not sent, as is usual.
        parameter: name of the query parameter that is wrong.
    """
    text = message or _MESSAGES.get(reason, "Bad Request")
    error: dict[str, Any] = {"domain": _DOMAINS.get(reason, "global"), "reason": reason, "message": text}
    place = ("parameter", parameter) if parameter else _PLACES.get(reason)
    if place is not None:
        error |= {"locationType": place[0], "location": place[1]}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
    return Answer(status, {"error": {"errors": [error], "code": status, "message": text}}, headers)


def refuse(status: int, reason: str, message: str | None = None, parameter: str | None = None) -> Refused:
    """To be raised."""
    return Refused(google_error(status, reason, message=message, parameter=parameter))


def reason_of(answer: Answer) -> str:
    """Google's word for what is wrong."""
    return str(answer.json["error"]["errors"][0]["reason"])
