"""Times as Graph writes them: a wall clock without offset, and the name of its zone beside it."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import tz_win, win_tz

from tests.servers.graph.errors import refuse

CUSTOM = "Customized Time Zone"
"""What a mailbox calls a zone that somebody's old program made up."""
CUSTOM_LABEL = "tzone://Microsoft/Custom"
"""What an event calls such a zone."""
_UTC = {"utc", "coordinated universal time", "tzone://microsoft/utc", "etc/gmt", "gmt"}


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of a Windows or IANA name.

    Raises:
        Refused: there is none of that name.
    """
    text = name or ""
    if text.lower() in _UTC:
        return ZoneInfo("UTC")
    try:
        return ZoneInfo(win_tz.get(text, text))
    except (ValueError, ZoneInfoNotFoundError, IsADirectoryError):
        raise refuse(
            400,
            "TimeZoneNotSupportedException",
            f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{text}'.",
        ) from None


def windows_name(iana: str) -> str:
    """What Windows calls an IANA zone."""
    return tz_win.get(iana, "UTC")


def to_wire(instant: datetime, zone: str) -> dict[str, str]:
    """An instant on the wall of that zone."""
    wall = instant.astimezone(zone_of(zone)).replace(tzinfo=None)
    return {"dateTime": f"{wall.isoformat(timespec='seconds')}.0000000", "timeZone": zone}


def midnight(day: date, zone: str) -> dict[str, str]:
    """The start of a day, labelled with a zone that it need not lie in: all-day events are written so."""
    return {"dateTime": f"{day.isoformat()}T00:00:00.0000000", "timeZone": zone}


def from_wire(value: Any) -> datetime:
    """The instant, in UTC, of a `dateTimeTimeZone`.

    Raises:
        Refused: it is none.
    """
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise refuse(400, "RequestBodyRead", "A dateTimeTimeZone with a dateTime is expected.")
    zone = zone_of(value.get("timeZone"))
    try:
        wall = datetime.fromisoformat(value["dateTime"])
    except ValueError:
        raise refuse(400, "ErrorPropertyValidationFailure", "The dateTime cannot be understood.") from None
    return (wall if wall.tzinfo else wall.replace(tzinfo=zone)).astimezone(UTC)


def from_query(text: str | None, name: str) -> datetime:
    """The instant that a query parameter names; UTC where it has no offset.

    Raises:
        Refused: it is missing or no time.
    """
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        raise refuse(
            400, "ErrorInvalidParameter", f"This request requires a time window specified by {name}."
        ) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def stamp(instant: datetime) -> str:
    """An instant as `createdDateTime` has it."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"
