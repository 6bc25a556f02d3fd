"""`schedule init` and the configuration that it writes."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.folder.settings import FolderSettings
from providers.section.text import line
from scheduler.cli.init import init
from scheduler.config import load
from scheduler.config.init import Answers, Member, member, starting_config
from scheduler.errors import BadInput

COMPLETE = ["--company", "Ex", "--leader", "Ana Costa <Ana@example.com>", "--report", "bo.li@example.com"]


def is_line(text: str) -> bool:
    """Whether a text is fit as a name."""
    try:
        return line(text) == text
    except ValueError:
        return False


NAMES = st.text(min_size=1, max_size=20).filter(is_line)
EMAILS = st.from_regex(r"[a-z0-9!#$%&'+=^_`{}~-]{1,8}@[a-z]{1,5}\.example", fullmatch=True)


@settings(max_examples=60)
@given(
    NAMES,
    st.lists(st.integers(0, 6), min_size=1, unique=True),
    st.lists(st.tuples(EMAILS, NAMES), min_size=2, max_size=5, unique_by=lambda one: one[0]),
    NAMES.filter(lambda folder: "~" not in folder),
)
def test_whatever_is_answered_the_configuration_is_valid(
    name: str, days: list[int], people: list[tuple[str, str]], folder: str
) -> None:
    """It loads without problems, and says what was answered."""
    leader, *reports = (Member(email, spoken) for email, spoken in people)
    text = starting_config(Answers(name, "Europe/Madrid", tuple(days), leader, tuple(reports), folder))
    with TemporaryDirectory() as directory:
        path = Path(directory) / "config.toml"
        path.write_text(text, encoding="utf-8", newline="\n")
        company = load(path)
        assert company.providers == {"folder": FolderSettings(path.parent / folder)}
    assert company.name == name
    assert {one.email: one.name for one in company.people.values()} == dict(people)
    team = company.teams[leader.email]
    assert [pair.member for pair in team.pairs] == [one.email for one in reports]
    assert team.rules.days == tuple(sorted(days))
    assert {span.weekday for span in company.people[leader.email].hours} >= set(days)


def test_people_are_written_with_or_without_a_name() -> None:
    """Without a name, the email's first part is one."""
    assert member("Ana Costa <Ana@example.com>") == Member("ana@example.com", "Ana Costa")
    assert member("bo.li@example.com") == Member("bo.li@example.com", "Bo Li")
    assert member("_@example.com") == Member("_@example.com", "_@example.com")


def test_it_works_without_a_terminal(tmp_path: Path) -> None:
    """Options answer everything; the file loads, and beside it is nothing but the empty folder of calendars."""
    path = tmp_path / "new" / "config.toml"
    result = CliRunner().invoke(init, [*COMPLETE, "--config", str(path), "--days", "wed,fri", "--zone", "Asia/Tokyo"])
    assert result.exit_code == 0, result.output
    company = load(path)
    assert (company.time_zone, company.focus_days) == ("Asia/Tokyo", (0, 1, 3))
    assert sorted(entry.name for entry in path.parent.iterdir()) == ["calendars", "config.toml"]


def test_it_says_at_once_what_no_option_tells(tmp_path: Path) -> None:
    """Without a terminal there is nobody to ask."""
    result = CliRunner().invoke(init, ["--config", str(tmp_path / "config.toml")])
    assert isinstance(result.exception, BadInput)
    assert [problem.split(" ")[0] for problem in result.exception.problems] == ["--company", "--leader", "--report"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("--zone", "Mars", '--zone: "Mars" is not a time zone'),
        ("--days", "someday", '--days: "someday" is not a weekday'),
        ("--report", "bo", '--report: "bo" is not an email address'),
        ("--report", "ana@example.com", "ana@example.com is named twice"),
        ("--company", "a\nb", '--company: "a\\nb" holds a control character'),
    ],
)
def test_wrong_answers_write_nothing(tmp_path: Path, option: str, value: str, expected: str) -> None:
    """An option's problem is told with its name."""
    result = CliRunner().invoke(init, [*COMPLETE, option, value, "--config", str(tmp_path / "config.toml")])
    assert str(result.exception).startswith(expected)
    assert list(tmp_path.iterdir()) == []


def test_it_never_overwrites_unless_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there stays as it is; --force replaces it."""
    path = tmp_path / "config.toml"
    path.write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(init, [*COMPLETE, "--config", str(path)])
    assert isinstance(result.exception, BadInput)
    assert path.read_text(encoding="utf-8") == "mine"
    with monkeypatch.context() as late:  # it appears after we looked
        late.setattr("os.path.lexists", lambda _: False)
        result = CliRunner().invoke(init, [*COMPLETE, "--config", str(path)])
    assert isinstance(result.exception, BadInput)
    assert path.read_text(encoding="utf-8") == "mine"
    assert CliRunner().invoke(init, [*COMPLETE, "--config", str(path), "--force"]).exit_code == 0
    assert load(path).name == "Ex"


def test_it_asks_at_a_terminal_until_it_understands(tmp_path: Path) -> None:
    """A wrong answer is explained and asked again; Enter takes the default; an empty report ends."""
    ours, theirs = pty.openpty()
    answers = "Ex\nMars\nEurope/Madrid\n\nana@example.com\nbo\nBo <bo@example.com>\n\n\n"
    os.write(ours, answers.encode())
    command = [sys.executable, "-c", "from scheduler.cli.init import init; init()"]
    done = subprocess.run(command, stdin=theirs, capture_output=True, cwd=tmp_path, check=False, text=True, timeout=600)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert '"Mars" is not a time zone' in done.stdout + done.stderr
    company = load(tmp_path / "config.toml")
    assert [one.name for one in company.people.values()] == ["Ana", "Bo"]
    assert company.teams["ana@example.com"].rules.days == (3, 4)
