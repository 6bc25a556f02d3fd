"""Tokens with which a list is continued: its next page, or what changed since its last."""

from dataclasses import dataclass, field

from tests.servers.google.when import Wire


@dataclass
class Pages:
    """The rest of a list."""

    calendar: str
    query: Wire
    items: list[Wire]
    empty: int
    sync: str | None


@dataclass
class Sync:
    """What a calendar held for somebody when they read it to its end."""

    calendar: str
    query: Wire
    change: int
    ids: frozenset[str]


@dataclass
class Tokens:
    """Those that were handed out."""

    pages: dict[str, Pages] = field(default_factory=dict)
    syncs: dict[str, Sync] = field(default_factory=dict)
    count: int = 0

    def new(self, kind: str) -> str:
        """A fresh one, which nobody can take apart."""
        self.count += 1
        return f"C{kind}{self.count:06d}GAo="
