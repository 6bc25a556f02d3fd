"""Claims about `schedule round`, from tables to what is printed."""

import json
from collections import Counter
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import click
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduler.cli import schedule
from scheduler.document.round import schema
from scheduler.errors import BadInput
from scheduler.preview.round import show_round
from scheduler.round.make import make_timetable
from scheduler.round.request import Terms, read_request
from scheduler.timetable import Timetable
from tests.cli.process import ROOT

PEOPLE = ("Ana", "Bo", "Cem", "Dev", "Eli", "Fay")


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def terms(*, end: int = 11 * 60, rooms: int = 3, fair: int = 2) -> Terms:
    return Terms(date(2026, 12, 3), 20, rooms, 9 * 60, end, fair)


def problems(terms: Terms, pairs: Path, unavailable: Path | None = None) -> tuple[str, ...]:
    """Everything that is said of tables from which there is no timetable."""
    with pytest.raises(BadInput) as caught:
        make_timetable(read_request(terms, pairs, unavailable))
    return caught.value.problems


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Everybody meets everybody, Ana and Bo before Ana and Cem, Bo and Dev at ten."""
    names = [one + other for one, other in combinations(PEOPLE, 2)]
    after, at = {"AnaCem": "anabo"}, {"BoDev": "10:00"}
    rows = [
        f"{one},{other},{name},{after.get(name, '')},{at.get(name, '')}"
        for (one, other), name in zip(combinations(PEOPLE, 2), names, strict=True)
    ]
    return table(tmp_path / "pairs.csv", "person,with,name,after,at\n" + "\n".join(rows) + "\n")


@pytest.fixture
def unavailable(tmp_path: Path) -> Path:
    return table(tmp_path / "away.csv", "person,from,to\nfay,09:00,09:10\n*,10:20,10:45\nZoe,9:00,10:00\n")


@pytest.fixture
def made(pairs: Path, unavailable: Path) -> Timetable:
    return make_timetable(read_request(terms(end=12 * 60), pairs, unavailable))


def test_a_timetable_keeps_to_what_the_tables_say(made: Timetable) -> None:
    """After a pause slots begin at its end; nobody is anywhere twice, and rooms hold one meeting at a time."""
    assert [f"{each // 60}:{each % 60:02}" for each in made.begins] == [
        "9:00", "9:20", "9:40", "10:00", "10:45", "11:05", "11:25"
    ]  # fmt: skip
    when = {frozenset((one.first, one.second)): one.begin for one in made.meetings}
    assert len(when) == 15
    assert when[frozenset(("Ana", "Bo"))] < when[frozenset(("Ana", "Cem"))]
    assert when[frozenset(("Bo", "Dev"))] == 600
    assert all(begin >= 560 for two, begin in when.items() if "Fay" in two)
    assert max(Counter((one.begin, one.room) for one in made.meetings).values()) == 1
    assert max(Counter((name, begin) for two, begin in when.items() for name in two).values()) == 1
    assert max(one.room for one in made.meetings) <= 3
    assert made.unknown == ("Zoe",)


def test_gaps_are_counted_in_slots_and_a_pause_is_none(made: Timetable) -> None:
    for person in made.people:
        places = [made.begins.index(begin) for begin in person.begins]
        assert person.gaps == sum(later - earlier > 1 for earlier, later in pairwise(places))
    assert made.proven


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_page_fits_and_names_every_meeting_twice(made: Timetable, width: int) -> None:
    """Once with its time for each of the two, once for the slot; the page is no wider than the terminal."""
    page = show_round(made, width=width, colour=False)
    assert all(cell_len(line) <= width for line in page.splitlines())
    people, slots = " ".join(page.split()).split("By person")[1].split("By slot")
    assert people.count("(room ") == 30
    assert slots.count("room ") == 15
    assert people.count("gap") == made.gaps


def test_the_document_is_as_its_schema_says(pairs: Path, unavailable: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints it; the schema that is written down is the program's; it is the same in each run."""
    arguments = ["round", "--pairs", str(pairs), "--unavailable", str(unavailable), "--day", "2026-12-03"]
    arguments += ["--slot", "20m", "--rooms", "3", "--to", "12:00", "--format", "json"]
    told = []
    for _ in range(2):
        schedule.main(arguments, standalone_mode=False)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    document = json.loads(told[0])
    written = json.loads((ROOT / "docs" / "round.schema.json").read_text())
    assert written == schema()
    jsonschema.Draft202012Validator(written, format_checker=jsonschema.FormatChecker()).validate(document)
    assert len(document["meetings"]) == 15
    assert document["gaps"] == sum(one["gaps"] for one in document["people"])


