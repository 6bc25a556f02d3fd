"""Where secrets are: files and variables are named, secrets themselves never stand in a configuration.

Every function raises `ValueError` in words for a user, and repeats nothing that may be a secret.
"""

import re
from urllib.parse import urlsplit

from scheduler.config.identity import line
from scheduler.config.problems import quoted

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_KEY_ITSELF = re.compile(r"\s*(?:\{|-----BEGIN|GOCSPX-|ya29\.|1//|eyJ)")
"""How keys, OAuth clients' secrets and tokens begin."""
_ENTRA_SECRET = re.compile(r"[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{28,40}")
"""How Microsoft makes client secrets."""
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+", re.IGNORECASE)
_HERE = ("localhost", "127.0.0.1", "::1")

IN_FILES = "is a secret itself, which never stands here: put it into a file that only you can read, and name that file"


def file_name(text: str) -> str:
    """The path of a file that holds a secret."""
    if _KEY_ITSELF.match(text) or _ENTRA_SECRET.fullmatch(text.strip()):
        raise ValueError(IN_FILES)
    return line(text)


def variable(text: str) -> str:
    """The name of an environment variable that holds a secret."""
    name = text.strip()
    if not _VARIABLE.fullmatch(name):
        raise ValueError(
            'is not the name of an environment variable; use one such as "SCHEDULE_OUTLOOK_SECRET", and put the secret '
            "into it"
        )
    return name


def application(text: str) -> str:
    """The id that Microsoft gave an application."""
    found = text.strip()
    if not _GUID.fullmatch(found):
        raise ValueError(
            "is not an application id; it looks like 00000000-0000-0000-0000-000000000000, and stands on the "
            "application's overview page"
        )
    return found.lower()


def tenant(text: str) -> str:
    """Id or domain of one of Microsoft's directories."""
    found = text.strip().lower()
    if found in ("common", "organizations", "consumers"):
        raise ValueError(f"{quoted(text)} names no directory; use your own's id or domain")
    if not (_GUID.fullmatch(found) or _DOMAIN.fullmatch(found)):
        raise ValueError('is neither the id nor the domain of a directory; use one such as "example.onmicrosoft.com"')
    return found


def endpoint(text: str) -> str:
    """Where a service answers: https, or http on this machine."""
    address = _address(text)
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise ValueError(f'{quoted(address)} is not safe; it starts with "https://" (http only on this machine)')
    return address


def bare_endpoint(text: str) -> str:
    """As `endpoint`, without a path."""
    address = endpoint(text)
    if urlsplit(address).path:
        raise ValueError(f"{quoted(address)} has a path; leave it out")
    return address


def safe_endpoint(text: str) -> str:
    """As `bare_endpoint`, https only."""
    address = bare_endpoint(text)
    if urlsplit(address).scheme != "https":
        raise ValueError(f'{quoted(address)} is not safe; it starts with "https://"')
    return address


def _address(text: str) -> str:
    address = line(text).rstrip("/")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not the address of a service") from None
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("is not the address of a service: it holds a name, a password or a query; leave them out")
    if parts.scheme not in ("http", "https") or not host or any(char.isspace() for char in address):
        raise ValueError(f'{quoted(address)} is not the address of a service; use one such as "https://example.com"')
    return address
