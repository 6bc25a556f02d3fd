"""When people are busy, of those whose calendars may not be listed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from providers.base.adapter import Blocks, Key
from providers.errors import MALFORMED, NotFound, NotPermitted, ProviderError, Unavailable
from providers.event import Interval, Show
from providers.http.request import Body, Refused, Request
from providers.outlook.api import PREFER
from providers.outlook.errors import LATER, not_understood
from providers.outlook.event import show_of
from providers.outlook.sync import Asker
from providers.outlook.times import span_of, utc_text

MOST_MAILBOXES = 20
_UNKNOWN_CODES = ("ErrorMailRecipientNotFound", "ErrorNonExistentMailbox", "ErrorInvalidSmtpAddress")


class FreeBusy(Asker):
    """The steps of `providers.base.adapter.Adapter` about free and busy."""

    longest_busy = timedelta(days=60)
    """Less than the 62 days that Graph allows."""

    def may_ask_busy(self, email: str, refused: Refused) -> bool:
        """See `Adapter.may_ask_busy`."""
        return not self.sign_in.app_only and isinstance(refused.error, NotPermitted | NotFound)

    def busy(self, emails: Sequence[str], piece: Interval) -> dict[Key, Request]:
        """See `Adapter.busy`. It counts to the mailbox of whoever signed in, as everything else that is asked of it."""
        asked: dict[Key, Request] = {}
        who = self.sign_in.account or "the account that signed in"
        for first in range(0, len(emails), MOST_MAILBOXES):
            these = tuple(emails[first : first + MOST_MAILBOXES])
            body = {
                "schedules": list(these),
                "startTime": {"dateTime": utc_text(piece.start).removesuffix("Z"), "timeZone": "UTC"},
                "endTime": {"dateTime": utc_text(piece.end).removesuffix("Z"), "timeZone": "UTC"},
                "availabilityViewInterval": 30,
            }
            request = Request(who, who, "POST", "/me/calendar/getSchedule", {"Prefer": PREFER}, body)
            asked["busy", piece.start, these] = request
        return asked

    def blocks(self, emails: Sequence[str], answer: Body) -> dict[str, Blocks | Refused]:
        """See `Adapter.blocks`."""
        value = answer.get("value")
        entries = value if isinstance(value, list) else []
        told = {str(each.get("scheduleId")).lower(): each for each in entries if isinstance(each, dict)}
        found: dict[str, Blocks | Refused] = {}
        for email in emails:
            try:
                found[email] = list(_blocks(told.get(email), email))
            except ProviderError as error:
                found[email] = Refused(error)
        return found


def _blocks(told: Mapping[str, Any] | None, email: str) -> Iterable[tuple[Interval, Show]]:
    if told is None:
        raise not_understood("the answer says nothing of this person", email)
    if told.get("error"):
        raise _refused(told["error"], email)
    entries = told.get("scheduleItems")
    if entries is None:
        entries = [] if set(told.get("availabilityView") or "?") == {"0"} else [None]
    try:
        # Times are true here, also those of all-day events, which are not called so.
        found = {(span_of(each, "UTC"), show_of(each.get("status"))) for each in entries}
    except MALFORMED:
        raise not_understood("when this person is busy cannot be understood", email) from None
    return {(span, show) for span, show in found if show is not Show.FREE}


def _refused(error: object, email: str) -> ProviderError:
    told = error.get("responseCode") if isinstance(error, dict) else None
    code = told if isinstance(told, str) and told.isalnum() else ""
    if code in _UNKNOWN_CODES:
        return NotFound(f"Microsoft knows no such mailbox ({code})", who=email, do="Correct the email address.")
    if "Access" in code or "Permission" in code:
        return NotPermitted(
            f"not even free or busy may be seen ({code})", who=email, do="Ask its owner to share the calendar."
        )
    return Unavailable(f"Microsoft cannot tell when this person is busy ({code})", who=email, do=LATER)
