"""What a run writes."""

from pathlib import Path

from tests.cli.company import ANN, AS_OF, BEN, LEA, SmallCompany, contents, tree


def test_yes_writes_one_event_in_both_calendars(company: SmallCompany) -> None:
    """--yes writes without asking: one event in both calendars, with all that a calendar program wants to show."""
    done = company.run("--yes")
    assert (done.code, done.err) == (0, "Written: 1 created.\n")
    (of_lea,), (of_ann,) = company.ours(LEA), company.ours(ANN)
    assert of_lea.time == of_ann.time
    assert of_lea.event["UID"] == of_ann.event["UID"]
    for copy in (of_lea, of_ann):
        assert copy.event["ORGANIZER"] == f"mailto:{LEA}"
        assert copy.event["ATTENDEE"] == [f"mailto:{LEA}", f"mailto:{ANN}"]
        assert copy.event["SUMMARY"] == "1-on-1: Lea / Ann"
        link = "https://docs.example.com/1on1/lea%40example.com/ann%40example.com?week=2026-W48"
        assert copy.event["URL"] == link
        assert link in copy.event["DESCRIPTION"]
        assert "&member=ann%40example.com&kind=report&period=2026-W48&generation=0" in copy.event["X-SCHEDULE-MARKER"]
    (alarm,) = of_lea.event.walk("VALARM")
    assert alarm["TRIGGER"].to_ical() == b"-PT5M"
    assert of_ann.event.walk("VALARM") == [], "only the leader prepares"


def test_a_second_run_changes_nothing(company: SmallCompany) -> None:
    """Run again, it keeps everything: not a byte of any calendar changes, and it says so."""
    company.run("--yes")
    before = tree(company.calendars)
    for _ in range(2):
        again = company.run("--yes")
        assert (again.code, again.err) == (0, "Nothing to write.\n")
        assert "Nothing to change." in again.out
        assert tree(company.calendars) == before


def test_a_terminal_is_asked(company: SmallCompany) -> None:
    """On a terminal it asks; y writes."""
    run = company.start(terminal=True)
    run.until("Write 1 event? [y/N]:")
    assert company.ours(LEA) == []
    run.type("y\n")
    assert run.wait().code == 0
    assert len(company.ours(LEA)) == len(company.ours(ANN)) == 1


def test_no_on_a_terminal_writes_nothing(company: SmallCompany) -> None:
    """On a terminal it asks; n writes nothing at all, and exit code 3 says so."""
    before = tree(company.root)
    run = company.start(terminal=True)
    run.until("Write 1 event? [y/N]:")
    run.type("n\n")
    done = run.wait()
    assert done.code == 3
    assert "nothing was written" in done.out
    assert tree(company.root) == before


def test_without_a_terminal_nobody_confirms(company: SmallCompany) -> None:
    """Without a terminal and without --yes it refuses, says what to do, and writes nothing."""
    before = tree(company.root)
    done = company.run()
    assert done.code == 3
    assert "add --yes" in done.err
    assert tree(company.root) == before


def test_the_ledger_changes_only_where_something_happens(company: SmallCompany) -> None:
    """A run that writes no event leaves the ledger as it is, to the byte."""
    company.run("--yes")
    before = contents(company.root)
    company.run("--yes")
    assert contents(company.root) == before


FOR_SOME = """
[agenda]
text = '''{% if member == "Ben" %}{{ member.split()[1] }}{% endif %}Talk.'''
"""
"""A template that fails for Ben alone: he has one name."""


def test_an_agenda_that_fails_for_one_writes_for_nobody(tmp_path: Path) -> None:
    """It is found before the first event is written; `check` finds it, too."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN)).write()
    company.configure(more=FOR_SOME)
    before = tree(company.root)
    for arguments, leader in ((["--yes"], "lea"), (["check"], None)):
        done = company.run(*arguments, leader=leader, as_of=AS_OF if leader else None)
        assert done.code == 2
        assert "schedule: agenda: the template fails for Lea and Ben: " in done.err
        assert "Traceback" not in done.err
        assert "Ann" not in done.err
    assert tree(company.root) == before
