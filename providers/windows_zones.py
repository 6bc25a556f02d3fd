"""Windows' names of time zones, such as Outlook and Exchange use, as the IANA database's."""

from functools import cache


def iana_of_windows(name: str) -> str | None:
    """IANA name for a Windows name in any case, such as `Romance Standard Time`; None: Windows knows no such zone."""
    return _names().get(name.strip().casefold())


@cache
def _names() -> dict[str, str]:
    from tzlocal.windows_tz import win_tz

    return {name.casefold(): iana for name, iana in win_tz.items()}
