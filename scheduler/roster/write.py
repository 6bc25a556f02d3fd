"""Replaces the files of an edit, all or none."""

from scheduler.roster.edited import Edited


def write(edited: Edited) -> None:
    """Replace every file that changes. Killed in between, it leaves a configuration that loads.

    Raises:
        Stale: a file is no longer as it was read; nothing is written.
        BadInput: a file is a link, or may not or cannot be written; every one is named, and nothing is written.
    """
    raise NotImplementedError
