"""With what the application proves that it is itself: a client secret or a certificate."""

import re
from collections.abc import Mapping
from typing import NoReturn

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from providers.auth.secret_file import refuse_open_to_others
from providers.errors import NotSignedIn
from providers.outlook.settings import OutlookSettings
from providers.outlook.sign_in.errors import SERVICE, where_secret_is

_PART = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.+?-----END \1-----\n?", re.DOTALL)


def credential_of(settings: OutlookSettings, environ: Mapping[str, str]) -> str | dict[str, str]:
    """As msal takes it.

    Raises:
        NotSignedIn: there is none, or it cannot be used.
        NotPermitted: others can read its file.
    """
    if settings.secret_env is not None:
        secret = environ.get(settings.secret_env, "").strip()
        return secret or _fail(settings, "is not set", "Put the client secret's value into it")
    if settings.secret is not None:
        return _text(settings) or _fail(settings, "holds nothing", "Put the client secret's value into it")
    return _certificate(settings)


def _certificate(settings: OutlookSettings) -> dict[str, str]:
    found = reversed(list(_PART.finditer(_text(settings).encode())))  # of a chain, the first is the application's
    parts = {part[1].decode(): part[0] for part in found}
    keys = [part for name, part in parts.items() if name.endswith("PRIVATE KEY")]
    certificate = parts.get("CERTIFICATE", b"")
    try:
        load_pem_private_key(keys[0], None)
        x509.load_pem_x509_certificate(certificate)
    except (ValueError, TypeError, IndexError):  # TypeError: the key has a password
        _fail(settings, "holds no key without password, and certificate, in PEM", "Export both of them anew")
    return {"private_key": keys[0].decode(), "public_certificate": certificate.decode()}


def _text(settings: OutlookSettings) -> str:
    path = settings.secret or settings.certificate
    assert path is not None
    try:
        refuse_open_to_others(path)
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        _fail(settings, f"cannot be read ({type(error).__name__})", "See that it is there, and yours")


def _fail(settings: OutlookSettings, what: str, do: str) -> NoReturn:
    raise NotSignedIn(f"{where_secret_is(settings)} {what}", who=SERVICE, do=do) from None
