"""What changes of the team make of people, pairs and teams."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.roster.changes import TeamChange


@dataclass(frozen=True)
class Unknown:
    """Somebody whom changes bring in and whom the configuration does not know."""

    email: str
    said: str
    """What names them."""
    zone: str
    """That holds where none is given."""
    needs: tuple[str, ...]
    """What is to be said before the configuration can be edited: of `name` and `provider`."""
    providers: tuple[str, ...]
    """Who may host their calendar."""


def unknown(path: Path, changes: Sequence[TeamChange]) -> tuple[Unknown, ...]:
    """Whom the changes bring in anew; in their order, also when nothing is missing.

    Raises:
        BadInput: the configuration cannot be loaded.
    """
    raise NotImplementedError
