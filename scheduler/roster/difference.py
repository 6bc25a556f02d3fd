"""The changes between the roster in force and a new one."""

from pathlib import Path

from scheduler.roster.changes import TeamChange


def difference(path: Path, roster: Path) -> tuple[TeamChange, ...]:
    """Joins, leaves, transfers, new leaders and dissolved teams, in the order of the files.

    A roster is a CSV file as `people_file` names one, with the column `leader`. It is compared with that file where the
    configuration has one, and whoever is only in the TOML file stays as they are; else with all people.

    Raises:
        BadInput: either cannot be read; every problem at once.
    """
    raise NotImplementedError
