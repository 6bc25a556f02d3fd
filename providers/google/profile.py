"""What an account says about its owner: time zone and working hours."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from providers.errors import MALFORMED
from providers.event import Hours, Profile
from providers.google.api import PROFILE, Asker
from providers.http.request import Body, Request

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = 24 * 60


class ProfileSteps(Asker):
    """The last steps of `providers.base.adapter.Adapter`."""

    def profile_request(self, email: str) -> Request:
        """See `Adapter.profile_request`."""
        return self.api.request(self.reads_as(email), email, "calendars.get", calendarId=email, fields=PROFILE)

    def profile(self, answer: Body) -> Profile:
        """See `Adapter.profile`."""
        return profile_of(answer)


def profile_of(answer: Body) -> Profile:
    """What a calendar's own description tells."""
    zone = answer.get("timeZone")
    return Profile(zone if zone in available_timezones() else None, _hours(answer.get("workingHours")))


def _hours(told: Any) -> tuple[Hours, ...] | None:
    """Working hours, where the owner turned them on, and they can be understood."""
    if not isinstance(told, Mapping) or not told.get("workingHoursEnabled"):
        return None
    try:
        found = tuple(
            Hours(_WEEKDAYS.index(each["dayOfWeek"]), _clock(each.get("periodStart", 0)), _clock(each["periodEnd"]))
            for each in told["availableTimes"]
        )
    except MALFORMED:
        return None
    return tuple(sorted(found, key=lambda hours: (hours.weekday, hours.start))) or None


def _clock(minutes: int) -> time:
    """Minutes from the start of the day; its end is midnight."""
    if not 0 <= minutes <= _DAY:
        raise ValueError("no minute of a day")
    return time(minutes // 60 % 24, minutes % 60)
