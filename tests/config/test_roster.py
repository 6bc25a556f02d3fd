"""People in a CSV file."""

from pathlib import Path

from scheduler.company import Cadence, CadenceUnit, Company
from scheduler.config import load
from tests.config.samples import problems_of, with_keys

NAMED = with_keys("company", 'people_file = "people.csv"')


def company_of(folder: Path, people: str | bytes, text: str = NAMED) -> Company:
    """The company with these people in its CSV file."""
    (folder / "config.toml").write_text(text, encoding="utf-8")
    (folder / "people.csv").write_bytes(people.encode() if isinstance(people, str) else people)
    return load(folder / "config.toml")


def test_rows_are_people_and_their_leaders_get_teams(tmp_path: Path) -> None:
    """A row with a leader is a pair; a leader without a section of their own has the company's rules."""
    company = company_of(
        tmp_path,
        "leader,email,name,zone,hours,cadence,preferred\n"
        'ana@example.com,DAN@example.com,Dan,Asia/Tokyo,"mon-thu 09:00-18:00, fri 09:00-15:00",every 2 weeks,thu\n'
        "dan@example.com,eva@example.com,Eva,,,,\n",
    )
    assert company.people["dan@example.com"].time_zone == "Asia/Tokyo"
    assert len(company.people["dan@example.com"].hours) == 5
    assert company.people["eva@example.com"].time_zone == "Europe/Madrid"
    assert list(company.teams) == ["ana@example.com", "dan@example.com"]
    pair = company.teams["ana@example.com"].pairs[-1]
    assert (pair.member, pair.cadence) == ("dan@example.com", Cadence(2, CadenceUnit.WEEKS))
    assert [span.weekday for span in pair.preferred] == [3]
    assert company.teams["dan@example.com"].rules == company.teams["ana@example.com"].rules


def test_byte_order_mark_semicolons_blank_lines_and_crlf_make_no_difference(tmp_path: Path) -> None:
    """A spreadsheet's file reads as the plain one."""
    plain = company_of(tmp_path, "email,name,hours\ndan@example.com,Dan,monday 09:00-10:00\neva@example.com,Eva,\n")
    office = company_of(
        tmp_path,
        b"\xef\xbb\xbfEmail; Name ;hours\r\n\r\n"
        b"dan@example.com;Dan;monday 09:00-10:00\r\n;;\r\neva@example.com;Eva\r\n",
    )
    assert office.people == plain.people


def test_problems_name_the_file_line_and_column(tmp_path: Path) -> None:
    """Wrong cells, cells too many, persons there twice (also in both files), and words without a leader."""
    rows = (
        "email,name,zone,leader,cadence\n"
        "\n"
        "dan@example.com,Dan,Mars,ana@example.com,monthl\n"
        "dan,,,,\n"
        "bruno@example.com,Bruno,,,\n"
        'eva@example.com,"Eva\nSanz",,eve@example.com,\n'
        "fay@example.com,Fay,,,weekly\n"
        "fay@example.com,Fay,,,\n"
        "gus@example.com,Gus,,,,,\n"
    )
    assert [problem.partition(";")[0] for problem in problems_of(tmp_path, NAMED, rows)] == [
        'people.csv: line 3: zone: "Mars" is not a time zone',
        'people.csv: line 3: cadence: "monthl" is not a cadence',
        'people.csv: line 4: email: "dan" is not an email address',
        "people.csv: line 4: name: is missing",
        'people.csv: line 5: email: "bruno@example.com" is there twice',
        'people.csv: line 6: name: "Eva\\nSanz" holds a control character (U+000A)',
        'people.csv: line 6: leader: "eve@example.com" is not one of the people',
        "people.csv: line 8: cadence: says nothing without a leader",
        'people.csv: line 9: email: "fay@example.com" is there twice',
        "people.csv: line 10: has 7 cells, but there are 5 columns",
    ]


def test_a_file_without_the_needed_columns_is_one_problem(tmp_path: Path) -> None:
    """Those whom the unreadable file may hold are not reported as unknown."""
    text = NAMED.replace("chen@example.com", "in-the-file@example.com", 1)
    assert problems_of(tmp_path, text, "mail,name\nx@example.com,X\n") == [
        'people.csv: line 1: "mail" is not a column; did you mean "email"?',
        'people.csv: line 1: the column "email" is missing',
    ]
    assert problems_of(tmp_path, NAMED, "email,name,name\nx@example.com,X,Y\n") == [
        'people.csv: line 1: the column "name" is there twice'
    ]
    assert problems_of(tmp_path, text, 'email,name\n"x@example.com"y,X\n') == [
        "people.csv: line 2: is not CSV: ',' expected after '\"'"
    ]
    assert problems_of(tmp_path, text, b"email,name\nx@example.com,\xff\n") == [
        "people.csv: line 2: is not UTF-8; save the file in that encoding"
    ]
    (tmp_path / "people.csv").unlink()
    assert problems_of(tmp_path, text) == ["config.toml: line 4: company.people_file: there is no file people.csv"]


def test_the_fingerprint_covers_every_file(tmp_path: Path) -> None:
    """It changes with what any file that was read means, and with nothing else."""
    (tmp_path / "agenda.txt").write_text("Talk", encoding="utf-8")
    text = NAMED + '[agenda]\nfile = "agenda.txt"\n'
    rows = "email,name\ndan@example.com,Dan\n"
    first = company_of(tmp_path, rows, text)
    again = company_of(tmp_path, rows, text)
    other_rows = company_of(tmp_path, rows + "eva@example.com,Eva\n", text)
    (tmp_path / "agenda.txt").write_text("Talk more", encoding="utf-8")
    other_agenda = company_of(tmp_path, rows, text)
    assert first.fingerprint == again.fingerprint
    prints = {company.fingerprint for company in (first, other_rows, other_agenda)}
    assert len(prints) == 3
    assert [path.name for path in first.sources] == ["config.toml", "people.csv", "agenda.txt"]


def test_what_means_the_same_has_one_fingerprint(tmp_path: Path) -> None:
    """A comment, another spelling, columns in another order, the same people at another place of the file."""
    rows = "email,name\ndan@example.com,Dan\n"
    first = company_of(tmp_path, rows, NAMED)
    assert company_of(tmp_path, rows, f"# more\n\n{NAMED}\n").fingerprint == first.fingerprint
    assert company_of(tmp_path, "name,email\nDan,DAN@example.com\n", NAMED).fingerprint == first.fingerprint
