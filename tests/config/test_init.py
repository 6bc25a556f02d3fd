"""`schedule init` and the configuration that it writes."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.folder.settings import FolderSettings
from providers.google.settings import GoogleSettings
from providers.google.sign_in.scopes import of_delegation, of_person
from providers.outlook.sign_in.scopes import permissions_of_person
from providers.registry import PROVIDERS
from providers.section.text import line
from providers.starting import Way, understanding, ways
from scheduler.cli.init import init
from scheduler.config import load
from scheduler.config.init import Answers, Host, Member, member, starting_config, starts
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
    st.none() | st.sets(st.integers(0, 11), min_size=1).map(lambda found: tuple(sorted(5 * each for each in found))),
)
def test_whatever_is_answered_the_configuration_is_valid(
    name: str, days: list[int], people: list[tuple[str, str]], folder: str, minutes: tuple[int, ...] | None
) -> None:
    """It loads without problems, and says what was answered."""
    leader, *reports = (Member(email, spoken) for email, spoken in people)
    host = Host(ways("folder")[0], {"path": folder})
    text = starting_config(Answers(name, "Europe/Madrid", tuple(days), leader, tuple(reports), host, minutes))
    with TemporaryDirectory() as directory:
        path = Path(directory) / "config.toml"
        path.write_text(text, encoding="utf-8", newline="\n")
        company = load(path)
        assert company.providers == {"folder": FolderSettings(path.parent / folder)}
    assert company.name == name
    assert company.start_minutes == (minutes or tuple(range(0, 60, 5)))
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


def at_a_terminal(folder: Path, *answers: str) -> str:
    """Run `init` where somebody types these answers, a line each; all that it says."""
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
    command = [sys.executable, "-c", "from scheduler.cli.init import init; init()"]
    done = subprocess.run(command, stdin=theirs, capture_output=True, cwd=folder, check=False, text=True, timeout=600)
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_asks_at_a_terminal_until_it_understands(tmp_path: Path) -> None:
    """A wrong answer is explained and asked again; Enter takes the default; an empty report ends."""
    said = at_a_terminal(
        tmp_path, "Ex", "Mars", "Europe/Madrid", "", "", "ana@example.com", "bo", "Bo <bo@example.com>", "", "", ""
    )
    assert '"Mars" is not a time zone' in said
    company = load(tmp_path / "config.toml")
    assert [one.name for one in company.people.values()] == ["Ana", "Bo"]
    assert company.teams["ana@example.com"].rules.days == (3, 4)
    assert company.start_minutes == (0, 15, 30, 45)


def test_what_is_wrong_is_refused_where_it_is_answered(tmp_path: Path) -> None:
    """Before the next question comes: also who is named twice, minutes off the grid, and a folder that is a file."""
    (tmp_path / "taken").write_text("")
    said = at_a_terminal(
        tmp_path,
        *("Ex", "Europe/Madrid", "someday", "thu", "0, 7", "0, 30", "ana@example.com"),
        *("Ana@example.com", "bo@example.com", "Bo <bo@example.com>", ""),
        *("sharepoint", "f", "taken", "mine"),
    )
    order = [
        '"someday" is not a weekday',
        '"7" is not a minute of the hour that is a multiple of 5',
        "ana@example.com is named already",
        "bo@example.com is named already",
        '"sharepoint" is none of them; use folder or google or outlook',
        '"taken" is no folder',
    ]
    places = [said.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)
    company = load(tmp_path / "config.toml")
    assert (company.start_minutes, (tmp_path / "mine").is_dir()) == ((0, 30), True)


def test_a_service_is_set_up_as_far_as_a_file_can(tmp_path: Path) -> None:
    """Who signs in and the ids are asked, and judged at once; the file says what is to be done at the service."""
    guid = "12345678-1234-1234-1234-123456789ABC"
    said = at_a_terminal(
        tmp_path,
        *("Ex", "Europe/Madrid", "", "", "ana@example.com", "bo@example.com", ""),
        *("outlook", "application", "common", "example.com", "x", guid, "{}", ""),
    )
    assert '"common" names no directory' in said
    assert "is not an application id" in said
    assert "is a secret itself" in said
    with pytest.raises(BadInput) as refused:
        load(tmp_path / "config.toml")
    (problem,) = refused.value.problems
    assert "providers.outlook.certificate: there is no file" in problem
    text = (tmp_path / "config.toml").read_text(encoding="utf-8")
    assert f'client_id = "{guid.lower()}"' in text
    assert "-Members ana@example.com, bo@example.com" in text
    assert "docs/" not in text


WAYS = [(name, way) for name in PROVIDERS for way in ways(name)]


@pytest.mark.parametrize(("name", "way"), WAYS, ids=[f"{name}-{way.name}" for name, way in WAYS])
def test_every_way_needs_nothing_but_what_is_left_open(tmp_path: Path, name: str, way: Way) -> None:
    """Without a terminal: what is wrong with the file is at most what only the service can give."""
    path = tmp_path / "config.toml"
    result = CliRunner().invoke(
        init, [*COMPLETE, "--config", str(path), "--provider", name, "--sign-in", way.name], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert "@@" not in result.output + path.read_text(encoding="utf-8")
    try:
        load(path)
        problems: tuple[str, ...] = ()
    except BadInput as refused:
        problems = refused.problems
    assert all("there is no file" in problem or problem.endswith("is empty") for problem in problems)
    keys = {question.key for question in way.questions if not question.folder}
    assert {problem.split(": ")[2].rpartition(".")[2] for problem in problems} == keys


@pytest.mark.parametrize(("name", "way"), WAYS, ids=[f"{name}-{way.name}" for name, way in WAYS])
def test_every_question_is_one_of_the_section_s_keys(name: str, way: Way) -> None:
    """And its default is an answer."""
    for question in way.questions:
        assert understanding(name, question)(question.default) == question.default


def test_what_is_asked_for_stands_in_the_file() -> None:
    """The scopes and permissions that the guides in the file name are those that are asked for."""
    person, service = (way.section for way in ways("google"))
    settings = GoogleSettings(read_as="x@example.com")
    for text, asked in ((person, of_person(profiles=True)), (service, of_delegation(settings, profiles=True))):
        short = {scope.rpartition("/")[2] for scope in asked}
        assert set(re.findall(r"calendar\.[a-z.]+[a-z]|userinfo\.email|openid", text)) == short
    person, application = (way.section for way in ways("outlook"))
    for permission in permissions_of_person(profiles=True):
        assert permission in person
    assert 'Role "Application Calendars.ReadWrite"' in application


def test_minutes_are_written_as_people_do() -> None:
    """With commas or without; `any` is every one of the grid."""
    assert starts("30,0") == starts(" 0  30 ") == (0, 30)
    assert starts("Any") is None
    for wrong in ("", "60", "-5", "7", "half", "٥"):
        with pytest.raises(ValueError, match=r"empty|multiple of 5"):
            starts(wrong)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--provider", "lotus"), '--provider: "lotus" is none of them; use folder or google or outlook'),
        (("--provider", "google", "--sign-in", "me"), '--sign-in: "me" is none of them'),
        (("--provider", "google", "--set", "client"), '--set: "client" is not of the form KEY=VALUE'),
        (("--provider", "google", "--set", "tenant=x"), '--set: "tenant" is not asked for here; keys are client'),
        (("--provider", "outlook", "--set", "tenant=common"), '--set tenant: "common" names no directory'),
        (("--provider", "google", "--calendars", "x"), '--set: "path" is not asked for here'),
        (("--start-minutes", "61"), '--start-minutes: "61" is not a minute'),
    ],
)
def test_wrong_options_write_nothing(tmp_path: Path, options: tuple[str, ...], expected: str) -> None:
    """As with answers, and with the option's name."""
    result = CliRunner().invoke(init, [*COMPLETE, *options, "--config", str(tmp_path / "config.toml")])
    assert str(result.exception).startswith(expected)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_before_the_first_question(tmp_path: Path) -> None:
    """Nobody answers ten questions for nothing."""
    (tmp_path / "file").write_text("")
    result = CliRunner().invoke(init, ["--config", str(tmp_path / "file" / "config.toml")])
    assert isinstance(result.exception, BadInput)
    assert "cannot be written into" in str(result.exception)
