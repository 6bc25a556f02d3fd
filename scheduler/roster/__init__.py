"""Changes of the team, and the edit of the configuration that they ask for.

In the order of the data's way: `changes` says what may change; `difference` reads changes out of a new roster;
`resolve` checks them against the company, `entrant` whom they bring in. `edit` makes new bytes of the `files` and loads
what they would be: `places` knows where people and pairs stand in them, `toml_text`, `array_text` and `csv_text` change
that and nothing else, as `splices`. `edited` is what came of it; `write` replaces the files, all or none.
"""

from scheduler.roster.changes import Dissolved, Joined, Left, NewLeader, Split, TeamChange, Transfer
from scheduler.roster.difference import difference
from scheduler.roster.edit import edit
from scheduler.roster.edited import Edited, FileEdit
from scheduler.roster.files import ConfigFiles, read_files
from scheduler.roster.resolve import Unknown, unknown
from scheduler.roster.write import check, write

__all__ = [
    "ConfigFiles",
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
    "check",
    "difference",
    "edit",
    "read_files",
    "unknown",
    "write",
]
