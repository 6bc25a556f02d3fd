"""Names of time zones, as calendars write them, to names of the IANA database.

Known are IANA's own names in any case, also behind a vendor's prefix (`/mozilla.org/20050126_1/Europe/Rome`); Windows'
names (`Romance Standard Time`); the names that Windows and Outlook show (`(UTC-05:00) Eastern Time (US & Canada)`); and
whole hours from UTC (`UTC+01:00`).
"""

import re
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

_LONGEST = 200
"""Characters; what is longer names no zone."""
_UTC = frozenset({"utc", "z", "gmt", "coordinated universal time", "tzone://microsoft/utc", "etc/utc", "etc/gmt"})
# Not `GMT+1`, which POSIX means the other way round, nor `(GMT+01:00)`, which people see of zones with summer time.
_OFFSET = re.compile(r"UTC([+-])(\d{1,2})(?::?00)?", re.ASCII | re.IGNORECASE)
_SHOWN_OFFSET = re.compile(r"\((?:UTC|GMT)\s*(?:[+-]\d{1,2}:\d\d)?\)\s*", re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=1024)
def iana_name(name: str) -> str | None:
    """The name in the IANA database, `UTC` for all of its disguises.

    None: nobody but the program that wrote it knows the zone, such as `Customized Time Zone`.
    """
    name = name.strip()
    if len(name) > _LONGEST:
        return None
    if name.casefold() in _UTC:
        return "UTC"
    found = iana_of_windows(name) or _of_display(name) or _of_offset(name) or _of_path(name)
    if found is None:
        return None
    try:
        return ZoneInfo(found).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def iana_of_windows(name: str) -> str | None:
    """IANA name for a Windows name in any case, such as `Romance Standard Time`; None: Windows knows no such zone."""
    return _windows().get(name.strip().casefold())


def _of_display(name: str) -> str | None:
    """IANA name for what Windows and Outlook show in English; the offset in front of it may be missing."""
    return _displayed().get(_plain(_SHOWN_OFFSET.sub("", name, count=1)))


def _of_offset(name: str) -> str | None:
    found = _OFFSET.fullmatch(name)
    # Etc's signs are those of POSIX.
    return None if found is None else f"Etc/GMT{'-' if found[1] == '+' else '+'}{int(found[2])}"


def _of_path(name: str) -> str | None:
    """The longest ending that is a zone's name."""
    parts = name.strip("/").split("/")
    if parts == [name]:
        return _iana().get(name.casefold())
    endings = ("/".join(parts[at:]).casefold() for at in range(len(parts) - 1))
    return next((found for ending in endings if (found := _iana().get(ending))), None)


def _plain(text: str) -> str:
    """A display name without what varies between versions of Windows."""
    return " ".join(text.casefold().replace("&amp;", "and").replace("&", "and").replace(".", "").split())


@cache
def _windows() -> dict[str, str]:
    from tzlocal.windows_tz import win_tz

    return {name.casefold(): iana for name, iana in win_tz.items()}


@cache
def _displayed() -> dict[str, str]:
    from providers.zones.display import DISPLAY_NAMES

    found = {}
    for windows, shown in DISPLAY_NAMES.items():
        iana = iana_of_windows(windows)
        if iana is not None:
            found.update(dict.fromkeys(map(_plain, shown), iana))
    return found


@cache
def _iana() -> dict[str, str]:
    return {name.casefold(): name for name in sorted(available_timezones())}
