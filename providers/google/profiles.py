"""What an account says about its owner: time zone and working hours."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from providers.event import Hours, Profile
from providers.google.reply import Body, Refused

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = 24 * 60


def profile(answer: Body | Refused) -> Profile | None:
    """What a calendar's own description tells; None: nothing, or it may not be asked for."""
    if isinstance(answer, Refused):
        return None
    zone = answer.get("timeZone")
    told = Profile(zone if zone in available_timezones() else None, _hours(answer.get("workingHours")))
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
