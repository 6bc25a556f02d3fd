"""`schedule show`: what stands, and what people changed since it was last written."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import click
import jsonschema
import pytest
from rich.cells import cell_len

from scheduler.cli import schedule
from scheduler.cli.waiting import waiting
from scheduler.config import load
from scheduler.document.standing import schema
from scheduler.preview import Part
from scheduler.preview.standing import show_standing
from scheduler.run import set_up
from scheduler.standing import read_standing
from tests.cli.company import ANN, AS_OF, BEN, LEA, SmallCompany, tree

SCHEMA = Path(__file__).parents[1] / "docs" / "standing.schema.json"
Said = Callable[..., str]


def told(time: str) -> str:
    """`2026-11-26 09:00-09:30` as the page says it: `Thu 26 Nov 09:00–09:30`."""
    day, hours = time.split(" ")
    on = date.fromisoformat(day)
    return f"{on:%a} {on.day} {on:%b} {hours.replace('-', '–')}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of Lea, Ann and Ben, whose 1-on-1s of two weeks are written."""
    made = SmallCompany(tmp_path_factory.mktemp("written") / "company", (ANN, BEN), weeks=2).write()
    call(made, "--leader", "lea", "--yes", "--quiet")
    return made.root


@pytest.fixture
def company(written: Path, tmp_path: Path) -> SmallCompany:
    """A copy of it, for a test to change."""
    return SmallCompany(shutil.copytree(written, tmp_path / "company"), (ANN, BEN), weeks=2)


@pytest.fixture
def said(company: SmallCompany, capsys: pytest.CaptureFixture[str]) -> Said:
    """What `schedule show` prints with some options."""

    def say(*options: str) -> str:
        capsys.readouterr()
        call(company, "show", "--leader", "lea", *options)
        return capsys.readouterr().out

    return say


def call(company: SmallCompany, *arguments: str) -> None:
    """Run the command in this process."""
    schedule.main([*arguments, "--config", str(company.config), "--as-of", AS_OF], standalone_mode=False)


def test_what_stands_is_shown_without_a_solver_and_nothing_is_written(company: SmallCompany) -> None:
    """A process that shows it has loaded no OR-Tools, and has left every file as it was."""
    program = (
        "import sys\n"
        "from scheduler.cli import schedule\n"
        "schedule.main(sys.argv[1:], standalone_mode=False)\n"
        "sys.exit('ortools' in sys.modules)"
    )
    before = tree(company.root)
    arguments = ["show", "--leader", "lea", "--config", str(company.config), "--as-of", AS_OF]
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert " 4 1-on-1s stand" in done.stdout
    assert done.stdout.count("Ann") == 2
    assert tree(company.root) == before


def test_nothing_changed_is_nothing_to_say(said: Said) -> None:
    """Right after a run there is no difference, and nothing to see to."""
    assert said("--changes-only") == ""
    assert said("--quiet") == ""


def test_what_people_did_is_a_line_each(company: SmallCompany, said: Said) -> None:
    """Moved, deleted, declined, booked by themselves: with both times, and what happened."""
    first, second = company.ours(ANN)
    first_time = first.time
    first.drag("2026-11-27 11:30")
    second.edit("PARTSTAT=NEEDS-ACTION;RSVP=TRUE", "PARTSTAT=DECLINED;RSVP=TRUE")
    deleted = company.ours(BEN)[0]
    deleted_time = deleted.time
    deleted.path.unlink()
    lines = said("--changes-only").splitlines()
    assert len(lines) == 3
    assert f" × Ben  {told(deleted_time)}  deleted by a person" in lines
    assert first_time.startswith("2026-11-27"), "else both days are told"
    assert f" → Ann  {told(first_time)} → 11:30–12:00  moved by a person" in lines
    assert f" ! Ann  {told(second.time)}  declined" in lines


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_line_is_never_broken(company: SmallCompany, width: int) -> None:
    """On the narrowest page, too, a difference is one line that fits."""
    first = company.ours(ANN)[0]
    first.drag("2026-11-27 11:30")
    stands = read_standing(set_up(load(company.config)), LEA, waiting, as_of=datetime.fromisoformat(AS_OF))
    (line,) = show_standing(stands, width=width, colour=False, part=Part.CHANGES).splitlines()
    assert cell_len(line) <= width
    assert line.startswith(" → ")


def test_a_1_on_1_that_people_booked_is_a_difference(company: SmallCompany, said: Said) -> None:
    """It stands, and was never written by us."""
    people = f"ORGANIZER:mailto:{LEA}\nATTENDEE:mailto:{LEA}\nATTENDEE:mailto:{BEN}\n"
    for copy in company.ours(BEN):
        copy.path.unlink()
    for email in (LEA, BEN):
        company.meeting(email, "2026-12-03 11:30", uid="two@elsewhere.example", more=people)
    assert [line for line in said("--changes-only").splitlines() if "○" in line] == [
        " ○ Ben  Thu 3 Dec 11:30–12:00  booked by people"
    ]


def test_one_week_alone(said: Said) -> None:
    """Of the weeks ahead; or one that is over, of which nothing is due."""
    document = json.loads(said("--week", "2026-W49", "--format", "json"))
    assert document["weeks"] == ["2026-W49"]
    assert {each["period"] for each in document["meetings"]} == {"2026-W49"}
    assert {each["week"] for each in document["days"]} == {"2026-W49"}
    past = json.loads(said("--week", "2026-w40", "--format", "json"))
    assert (past["weeks"], past["meetings"], past["absent"]) == (["2026-W40"], [], [])


def test_what_is_due_and_stands_nowhere_is_said(company: SmallCompany, said: Said) -> None:
    """A new report has no 1-on-1 yet; nobody looks for a time here."""
    (company.calendars / "cat@example.com").mkdir()
    company.configure((ANN, BEN, "cat@example.com"))
    text = said()
    assert "2 to place" in text
    assert "In no calendar" in text
    assert "Would help" not in text


def test_the_document_is_as_its_schema_says(company: SmallCompany, said: Said) -> None:
    """Whatever people did; the schema that is written down is the program's."""
    company.ours(BEN)[0].path.unlink()
    document = json.loads(said("--format", "json"))
    written = json.loads(SCHEMA.read_text("utf-8"))
    assert written == schema()
    jsonschema.Draft202012Validator(written, format_checker=jsonschema.FormatChecker()).validate(document)
    assert [each["since"] for each in document["differences"]] == ["deleted"]


def test_wrong_options_name_themselves(company: SmallCompany) -> None:
    """A week that is none, and a week beside several."""
    with pytest.raises(click.UsageError, match="is not an ISO week"):
        call(company, "show", "--leader", "lea", "--week", "2026-60")
    with pytest.raises(click.UsageError, match="--week shows one week"):
        call(company, "show", "--leader", "lea", "--week", "2026-W48", "--weeks", "2")
    with pytest.raises(click.UsageError, match="--leader LEADER"):
        call(company, "show")
