"""What an account says about its owner."""

from datetime import time
from typing import Any

import pytest

from providers.event import Hours, Profile
from providers.google.profile import profile_of

MORNING = {"dayOfWeek": "thursday", "periodStart": 540, "periodEnd": 720}
EVENING = {"dayOfWeek": "monday", "periodStart": 1200, "periodEnd": 1440}


def test_zone_and_hours() -> None:
    """Hours are minutes of the day there; the day's end is midnight."""
    told = {
        "timeZone": "Europe/Madrid",
        "workingHours": {"workingHoursEnabled": True, "availableTimes": [MORNING, EVENING]},
    }
    assert profile_of(told) == Profile("Europe/Madrid", (Hours(0, time(20), time(0)), Hours(3, time(9), time(12))))


@pytest.mark.parametrize(
    "hours",
    [
        None,
        {},
        {"workingHoursEnabled": False, "availableTimes": [MORNING]},
        {"workingHoursEnabled": True, "availableTimes": []},
        {"workingHoursEnabled": True, "availableTimes": [MORNING | {"dayOfWeek": "someday"}]},
        {"workingHoursEnabled": True, "availableTimes": [MORNING | {"periodEnd": 5000}]},
        {"workingHoursEnabled": True},
    ],
)
def test_no_hours(hours: Any) -> None:
    """Hours that are off, or make no sense, are not told; the zone is all the same."""
    assert profile_of({"timeZone": "Europe/Madrid", "workingHours": hours}) == Profile("Europe/Madrid", None)


def test_nothing_told() -> None:
    """A zone that nobody knows tells nothing."""
    assert profile_of({"timeZone": "Mars/Olympus"}) == Profile()
