"""The key that seals our markers: who does not have it cannot make an event that passes for ours.

Every marker is written with a seal: the key's name and a keyed hash (HMAC-SHA-256) of the occurrence. What is there
when a key is made bears none, or the seal of a key that was lost: it is believed until all of it is over.
"""

import hmac
import json
import secrets
from base64 import b32hexencode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from providers.errors import InvalidAnswer, NotPermitted
from providers.files import read_regular, write_private
from providers.lock import locked
from providers.marker import Marker
from providers.weeks import IsoWeek

LONGEST = timedelta(weeks=27)
"""No occurrence is written further ahead of the day on which it is written."""
_SECRET_BYTES = 32
_HASH_BYTES = 15
_NAME_BYTES = 5


@dataclass(frozen=True, slots=True)
class Key:
    """A key, as its file holds it."""

    secret: bytes
    believes_until: str
    """Markers without this key's seal are believed for periods up to this one, such as `2027-W22`."""

    @property
    def name(self) -> str:
        """Tells keys apart, and nothing about the secret: 8 letters a-v and digits."""
        return _text(hmac.digest(self.secret, b"name", "sha256")[:_NAME_BYTES])

    def sealed(self, marker: Marker) -> Marker:
        """The same marker with this key's seal, such as `4k0p2b6q.` and 24 letters and digits."""
        return replace(marker, seal=f"{self.name}.{self._hash(marker)}")

    def vouches(self, marker: Marker) -> bool:
        """Whether the event that bears the marker is ours."""
        name, _, found = marker.seal.partition(".")
        if name == self.name:
            return hmac.compare_digest(found.encode(), self._hash(marker).encode())
        return marker.period <= self.believes_until

    def _hash(self, marker: Marker) -> str:
        return _text(hmac.digest(self.secret, marker.uid.encode(), "sha256")[:_HASH_BYTES])


def read_key(file: Path) -> Key | None:
    """The key in a file; None: there is no file.

    Raises:
        NotPermitted: it may not be read.
        InvalidAnswer: it holds no key.
    """
    try:
        with read_regular(file) as opened:
            found = json.loads(opened.read(1024))
        secret, until = bytes.fromhex(found["secret"]), str(found["believes_until"])
        IsoWeek.parse(until)
        if len(secret) != _SECRET_BYTES:
            raise ValueError
    except FileNotFoundError:
        return None
    except OSError as error:
        do = "See that you may read and write the file and its folder."
        raise NotPermitted(f"the key of our events cannot be read: {error.strerror}", who=str(file), do=do) from error
    except (ValueError, LookupError, TypeError, RecursionError):
        raise InvalidAnswer("this file holds no key of our events", who=str(file), do=_RESTORE) from None
    return Key(secret, until)


def made_key(file: Path, now: datetime) -> Key:
    """The key in a file; a new one where there is none, of two runs that make one at once the first.

    Args:
        now: zone-aware; what is there now is believed while it may matter.

    Raises:
        ProviderError: it can be neither read nor made.
    """
    found = read_key(file)
    if found is not None:
        return found
    with locked(file.with_name(f".{file.name}.lock"), str(file)):
        found = read_key(file)
        if found is not None:
            return found
        key = Key(secrets.token_bytes(_SECRET_BYTES), str(IsoWeek.of((now + LONGEST).date())))
        text = json.dumps({"believes_until": key.believes_until, "secret": key.secret.hex()}, indent=2)
        try:
            write_private(file, text.encode())
        except OSError as error:
            do = "See that you may read and write the folder."
            what = f"the key of our events cannot be kept: {error.strerror}"
            raise NotPermitted(what, who=str(file), do=do) from error
        return key


_RESTORE = "Bring it back from a backup. Is it lost for good: move it and the ledger away, and run again."


def _text(data: bytes) -> str:
    return b32hexencode(data).decode().lower()
