"""Asks when people are busy, where their calendars may not be listed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from providers.errors import NotFound, NotPermitted, ProviderError, Unavailable
from providers.event import Calendar, Event, Interval, Show, Unknown
from providers.outlook.failure import LATER, not_understood
from providers.outlook.pages import Pages
from providers.outlook.part import PREFER, Part
from providers.outlook.stamp import span_of
from providers.outlook.view import Key
from providers.outlook.wire import show_of

MOST_MAILBOXES = 20
LONGEST = timedelta(days=60)
"""Less than the 62 days that Graph allows."""
_ME = "the account that signed in"
_UNKNOWN_CODES = ("ErrorMailRecipientNotFound", "ErrorNonExistentMailbox", "ErrorInvalidSmtpAddress")


def schedules(emails: Sequence[str], window: Interval) -> dict[Key, Part]:
    """The requests; their keys end with the emails they ask for."""
    return {
        ("schedule", number, asked): Part(
            "POST",
            "/me/calendar/getSchedule",
            _ME,
            {"Prefer": PREFER},
            {
                "schedules": list(asked),
                "startTime": _stamp(piece.start),
                "endTime": _stamp(piece.end),
                "availabilityViewInterval": 30,
            },
        )
        for number, piece in enumerate(_pieces(window))
        for at in range(0, len(emails), MOST_MAILBOXES)
        for asked in [tuple(emails[at : at + MOST_MAILBOXES])]
    }


def calendars_of(answers: Mapping[Key, Pages], window: Interval) -> dict[str, Calendar]:
    """The calendars that the answers to `schedules` tell, by email; what lies outside the window is left out."""
    blocks: dict[str, set[tuple[Interval, Show]]] = {}
    failed: dict[str, ProviderError] = {}
    for (_, _, asked), pages in answers.items():
        assert isinstance(asked, tuple)
        told = {} if isinstance(pages, ProviderError) else _told(pages[0].get("value"))
        for email in asked:
            try:
                if isinstance(pages, ProviderError):
                    raise pages.addressed(email)
                blocks.setdefault(email, set()).update(_blocks(told.get(email), email))
            except ProviderError as error:
                failed[email] = error
    calendars = {email: Calendar(email, unknown=(Unknown(window, str(error)),)) for email, error in failed.items()}
    for email in blocks.keys() - failed.keys():
        events = sorted(block for block in blocks[email] if block[0].overlaps(window))
        found = tuple(Event(email, "", span, show) for span, show in events)
        calendars[email] = Calendar(email, found, held=len(found), listed=False)
    return calendars


def _told(value: object) -> dict[str, Mapping[str, Any]]:
    entries = value if isinstance(value, list) else []
    return {str(each.get("scheduleId")).lower(): each for each in entries if isinstance(each, dict)}


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
    except (ValueError, KeyError, TypeError, AttributeError):
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


def _pieces(window: Interval) -> Iterator[Interval]:
    start = window.start
    while start < window.end:
        end = min(start + LONGEST, window.end)
        yield Interval(start, end)
        start = end


def _stamp(instant: Any) -> dict[str, str]:
    return {"dateTime": instant.replace(tzinfo=None).isoformat(timespec="seconds"), "timeZone": "UTC"}
