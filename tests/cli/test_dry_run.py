"""A preview: it writes nothing, and can be read by people and programs."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.cli.company import ANN, AS_OF, BEN, LEA, SmallCompany, tree
from tests.cli.process import HASH_SEED, ROOT

_HALF_DONE = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN")
connection.execute("UPDATE occurrence SET state = 'deleted', uid = hex(zeroblob(20000))")
os.kill(os.getpid(), signal.SIGKILL)
"""


def read_only(root: Path) -> dict[str, tuple[bytes, int]]:
    """Take the right to write from everything under `root`; the tree as it then is."""
    for path in (*root.rglob("*"), root):
        path.chmod(0o500 if path.is_dir() else 0o400)
    return tree(root)


def writable(root: Path) -> None:
    """Give it back."""
    for path in (root, *root.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)


def leave_half_done(ledger: Path) -> None:
    """A transaction that had reached the ledger's file when its process was killed."""
    killed = subprocess.run([sys.executable, "-c", _HALF_DONE, str(ledger)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert ledger.with_name(f"{ledger.name}-journal").stat().st_size > 0


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("past", ["fresh", "written", "half-done"])
def test_a_dry_run_writes_nothing(company: SmallCompany, past: str, form: str) -> None:
    """--dry-run works where nothing can be written, home folder included, and leaves every file as it was.

    Whether there is no ledger yet, one with something in it, or one that a killed run left half written.
    """
    if past != "fresh":
        company.run("--yes")
        company.meeting(ANN, "2026-11-26 09:00", 180)
    if past == "half-done":
        leave_half_done(company.ledger)
    before = read_only(company.root)
    done = company.run("--dry-run", "--format", form, bound=True)
    assert (done.code, done.err) == (0, "")
    assert tree(company.root) == before
    writable(company.root)


def test_nothing_can_be_written_there(company: SmallCompany) -> None:
    """The tree of the test above is read-only indeed: a run that writes fails in it, with a sentence."""
    before = read_only(company.root)
    done = company.run("--yes", bound=True)
    assert done.code == 4
    assert "Traceback" not in done.err
    assert tree(company.root) == before
    writable(company.root)


def test_a_half_done_ledger_is_read_as_it_was(company: SmallCompany) -> None:
    """What a killed writer had not committed does not count: the plan is that of the ledger before."""
    company.run("--yes")
    expected = company.run("--dry-run", "--format", "json").out
    leave_half_done(company.ledger)
    assert company.run("--dry-run", "--format", "json").out == expected
    with sqlite3.connect(company.ledger) as connection:
        assert connection.execute("SELECT state FROM occurrence").fetchall() == [("written",)]
    connection.close()


def test_json_is_one_document(tmp_path: Path) -> None:
    """--format json prints one document and nothing else, as docs/plan.schema.json says."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=2).write()
    company.meeting(ANN, "2026-11-26 09:00", 180)
    company.meeting(BEN, "2026-11-24 09:00", 5 * 24 * 60, more="X-MICROSOFT-CDO-BUSYSTATUS:OOF\n")
    done = company.run("--dry-run", "--format", "json")
    document = json.loads(done.out)
    schema = json.loads((ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)
    assert document["leader"] == LEA
    assert [one["outcome"] for one in document["not_placed"]] == ["skip"]
    assert len(document["changes"]) == 3


@pytest.mark.parametrize("form", ["text", "json"])
def test_two_processes_say_the_same(tmp_path: Path, form: str) -> None:
    """The installed command answers the same to the byte as another process, which hashes differently."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    company.meeting(ANN, "2026-11-26 09:00", 180)
    asked = ("--dry-run", "--format", form)
    first = company.installed("--leader", "lea", "--as-of", AS_OF, *asked, hash_seed=HASH_SEED + 1)
    assert (first.code, first.err) == (0, "")
    assert company.run(*asked) == first


def test_piped_text_is_plain(company: SmallCompany) -> None:
    """Piped, the page has no escape codes, and no line is longer than 80 columns."""
    done = company.run("--dry-run", environ_too={"COLUMNS": "200"})
    assert "\x1b" not in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80
    assert "Ann" in done.out


def test_a_terminal_shows_colours(company: SmallCompany) -> None:
    """On a terminal the same page has colours, unless NO_COLOR says otherwise."""
    coloured = company.start("--dry-run", terminal=True).wait()
    plain = company.start("--dry-run", terminal=True, environ_too={"NO_COLOR": "1"}).wait()
    assert (coloured.code, plain.code) == (0, 0)
    assert "\x1b[" in coloured.out
    assert "\x1b" not in plain.out
    assert "Ann" in plain.out
