"""A plan that is saved, and applied later."""

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from scheduler.document import checksum
from tests.cli.company import ANN, AS_OF, BEN, LEA, SECRET, SmallCompany, contents


@pytest.fixture
def saved(tmp_path: Path) -> SmallCompany:
    """Lea, Ann and Ben, whose plan has been saved in plan.json and not been written."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    before = contents(company.root)
    done = company.run("--save", "plan.json")
    assert (done.code, done.err) == (0, "Saved. To write it: schedule apply plan.json\n")
    assert {**before, "plan.json": plan_of(company).read_bytes()} == contents(company.root), "nothing else is written"
    return company


def plan_of(company: SmallCompany) -> Path:
    """Where the plan is saved."""
    return company.root / "plan.json"


def apply(company: SmallCompany, *arguments: str, as_of: str = "2026-11-23T10:00:00+01:00") -> tuple[int, str]:
    """Apply the plan an hour later; exit code and what was said of it."""
    done = company.run("apply", "plan.json", "--yes", "--as-of", as_of, *arguments, leader=None, as_of=None)
    assert "Traceback" not in done.err
    return done.code, done.err


def refuses(company: SmallCompany, code: int, as_of: str = "2026-11-23T10:00:00+01:00") -> str:
    """Apply the plan, which fails with this exit code and writes no event; what was said."""
    before = contents(company.calendars, besides=[".schedule.lock"])
    found, said = apply(company, as_of=as_of)
    assert found == code, said
    assert contents(company.calendars, besides=[".schedule.lock"]) == before
    assert SECRET not in said
    return said


def test_a_saved_plan_is_executed_exactly(saved: SmallCompany) -> None:
    """Apply writes the times that the plan names, and nothing else."""
    changes = json.loads(plan_of(saved).read_text())["changes"]
    assert apply(saved) == (0, "Written: 2 created.\n")
    starts = {
        email: [f"{copy.event['DTSTART'].dt.astimezone(UTC):%FT%TZ}" for copy in saved.ours(email)]
        for email in (ANN, BEN)
    }
    assert starts == {change["pair"]["member"]: [change["after"]["start"]] for change in changes}
    assert apply(saved)[0] == 3, "a plan is written once"


def test_a_changed_calendar_is_told(saved: SmallCompany) -> None:
    """Somebody's new meeting: nothing is written, and the sentence says whose calendar changed, and when."""
    saved.meeting(BEN, "2026-11-26 10:00")
    said = refuses(saved, 3)
    assert "Ben: a block (busy) on Thu 26 Nov 10:00–10:30 is new or was edited" in said
    assert "Ann" not in said


def test_a_deleted_meeting_is_a_change_too(tmp_path: Path) -> None:
    """Time that has become free may have a better plan: what is gone is told as well."""
    company = SmallCompany(tmp_path / "company").write()
    meeting = company.meeting(ANN, "2026-11-26 10:00")
    company.run("--save", "plan.json")
    meeting.unlink()
    assert "Ann: a block (busy) on Thu 26 Nov 10:00–10:30 is gone or was edited" in refuses(company, 3)


def test_an_edit_of_our_own_event_is_told(tmp_path: Path) -> None:
    """Somebody drags our event after the plan was made: their decision is not run over."""
    company = SmallCompany(tmp_path / "company").write()
    company.run("--yes")
    company.meeting(ANN, company.times()[ANN][0].rpartition("-")[0])
    company.run("--save", "plan.json")
    company.ours(LEA)[0].drag("2026-11-27 09:30")
    assert "Lea: a 1-on-1 of this leader on" in refuses(company, 3)


def test_a_changed_configuration_is_told(saved: SmallCompany) -> None:
    """Another rule since: nothing is written."""
    saved.configure(more='[agenda]\ntext = "Talk."\n')
    assert "the configuration has changed since the plan was made" in refuses(saved, 3)


def test_an_edited_plan_is_refused(saved: SmallCompany) -> None:
    """A plan file in which somebody changed one minute is not executed."""
    path = plan_of(saved)
    text = path.read_text()
    start = json.loads(text)["changes"][0]["after"]["start"]
    path.write_text(text.replace(start, start.replace(":00Z", ":01Z")))
    assert "plan.json: checksum: does not fit the content" in refuses(saved, 2)


@pytest.mark.parametrize("content", [b"", b"no plan", b"{}", b"[1]", b'{"version": 99}', b"\xff\xfe"])
def test_what_is_no_plan_is_refused(saved: SmallCompany, content: bytes) -> None:
    """Any other file is refused in sentences that name it."""
    plan_of(saved).write_bytes(content)
    said = refuses(saved, 2)
    assert all(line.startswith("schedule: plan.json: ") for line in said.splitlines())
    assert said


