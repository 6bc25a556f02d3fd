"""What goes wrong in signing in to Google, in words for a person."""

from providers.errors import NotSignedIn

SERVICE = "Google Calendar"
AGAIN = "Run `schedule auth google`"


def nobody() -> NotSignedIn:
    """Nobody has signed in, or the sign-in was forgotten."""
    return NotSignedIn("nobody is signed in", who=SERVICE, do=AGAIN)


def unusable(what: str, do: str) -> NotSignedIn:
    """A file with which one signs in cannot be used."""
    return NotSignedIn(what, who=SERVICE, do=do)
