"""When people are busy, of those whose events may not be listed: of many in one request."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from providers.errors import ProviderError
from providers.event import Calendar, Event, Interval, Show, Unknown
from providers.google.ask import Ask, AskBusy
from providers.google.failure import not_understood, refusal
from providers.google.mask import BUSY
from providers.google.reply import Body, Refused
from providers.google.wire import parse_instant, rfc3339

MOST = 50
"""So many calendars may be asked for in one request (`calendarExpansionMax`)."""
LONGEST = timedelta(weeks=12)
"""Google takes about 90 days at most."""


def queries(asks: Mapping[int, AskBusy]) -> Iterator[tuple[Ask, dict[int, AskBusy]]]:
    """The fewest requests that ask for all of them, each with what it asks for."""
    alike: dict[tuple[str, str, str], dict[int, AskBusy]] = defaultdict(dict)
    for number, ask in asks.items():
        alike[ask.account, ask.start, ask.end][number] = ask
    for (account, start, end), group in alike.items():
        numbers = list(group)
        for first in range(0, len(numbers), MOST):
            these = {number: group[number] for number in numbers[first : first + MOST]}
            body = {
                "timeMin": start,
                "timeMax": end,
                "calendarExpansionMax": MOST,
                "items": [{"id": who} for who in dict.fromkeys(ask.who for ask in these.values())],
            }
            yield Ask(account, account, "freebusy.query", {"body": body, "fields": BUSY}), these


def parted(answer: Body | Refused, asks: Mapping[int, AskBusy]) -> dict[int, Body | Refused]:
    """What the answer to one request says of each person; what it says of one does not touch the others."""
    if isinstance(answer, Refused):
        return {
            number: Refused(answer.error.addressed(ask.who), answer.status, answer.reason)
            for number, ask in asks.items()
        }
    calendars = answer.get("calendars")
    found = calendars if isinstance(calendars, dict) else {}
    return {number: _of_one(found.get(ask.who), ask.who) for number, ask in asks.items()}


def _of_one(answer: object, who: str) -> Body | Refused:
    if not isinstance(answer, dict):
        return Refused(not_understood("the answer about free and busy leaves this calendar out", who))
    if errors := answer.get("errors"):
        reason = str(errors[0].get("reason", "")) if isinstance(errors, list) and isinstance(errors[0], dict) else ""
        status = 404 if reason == "notFound" else 503 if reason in ("internalError", "backendError") else 403
        return Refused(refusal(status, reason if reason.isalnum() else "", who), status, reason)
    return answer


def stretches(window: Interval) -> list[Interval]:
    """The window, in pieces that Google takes."""
    starts = [window.start]
    while starts[-1] + LONGEST < window.end:
        starts.append(starts[-1] + LONGEST)
    return [Interval(start, end) for start, end in zip(starts, [*starts[1:], window.end], strict=True)]


def asked(account: str, who: str, window: Interval) -> list[AskBusy]:
    """What to ask, so that all of the window is told."""
    return [AskBusy(account, who, rfc3339(each.start), rfc3339(each.end)) for each in stretches(window)]


def blocks(answers: Sequence[Body | Refused], who: str, window: Interval) -> Calendar:
    """A calendar of which only blocks are told; unknown over the window where any piece is missing."""
    spans: list[Interval] = []
    for answer in answers:
        if isinstance(answer, Refused):
            return nothing(who, window, answer.error)
        try:
            found = [Interval(parse_instant(each["start"]), parse_instant(each["end"])) for each in answer["busy"]]
        except (KeyError, TypeError, ValueError):
            return nothing(who, window, not_understood("the answer about free and busy cannot be understood", who))
        for block in sorted(found):
            if spans and block.start <= spans[-1].end:  # cut in two where the window was
                block = Interval(spans[-1].start, max(block.end, spans.pop().end))
            spans.append(block)
    events = tuple(Event(who, "", span, Show.BUSY) for span in spans if span.overlaps(window))
    return Calendar(who, events, held=len(events), listed=False)


def nothing(who: str, window: Interval, error: ProviderError) -> Calendar:
    """A calendar that could not be read."""
    return Calendar(who, unknown=(Unknown(window, str(error)),), listed=False)