def test_a_plan_that_is_not_there_is_refused(saved: SmallCompany) -> None:
    """A file that does not exist is told in one sentence."""
    plan_of(saved).unlink()
    assert refuses(saved, 2).count("\n") == 1


def test_a_plan_whose_time_has_passed_is_refused(saved: SmallCompany) -> None:
    """Applied too late, nothing is written, not even what would still be ahead."""
    said = refuses(saved, 3, as_of="2026-11-28T09:00:00+01:00")
    assert f"the 1-on-1 with {ANN} in 2026-W48: the planned time has passed" in said


def test_what_has_begun_is_not_cancelled(tmp_path: Path) -> None:
    """A saved plan that would cancel what has been held meanwhile is refused."""
    company = SmallCompany(tmp_path / "company").write()
    company.run("--yes")
    company.meeting(ANN, "2026-11-23 09:00", 5 * 24 * 60, more="X-MICROSOFT-CDO-BUSYSTATUS:OOF\n")
    company.run("--save", "plan.json")
    assert "it has begun since" in refuses(company, 3, as_of="2026-11-28T09:00:00+01:00")
    assert apply(company) == (0, "Written: 1 cancelled.\n")


def test_a_leader_of_the_plan_who_left_is_told(saved: SmallCompany) -> None:
    """A plan for somebody who leads nobody any more is refused in a sentence."""
    saved.config.write_text(
        saved.config.read_text()
        .replace(f'leader = "{LEA}"', f'leader = "{BEN}"')
        .replace(f'reports = ["{ANN}", "{BEN}"]', f'reports = ["{ANN}"]')
    )
    assert f"{LEA} leads no team in the configuration" in refuses(saved, 2)


@pytest.mark.parametrize("option", [("--dry-run",), ("--weeks", "2"), ("--leader", "lea"), ("--max-moves", "1")])
def test_options_of_a_run_do_not_go_with_apply(saved: SmallCompany, option: tuple[str, ...]) -> None:
    """An option that apply would not heed, --dry-run above all, is refused; nothing is written."""
    done = saved.run(*option, "apply", "plan.json", "--yes", leader=None)
    assert done.code == 2
    assert f"{option[0]} does not go with apply" in done.err
    assert saved.times() == {ANN: [], BEN: [], LEA: []}


def test_what_people_deleted_meanwhile_is_not_written_again(saved: SmallCompany) -> None:
    """Written by another run and then deleted by somebody: the calendars look as they did, the ledger knows."""
    assert saved.run("--yes").code == 0
    for email in (LEA, ANN, BEN):
        for copy in saved.ours(email):
            copy.path.unlink()
    assert "it was written meanwhile, and people may have deleted it since" in refuses(saved, 3)


def test_a_meeting_that_becomes_a_one_on_one_is_noticed(saved: SmallCompany) -> None:
    """Of a meeting at a time that was taken anyway, only the two are left: it counts as theirs."""
    meeting = saved.meeting(ANN, "2026-11-26 09:00")
    assert saved.run("--save", "plan.json").code == 0
    text = meeting.read_text("utf-8")
    two = f"ORGANIZER:mailto:{ANN}\\r\\nATTENDEE:mailto:{LEA}\\r\\nATTENDEE:mailto:{ANN}\\r\\nEND:VEVENT"
    meeting.write_text(text.replace("END:VEVENT", two), "utf-8", newline="")
    assert "is new or was edited" in refuses(saved, 3)


def test_nothing_but_a_plan_is_overwritten(saved: SmallCompany) -> None:
    """`--save` on a file that holds something else is a mistake; an older plan is replaced."""
    assert saved.run("--save", "plan.json").code == 0
    before = contents(saved.root)
    done = saved.run("--save", "config.toml")
    assert (done.code, contents(saved.root)) == (2, before)
    assert "is there, and is no saved plan" in done.err


def test_a_saved_plan_is_its_owners_alone(tmp_path: Path) -> None:
    """It holds when people are busy; so are ledger and its like, whatever the umask."""
    company = SmallCompany(tmp_path / "company").write()
    before = os.umask(0)
    try:
        options = ("--config", str(company.config), "--leader", "lea", "--as-of", AS_OF)
        assert company.installed(*options, "--save", "plan.json", hash_seed=1).code == 0
        assert company.installed(*options, "--yes", hash_seed=1).code == 0
    finally:
        os.umask(before)
    state = [plan_of(company), *(path for path in company.ledger.parent.rglob("*") if path.is_file())]
    assert {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in state} == dict.fromkeys(
        (path.name for path in state), 0
    )


