"""Changes of the team, and the edit of the configuration that they ask for.

In the order of the data's way: `changes` says what may change; `difference` reads changes out of a new roster; `resolve`
checks them against the company and says what becomes of people, pairs and teams. `edit` turns that into new bytes of the
files, by way of `toml_text` and `csv_text`, which touch nothing else, and loads what they would be; `write` replaces the
files, all or none.
"""

from scheduler.roster.changes import Dissolved, Joined, Left, NewLeader, Split, TeamChange, Transfer
from scheduler.roster.difference import difference
from scheduler.roster.edit import edit
from scheduler.roster.edited import Edited, FileEdit
from scheduler.roster.resolve import Unknown, unknown
from scheduler.roster.write import write

__all__ = [
    "Dissolved",
    "Edited",
    "FileEdit",
    "Joined",
    "Left",
    "NewLeader",
    "Split",
    "TeamChange",
    "Transfer",
    "Unknown",
    "difference",
    "edit",
    "unknown",
    "write",
]
