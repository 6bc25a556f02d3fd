"""Keeps snapshots in files that only their owner can read, one for each calendar."""

from pathlib import Path

from providers.snapshot.snapshot import Snapshot


class Snapshots:
    """The snapshots of one service. Safe to be used by several threads; files are written by `keep` only.

    Args:
        folder: where they are; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        raise NotImplementedError

    def get(self, email: str) -> Snapshot | None:
        """The calendar's; None where there is none, or its file cannot be understood (it is only a shortcut)."""
        raise NotImplementedError

    def put(self, email: str, snapshot: Snapshot) -> None:
        """From now on this is the calendar's."""
        raise NotImplementedError

    def drop(self, email: str) -> None:
        """From now on the calendar has none."""
        raise NotImplementedError

    def keep(self) -> None:
        """Write what was put and dropped since, each file whole or not at all; one that cannot be written is left."""
        raise NotImplementedError