def test_a_link_that_waits_for_the_plan(tmp_path: Path) -> None:
    """Who may write into the folder gains nothing by a link under a name that a plan might first be written under."""
    company = SmallCompany(tmp_path / "company").write()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    for name in (".plan.json.unfinished", ".plan.json.tmp", "plan.json"):
        (company.root / name).symlink_to(victim)
    assert company.run("--save", "plan.json").code == 2, "what the link leads to is no plan"
    (company.root / "plan.json").unlink()
    assert company.run("--save", "plan.json").code == 0
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("argument", ["apply", "--save"])
def test_a_pipe_in_place_of_a_plan(tmp_path: Path, argument: str) -> None:
    """Nobody waits for whoever fills it; it is neither read nor replaced."""
    company = SmallCompany(tmp_path / "company").write()
    os.mkfifo(plan_of(company))
    done = company.run(argument, "plan.json", leader=None if argument == "apply" else "lea", as_of=None)
    assert (done.code, "Traceback" in done.err, "plan.json" in done.err) == (2, False, True)
    assert stat.S_ISFIFO(plan_of(company).lstat().st_mode)


def edited(company: SmallCompany, edit: Callable[[dict[str, Any]], None]) -> None:
    """Somebody edits the saved plan and recomputes its checksum."""
    document = json.loads(plan_of(company).read_text())
    edit(document)
    document["checksum"] = checksum(document)
    plan_of(company).write_text(json.dumps(document))


def at_night(document: dict[str, Any]) -> None:
    """Ann's is put on a Tuesday, which is a focus day, at 3:00."""
    of(document, ANN)["after"] = {"start": "2026-11-24T02:00:00Z", "end": "2026-11-24T02:30:00Z"}


def over_the_other(document: dict[str, Any]) -> None:
    """Ann's and Ben's at the same time."""
    of(document, ANN)["after"] = of(document, BEN)["after"]


def longer(document: dict[str, Any]) -> None:
    """Ann's is given half an hour more."""
    span = of(document, ANN)["after"]
    span["end"] = span["start"][:11] + "23:00:00Z"


def for_a_stranger(document: dict[str, Any]) -> None:
    """Somebody who is not in the configuration."""
    change = of(document, ANN)
    change["writes"] = [LEA, "eve@example.com"]
    change["pair"]["member"] = "eve@example.com"


def into_a_strangers_calendar(document: dict[str, Any]) -> None:
    """The right pair, and a third calendar."""
    of(document, ANN)["writes"].append("eve@example.com")


def into_one_calendar(document: dict[str, Any]) -> None:
    """The leader's is left out."""
    of(document, ANN)["writes"] = [ANN]


def another_leaders_cancelled(document: dict[str, Any]) -> None:
    """A 1-on-1 of two others is cancelled."""
    change = of(document, ANN)
    pair = {"leader": BEN, "member": "cat@example.com", "kind": "report"}
    gone = {"action": "cancel", "pair": pair, "before": change["after"], "after": None, "writes": [BEN]}
    document["changes"].append({**change, **gone})


def twice(document: dict[str, Any]) -> None:
    """The same change again."""
    document["changes"].append(of(document, ANN))


def twice_at_two_times(document: dict[str, Any]) -> None:
    """The same occurrence again, an hour later and in another generation."""
    span = {"start": "2026-11-27T10:00:00Z", "end": "2026-11-27T10:30:00Z"}
    document["changes"].append({**of(document, ANN), "after": span, "generation": 1})


def script(document: dict[str, Any]) -> None:
    """A link that does something else than lead to an agenda."""
    of(document, ANN)["agenda"] = "javascript:alert(1)"


def of_another_kind(document: dict[str, Any]) -> None:
    """A kind of meeting that the two do not have."""
    of(document, ANN)["pair"]["kind"] = "people-ops"


def thousands(document: dict[str, Any]) -> None:
    """The same change again and again."""
    document["changes"] += [of(document, ANN)] * 10_000


def without_ben(document: dict[str, Any]) -> None:
    """Ben is forgotten."""
    document["changes"].remove(of(document, BEN))


def of_years_ago(document: dict[str, Any]) -> None:
    """Made so long ago that nothing would be too soon."""
    document["as_of"] = "2020-01-06T08:00:00Z"


def endless(document: dict[str, Any]) -> None:
    """More weeks than anybody plans."""
    document["horizon"]["weeks"] *= 1000


def another_period(document: dict[str, Any]) -> None:
    """Ann's of next week already."""
    of(document, ANN)["period"] = "2026-W49"


