"""`schedule state`: the ledger as a whole moves, and forgets what is old."""

from tests.cli.company import ANN, LEA, SECRET, SmallCompany, contents


def test_a_ledger_that_was_moved_changes_nothing(company: SmallCompany) -> None:
    """Exported, and imported into another one: the next run knows all, a deletion by people too."""
    company.run("--yes")
    company.ours(ANN)[0].path.unlink()
    company.run("--yes")
    exported = company.run("state", "export", leader=None, as_of=None)
    assert (exported.code, exported.err) == (0, "")
    assert SECRET not in exported.out
    file = company.root / "state.jsonl"
    file.write_text(exported.out)
    company.ledger.rename(company.ledger.with_name("before"))
    imported = company.run("state", "import", "state.jsonl", leader=None, as_of=None)
    assert (imported.code, imported.err) == (0, f"Imported: {len(exported.out.splitlines()) - 2} rows.\n")
    assert company.run("state", "export", leader=None, as_of=None).out == exported.out
    assert company.run("--yes").err == "Nothing to write.\n"
    assert company.times() == {ANN: [], LEA: []}


def test_a_file_that_is_none(company: SmallCompany) -> None:
    """File and line are named; exit code 2; and once it holds something, nothing is taken in."""
    (company.root / "x").write_bytes(b"\xff")
    done = company.run("state", "import", "x", leader=None, as_of=None)
    assert (done.code, done.err) == (2, "schedule: x: line 1: it is not UTF-8 text\n")
    company.run("--yes")
    (company.root / "x").write_text(company.run("state", "export", leader=None, as_of=None).out)
    done = company.run("state", "import", "x", leader=None, as_of=None)
    assert (done.code, "x: the ledger holds something already" in done.err) == (2, True)


def test_old_runs_are_forgotten(company: SmallCompany) -> None:
    """Those from before keep_weeks; calendars stay as they are."""
    company.run("--yes")
    before = contents(company.calendars)
    pruned = [
        company.run("state", "prune", "--as-of", when, leader=None, as_of=None).err
        for when in ("2026-12-01T00:00:00Z", "2029-01-01T00:00:00Z")
    ]
    assert pruned == ["Forgotten: 0 runs, 0 past 1-on-1s.\n", "Forgotten: 1 run, 0 past 1-on-1s.\n"]
    assert company.run("runs", leader=None, as_of=None).out == " No run is noted.\n"
    assert contents(company.calendars) == before
