"""Names of time zones as Graph gives them: Windows' names, IANA's, and some of its own."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from providers.windows_zones import iana_of_windows

_UTC = frozenset({"utc", "z", "gmt", "coordinated universal time", "tzone://microsoft/utc", "etc/utc", "etc/gmt"})


@cache
def iana_name(name: str) -> str | None:
    """The IANA name of a zone; None for one that only its mailbox knows, such as `Customized Time Zone`."""
    name = name.strip()
    if name.casefold() in _UTC:
        return "UTC"
    found = iana_of_windows(name) or _iana().get(name.casefold())
    if found is None:
        return None
    try:
        return ZoneInfo(found).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@cache
def _iana() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}