def another_generation(document: dict[str, Any]) -> None:
    """An id that was never due."""
    of(document, ANN)["generation"] = 7


def as_peoples_own(document: dict[str, Any]) -> None:
    """As if people had decided it."""
    of(document, ANN)["origin"] = "deleted"


def in_another_zone(document: dict[str, Any]) -> None:
    """Times that would be written on another clock."""
    of(document, ANN)["time_zone"] = "Asia/Tokyo"


def of_another_page(document: dict[str, Any]) -> None:
    """The page shows another time than would be written."""
    for day in document["days"]:
        day["stretches"] = [each for each in day["stretches"] if each["fill"] != "1-on-1"]


def of(document: dict[str, Any], member: str) -> dict[str, Any]:
    """The change of this member."""
    found: dict[str, Any] = next(change for change in document["changes"] if change["pair"]["member"] == member)
    return found


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (at_night, "it does not lie on a 1-on-1 day"),
        (over_the_other, "in two places"),
        (longer, "after not as planned"),
        (for_a_stranger, "eve@example.com in 2026-W48: to create it on"),
        (into_a_strangers_calendar, "writes not as planned"),
        (into_one_calendar, "writes not as planned"),
        (another_leaders_cancelled, f"{BEN} and cat@example.com in 2026-W48: to cancel it on"),
        (twice, f"the 1-on-1 of {LEA} and {ANN} in 2026-W48 stands in it more than once"),
        (twice_at_two_times, f"the 1-on-1 of {LEA} and {ANN} in 2026-W48: to create it on"),
        (script, "agenda not as planned"),
        (of_another_kind, "people-ops 1-on-1 of"),
        (thousands, "it has 10002 changes"),
        (without_ben, f"{BEN} in 2026-W48 is due, and the plan neither places it nor says why not"),
        (of_years_ago, "its weeks are not those after"),
        (endless, "it is of 1000 weeks"),
        (another_period, f"{ANN} in 2026-W48 is due"),
        (another_generation, "generation not as planned"),
        (as_peoples_own, "origin not as planned"),
        (in_another_zone, "time_zone not as planned"),
        (of_another_page, "the days that it shows are not these changes"),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_a_plan_that_the_planner_would_not_make(
    saved: SmallCompany, edit: Callable[[dict[str, Any]], None], told: str
) -> None:
    """Whoever edits a plan and its checksum gets nothing written, and is told what is wrong."""
    (saved.calendars / "eve@example.com").mkdir()
    edited(saved, edit)
    assert told in refuses(saved, 3)


def test_all_that_is_wrong_is_told_at_once(saved: SmallCompany) -> None:
    """Not one refusal after the other."""
    for edit in (at_night, script, another_leaders_cancelled):
        edited(saved, edit)
    said = refuses(saved, 3)
    assert all(told in said for told in ("1-on-1 day", "agenda not as planned", "to cancel it on"))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda document: of(document, ANN)["pair"].update(kind="party"), "kind: expected one of"),
        (lambda document: document["levels"][0].update(value=10**4000), "levels[0].value: must be at most"),
        (lambda document: of(document, ANN).update(why="\ud800"), "is not valid Unicode"),
    ],
)
def test_values_that_no_plan_has(saved: SmallCompany, edit: Callable[[dict[str, Any]], None], told: str) -> None:
    """One sentence each, with the key."""
    edited(saved, edit)
    assert told in refuses(saved, 2)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"version": ' + "9" * 5_000 + "}", '{"a":' * 50_000, '{"version": 1e999999999}']
)
def test_documents_that_no_parser_likes(saved: SmallCompany, text: str) -> None:
    """Nested without end, or numbers of five thousand digits: one sentence, no traceback."""
    plan_of(saved).write_text(text)
    said = refuses(saved, 2)
    assert said.startswith("schedule: plan.json: ")
    assert len(said) < 500


def test_nothing_in_a_plan_reaches_the_terminal_raw(saved: SmallCompany) -> None:
    """Whatever stands in a plan, it can do nothing to the terminal of whoever reads why it is refused."""

    def escape(document: dict[str, Any]) -> None:
        of(document, ANN)["pair"]["member"] = "\u001b[2J\u001b]0;title\u0007@example.com"
        document["inputs"][0]["name"] = "\u001b[31m"
        document["inputs"][0]["blocks"] = []

    edited(saved, escape)
    assert "\x1b" not in refuses(saved, 3)


def test_a_file_that_is_larger_than_any_plan(saved: SmallCompany) -> None:
    """It is not read to its end."""
    with plan_of(saved).open("r+b") as file:
        file.truncate(10**11)
    assert "plan.json: it is larger than any plan" in refuses(saved, 2)
