"""One event from what several files, or several components of one file, say about it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from providers.folder.vevent import Vevent


@dataclass(frozen=True)
class Series:
    """What holds for one UID."""

    uid: str
    master: Vevent | None
    """None: there are only exceptions, their recurring event lies in another calendar."""
    exceptions: tuple[Vevent, ...]
    """In the order of files."""

    @property
    def main(self) -> Vevent:
        """The component that stands for the event."""
        return self.master or self.exceptions[0]

    @property
    def cancelled(self) -> bool:
        """Whether nothing of it takes place."""
        return self.main.cancelled if self.master else all(each.cancelled for each in self.exceptions)

    @property
    def etag(self) -> str:
        """Changes whenever a byte of what holds does."""
        return hashlib.sha256(b"".join(each.raw for each in (self.main, *self.exceptions))).hexdigest()


def merge(found: Iterable[Vevent]) -> list[Series]:
    """Group by UID, in the order of their first appearance.

    Of several that say the same, the highest SEQUENCE holds, then the latest edit, then the first file. An
    exception in another file than its master's holds only if its SEQUENCE is not lower: RFC 5546, 2.1.4.
    """
    groups: dict[str, dict[str, Vevent]] = {}
    for vevent in found:
        parts = groups.setdefault(vevent.uid, {})
        line = vevent.component.all("RECURRENCE-ID")
        instance = f"{line[0].param('TZID') or ''}:{line[0].value.strip()}" if line else ""
        held = parts.get(instance)
        if held is None or (vevent.sequence, vevent.edited) > (held.sequence, held.edited):
            parts[instance] = vevent
    return [_series(uid, parts) for uid, parts in groups.items()]


def _series(uid: str, parts: dict[str, Vevent]) -> Series:
    master = parts.pop("", None)
    exceptions = tuple(
        each
        for each in parts.values()
        if master is None or each.file == master.file or each.sequence >= master.sequence
    )
    return Series(uid, master, exceptions)
