"""From changes of the team to new files."""

from collections.abc import Sequence
from pathlib import Path

from scheduler.roster.changes import TeamChange
from scheduler.roster.edited import Edited


def edit(path: Path, changes: Sequence[TeamChange]) -> Edited:
    """What the configuration will be; nothing is written.

    Args:
        path: of config.toml.

    Raises:
        BadInput: the changes contradict each other or the company, somebody's name is missing (see `unknown`), or what
            results would not load; every problem at once.
    """
    raise NotImplementedError
