"""What an account says about its owner: time zone and working hours."""

from collections.abc import Generator, Mapping
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from providers.event import Hours, Profile
from providers.google.ask import Ask, AskBusy
from providers.google.mask import PROFILE, SETTING
from providers.google.reply import Body, Refused

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = 24 * 60


def profile(asked_as: str, owner: str) -> Generator[list[Ask | AskBusy], list[Body | Refused], Profile | None]:
    """Ends with what the owner's calendar tells; else, for the owner, what their settings do; else None.

    Each of the two needs another scope, and settings are told to nobody else.
    """
    (answer,) = yield [Ask(asked_as, owner, "calendars.get", {"calendarId": owner, "fields": PROFILE})]
    if not isinstance(answer, Refused):
        return _told(answer.get("timeZone"), answer.get("workingHours"))
    if answer.status != 403 or asked_as != owner:
        return None
    (answer,) = yield [Ask(asked_as, owner, "settings.get", {"setting": "timezone", "fields": SETTING})]
    return None if isinstance(answer, Refused) else _told(answer.get("value"), None)


def _told(zone: Any, hours: Any) -> Profile | None:
    told = Profile(zone if zone in available_timezones() else None, _hours(hours))
    return None if told == Profile() else told


def _hours(told: Any) -> tuple[Hours, ...] | None:
    """Working hours, where the owner turned them on, and they can be understood."""
    if not isinstance(told, Mapping) or not told.get("workingHoursEnabled"):
        return None
    try:
        found = tuple(
            Hours(_WEEKDAYS.index(each["dayOfWeek"]), _clock(each.get("periodStart", 0)), _clock(each["periodEnd"]))
            for each in told["availableTimes"]
        )
    except (KeyError, TypeError, ValueError):
        return None
    return tuple(sorted(found, key=lambda hours: (hours.weekday, hours.start))) or None


def _clock(minutes: int) -> time:
    """Minutes from the start of the day; its end is midnight."""
    if not 0 <= minutes <= _DAY:
        raise ValueError("no minute of a day")
    return time(minutes // 60 % 24, minutes % 60)
