"""Where secrets are and services answer. Files are named; secrets themselves never stand in a configuration.

Every function raises `ValueError` in words for a user, and repeats nothing that may be a secret.
"""

import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from providers.section.text import line, quoted, text

_KEY_ITSELF = re.compile(r"\s*(?:\{|-----BEGIN|GOCSPX-|ya29\.|1//|eyJ)")
"""How keys, OAuth clients' secrets and tokens begin."""
_ENTRA_SECRET = re.compile(r"[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{28,40}")
"""How Microsoft makes client secrets."""
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_HERE = ("localhost", "127.0.0.1", "::1")

_IN_FILES = "is a secret itself, which never stands here: put it into a file that only you can read, and name that file"


def file_name(written: str) -> str:
    """The path of a file that holds a secret."""
    if _KEY_ITSELF.match(written) or _ENTRA_SECRET.fullmatch(written.strip()):
        raise ValueError(_IN_FILES)
    return line(written)


def not_a_link(written: str) -> str:
    """As `file_name`, where the secret is a link."""
    if "://" in written:
        raise ValueError(_IN_FILES)
    return file_name(written)


def environment_variable(example: str) -> Callable[[str], str]:
    """The name of an environment variable that holds a secret. It is not repeated: people put secrets here."""

    def variable(written: str) -> str:
        name = written.strip()
        if not _VARIABLE.fullmatch(name):
            raise ValueError(
                f"is not the name of an environment variable; use one such as {quoted(example)}, and put the secret "
                "into it"
            )
        return name

    return variable


def no_secret(content: bytes) -> str | None:
    """Why this is no secret alone, one line of text; None: it is one."""
    held = content.decode("utf-8", "replace").strip()
    one_line = len(held.splitlines()) == 1 and held.isprintable()
    return None if one_line else "holds something else than one line, the secret's value"


def no_webhook(content: bytes) -> str | None:
    """Why this is not the address of a webhook alone; None: it is one. Nothing of it is repeated: it is a secret."""
    if (wrong := no_secret(content)) is not None:
        return wrong
    try:
        parts = urlsplit(content.decode().strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "does not hold the address of a webhook"
    if not host or parts.scheme not in ("http", "https") or parts.username is not None:
        return 'does not hold the address of a webhook, which starts with "https://" and a host'
    if parts.scheme == "http" and host not in _HERE:
        return 'holds an address that is not safe; it starts with "https://" (http only on this machine)'
    return None


def endpoint(written: str) -> str:
    """Where a service answers: https, or http on this machine."""
    address = _address(written)
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise ValueError(f'{quoted(address)} is not safe; it starts with "https://" (http only on this machine)')
    return address


def bare_endpoint(written: str) -> str:
    """As `endpoint`, without a path."""
    address = endpoint(written)
    if urlsplit(address).path:
        raise ValueError(f"{quoted(address)} has a path; leave it out")
    return address


def safe_endpoint(written: str) -> str:
    """As `bare_endpoint`, https only."""
    address = bare_endpoint(written)
    if urlsplit(address).scheme != "https":
        raise ValueError(f'{quoted(address)} is not safe; it starts with "https://"')
    return address


def _address(written: str) -> str:
    address = line(written).rstrip("/")
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


SecretFile = Annotated[str, text(file_name)]
Endpoint = Annotated[str, text(endpoint)]
BareEndpoint = Annotated[str, text(bare_endpoint)]
SafeEndpoint = Annotated[str, text(safe_endpoint)]
