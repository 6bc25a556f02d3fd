"""Emails, names, zones and countries. Every function raises `ValueError` in words for a user."""

import re
import unicodedata
import warnings
from functools import cache
from importlib.resources import files

from scheduler.config.notation import near
from scheduler.config.problems import quoted

_EMAIL = re.compile(r"[a-z0-9!#$%&'*+=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+=?^_`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)*")
_IN_NO_FILE_NAME = '/\\:*?"<>|'
"""What no file name holds on every platform; emails name calendars."""
_LONGEST_EMAIL = 240
"""In bytes: `<email>.ics` is a file name, of at most 255."""
_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_BREAKS_LINES_OR_TERMINALS = ("Cc", "Cs", "Zl", "Zp")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Turn the direction of the text after them, and so what a line seems to say."""


def line(text: str) -> str:
    """Text of one line that can stand in a calendar file and in a terminal; surrounding space is dropped."""
    result = text.strip()
    if not result:
        raise ValueError("is empty")
    for char in result:
        if unicodedata.category(char) in _BREAKS_LINES_OR_TERMINALS or char in _OVERRIDES:
            raise ValueError(f"{quoted(text)} holds a control character (U+{ord(char):04X}); leave it out")
    return result


def email(text: str) -> str:
    """An email address in lower case, fit to name a file."""
    address = line(text).lower()
    if found := sorted(set(address) & set(_IN_NO_FILE_NAME)):
        raise ValueError(f"{quoted(text)} holds {' '.join(found)}, which cannot stand in the name of a calendar")
    if len(address) > _LONGEST_EMAIL:
        raise ValueError(f"{quoted(text)} is longer than {_LONGEST_EMAIL} characters")
    if not _EMAIL.fullmatch(address):
        raise ValueError(f'{quoted(text)} is not an email address; use one such as "ana@example.com"')
    return address


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
