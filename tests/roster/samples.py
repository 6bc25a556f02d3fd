"""Configurations of many spellings, and what an edit makes of them."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from scheduler.company import Company
from scheduler.errors import BadInput
from scheduler.roster import Edited, TeamChange, edit, read_files, write
from tests.config.samples import VALID

ANA, BRUNO, CHEN, DAN, EVA, FAY, NEW = (
    f"{name}@example.com" for name in ("ana", "bruno", "chen", "dan", "eva", "fay", "new")
)
WITH_FILE = VALID.replace('zone = "Europe/Madrid"', 'zone = "Europe/Madrid"\npeople_file = "people.csv"', 1)
ROSTER = """\
email,name,leader,cadence
dan@example.com,Dan,ana@example.com,monthly
eva@example.com,Eva,dan@example.com,
fay@example.com,Fay,dan@example.com,every 2 weeks
"""


def written(folder: Path, text: str | bytes = VALID, people: str | bytes | None = None) -> Path:
    """The path of a configuration that is written into a folder."""
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if people is not None:
        (folder / "people.csv").write_bytes(people.encode() if isinstance(people, str) else people)
    return path


def edited_text(folder: Path, changes: Sequence[TeamChange], text: str | bytes = VALID) -> str:
    """What the TOML file will say."""
    path = written(folder, text)
    return after(edit(read_files(path), changes), "config.toml")


def edited_roster(folder: Path, changes: Sequence[TeamChange], people: str | bytes, text: str = WITH_FILE) -> str:
    """What the CSV file will say."""
    return after(edit(read_files(written(folder, text, people)), changes), "people.csv")


def after(edited: Edited, name: str) -> str:
    """What the file of this name will say."""
    (file,) = (file for file in edited.files if file.path.name == name)
    return file.after.decode()


def done(path: Path, changes: Sequence[TeamChange]) -> Company:
    """The company after changes that are written."""
    edited = edit(read_files(path), changes)
    write(edited)
    return edited.company


def led(company: Company) -> dict[str, list[str]]:
    """Whom every leader meets."""
    return {leader: [pair.member for pair in team.pairs] for leader, team in company.teams.items()}


def problems_of(path: Path, changes: Sequence[TeamChange]) -> list[str]:
    """What is wrong with changes; nothing of the files is changed by looking."""
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(BadInput) as caught:
        edit(read_files(path), changes)
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
    return [problem.replace(f"{path.parent}/", "") for problem in caught.value.problems]
