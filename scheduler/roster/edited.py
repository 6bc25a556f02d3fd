"""An edit of the configuration that is not written yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from scheduler.company import Company
from scheduler.roster.changes import TeamChange


@dataclass(frozen=True)
class FileEdit:
    """One file that changes."""

    path: Path
    before: bytes
    after: bytes

    def diff(self) -> Iterator[str]:
        """Lines of a unified diff, without line endings and colours."""
        old, new = (data.decode("utf-8-sig").splitlines() for data in (self.before, self.after))
        yield from unified_diff(old, new, str(self.path), str(self.path), lineterm="")


@dataclass(frozen=True)
class Edited:
    """Everything that a change of the team makes of the configuration."""

    before: Company
    company: Company
    """As the files will say, loaded from their new bytes."""
    changes: tuple[TeamChange, ...]
    """Only `Joined`, `Left`, `Transfer`, `NewLeader` and `Dissolved`: a split is a new leader and transfers."""
    files: tuple[FileEdit, ...]
    """Those that change; empty: the configuration says so already."""
    steps: tuple[FileEdit, ...]
    """In the order of writing; after each of them the configuration loads."""
    notes: tuple[str, ...] = ()
    """What else a person may want to know, a sentence each."""

    @property
    def diff(self) -> tuple[str, ...]:
        """Lines of a unified diff of all files, for a person."""
        return tuple(line for file in self.files for line in file.diff())
