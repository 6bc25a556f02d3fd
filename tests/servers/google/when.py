"""Times as events carry them: a date, or an instant with the zone that it was written in."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.servers.google.errors import refuse

Wire = dict[str, Any]


def checked(when: Any, side: str, zone: str, *, recurring: bool) -> Wire:
    """What was sent, as it is kept: a date, or an instant with offset and zone.

    Args:
        side: `start` or `end`, for what is said of it.
        zone: the calendar's.

    Raises:
        Refused: it is neither, or both.
    """
    given = {name: value for name, value in (when or {}).items() if value is not None}
    if ("date" in given) == ("dateTime" in given):
        raise refuse(
            400, "invalid" if given else "required", f"Invalid {side} time." if given else f"Missing {side} time."
        )
    name = given.get("timeZone")
    try:
        ZoneInfo(name or zone)
        if "date" in given:
            return {"date": date.fromisoformat(given["date"]).isoformat()}
        instant = datetime.fromisoformat(given["dateTime"])
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise refuse(400, "invalid", f"Invalid {side} time: {error}") from error
    if name is None and (instant.tzinfo is None or recurring):
        raise refuse(400, "required", f"Missing time zone definition for {side} time.")
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=ZoneInfo(str(name)))
    return {"dateTime": instant.isoformat(timespec="seconds"), "timeZone": name or zone}


def instant_of(when: Wire, zone: str) -> datetime:
    """The instant, in UTC; a date begins with the day in this zone."""
    if "date" in when:
        return midnight(date.fromisoformat(when["date"]), zone)
    return datetime.fromisoformat(when["dateTime"]).astimezone(UTC)


def midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone, in UTC."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def shown(when: Wire, zone: str) -> Wire:
    """As answered: instants with the offset of this zone, the zone they were written in beside them."""
    if "date" in when:
        return dict(when)
    return {**when, "dateTime": rfc3339(instant_of(when, zone), zone)}


def rfc3339(instant: datetime, zone: str = "UTC") -> str:
    """An instant with the offset that a zone has then; `Z` in UTC."""
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds").replace("+00:00", "Z")


def parameter(text: str, name: str) -> datetime:
    """A query parameter's instant, in UTC; its offset is mandatory.

    Raises:
        Refused: it is none.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise refuse(400, "badRequest", "Bad Request", name) from error
    if instant.tzinfo is None:
        raise refuse(400, "badRequest", "Bad Request", name)
    return instant.astimezone(UTC)
