"""What mailboxes say about their owners."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from providers.errors import MALFORMED
from providers.event import Hours, Profile
from providers.http.request import Body, Request
from providers.outlook.api import get
from providers.outlook.sync import Asker
from providers.zones import iana_name

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ProfileSteps(Asker):
    """The last steps of `providers.base.adapter.Adapter`."""

    def profile_request(self, email: str) -> Request:
        """See `Adapter.profile_request`."""
        return get(email, "/mailboxSettings", "", select="timeZone,workingHours")

    def profile(self, answer: Body) -> Profile:
        """See `Adapter.profile`."""
        return profile_of(answer)


def profile_of(settings: Mapping[str, Any]) -> Profile:
    """Zone and working hours; hours in another zone than the mailbox's, or in one that only it knows, are not told."""
    zone = iana_name(str(settings.get("timeZone") or ""))
    hours = settings.get("workingHours")
    if zone is None or not isinstance(hours, dict):
        return Profile(zone)
    try:
        named = hours.get("timeZone") or {}
        if iana_name(str(named.get("name") or "")) != zone:
            return Profile(zone)
        start, end = _time(hours["startTime"]), _time(hours["endTime"])
        if start >= end != time():
            return Profile(zone)
        days = sorted(_DAYS.index(str(day).lower()) for day in hours["daysOfWeek"])
    except MALFORMED:
        return Profile(zone)
    return Profile(zone, tuple(Hours(day, start, end) for day in days))


def _time(text: str) -> time:
    return time.fromisoformat(text).replace(second=0, microsecond=0)
