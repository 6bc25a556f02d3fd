"""`schedule explain`: from a question to an answer, and what a wrong question gets."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scheduler.cli import schedule
from tests.cli.company import ANN, AS_OF, BEN, SmallCompany, tree
from tests.cli.process import ROOT

SCHEMA = json.loads((ROOT / "docs" / "explanation.schema.json").read_text(encoding="utf-8"))


def asks(company: SmallCompany, *arguments: str, member: str = "ann") -> str:
    """What is answered; nothing is written."""
    before = tree(company.root)
    done = company.run("explain", "--member", member, *arguments)
    assert (done.code, done.err) == (0, ""), done
    assert tree(company.root) == before
    return done.out


def test_why_there_is_no_place_and_what_would_give_one(company: SmallCompany) -> None:
    """The meetings that are in the way, and what to do; doing it gives the place."""
    blocking = company.meeting(ANN, "2026-11-26 09:00", 180)
    company.meeting(ANN, "2026-11-27 09:00", 180)
    said = asks(company)
    assert "W48: has no place" in said
    assert "Ann is busy on Thu 26 Nov 09:00–12:00, Fri 27 Nov 09:00–12:00" in " ".join(said.split())
    assert "Ann moves or leaves what is on Thu 26 Nov 09:00–12:00" in " ".join(said.split())
    blocking.unlink()
    assert "W48: is new, Thu 26 Nov" in asks(company)


def test_the_answer_as_a_document(company: SmallCompany) -> None:
    """One document, as docs/explanation.schema.json says, and what the page says in it."""
    company.meeting(ANN, "2026-11-26 09:00", 180)
    document = json.loads(asks(company, "--at", "thu 10:00", "--week", "2026-W48", "--format", "json"))
    jsonschema.validate(document, SCHEMA, format_checker=jsonschema.FormatChecker())
    (reasons,) = document["reasons"]
    assert (document["leader"], document["member"]) == ("lea@example.com", ANN)
    assert reasons["asked"]["verdict"] == "impossible"
    assert reasons["asked"]["causes"] == [["Ann is busy on Thu 26 Nov 09:00–12:00"]]
    assert reasons["asked"]["time"] == {"start": "2026-11-26T09:00:00Z", "end": "2026-11-26T09:30:00Z"}


def test_what_moves_and_why_it_cannot_stay(company: SmallCompany) -> None:
    """Somebody's meeting lies over what was written."""
    company.run("--yes")
    (written,) = company.times()[ANN]
    company.meeting(ANN, written[: len("2026-11-26 09:00")])
    said = asks(company)
    assert "W48: moves from" in said
    assert "If it stayed: not possible:\n    · Ann is busy on" in said


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--member", "nobody"), "--member: 'nobody' is nobody whom Lea meets: Ann <ann@example.com>"),
        ((), "--member missing"),
        (("--member", "ann", "--at", "thuesday 10"), "'thu 10:00'"),
        (("--member", "ann", "--at", "thu 25:00"), "'thu 10:00'"),
        (("--member", "ann", "--week", "48"), "2026-W48"),
        (("--member", "ann", "--week", "2027-W48"), "no 1-on-1 with Ann is due in 2027-W48"),
    ],
)
def test_a_wrong_question(company: SmallCompany, arguments: tuple[str, ...], expected: str) -> None:
    """A sentence that names the option and what to say instead; nothing is written."""
    before = tree(company.root)
    done = company.run("explain", *arguments)
    assert (done.code, done.out) == (2, "")
    assert expected in " ".join(done.err.split())
    assert "Traceback" not in done.err
    assert tree(company.root) == before


def test_every_setting_works_as_it_is_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is offered to whoever has no place is taken by `what-if --set` as it stands, and places them."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    company.configure(more='max_per_day = 1\ndays = ["thursday"]\n')

    def told(*arguments: str) -> Any:
        capsys.readouterr()
        common = ("--leader", "lea", "--format", "json", "--config", str(company.config), "--as-of", AS_OF)
        schedule.main([*arguments, *common], standalone_mode=False)
        return json.loads(capsys.readouterr().out)

    offered = [told("explain", "--member", each)["reasons"][0]["reliefs"] for each in ("ann", "ben")]
    settings = [act for reliefs in offered for relief in reliefs for act in relief["acts"]]
    assert {"teams.lea.max_per_day = 2", 'teams.lea.days = ["thursday", "friday"]'} <= {*settings}
    for setting in settings:
        compared = told("what-if", "--set", setting)["leaders"][0]
        assert (len(compared["today"]["missed"]), compared["other"]["missed"]) == (1, [])
