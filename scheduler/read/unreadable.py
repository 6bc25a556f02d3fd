"""Calendars that could not be read at all, told in as few sentences as there are reasons."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from providers.event import Calendar, Interval, Unknown
from scheduler.errors import CalendarFailure

MOST_NAMED = 2
"""Of more people, some are named and the others are counted."""


def tell_together(calendars: Mapping[str, Calendar], window: Interval) -> dict[str, Calendar]:
    """The same calendars; those that nothing is known of, all for the same reason, say so in the same sentence.

    A service that nobody is signed in to has one thing to be mended, not one for each calendar.

    Raises:
        CalendarFailure: nothing is known of any of them.
    """
    sentences = {email: gap.why for email, calendar in calendars.items() if (gap := unread_whole(calendar, window))}
    reasons: dict[str, list[str]] = defaultdict(list)
    for email, why in sentences.items():
        if why.startswith(f"{email}: "):
            reasons[why.replace(email, "")].append(email)
    for emails in reasons.values():
        first = sentences[emails[0]].removeprefix(emails[0])
        sentences |= dict.fromkeys(emails, f"{_named(emails)}{first}")
    if calendars and len(sentences) == len(calendars):
        raise CalendarFailure("\n".join(dict.fromkeys(sentences.values())))
    return {
        email: replace(calendar, unknown=(Unknown(window, sentences[email]),)) if email in sentences else calendar
        for email, calendar in calendars.items()
    }


def unread_whole(calendar: Calendar, window: Interval) -> Unknown | None:
    """Why nothing is known of a calendar."""
    return next(
        (gap for gap in calendar.unknown if gap.span.start <= window.start and window.end <= gap.span.end), None
    )


def _named(emails: list[str]) -> str:
    if len(emails) <= MOST_NAMED + 1:
        return ", ".join(emails)
    return f"{', '.join(emails[:MOST_NAMED])} and {len(emails) - MOST_NAMED} more"
