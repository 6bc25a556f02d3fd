"""`schedule runs`: what runs did, and why."""

import json
import re
import shutil
import signal
from pathlib import Path
from typing import Any

from tests.cli.company import ANN, AS_OF, BEN, LEA, SECRET, SmallCompany, tree

LATER = "2026-11-23T10:00:00+01:00"


def told(company: SmallCompany, *arguments: str) -> Any:
    """What `schedule runs ARGUMENTS` says for machines."""
    done = company.run("runs", *arguments, "--format", "json", leader=None, as_of=None)
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_nothing_is_noted_where_nothing_was_written(company: SmallCompany) -> None:
    """Neither by a preview nor by a run with nothing to do; asking makes no ledger."""
    company.run("--dry-run")
    before = tree(company.root)
    assert told(company)["runs"] == []
    assert tree(company.root) == before
    company.run("--yes")
    assert len(told(company)["runs"]) == 1
    company.run("--yes")
    company.run("--dry-run")
    assert len(told(company)["runs"]) == 1


def test_what_a_run_decided_and_why(company: SmallCompany) -> None:
    """A 1-on-1 that is new, then moved from under a meeting: each run says what, from when to when, and why."""
    company.run("--yes")
    (first,) = company.times()[LEA]
    company.meeting(ANN, first[:16])
    company.run("--yes", as_of=LATER)
    newest, oldest = told(company)["runs"]
    assert (newest["kind"], newest["leaders"], newest["changes"]) == ("leader", {"written": 1}, {"move": 1})
    assert (oldest["kind"], oldest["leaders"], oldest["changes"]) == ("leader", {"written": 1}, {"create": 1})
    assert (newest["as_of"], newest["result"]) == ("2026-11-23T09:00:00+00:00", "written")

    ((lea,), again) = (told(company, newest["run"], "--leader", "lea")["leaders"], told(company, oldest["run"]))
    (moved,), (created,) = lea["decisions"], again["leaders"][0]["decisions"]
    assert (created["member"], created["action"], created["state"]) == (ANN, "create", "confirmed")
    assert (moved["member"], moved["action"], moved["before"]) == (ANN, "move", created["after"])
    assert "Ann" in moved["why"]
    assert told(company, newest["run"], "--leader", ANN)["leaders"] == []

    page = company.run("runs", newest["run"], leader=None, as_of=None).out
    assert re.search(rf"Ann, 2026-W48: moved from \w+ {first[8:10]} Nov {first[11:22]} to ", " ".join(page.split()))
    assert newest["run"] in company.run("runs", leader=None, as_of=None).out
    assert SECRET not in page + json.dumps([newest, oldest, lea, again])


def test_a_saved_plan_and_a_cancelled_team_are_told_apart(company: SmallCompany) -> None:
    """What `apply` and `cancel` wrote bears their names."""
    company.run("--save", "plan.json")
    company.run("apply", "plan.json", "--yes", leader=None)
    company.configure(
        more=f'[[teams]]\nleader = "{ANN}"\nreports = ["{BEN}"]\n[[people]]\nemail = "{BEN}"\nname = "Ben"\n'
    )
    text = company.config.read_text().replace(f'[[teams]]\nleader = "{LEA}"\nreports = ["{ANN}"]\n', "")
    company.config.write_text(text)
    (company.calendars / BEN).mkdir()
    cancelled = company.run("cancel", "--yes", as_of=LATER)
    assert cancelled.code == 0, cancelled.err
    assert [(one["kind"], one["changes"]) for one in told(company)["runs"]] == [
        ("cancel", {"cancel": 1}),
        ("apply", {"create": 1}),
    ]


def test_a_run_that_was_killed_says_what_it_intended(company: SmallCompany, tmp_path: Path) -> None:
    """It has no end, and nobody knows of its changes whether they were written; the next run is told whole."""
    company.run("--yes")
    (first,) = company.times()[LEA]
    company.meeting(ANN, first[:16])
    for step in range(40):
        shutil.copytree(company.root, tmp_path / str(step))
        killed = SmallCompany(tmp_path / str(step))
        assert killed.run("--yes", as_of=LATER, step=step).code == -signal.SIGKILL, "no run was killed in time"
        last = told(killed)["runs"][0]
        leaders = told(killed, last["run"])["leaders"] if last["ended"] is None else []
        if leaders:
            break
    assert last["changes"] == {}
    assert (leaders[0]["ending"], leaders[0]["decisions"][0]["state"]) == ("failed", "intended")
    killed.run("--yes", as_of=LATER)
    assert killed.times()[LEA] == killed.times()[ANN] != [first]


def test_a_run_that_nobody_knows(company: SmallCompany) -> None:
    """A sentence, and exit code 2."""
    company.run("--yes", as_of=AS_OF)
    done = company.run("runs", "1999", leader=None, as_of=None)
    assert (done.code, "no run has this name" in done.err) == (2, True)
    done = company.run("runs", "--leader", "zoe", leader=None, as_of=None)
    assert (done.code, "'zoe' is nobody who is configured" in done.err) == (2, True)
