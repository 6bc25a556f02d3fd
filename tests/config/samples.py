"""A small valid configuration, and ways to break it."""

from pathlib import Path

import pytest

from scheduler.config import load
from scheduler.errors import BadInput

VALID = """\
[company]
name = "Example"
zone = "Europe/Madrid"

[defaults]
duration = "30m"

[[people]]
email = "ana@example.com"
name = "Ana"

[[people]]
email = "bruno@example.com"
name = "Bruno"

[[people]]
email = "chen@example.com"
name = "Chen"

[[teams]]
leader = "ana@example.com"

[[teams.reports]]
person = "bruno@example.com"

[[teams.reports]]
person = "chen@example.com"

[providers.folder]
path = "calendars"
"""

AFTER = {
    "company": 'zone = "Europe/Madrid"\n',
    "defaults": 'duration = "30m"\n',
    "person": 'name = "Bruno"\n',
    "team": 'leader = "ana@example.com"\n',
    "report": 'person = "bruno@example.com"\n',
}
"""A line in each table, after which more keys may come."""


def with_keys(table: str, keys: str, text: str = VALID) -> str:
    """The configuration with more keys in a table."""
    return text.replace(AFTER[table], f"{AFTER[table]}{keys}\n", 1)


def problems_of(folder: Path, text: str | bytes, people: str | bytes | None = None) -> list[str]:
    """What `load` finds wrong with a configuration, without the folder's name; people go to people.csv."""
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    if people is not None:
        (folder / "people.csv").write_bytes(people.encode() if isinstance(people, str) else people)
    with pytest.raises(BadInput) as caught:
        load(path)
    return [problem.replace(f"{folder}/", "") for problem in caught.value.problems]
