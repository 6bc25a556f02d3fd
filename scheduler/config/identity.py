"""Time zones and countries. Every function raises `ValueError` in words for a user."""

import re
import warnings
from functools import cache
from importlib.resources import files

from providers.section.text import near, quoted

_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")


def zone(text: str) -> str:
    """The IANA name of a time zone."""
    name = text.strip()
    if name in _zones():
        return name
    if iana := _windows_zones().get(name):
        raise ValueError(f"{quoted(text)} is Windows' name of a time zone; use {quoted(iana)}")
    cities = {known.rpartition("/")[2]: known for known in _zones()}
    is_abbreviation = len(name) <= 4  # of which none is near in meaning
    meant = None if is_abbreviation else near(name, _zones()) or cities.get(near(name, cities) or "")
    hint = f"did you mean {quoted(meant)}?" if meant else 'use an IANA name such as "Europe/Madrid"'
    raise ValueError(f"{quoted(text)} is not a time zone; {hint}")


def country(text: str) -> str:
    """An ISO 3166 code whose public holidays are known: `ES`, `US-NY`."""
    code = text.strip().upper()
    match = _COUNTRY.fullmatch(code)
    if match is None:
        raise ValueError(f'{quoted(text)} is not a country; use an ISO code such as "ES", with a region "US-NY"')
    import holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            holidays.country_holidays(match[1])
        except (NotImplementedError, AttributeError):
            raise ValueError(f"no public holidays are known for {quoted(text)}; see the ISO 3166 codes") from None
        try:
            holidays.country_holidays(match[1], subdiv=match[2])
        except NotImplementedError:
            regions = [name for name in holidays.list_supported_countries()[match[1]] if len(name) <= 3]
            known = f"use {match[1]} alone or with {', '.join(regions)}" if regions else f"use {match[1]} alone"
            raise ValueError(f"no public holidays are known for {quoted(text)}; {known}") from None
    return code


@cache
def _zones() -> dict[str, None]:
    """The names of the tz database, the same on every machine; in its order."""
    return dict.fromkeys(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def _windows_zones() -> dict[str, str]:
    from tzlocal.windows_tz import win_tz

    return win_tz
