"""Values that are text: zones, countries, and the templates that a company writes.

Every function raises `ValueError` in words for a user; the types for pydantic are at the end.
"""

import re
import warnings
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from providers.section.text import line, near, or_none, quoted, text
from providers.zones import iana_of_windows

_COUNTRY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
LINK_PLACEHOLDERS = ("leader", "member", "kind", "period")
TITLE_PLACEHOLDERS = ("leader", "member")


def zone(written: str) -> str:
    """The IANA name of a time zone."""
    name = written.strip()
    if name in _zones():
        return name
    if iana := iana_of_windows(name):
        raise ValueError(f"{quoted(written)} is Windows' name of a time zone; use {quoted(iana)}")
    cities = {known.rpartition("/")[2]: known for known in _zones()}
    is_abbreviation = len(name) <= 4  # of which none is near in meaning
    meant = None if is_abbreviation else near(name, _zones()) or cities.get(near(name, cities) or "")
    hint = f"did you mean {quoted(meant)}?" if meant else 'use an IANA name such as "Europe/Madrid"'
    raise ValueError(f"{quoted(written)} is not a time zone; {hint}")


def country(written: str) -> str:
    """An ISO 3166 code whose public holidays are known: `ES`, `US-NY`."""
    code = written.strip().upper()
    match = _COUNTRY.fullmatch(code)
    if match is None:
        raise ValueError(f'{quoted(written)} is not a country; use an ISO code such as "ES", with a region "US-NY"')
    import holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            holidays.country_holidays(match[1])
        except (NotImplementedError, AttributeError):
            raise ValueError(f"no public holidays are known for {quoted(written)}; see the ISO 3166 codes") from None
        try:
            holidays.country_holidays(match[1], subdiv=match[2])
        except NotImplementedError:
            regions = [name for name in holidays.list_supported_countries()[match[1]] if len(name) <= 3]
            known = f"use {match[1]} alone or with {', '.join(regions)}" if regions else f"use {match[1]} alone"
            raise ValueError(f"no public holidays are known for {quoted(written)}; {known}") from None
    return code


def database_url(written: str) -> str:
    """The URL of a database on a server, such as `postgresql+psycopg://schedule@db.example.com/schedule`."""
    url = line(written)
    example = '"postgresql+psycopg://USER@HOST/DATABASE"'
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        raise ValueError(f"is not the URL of a database; use one such as {example}") from None
    if password is not None or "password" in parse_qs(parts.query):
        raise ValueError(
            "holds a password, which never stands here: leave it out, and name the file that holds it with "
            "password_file (or a variable of the environment with password_env)"
        )
    if parts.scheme in ("sqlite", ""):
        raise ValueError(f"{quoted(url)} is no database on a server; for a file use path")
    if parts.scheme not in ("postgresql+psycopg", "postgresql") or not parts.path.strip("/"):
        raise ValueError(f"{quoted(url)} is not known here; use {example}")
    return url


def link(written: str) -> str:
    """A URL template; its placeholders are filled with URL-encoded values."""
    template = line(written)
    if any(char.isspace() for char in template):
        raise ValueError(f'{quoted(written)} holds a space; write "%20"')
    _only_placeholders(template, LINK_PLACEHOLDERS)
    try:
        parts = urlsplit(template)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{quoted(written)} is not a link: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f'{quoted(written)} is not a web link; it starts with "https://" and a host')
    if "{" in parts.netloc:
        raise ValueError(f"{quoted(written)}: no placeholder can stand in the host")
    return template


def title(written: str) -> str:
    """A template of an event's title."""
    template = line(written)
    _only_placeholders(template, TITLE_PLACEHOLDERS)
    return template


def pattern(written: str) -> re.Pattern[str]:
    """A regular expression."""
    if not written:
        raise ValueError('is empty; use "none" for no pattern')
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about syntax that a later Python may read otherwise
        try:
            return re.compile(written)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"{quoted(written)} is not a regular expression: {error}") from None


def _only_placeholders(template: str, known: Sequence[str]) -> None:
    """Whether a template holds nothing in braces but the known names."""
    use = "use " + ", ".join(f"{{{name}}}" for name in known)
    try:
        fields = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template)]
    except ValueError:
        raise ValueError(f"{quoted(template)} has a brace without its partner; write {{{{ for a brace itself") from None
    for name, spec, conversion in fields:
        if name is None:
            continue
        if name not in known:
            meant = near(name, known)
            hint = f"did you mean {{{meant}}}?" if meant else use
            shown = quoted(f"{{{name}}}").strip('"')
            raise ValueError(f"{quoted(template)}: {shown} is not a placeholder; {hint}")
        if spec or conversion:
            raise ValueError(f"{quoted(template)}: nothing may follow {name} in its braces; {use}")


@cache
def _zones() -> dict[str, None]:
    """The names of the tz database, the same on every machine; in its order."""
    return dict.fromkeys(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


Text = Annotated[str, text(str)]
Zone = Annotated[str, text(zone)]
Country = Annotated[str | None, or_none(country)]
Link = Annotated[str | None, or_none(link)]
Title = Annotated[str, text(title)]
TitlePattern = Annotated[re.Pattern[str] | None, or_none(pattern)]
DatabaseUrl = Annotated[str, text(database_url)]
