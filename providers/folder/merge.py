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
    superseded: tuple[Vevent, ...] = ()
    """What other files say of it, and what does not hold."""

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
    superseded: dict[str, list[Vevent]] = {}
    for vevent in found:
        parts = groups.setdefault(vevent.uid, {})
        others = superseded.setdefault(vevent.uid, [])
        instance = _instance(vevent)
        held = parts.get(instance)
        if held is None or (vevent.sequence, vevent.edited) > (held.sequence, held.edited):
            parts[instance] = vevent
            others.extend([held] if held is not None else [])
        else:
            others.append(vevent)
    return [_series(uid, parts, superseded[uid]) for uid, parts in groups.items()]


def _instance(vevent: Vevent) -> str:
    """What of its series a component speaks of; empty: of all."""
    if vevent.torn:
        # It may be an exception whose RECURRENCE-ID is lost: it must not stand in for anything else.
        return f"torn {hashlib.sha256(vevent.raw).hexdigest()}"
    line = next(iter(vevent.component.all("RECURRENCE-ID")), None)
    return "" if line is None else f"{line.param('TZID') or ''}:{line.value.strip()}"


def _series(uid: str, parts: dict[str, Vevent], superseded: list[Vevent]) -> Series:
    master = parts.pop("", None)
    exceptions = tuple(
        each
        for each in parts.values()
        if master is None or each.file == master.file or each.sequence >= master.sequence
    )
    return Series(uid, master, exceptions, tuple(superseded))
