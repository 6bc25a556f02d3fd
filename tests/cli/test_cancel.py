"""What a leader leaves behind who leads no team in the configuration any more: named, and cancelled on request."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.company import ANN, AS_OF, BEN, CAT, LEA, SmallCompany, contents, tree
from tests.cli.process import ROOT, Result

AFTER_THE_FIRST = "2026-11-27T18:00:00+01:00"


@pytest.fixture
def left(tmp_path: Path) -> SmallCompany:
    """Lea's 1-on-1s with Ann and Ben for three weeks are written; then Cat leads the two, and Lea is gone."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=3).write()
    assert company.run("--yes").err == "Written: 6 created.\n"
    (company.calendars / CAT).mkdir()
    company.config.write_text(company.config.read_text().replace(LEA, CAT).replace('"Lea"', '"Cat"'))
    return company


def cancel(company: SmallCompany, *arguments: str, who: str = LEA, as_of: str = AS_OF) -> Result:
    """Run `schedule cancel`."""
    return company.run("cancel", "--leader", who, *arguments, leader=None, as_of=as_of)


@pytest.mark.parametrize("ledger", [True, False])
def test_a_former_leader_is_named(left: SmallCompany, ledger: bool) -> None:
    """By every run and by `check`: whose, until when, and what takes them out; by the markers, too."""
    if not ledger:
        left.ledger.unlink()
    sentence = f"{LEA} leads no team in the configuration, but has 1-on-1s in calendars, the last on "
    for said in (left.run("--dry-run", leader="cat").out, left.run("check", leader=None).out):
        words = " ".join(said.split())
        assert sentence in words
        assert f"schedule cancel --leader {LEA}" in words


def test_a_preview_cancels_nothing(left: SmallCompany) -> None:
    """All six are shown, and nothing is touched: with --dry-run, and where nobody is there to confirm."""
    before = tree(left.root)
    shown = cancel(left, "--dry-run")
    assert (shown.code, tree(left.root)) == (0, before)
    assert "6 cancelled" in shown.out
    assert "Thu 26 Nov, 3 Dec, 10 Dec" in shown.out
    assert "nobody missed" not in shown.out
    unasked = cancel(left)
    assert (unasked.code, tree(left.root)) == (3, before)


@pytest.mark.parametrize("ledger", [True, False])
@pytest.mark.parametrize("gone", [(), (LEA,), (BEN,)])
def test_the_future_ones_go_from_both_calendars(left: SmallCompany, ledger: bool, gone: tuple[str, ...]) -> None:
    """All that lie ahead, with a lost ledger too, and though one's calendar is gone for good; then nobody is named."""
    foreign = left.meeting(ANN, "2026-11-26 09:00")
    for email in gone:
        for path in (left.calendars / email).iterdir():
            path.unlink()
        (left.calendars / email).rmdir()
    if BEN in gone:
        text = left.config.read_text()
        ben = text.index('[[people]]\nemail = "ben')
        left.config.write_text(text[:ben] + text[text.index("[[teams]]") :].replace(f', "{BEN}"', ""))
    if not ledger:
        left.ledger.unlink()
    done = cancel(left, "--yes")
    assert (done.code, done.err) == (
        0,
        "Written: 6 cancelled.\n",
    )
    assert {time for times in left.times().values() for time in times} == set()
    assert foreign.exists()
    assert cancel(left, "--yes").err == "Nothing to write.\n"
    assert LEA not in left.run("check", leader=None).out


def test_held_ones_stay(left: SmallCompany) -> None:
    """Those of the first week are over: they stay in both calendars; the other four go."""
    before = left.times()
    done = cancel(left, "--yes", as_of=AFTER_THE_FIRST)
    assert (done.code, done.err) == (0, "Written: 4 cancelled.\n")
    assert left.times() == {email: [time for time in times if time < "2026-11-28"] for email, times in before.items()}


def test_pinned_ones_and_those_of_tomorrow_go_too(left: SmallCompany) -> None:
    """Whoever says that a leader's 1-on-1s are to go means those that people moved, and those that are frozen."""
    left.ours(ANN)[2].drag("2027-03-04 10:00")
    done = cancel(left, "--yes", as_of="2026-11-25T18:00:00+01:00")
    assert (done.code, done.err) == (0, "Written: 6 cancelled.\n")
    assert left.times() == {ANN: [], BEN: [], CAT: [], LEA: []}


def test_what_cannot_be_read_is_left_alone(left: SmallCompany) -> None:
    """Ben is still configured, and his calendar cannot be read: his stay in Lea's calendar as well."""
    (left.calendars / BEN).rename(left.root / "elsewhere")
    done = cancel(left, "--yes")
    assert done.err == "Written: 3 cancelled.\n"
    assert "3 left alone" in done.out
    assert len(left.times()[LEA]) == 3


def test_who_still_leads_keeps_theirs(tmp_path: Path) -> None:
    """The next run would write them again: refused, with what to do first."""
    company = SmallCompany(tmp_path / "company").write()
    company.run("--yes")
    before = contents(company.calendars)
    refused = cancel(company, "--yes")
    assert refused.code == 2
    assert "take the team out of the configuration first" in refused.err
    assert contents(company.calendars) == before


@pytest.mark.parametrize("who", ["nobody@example.com", "nobody", CAT])
def test_who_is_not_known_is_told(left: SmallCompany, who: str) -> None:
    """Neither the ledger nor a calendar knows them; nothing is written."""
    before = contents(left.calendars)
    refused = cancel(left, "--yes", who=who)
    assert refused.code == 2
    assert "--leader: " in refused.err
    assert contents(left.calendars) == before


def test_what_would_be_cancelled_is_a_plan_like_others(left: SmallCompany) -> None:
    """As JSON it is what the schema says."""
    shown = cancel(left, "--dry-run", "--format", "json")
    document = json.loads(shown.out)
    jsonschema.validate(document, json.loads((ROOT / "docs" / "plan.schema.json").read_text()))
    assert [change["origin"] for change in document["changes"]] == ["dropped"] * 6


def test_the_leader_may_stand_before_the_command(left: SmallCompany) -> None:
    """`schedule --leader X --dry-run cancel` is the same."""
    shown = left.run("--dry-run", "cancel", leader=LEA)
    assert (shown.code, "6 cancelled" in shown.out) == (0, True)
