"""How Graph says no."""

from tests.servers.base import Answer

_MESSAGES = {
    "ErrorAccessDenied": "Access is denied. Check credentials and try again.",
    "ErrorItemNotFound": "The specified object was not found in the store.",
    "ErrorInvalidIdMalformed": "Id is malformed.",
    "InvalidAuthenticationToken": "Access token has expired or is not yet valid.",
    "ApplicationThrottled": "Application is over its MailboxConcurrency limit.",
    "ErrorIrresolvableConflict": "The change key passed in the request does not match the item's current change key.",
    "ErrorDuplicateTransactionId": "The TransactionId has already been used to create a different event.",
}


class Refused(Exception):
    """Ends a request with an error."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.status))
        self.answer = answer


def graph_error(status: int, code: str, retry_after: int | None = None, *, message: str | None = None) -> Answer:
    """An error as Graph words it.

    Args:
        retry_after: seconds, sent as `Retry-After`; None: not sent, as happens.
    """
    headers = {"request-id": "8c1a7c5e-0000-4000-8000-000000000001"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common"'
    text = message or _MESSAGES.get(code, "Your request can't be completed.")
    inner = {"date": "2026-11-23T09:00:00", "request-id": headers["request-id"], "client-request-id": "none"}
    return Answer(status, {"error": {"code": code, "message": text, "innerError": inner}}, headers)


def refuse(status: int, code: str, message: str | None = None) -> Refused:
    """To be raised."""
    return Refused(graph_error(status, code, message=message))
