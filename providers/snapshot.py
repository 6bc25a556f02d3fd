"""What was read of a calendar last time, with the token by which a service tells what changed since: in files
that only their owner can read, one for each calendar."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from providers.errors import MALFORMED
from providers.event import Interval
from providers.files import read_regular, write_private

_VERSION = 2


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Events of one calendar over a window, as the service gives them, and where to go on from."""

    window: Interval
    fields: str
    """Which fields were asked for; a snapshot of other ones is of no use."""
    items: Mapping[str, Mapping[str, Any]]
    """By the service's id. Only what `fields` names: no title, description or attendee of a foreign event."""
    token: str
    """The service's: answers what changed since."""
    extra: Mapping[str, str]
    """What else is known of the calendar, such as its time zone."""


class Snapshots:
    """The snapshots of one service. Safe to be used by several threads; files are written by `keep` only.

    Args:
        folder: where they are; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = Lock()
        self._changed: dict[str, Snapshot | None] = {}

    def get(self, email: str) -> Snapshot | None:
        """The calendar's; None where there is none, or its file cannot be understood (it is only a shortcut)."""
        with self._lock:
            if email in self._changed:
                return self._changed[email]
        try:
            with read_regular(self._file(email)) as file:
                return _parse(json.loads(file.read()), email)
        except (OSError, *MALFORMED):
            return None

    def put(self, email: str, snapshot: Snapshot) -> None:
        """From now on this is the calendar's."""
        with self._lock:
            self._changed[email] = snapshot

    def drop(self, email: str) -> None:
        """From now on the calendar has none."""
        with self._lock:
            self._changed[email] = None

    def keep(self) -> None:
        """Write what was put and dropped since, each file whole or not at all; one that cannot be written is left."""
        with self._lock:
            changed, self._changed = self._changed, {}
        for email, snapshot in changed.items():
            with suppress(OSError):
                if snapshot is None:
                    self._file(email).unlink(missing_ok=True)
                else:
                    write_private(self._file(email), json.dumps(_shape(snapshot, email)).encode(), durable=False)

    def _file(self, email: str) -> Path:
        """Named by a hash, as an email may hold whatever a path must not."""
        return self._folder / f"{hashlib.sha256(email.encode()).hexdigest()[:32]}.json"


def _shape(snapshot: Snapshot, email: str) -> dict[str, Any]:
    window = [snapshot.window.start.isoformat(), snapshot.window.end.isoformat()]
    return {
        "version": _VERSION,
        "email": email,
        "window": window,
        "fields": snapshot.fields,
        "items": dict(snapshot.items),
        "token": snapshot.token,
        "extra": dict(snapshot.extra),
    }


def _parse(found: dict[str, Any], email: str) -> Snapshot:
    """A snapshot from a file's content.

    Raises:
        one of `MALFORMED`: it is none, or another calendar's.
    """
    if found["version"] != _VERSION or found["email"] != email:
        raise ValueError
    start, end = (datetime.fromisoformat(each) for each in found["window"])
    if start.tzinfo is None or end.tzinfo is None or not start < end:
        raise ValueError
    items = {str(key): dict(item) for key, item in found["items"].items()}
    extra = {str(key): str(value) for key, value in found["extra"].items()}
    return Snapshot(Interval(start, end), str(found["fields"]), items, str(found["token"]), extra)
