"""From a file to a company, whatever is in the file."""

from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from providers.folder.settings import FolderSettings
from scheduler.company import Kind, Layout, Lunch, WallSpan
from scheduler.config import find, load
from scheduler.errors import BadInput
from tests.config.samples import VALID, with_keys

EXAMPLE = (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")


def test_the_nearest_table_decides(tmp_path: Path) -> None:
    """A report's own key beats the team's, the team's the default; "none" switches off what is inherited."""
    text = with_keys(
        "company", 'freeze = "48h"\ncountry = "ES"\nlunch = { from = "13:00", to = "14:00", length = "1h" }'
    )
    text = with_keys("defaults", 'prep = "10m"\nmax_run = "90m"\nagenda = "https://x.example/"', text)
    text = with_keys("person", 'country = "none"', text)
    text = with_keys("team", 'duration = "45m"\nlunch = "none"\nlayout = "whole-day"\nbreak = "0m"', text)
    text = with_keys("report", 'duration = "60m"\nagenda = "none"\nkind = "skip-level"', text)
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    company = load(path)
    team = company.teams["ana@example.com"]
    first, second = team.pairs
    assert (first.duration, second.duration) == (timedelta(hours=1), timedelta(minutes=45))
    assert (first.prep, second.prep) == (timedelta(minutes=10), timedelta(minutes=10))
    assert (first.agenda, second.agenda) == (None, "https://x.example/")
    assert (first.kind, second.kind) == (Kind.SKIP_LEVEL, Kind.REPORT)
    assert (team.rules.lunch, team.rules.layout, team.rules.layout_day) == (None, Layout.WHOLE_DAY, None)
    assert (team.rules.max_run, team.rules.pause) == (timedelta(minutes=90), timedelta(0))
    assert team.rules.freeze == timedelta(hours=48)
    assert [person.country for person in company.people.values()] == ["ES", None, "ES"]


def test_times_are_sorted_and_those_that_touch_are_one(tmp_path: Path) -> None:
    """Hours and windows come out in the order of the week; midnight at a day's end is 00:00."""
    path = tmp_path / "config.toml"
    hours = 'hours = ["tue 20:00-24:00", "mon-tue 14:00-15:00 09:00-14:00"]'
    path.write_text(with_keys("person", hours), encoding="utf-8")
    assert load(path).people["bruno@example.com"].hours == (
        WallSpan(0, time(9), time(15)),
        WallSpan(1, time(9), time(15)),
        WallSpan(1, time(20), time(0)),
    )


def test_a_minimal_configuration_has_the_documented_defaults(tmp_path: Path) -> None:
    """Name, zone, people, a team and a folder are enough; paths are relative to the file."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + VALID.replace("\n", "\r\n").encode())
    company = load(path)
    rules = company.teams["ana@example.com"].rules
    assert (company.providers, company.ledger) == ({"folder": FolderSettings(tmp_path / "calendars")}, None)
    assert company.start_minutes == tuple(range(0, 60, 5))
    assert (rules.days, company.focus_days) == ((3, 4), (0, 1, 2))
    assert rules.lunch == Lunch(time(12), time(14, 30), timedelta(minutes=45))


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    """No file and a folder instead of one are bad input, not a traceback."""
    with pytest.raises(BadInput, match="there is no file"):
        load(tmp_path / "config.toml")
    with pytest.raises(BadInput, match="is a folder, not a file"):
        load(tmp_path)


def test_the_file_is_found_in_the_documented_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--config, then SCHEDULE_CONFIG, then ./config.toml, then the platform's folder."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "platform")
    named, by_variable = tmp_path / "named.toml", tmp_path / "variable.toml"
    files = [named, by_variable, Path("config.toml"), tmp_path / "platform" / "config.toml"]
    (tmp_path / "platform").mkdir()
    for file in files:
        file.touch()
    environ = {"SCHEDULE_CONFIG": str(by_variable)}
    assert find(named, environ) == named
    assert find(None, environ) == by_variable
    assert find(None, {}) == Path("config.toml")
    files[2].unlink()
    assert find(None, {}) == files[3]


def test_nothing_found_names_every_place_and_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is named but missing is an error; without any, all places are told."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "platform")
    with pytest.raises(BadInput) as caught:
        find(None, {})
    for place in ("--config", "SCHEDULE_CONFIG", f"{tmp_path / 'config.toml'}", f"{tmp_path / 'platform'}", "init"):
        assert place in str(caught.value)
    with pytest.raises(BadInput, match=r"gone\.toml: there is no such file, though SCHEDULE_CONFIG names it"):
        find(None, {"SCHEDULE_CONFIG": "gone.toml"})
    with pytest.raises(BadInput, match=r"gone\.toml: there is no such file, though --config names it"):
        find(Path("gone.toml"), {})


def verdict(path: Path) -> list[str]:
    """Nothing for a configuration that loads, its problems for any other; any other exception is a failure."""
    try:
        load(path)
    except BadInput as error:
        return [*error.problems] or ["no problem was told"]
    return []


def loads_or_says_why(text: str | bytes) -> None:
    """A text loads as a configuration, or each problem is one line that names a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
        (Path(folder) / "people.csv").write_bytes(path.read_bytes())
        problems = verdict(path)
        assert [problem for problem in problems if not problem.startswith(f"{folder}/")] == []
        assert [problem for problem in problems if not problem.isprintable()] == []


WRONG_TYPES = ("[]", "{}", "[[]]", "[{}]", '["x", 1]', "0", "-1", "0x" + "f" * 5000, "1e999", "nan", "true", "09:00:00")
WRONG_TEXTS = ("", "none", "people.csv", "\\u0000", ".", "é", "-", "{", "[[", "{% for x in", "https://[{x}]:99999/")
WRONG_TIMES = ("24:00-00:00", "mon 24:00-24:00", "9999h", "0h0m", "every 0 weeks", "mon-", "00:00-24:00 00:00")
VALUES = st.sampled_from([*WRONG_TYPES, *(f'"{text}"' for text in WRONG_TEXTS + WRONG_TIMES)])


@settings(max_examples=200)
@given(st.data())
def test_no_value_of_any_key_is_a_traceback(data: st.DataObject) -> None:
    """Any values for any keys of the example either load or are told as problems."""
    lines = EXAMPLE.splitlines()
    with_value = [index for index, line in enumerate(lines) if " = " in line and '"""' not in line]
    for index in data.draw(st.lists(st.sampled_from(with_value), min_size=1, max_size=4, unique=True)):
        key = lines[index].removeprefix("# ").partition(" = ")[0]
        if key.isidentifier():
            lines[index] = f"{key} = {data.draw(VALUES)}"
    loads_or_says_why("\n".join(lines))


@settings(max_examples=200)
@given(
    st.integers(0, len(EXAMPLE)), st.integers(0, 80), st.text(max_size=8) | st.sampled_from(['"""', "[[teams]]", "{"])
)
def test_no_edit_of_the_text_is_a_traceback(at: int, length: int, text: str) -> None:
    """The example with any piece cut out and any text put in either loads or is told as problems."""
    loads_or_says_why(EXAMPLE[:at] + text + EXAMPLE[at + length :])


@settings(max_examples=50)
@given(st.binary(max_size=60))
def test_no_bytes_are_a_traceback(content: bytes) -> None:
    """Anything at all in the file is told as problems."""
    loads_or_says_why(content)


@settings(max_examples=100)
@given(st.text(alphabet='email,name;leader\n" @x.é0\t', max_size=80))
def test_no_roster_is_a_traceback(rows: str) -> None:
    """Any text as the CSV file either loads or is told as problems."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(with_keys("company", 'people_file = "people.csv"'), encoding="utf-8")
        (path.parent / "people.csv").write_text(f"email,name,leader\n{rows}", encoding="utf-8")
        assert [problem for problem in verdict(path) if not problem.startswith(f"{folder}/")] == []
