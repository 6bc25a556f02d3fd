"""`schedule what-if`: today's plan against that of other settings, in numbers that brute force confirms."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scheduler.cli import schedule
from scheduler.company import Company
from scheduler.comparison import Comparison, LeaderComparison, Measures, Side
from scheduler.config import load
from scheduler.config.trial import set_to, unset
from scheduler.document import from_json
from scheduler.document.comparison import schema
from scheduler.errors import BadInput
from scheduler.plan import BlockKind, Plan
from scheduler.preview.comparison import show_comparison
from tests.cli.company import ANN, AS_OF, BEN, LEA, SmallCompany, tree

SCHEMA = Path(__file__).parents[1] / "docs" / "comparison.schema.json"


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """Lea, Ann and Ben, with nothing written yet, and a meeting of Lea's on Thursday."""
    made = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=2).write()
    made.meeting(LEA, "2026-11-26 10:00", 60)
    return made


def call(company: SmallCompany, *arguments: str) -> int | None:
    """Run the command in this process; its exit code."""
    try:
        code = schedule.main([*arguments, "--config", str(company.config), "--as-of", AS_OF], standalone_mode=False)
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    return code if isinstance(code, int) else None


def printed(company: SmallCompany, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    capsys.readouterr()
    call(company, *arguments)
    return capsys.readouterr().out


def brute(plan: Plan, email: str, company: Company, dates: set[str], least: int) -> int:
    """Minutes of a person's free time in pieces of `least` minutes or more: minute by minute, on wall clocks."""
    (read,) = [each for each in plan.inputs if each.email == email]
    zone, leader_zone = ZoneInfo(company.people[email].time_zone), ZoneInfo(plan.time_zone)
    free: list[datetime] = []
    minute = plan.as_of.replace(second=0, microsecond=0)
    blocks = [block.span for block in read.blocks if block.kind is not BlockKind.OUR_EVENT]
    while minute < plan.window.end:
        wall, theirs = minute.astimezone(leader_zone), minute.astimezone(zone)
        works = any(
            span.weekday == theirs.weekday() and span.start <= theirs.time() < span.end
            for span in company.people[email].hours
        )
        taken = any(span.start <= minute < span.end for span in blocks)
        prep = timedelta(minutes=5 if email == plan.leader else 0)
        meets = any(
            change.after.start - prep <= minute < change.after.end
            for change in plan.changes
            if change.after and email in (change.pair.leader, change.pair.member)
        )
        if wall.date().isoformat() in dates and works and not taken and not meets:
            free.append(minute)
        minute += timedelta(minutes=1)
        if minute.astimezone(leader_zone).date().isoformat() not in dates:
            minute += timedelta(minutes=59)
    pieces: list[int] = []
    for before, now in zip([None, *free], free, strict=False):
        if before is not None and now - before == timedelta(minutes=1):
            pieces[-1] += 1
        else:
            pieces.append(1)
    return sum(piece for piece in pieces if piece >= least)


def test_free_time_is_what_counting_minutes_gives(
    company: SmallCompany, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Of leader and reports, in both plans, over the days that are 1-on-1 days in either."""
    tried = ["--set", 'company.one_on_one_days=["friday"]']
    document = json.loads(printed(company, capsys, "what-if", "--leader", "lea", *tried, "--format", "json"))
    (leader,) = document["leaders"]
    dates = {"2026-11-26", "2026-11-27", "2026-12-03", "2026-12-04"}
    today = from_json(printed(company, capsys, "--leader", "lea", "--dry-run", "--format", "json"), "plan")
    configured = load(company.config)
    company.config.write_text(
        company.config.read_text().replace("[company]", '[company]\none_on_one_days = ["friday"]')
    )
    other = from_json(printed(company, capsys, "--leader", "lea", "--dry-run", "--format", "json"), "plan")
    for side, plan in (("today", today), ("other", other)):
        measures = leader[side]["measures"]
        assert measures["leader_hours"] == brute(plan, LEA, configured, dates, 60)
        assert measures["leader_double_hours"] == brute(plan, LEA, configured, dates, 120)
        assert measures["reports_hours"] == sum(brute(plan, each, configured, dates, 60) for each in (ANN, BEN))
        assert measures["reports_double_hours"] == sum(brute(plan, each, configured, dates, 120) for each in (ANN, BEN))
        assert measures["new"] == sum(change.action == "create" for change in plan.changes)
    assert document["today"] == leader["today"]["measures"]
    times = [{(c.pair.member, c.period): c.after for c in plan.changes} for plan in (today, other)]
    assert leader["differs"] == sum(times[0][key] != times[1][key] for key in times[0])


def test_nothing_is_written_and_the_document_is_as_its_schema_says(
    company: SmallCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    """For everybody, too; the schema that is written down is the program's."""
    before = tree(company.root)
    document = json.loads(printed(company, capsys, "what-if", "--set", "defaults.max_per_day=1", "--format", "json"))
    assert tree(company.root) == before
    written = json.loads(SCHEMA.read_text("utf-8"))
    assert written == schema()
    jsonschema.Draft202012Validator(written, format_checker=jsonschema.FormatChecker()).validate(document)
    assert document["settings"] == ["--set defaults.max_per_day=1"]


def test_whom_it_would_miss_is_said(company: SmallCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """One 1-on-1 a day on one day a week: one of the two has no place."""
    tried = ["--set", 'company.one_on_one_days=["friday"]', "--set", "teams.lea.max_per_day=1"]
    text = printed(company, capsys, "what-if", "--leader", "lea", *tried)
    (line,) = [line for line in text.splitlines() if line.startswith(" 1-on-1s without a place")]
    assert line.split()[-4:] == ["0", "2", "+2", "worse"]
    assert "Newly without a place: " in text
    assert "Nothing was written." in text


def test_settings_that_change_nothing_change_nothing(company: SmallCompany) -> None:
    """A value that is there already gives the very company."""
    here = load(company.config)
    assert load(company.config, [set_to("company.horizon_weeks=2")]) == here
    assert load(company.config, [set_to("company.horizon_weeks=3")]).horizon_weeks == 3
    assert load(company.config, [set_to("company.horizon_weeks=3"), set_to("company.horizon_weeks=2")]) == here


def test_a_report_s_own_setting(company: SmallCompany) -> None:
    """Of a report that is but an email in the file; the others stay as they are."""
    changed = load(company.config, [set_to("teams.lea.reports.ben.duration=45m")])
    assert [pair.duration for pair in changed.teams[LEA].pairs] == [timedelta(minutes=30), timedelta(minutes=45)]


def test_people_and_leaders_of_a_csv_file(company: SmallCompany) -> None:
    """Who stands in the roster only can be named as well."""
    roster = f"email,name,leader\n{LEA},Lea,\n{ANN},Ann,{LEA}\n{BEN},Ben,{LEA}\n"
    (company.root / "people.csv").write_text(roster)
    text = company.config.read_text()
    company.config.write_text(
        text[: text.index("[[people]]")].replace("[company]", '[company]\npeople_file = "people.csv"')
    )
    tried = ["teams.lea.max_per_day=3", "teams.lea.reports.ann.duration=45m", "people.ben.zone=Asia/Tokyo"]
    changed = load(company.config, [set_to(each) for each in tried])
    assert changed.teams[LEA].rules.max_per_day == 3
    assert {pair.member: pair.duration for pair in changed.teams[LEA].pairs}[ANN] == timedelta(minutes=45)
    assert changed.people[BEN].time_zone == "Asia/Tokyo"
    assert company.config.read_text() != text  # the files are the test's own


WRONG = {
    'teams.lea.layout="hole-day"': ("--set", "layout", "whole-day"),
    "teams.lea.lay=1": ("--set", "is not a key here", "layout"),
    "teams.zoe.layout=split": ("--set", "leads no team", LEA),
    'company.one_on_one_days=["wednesday"]': ("--set", "wednesday", "focus day"),
    "company.grid=[5": ("is not a value of TOML",),
    "ledger.path=x": ("decides nothing about plans",),
    "company": ("KEY=VALUE",),
    "company=1": ("is a section",),
    "company.booked_title=x": ("booked_title", "cannot be tried"),
}


@pytest.mark.parametrize(("written", "said"), WRONG.items(), ids=WRONG)
def test_a_wrong_setting_names_itself(company: SmallCompany, written: str, said: tuple[str, ...]) -> None:
    """The loader's own words, after the option that they are about."""
    with pytest.raises(BadInput) as raised:
        call(company, "what-if", "--leader", "lea", "--set", written)
    assert all(each in str(raised.value) for each in said)


def test_all_that_is_wrong_is_told_at_once(company: SmallCompany) -> None:
    """Two settings, each with its own sentence."""
    with pytest.raises(BadInput) as raised:
        call(company, "what-if", "--set", "foo", "--unset", "bar.baz")
    assert [problem.split(":")[0] for problem in raised.value.problems] == ["--set foo", "--unset bar.baz"]
    with pytest.raises(BadInput, match="nothing to unset"):
        load(company.config, [unset("company.grid")])
    with pytest.raises(click.UsageError, match="say what to try"):
        call(company, "what-if")


MEASURES = st.builds(Measures, *[st.integers(0, 100_000)] * 10)
SIDES = st.builds(Side, MEASURES, st.just(()), st.booleans())
COMPARED = st.builds(LeaderComparison, st.just(LEA), st.text(max_size=60), SIDES, SIDES, st.integers(0, 99))


@settings(max_examples=60)
@given(
    st.lists(COMPARED, min_size=1, max_size=3), st.sampled_from([40, 60, 80, 120]), st.sampled_from(["utf-8", "ascii"])
)
def test_the_page_fits(leaders: list[LeaderComparison], width: int, encoding: str) -> None:
    """Whatever the numbers and names, no line is wider than the page, and the stream carries it."""
    comparison = Comparison(("--set x=1",), datetime(2026, 11, 23, tzinfo=UTC), tuple(leaders), (), {})
    text = show_comparison(comparison, width=width, colour=False, encoding=encoding)
    assert max(map(cell_len, text.splitlines())) <= width
    text.encode(encoding)
