"""What mailboxes say about their owners."""

from datetime import time
from typing import Any

import pytest

from providers.event import Hours, Profile
from providers.outlook.profile import profile_of
from providers.zones import iana_name

SETTINGS = {
    "timeZone": "Romance Standard Time",
    "workingHours": {
        "daysOfWeek": ["thursday", "monday"],
        "startTime": "08:30:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": "Romance Standard Time"},
    },
}


def changed(**changes: Any) -> dict[str, Any]:
    """Settings with other working hours."""
    return {**SETTINGS, "workingHours": {**SETTINGS["workingHours"], **changes}}  # type: ignore[dict-item]


def test_zone_and_hours() -> None:
    """The Windows name of the zone becomes one of the IANA database; days are sorted."""
    hours = (Hours(0, time(8, 30), time(17)), Hours(3, time(8, 30), time(17)))
    assert profile_of(SETTINGS) == Profile("Europe/Paris", hours)


@pytest.mark.parametrize(
    "settings",
    [
        {"timeZone": "Romance Standard Time"},
        changed(timeZone={"name": "Pacific Standard Time"}),
        changed(timeZone={"@odata.type": "#microsoft.graph.customTimeZone", "name": "Customized Time Zone"}),
        changed(startTime="17:00:00.0000000", endTime="08:00:00.0000000"),
        changed(startTime=None),
        changed(daysOfWeek=["someday"]),
        changed(daysOfWeek=None),
    ],
)
def test_hours_that_cannot_be_told(settings: dict[str, Any]) -> None:
    """Of another zone, over midnight, or nonsense: the zone is told all the same."""
    assert profile_of(settings) == Profile("Europe/Paris")


def test_hours_until_midnight() -> None:
    """Midnight ends a day."""
    profile = profile_of(changed(endTime="00:00:00.0000000"))
    assert profile.hours is not None
    assert profile.hours[0].end == time()


@pytest.mark.parametrize("zone", ["Customized Time Zone", "tzone://Microsoft/Custom", "", None])
def test_zones_that_only_the_mailbox_knows(zone: str | None) -> None:
    """Neither zone nor hours are told."""
    assert profile_of({**SETTINGS, "timeZone": zone}) == Profile()


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("w. europe standard time", "Europe/Berlin"),
        ("Europe/Madrid", "Europe/Madrid"),
        ("UTC", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("Nowhere Standard Time", None),
        ("../../etc/passwd", None),
    ],
)
def test_names_of_zones(name: str, iana: str | None) -> None:
    """Windows' and IANA's, in any case."""
    assert iana_name(name) == iana
