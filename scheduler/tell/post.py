"""Sends one body to one address, within so many seconds, and says in words that hold no address what came of it."""

from providers.http.session import BROKEN, Session, broken

SECONDS = 20.0
"""For a whole answer; the caller's deadline may leave less."""


class NotSent(Exception):
    """What stood against it, in a sentence without secrets; whether trying again later may help."""

    def __init__(self, why: str, *, later: bool = True) -> None:
        super().__init__(why)
        self.later = later


def post(url: str, body: bytes, kind: str, server: str, seconds: float = SECONDS) -> None:
    """Post a body. Redirects are not followed.

    Args:
        url: may be a secret.
        kind: the body's content type.
        server: whose it is, for a sentence.
        seconds: until the answer has come in whole.

    Raises:
        NotSent: it did not answer that it has it.
    """
    if seconds <= 0:
        raise NotSent(f"there was no time left to ask {server}")
    try:
        with Session(longest=min(seconds, SECONDS)) as session:
            answer = session.request("POST", url, data=body, headers={"Content-Type": kind})
    except BROKEN as error:
        failure, _ = broken(error, server, server)
        raise NotSent(failure.what) from None
    except ValueError:  # requests says so of an address that is none
        raise NotSent(f"the address of {server} is none", later=False) from None
    if not answer.ok or answer.is_redirect or answer.status_code >= 300:
        raise NotSent(f"{server} answered {answer.status_code}")
