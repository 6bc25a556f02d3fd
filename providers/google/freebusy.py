"""When people are busy, of those whose events may not be listed: of many in one request."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from providers.base.adapter import Blocks, Key
from providers.event import Interval, Show
from providers.google.api import BUSY, Asker
from providers.google.errors import HOPELESS, not_understood, refusal
from providers.google.event import parse_instant, rfc3339
from providers.http.request import Body, Refused, Request

MOST = 50
"""So many calendars may be asked for in one request (`calendarExpansionMax`)."""


class FreeBusy(Asker):
    """The steps of `providers.base.adapter.Adapter` about free and busy."""

    longest_busy = timedelta(weeks=12)
    """Google takes about 90 days at most."""

    def may_ask_busy(self, email: str, refused: Refused) -> bool:
        """See `Adapter.may_ask_busy`."""
        hidden = refused.status in (403, 404) and refused.reason not in HOPELESS
        return hidden and self.reads_as(email) != email

    def busy(self, emails: Sequence[str], piece: Interval) -> dict[Key, Request]:
        """See `Adapter.busy`."""
        alike: dict[str, list[str]] = defaultdict(list)
        for email in emails:
            alike[self.reads_as(email)].append(email)
        asked: dict[Key, Request] = {}
        for account, owners in alike.items():
            for first in range(0, len(owners), MOST):
                these = tuple(owners[first : first + MOST])
                body = {
                    "timeMin": rfc3339(piece.start),
                    "timeMax": rfc3339(piece.end),
                    "calendarExpansionMax": MOST,
                    "items": [{"id": email} for email in these],
                }
                request = self.api.request(account, account, "freebusy.query", body=body, fields=BUSY)
                asked["busy", piece.start, these] = request
        return asked

    def blocks(self, emails: Sequence[str], answer: Body) -> dict[str, Blocks | Refused]:
        """See `Adapter.blocks`."""
        calendars = answer.get("calendars")
        found = calendars if isinstance(calendars, dict) else {}
        return {email: _of_one(found.get(email), email) for email in emails}


def _of_one(answer: object, who: str) -> Blocks | Refused:
    if not isinstance(answer, dict):
        return Refused(not_understood("the answer about free and busy leaves this calendar out", who))
    if errors := answer.get("errors"):
        reason = str(errors[0].get("reason", "")) if isinstance(errors, list) and isinstance(errors[0], dict) else ""
        status = 404 if reason == "notFound" else 503 if reason in ("internalError", "backendError") else 403
        return Refused(refusal(status, reason if reason.isalnum() else "", who), status, reason)
    return [(Interval(parse_instant(each["start"]), parse_instant(each["end"])), Show.BUSY) for each in answer["busy"]]
