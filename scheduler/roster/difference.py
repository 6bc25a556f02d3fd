"""The changes between the roster in force and a new one."""

from pathlib import Path

from scheduler.roster.changes import TeamChange


def difference(path: Path, roster: Path) -> tuple[TeamChange, ...]:
    """Joins, leaves, transfers, new leaders and dissolved teams, in the order of the files.

    A roster is a CSV file as `people_file` names one, with the column `leader`. It is compared with that file where the
    configuration has one, else with all people; whom only the TOML file has stays as they are where there is a CSV file.

    Raises:
        BadInput: either cannot be read; every problem at once.
    """
    raise NotImplementedError