def test_everything_wrong_with_the_tables_is_said_at_once(tmp_path: Path) -> None:
    bad = table(
        tmp_path / "pairs.csv",
        "Person,With,At,After,Name\nAna,ana,,,\nAna,Bo,9:05,,x\nbo,ANA,25:00,y,X\nCem,\x1b[31mDev,,,\n,Eli,,,\n1,2,3,4,5,6\n*,Eli,,x,\n",
    )
    away = table(tmp_path / "away.csv", "person,from,to\nCemm,10:00,9:00\nAna,noon,10:00\n")
    said = "\n".join(problems(terms(), bad, away))
    for expected in (
        'pairs.csv", line 2: with: "ana" cannot meet themselves',
        'pairs.csv", line 3: at: no slot begins at 09:05; the nearest one begins at 09:00',
        'pairs.csv", line 4: with: these two already meet by line 3',
        'pairs.csv", line 4: at: "25:00" is not a time such as 09:20',
        'pairs.csv", line 4: name: "X" is the name of another pair, too',
        'pairs.csv", line 4: after: no pair is named "y"',
        'pairs.csv", line 5: with: "\\x1b[31mDev" has characters that cannot be seen',
        'pairs.csv", line 6: person: is empty',
        'pairs.csv", line 7: has 6 cells, but there are 5 columns',
        'pairs.csv", line 8: person: * is everybody',
        'away.csv", line 2: to: 09:00 is not after 10:00',
        'away.csv", line 3: from: "noon" is not a time such as 09:20',
    ):
        assert expected in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"person|with\n", "the column 'person' is missing"),
        (b"person,with,person\n", "stands there twice"),
        (b"person,with,atr\n", "did you mean 'at'?"),
        (b'person,with\n"Ana', "is no CSV"),
        (b"person,with\n", "has no pair"),
    ],
)
def test_a_file_that_is_no_table_of_pairs_is_named(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_bytes(content)
    said = problems(terms(), path)
    assert any(expected in each for each in said)
    assert all("pairs.csv" in each for each in said)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text(max_size=40).map(lambda text: f"person,with\n{text}".encode())))
def test_no_bytes_break_reading(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """They are a round, or what is wrong is said."""
    path = tmp_path_factory.mktemp("any") / "pairs.csv"
    path.write_bytes(content)
    said: tuple[str, ...] = ()
    try:
        read_request(terms(), path, None)
    except BadInput as error:
        said = error.problems
    assert all(each.isprintable() for each in said)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Ana,Bo\nAna,Cem\nAna,Dev\n", terms(end=580), "Ana has 3 meetings, but only 2 free slots"),
        ("Ana,Bo\nCem,Dev\nEli,Fay\n", terms(end=560, rooms=2), "3 meetings do not fit into 1 slots of 2 rooms"),
        (
            "Ana,Bo,one,two\nCem,Dev,two,one\n",
            terms(),
            "each of these would be before itself: Ana with Bo (line 2) before Cem with Dev (line 3) before Ana",
        ),
    ],
)
def test_an_impossible_round_is_explained(tmp_path: Path, text: str, asked: Terms, expected: str) -> None:
    columns = "person,with,name,after" if "one" in text else "person,with"
    (said,) = problems(asked, table(tmp_path / "pairs.csv", f"{columns}\n{text}"))
    assert expected in said


def test_bad_input_ends_with_its_exit_code(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        schedule.main(
            ["round", "--pairs", str(tmp_path / "none.csv"), "--day", "2026-12-03", "--slot", "20", "--rooms", "1"],
            standalone_mode=False,
        )
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("option", "value"), [("--slot", "0m"), ("--slot", "x"), ("--from", "9"), ("--rooms", "0")])
def test_an_option_that_cannot_be_understood_is_named(tmp_path: Path, option: str, value: str) -> None:
    given_options = {"--pairs": "p.csv", "--day": "2026-12-03", "--slot": "20m", "--rooms": "1", option: value}
    with pytest.raises(click.BadParameter) as caught:
        schedule.main(["round", *(each for pair in given_options.items() for each in pair)], standalone_mode=False)
    assert option in caught.value.format_message()


def test_a_spreadsheet_s_table_has_semicolons(tmp_path: Path) -> None:
    """As programs write CSV where the comma is for decimals."""
    text = "person,with,at\nann,ben,09:20\nben,cat,\n"
    plain, semicolons = table(tmp_path / "a.csv", text), table(tmp_path / "b.csv", text.replace(",", ";"))
    assert read_request(terms(), semicolons, None).problem == read_request(terms(), plain, None).problem
