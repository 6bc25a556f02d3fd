"""Nobody's titles, descriptions and guests leave their calendar."""

from pathlib import Path

import pytest

from tests.cli.company import ANN, BEN, LEA, SECRET, SmallCompany
from tests.cli.process import Result

GUEST = f"{SECRET.lower()}@elsewhere.example"
MORE = (
    f"ATTENDEE;CN={SECRET}:mailto:{GUEST}\nORGANIZER;CN={SECRET}:mailto:{GUEST}\nLOCATION:{SECRET}\nX-NOTE:{SECRET}\n"
)
BROKEN = {
    "no-time": "DTSTART:whenever",
    "bad-rule": "DTSTART:20261126T090000Z\nRRULE:FREQ=SOMETIMES",
    "no-zone": "DTSTART;TZID=Nowhere/Atlantis:20261126T090000",
    "no-end": "DTSTART:20261126T090000Z\nDURATION:long",
}


@pytest.fixture
def full(tmp_path: Path) -> SmallCompany:
    """Lea, Ann and Ben; everywhere in their calendars stands the secret, also in a 1-on-1 that two of them booked."""
    company = SmallCompany(tmp_path / "company", (ANN, BEN), weeks=2).write()
    for email in (LEA, ANN, BEN):
        company.meeting(email, "2026-11-26 09:00", more=MORE)
        company.meeting(email, "2026-11-24 09:00", more=MORE + "RRULE:FREQ=DAILY;COUNT=9\n")
    company.meeting(
        LEA, "2026-12-03 10:00", more=f"ORGANIZER:mailto:{LEA}\nATTENDEE:mailto:{LEA}\nATTENDEE:mailto:{ANN}\n"
    )
    return company


def silent(company: SmallCompany, *runs: Result) -> None:
    """The secret stands in no output, and in no file but those in which people had put it."""
    for run in runs:
        assert SECRET.casefold() not in (run.out + run.err).casefold()
    for path in company.root.rglob("*"):
        if path.is_file() and not path.name.endswith(("@elsewhere.example.ics", "broken.ics")):
            assert SECRET.casefold().encode() not in path.read_bytes().lower(), path


def test_no_title_is_ever_told(full: SmallCompany) -> None:
    """Previews as text and JSON, a saved plan, what is written, the ledger: none holds a word of foreign events."""
    first = full.run("--dry-run")
    assert "booked" in first.out
    asked = [first, full.run("--dry-run", "--format", "json"), full.run("--save", "plan.json"), full.run("--yes")]
    full.meeting(ANN, full.times()[BEN][0].rpartition("-")[0], more=MORE)
    full.meeting(BEN, full.times()[BEN][0].rpartition("-")[0], more=MORE)
    asked += [
        full.run("apply", "plan.json", "--yes", leader=None),
        full.run("--yes"),
        full.run("check", leader=None, as_of=None),
    ]
    assert [run.code for run in asked] == [0, 0, 0, 0, 3, 0, 0]
    silent(full, *asked)


@pytest.mark.parametrize("what", BROKEN)
def test_no_title_is_told_where_something_is_broken(full: SmallCompany, what: str) -> None:
    """A broken event is told by its file and UID, in warnings and in failures; its words are not."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:broken-1\nSUMMARY:{SECRET}\nDESCRIPTION:{SECRET}\n{MORE}"
    for email in (LEA, ANN):
        (full.calendars / email / "broken.ics").write_text(f"{text}{BROKEN[what]}\nEND:VEVENT\nEND:VCALENDAR\n")
    asked = [
        full.run("--dry-run"),
        full.run("--dry-run", "--format", "json"),
        full.run("--yes"),
        full.run("check", leader=None, as_of=None),
    ]
    assert any("broken-1" in run.out for run in asked)
    silent(full, *asked)


@pytest.mark.parametrize("damage", [b"\x00\xff", b"BEGIN:VEVENT\nBEGIN:VEVENT\n", b'SUMMARY;X="', b"END:VCALENDAR\n"])
def test_no_title_is_told_of_a_damaged_file(full: SmallCompany, damage: bytes) -> None:
    """A file that is no calendar is told by its name alone."""
    (full.calendars / LEA / "broken.ics").write_bytes(b"BEGIN:VCALENDAR\n" + damage + SECRET.encode() + b"\n" + damage)
    silent(full, full.run("--dry-run"), full.run("--yes"), full.run("check", leader=None, as_of=None))
