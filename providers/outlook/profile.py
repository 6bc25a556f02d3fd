"""What mailboxes say about their owners."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from providers.errors import ProviderError
from providers.event import Hours, Profile
from providers.interface import Account
from providers.outlook.client import Client
from providers.outlook.part import get
from providers.zones import iana_name

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_profiles(client: Client, accounts: Sequence[Account]) -> dict[str, Profile]:
    """See `Provider.profiles`."""
    parts = [get(account.email, "/mailboxSettings", "", select="timeZone,workingHours") for account in accounts]
    profiles = {}
    for part, answer in zip(parts, client.ask(parts), strict=True):
        profile = Profile() if isinstance(answer, ProviderError) else profile_of(answer)
        if profile != Profile():
            profiles[part.mailbox] = profile
    return profiles


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
    except (ValueError, KeyError, TypeError, AttributeError):
        return Profile(zone)
    return Profile(zone, tuple(Hours(day, start, end) for day in days))


def _time(text: str) -> time:
    return time.fromisoformat(text).replace(second=0, microsecond=0)
