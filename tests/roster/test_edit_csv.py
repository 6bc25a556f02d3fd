"""An edit of the CSV file changes the rows that are meant, and no other byte."""

from pathlib import Path

import pytest

from scheduler.config import load
from scheduler.roster import Dissolved, Joined, Left, NewLeader, Transfer, edit, read_files
from tests.config.samples import VALID
from tests.roster.samples import (
    ANA,
    BRUNO,
    CHEN,
    DAN,
    EVA,
    FAY,
    NEW,
    ROSTER,
    WITH_FILE,
    after,
    edited_roster,
    led,
    problems_of,
    written,
)


def test_a_joiner_is_a_row_below_the_others(tmp_path: Path) -> None:
    """With their leader; a column that is missing is added to the header, and no other row is touched."""
    result = edited_roster(tmp_path, [Joined(NEW, DAN, name="New, One", zone="UTC")], ROSTER)
    assert result == ROSTER.replace("cadence\n", "cadence,zone\n") + f'{NEW},"New, One",{DAN},,UTC\n'


def test_a_leaver_is_a_row_less(tmp_path: Path) -> None:
    """And nothing else."""
    row = f"{FAY},Fay,{DAN},every 2 weeks\n"
    assert edited_roster(tmp_path, [Left(FAY)], ROSTER) == ROSTER.replace(row, "")


def test_a_transfer_is_a_cell(tmp_path: Path) -> None:
    """The leader's; a report of nobody has no cells about a 1-on-1 left."""
    assert edited_roster(tmp_path, [Transfer(FAY, DAN, ANA)], ROSTER) == ROSTER.replace(f"Fay,{DAN}", f"Fay,{ANA}")
    assert edited_roster(tmp_path, [Left(FAY, DAN)], ROSTER) == ROSTER.replace(f"Fay,{DAN},every 2 weeks", "Fay,,")
    ended = edited_roster(tmp_path, [Dissolved(DAN)], ROSTER)
    assert ended == ROSTER.replace(f"Eva,{DAN},", "Eva,,").replace(f"Fay,{DAN},every 2 weeks", "Fay,,")


OFFICE = (
    b"\xef\xbb\xbf\r\n Email ;Name;hours;leader\r\n"
    b';;\r\n"DAN@example.com";"Dan; the ""first""";;ana@example.com\r\n'
    b'eva@example.com;Eva "E" Sanz\r\n\r\n'
    b'fay@example.com;Fay;"mon-thu 09:00-17:00,\r\n fri 09:00-15:00";"dan@example.com"'
)


def test_quotes_separators_line_endings_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    """A spreadsheet's file: cells with newlines and separators, short rows, blank ones, no last newline.

    A new row has quotes where the last one has.
    """
    path = written(tmp_path, VALID.replace("[company]\n", '[company]\npeople_file = "people.csv"\n'), OFFICE)

    def result(*changes: Joined | Left | Transfer | NewLeader) -> bytes:
        return after(edit(read_files(path), changes), "people.csv").encode()

    assert result(Transfer(FAY, DAN, ANA)) == OFFICE.replace(b'"dan@example.com"', b'"ana@example.com"')
    assert result(Joined(EVA, DAN)) == OFFICE.replace(b"Sanz\r\n", b"Sanz;;dan@example.com\r\n")
    assert result(Left(EVA)) == OFFICE.replace(b'eva@example.com;Eva "E" Sanz\r\n', b"")
    row = b'new@example.com;"N;";"";"ana@example.com"'
    assert result(Joined(NEW, ANA, name="N;")) == OFFICE + b"\r\n" + row
    last = OFFICE[OFFICE.index(b"fay@") :]
    assert result(Left(FAY), Joined(NEW, ANA, name="N;")) == OFFICE.replace(last, row)


def test_who_is_in_one_file_and_led_in_the_other(tmp_path: Path) -> None:
    """A pair stays in the file in which it is written; a leader who is named nowhere else gets a section."""
    path = written(tmp_path, WITH_FILE, ROSTER)
    edited = edit(
        read_files(path), [Transfer(CHEN, ANA, FAY), NewLeader(FAY), Joined(NEW, CHEN, name="N"), NewLeader(CHEN)]
    )
    assert f'[[teams]]\nleader = "{FAY}"\nreports = ["{CHEN}"]\n' in after(edited, "config.toml")
    assert f'leader = "{CHEN}"' not in after(edited, "config.toml")
    assert after(edited, "people.csv") == f"{ROSTER}{NEW},N,{CHEN},\n"
    assert led(edited.company) == {ANA: [BRUNO, DAN], DAN: [EVA, FAY], FAY: [CHEN], CHEN: [NEW]}


@pytest.mark.parametrize(
    "changes",
    [
        [Left(DAN), Transfer(EVA, DAN, ANA), Transfer(FAY, DAN, ANA)],
        [Joined(NEW, BRUNO, name="N"), NewLeader(BRUNO), Left(FAY), Transfer(CHEN, ANA, NEW), NewLeader(NEW)],
        [Left(BRUNO), Transfer(CHEN, ANA, DAN), Left(EVA)],
    ],
)
def test_where_two_files_change_each_step_loads(tmp_path: Path, changes: list[Left | Transfer]) -> None:
    """Whatever joins and leaves; after the last step the files are as they are meant."""
    text = WITH_FILE.replace(
        f'person = "{CHEN}"', f'person = "{CHEN}"\n[[teams.reports]]\nperson="{EVA}"\nkind="skip-level"'
    )
    path = written(tmp_path, text, ROSTER)
    edited = edit(read_files(path), changes)
    for step in edited.steps:
        assert step.path.read_bytes() == step.before
        step.path.write_bytes(step.after)
        company = load(path)
    assert company == edited.company
    assert {file.path: file.after for file in edited.files} == {
        file.path: file.path.read_bytes() for file in edited.files
    }


def test_what_would_not_load_is_refused_with_its_place(tmp_path: Path) -> None:
    """A circle of leaders, and a company without a leader."""
    path = written(tmp_path, WITH_FILE, ROSTER)
    (circle,) = problems_of(path, [Transfer(DAN, ANA, FAY), NewLeader(FAY)])
    assert circle.startswith("after these changes: people.csv: line 4: email: makes a circle of leaders")
    (nobody,) = problems_of(written(tmp_path), [Dissolved(ANA)])
    assert nobody == "after these changes: config.toml: teams: there is no leader; add [[teams]]"
