"""Graph's refusals, as errors of the tree that every provider has."""

from collections.abc import Mapping

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
from providers.http.request import Body

LATER = "Run again later."
_REPEATABLE = frozenset({408, 423, 424, 429, 500, 502, 503, 504, 509})
_NO_MAILBOX = frozenset({"MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI", "ErrorNonExistentMailbox"})
_EXPIRED = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "errorinvalidsyncstatedata"})


class Expired(Conflict):
    """A token for changes is no longer known; all is to be read anew."""


class Stale(Conflict):
    """The event has another version than the one that was to be changed."""


class Duplicate(Conflict):
    """An event of this transaction was created already, with another content."""


def code_of(body: Body | None) -> str:
    """Graph's name of an error; empty where it names none. Of its words, nothing else is shown to anybody."""
    error = (body or {}).get("error")
    code = error.get("code") if isinstance(error, Mapping) else None
    return code[:60] if isinstance(code, str) and code.replace("_", "").replace(".", "").isalnum() else ""


def repeatable(status: int, code: str) -> bool:
    """Whether asking the same again may help."""
    return status in _REPEATABLE and code.casefold() not in _EXPIRED


def refusal(status: int, code: str, who: str, *, app_only: bool) -> ProviderError:
    """What an answer that is no success says, in words for a person.

    Args:
        code: Graph's name of the error; may be empty.
        who: whose calendar was asked for.
        app_only: whether the application itself was signed in.
    """
    shown = f"{status} {code}".strip()
    if code.casefold() in _EXPIRED or status == 410:
        return Expired("what was read last time is no longer good to go on from", who=who, do=LATER)
    if code == "ErrorDuplicateTransactionId":
        return Duplicate("an event of this 1-on-1 was created already", who=who, do="Make the plan anew.")
    if code in _NO_MAILBOX:
        return NotFound(
            "the account has no mailbox in Exchange Online", who=who, do="Say where the calendar is hosted."
        )
    if status == 401:
        return _not_signed_in(who, app_only)
    if status == 403:
        return _not_permitted(who, shown, app_only)
    if status == 404:
        return NotFound(f"Microsoft knows no such calendar ({shown})", who=who, do="Correct the email address.")
    if status in (409, 412):
        return Stale("the event changed since it was read", who=who, do="Make the plan anew.")
    if status == 429:
        return RateLimited("Microsoft was asked too often", who=who, do=LATER)
    if repeatable(status, code):
        return Unavailable(f"Microsoft cannot answer now ({shown})", who=who, do=LATER)
    return InvalidAnswer(f"Microsoft did not understand what was asked ({shown})", who=who, do="Please report this.")


def not_understood(what: str, who: str) -> InvalidAnswer:
    """An answer that makes no sense."""
    return InvalidAnswer(what, who=who, do="If a proxy stands in between, let it pass Microsoft Graph; else run again.")


def _not_signed_in(who: str, app_only: bool) -> NotSignedIn:
    if app_only:
        return NotSignedIn(
            "Microsoft does not take the application's token",
            who=who,
            do="Check tenant, client id and secret or certificate under [providers.outlook].",
        )
    return NotSignedIn("Microsoft does not take the sign-in any more", who=who, do="Run `schedule auth outlook`.")


def _not_permitted(who: str, shown: str, app_only: bool) -> NotPermitted:
    if app_only:
        return NotPermitted(
            f"the application may not use this mailbox ({shown})",
            who=who,
            do="Let an administrator assign Calendars.ReadWrite with an RBAC scope that holds this mailbox.",
        )
    return NotPermitted(
        f"the calendar is not shared with the account that signed in ({shown})",
        who=who,
        do="Ask its owner to share it.",
    )
