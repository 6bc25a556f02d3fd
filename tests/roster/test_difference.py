"""What a new roster changes: who joins, leaves and changes leader, and which teams begin and end."""

from pathlib import Path

import pytest

from scheduler.errors import BadInput
from scheduler.roster import Dissolved, Joined, Left, NewLeader, Transfer, difference, edit, read_files
from tests.config.samples import VALID
from tests.roster.samples import ANA, BRUNO, CHEN, DAN, EVA, FAY, NEW, ROSTER, WITH_FILE, led, written


def test_the_rosters_difference_is_what_the_edit_makes(tmp_path: Path) -> None:
    """Against the CSV file in force; whom only config.toml has stays."""
    path = written(tmp_path, WITH_FILE, ROSTER)
    new = tmp_path / "new.csv"
    new.write_text(
        f"leader;email;name;zone;cadence\n;{DAN.upper()};Dan;;\n{FAY};{EVA};Eva;;\n;{FAY};Fay;;\n{FAY};{NEW};New;UTC;monthly\n"
    )
    changes = difference(read_files(path), new)
    assert changes == (
        NewLeader(FAY),
        Dissolved(DAN),
        Left(DAN, ANA),
        Transfer(EVA, DAN, FAY),
        Left(FAY, DAN),
        Joined(NEW, FAY, name="New", zone="UTC", more={"cadence": "monthly"}),
    )
    assert changes[3].said == f"{new}: line 3"
    assert led(edit(read_files(path), changes).company) == {ANA: [BRUNO, CHEN], FAY: [EVA, NEW]}


def test_without_a_csv_file_everybody_is_compared(tmp_path: Path) -> None:
    """A leader who leaves and one who comes."""
    path = written(tmp_path)
    new = tmp_path / "new.csv"
    new.write_text(f"email,name,leader\n{NEW},New One,\n{BRUNO},Bruno,{NEW}\n{CHEN},Chen,{NEW}\n")
    changes = difference(read_files(path), new)
    assert set(changes) >= {NewLeader(NEW), Dissolved(ANA), Left(ANA), Transfer(BRUNO, ANA, NEW)}
    edited = edit(read_files(path), changes)
    assert led(edited.company) == {NEW: [BRUNO, CHEN]}
    assert edited.company.people[NEW].name == "New One"
    assert ANA not in edited.company.people


def test_the_same_roster_changes_nothing(tmp_path: Path) -> None:
    """Nor is any file written."""
    path = written(tmp_path, WITH_FILE, ROSTER)
    assert difference(read_files(path), path.with_name("people.csv")) == ()
    edited = edit(read_files(path), ())
    assert (edited.files, edited.steps, edited.company) == ((), (), edited.before)


def test_a_roster_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """With every problem; one without leaders would end every team."""
    path, new = written(tmp_path, VALID), tmp_path / "new.csv"
    for text, problem in [
        (None, "there is no file"),
        ("email,nam,leader\n", '"nam" is not a column'),
        (f"email,name\n{BRUNO},Bruno\n", "nobody has a leader"),
        (f"email,name,leader\n{BRUNO},Bruno,{ANA}\n{BRUNO},Bruno,{ANA}\n", "is there twice; first in line 2"),
    ]:
        if text is not None:
            new.write_text(text)
        with pytest.raises(BadInput, match=problem):
            difference(read_files(path), new)
