"""What people do with events in their own calendars, and what the next runs make of it."""

from pathlib import Path

import pytest

from tests.cli.company import ANN, LEA, SmallCompany, contents, tree

ELSEWHERE = "2026-11-27 09:30"
TIME_ELSEWHERE = "2026-11-27 09:30-10:00"
ONLY_THE_TWO = f"ORGANIZER:mailto:{LEA}\nATTENDEE:mailto:{LEA}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANN}\n"


@pytest.fixture
def written(company: SmallCompany) -> SmallCompany:
    """Lea and Ann, whose 1-on-1 has been written."""
    assert company.run("--yes").code == 0
    return company


@pytest.mark.parametrize("mover", [LEA, ANN])
def test_a_human_move_pins(written: SmallCompany, mover: str) -> None:
    """Whoever of the two drags it has decided: the other copy follows, and both stay, even under another meeting."""
    written.ours(mover)[0].drag(ELSEWHERE)
    dragged = written.ours(mover)[0].path.read_bytes()
    written.meeting(ANN, ELSEWHERE)
    assert written.run("--yes").err == "Written: 1 mended.\n"
    for _ in range(2):
        assert written.run("--yes").err == "Nothing to write.\n"
    assert written.times() == {ANN: [TIME_ELSEWHERE], LEA: [TIME_ELSEWHERE]}
    assert written.ours(mover)[0].path.read_bytes() == dragged, "the copy that a person moved needs no writing"


@pytest.mark.parametrize(("first", "second"), [(LEA, ANN), (ANN, LEA)])
def test_the_last_move_counts(written: SmallCompany, first: str, second: str) -> None:
    """Where one drags it after the other, the later decision stays."""
    written.ours(first)[0].drag("2026-11-27 11:00")
    written.run("--yes")
    written.ours(second)[0].drag(ELSEWHERE)
    written.run("--yes")
    assert written.times() == {ANN: [TIME_ELSEWHERE], LEA: [TIME_ELSEWHERE]}


@pytest.mark.parametrize("mover", [LEA, ANN])
def test_dragging_it_back_counts_too(written: SmallCompany, mover: str) -> None:
    """Somebody who drags it away, and after a run back to where it was, gets it there."""
    before = written.times()
    (time,) = before[mover]
    written.ours(mover)[0].drag(ELSEWHERE)
    written.run("--yes")
    written.ours(mover)[0].drag(time.rpartition("-")[0])
    for _ in range(2):
        written.run("--yes")
        assert written.times() == before


@pytest.mark.parametrize("deleter", [LEA, ANN])
def test_a_deletion_skips_the_week_for_ever(written: SmallCompany, deleter: str) -> None:
    """Whoever of the two deletes it has decided: the other copy goes, and no later run creates it again."""
    written.ours(deleter)[0].path.unlink()
    first = written.run("--yes")
    assert "Noted: 1 deleted by people, not created again." in first.err
    for as_of in ("2026-11-23T09:00:00+01:00", "2026-11-24T09:00:00+01:00", "2026-11-25T23:00:00+01:00"):
        again = written.run("--yes", as_of=as_of)
        assert (again.code, again.err) == (0, "Nothing to write.\n")
        assert "deleted by a person" in again.out
        assert written.times() == {ANN: [], LEA: []}


@pytest.mark.parametrize("tidy", [LEA, ANN])
def test_tidying_up_the_past_decides_nothing(written: SmallCompany, tidy: str) -> None:
    """Who deletes what has been held takes it from nobody else; nor is it created again."""
    other = ANN if tidy == LEA else LEA
    held = written.times()[other]
    written.ours(tidy)[0].path.unlink()
    for _ in range(2):
        assert written.run("--yes", "--weeks", "1", as_of=f"{held[0][:10]}T23:00:00+01:00").code == 0
        assert written.times()[other][:1] == held
        assert held[0] not in written.times()[tidy]


@pytest.mark.parametrize("mover", [LEA, ANN])
def test_a_move_far_away_is_no_deletion(written: SmallCompany, mover: str) -> None:
    """Somebody drags it months ahead, beyond all weeks that are planned: it is pinned there, and the other follows."""
    written.ours(mover)[0].drag("2027-03-04 10:00")
    assert written.run("--yes").err == "Written: 1 mended.\n"
    assert written.times() == {ANN: ["2027-03-04 10:00-10:30"], LEA: ["2027-03-04 10:00-10:30"]}
    assert written.run("--yes").err == "Nothing to write.\n"


@pytest.mark.parametrize("mover", [LEA, ANN])
def test_a_move_far_away_that_cannot_be_read_is_no_deletion(written: SmallCompany, mover: str) -> None:
    """Dragged months ahead into a zone that nobody knows: it may be there, so that nothing is decided, and it is told.

    As soon as it can be read, it is pinned there.
    """
    (copy,) = written.ours(mover)
    copy.drag("2027-03-04 10:00")
    for name in ("DTSTART", "DTEND"):
        copy.edit(rf"(?m)^{name};TZID=Europe/Madrid:", f"{name};TZID=Nowhere:")
    before = contents(written.calendars)
    for _ in range(2):
        done = written.run("--yes")
        assert (done.code, done.err) == (0, "Nothing to write.\n")
        assert "1 left alone" in done.out
        assert f"{mover}: " in done.out.partition("Warnings")[2]
        assert contents(written.calendars) == before
    for name in ("DTSTART", "DTEND"):
        copy.edit(rf"(?m)^{name};TZID=Nowhere:", f"{name};TZID=Europe/Madrid:")
    assert written.run("--yes").err == "Written: 1 mended.\n"
    assert written.times() == {ANN: ["2027-03-04 10:00-10:30"], LEA: ["2027-03-04 10:00-10:30"]}


def test_what_was_moved_far_away_is_not_created_anew(written: SmallCompany) -> None:
    """Pinned months ahead, and then both copies unreadable there: neither deleted, nor created once more."""
    written.ours(LEA)[0].drag("2027-03-04 10:00")
    written.run("--yes")
    for email in (LEA, ANN):
        for name in ("DTSTART", "DTEND"):
            written.ours(email)[0].edit(rf"(?m)^{name};TZID=Europe/Madrid:", f"{name};TZID=Nowhere:")
    done = written.run("--yes")
    assert (done.code, done.err) == (0, "Nothing to write.\n")
    assert "its event was not found where calendars could be read" in " ".join(done.out.split())


def test_a_decline_moves_once(written: SmallCompany) -> None:
    """A decline asks for another time; it gets one, and the next nights leave it there: as ours, not as a person's."""
    before = written.times()
    for email in (LEA, ANN):
        written.ours(email)[0].edit("PARTSTAT=NEEDS-ACTION;RSVP=TRUE", "PARTSTAT=DECLINED;RSVP=TRUE")
    assert written.run("--yes").err == "Written: 1 moved.\n"
    moved = written.times()
    assert moved[LEA] == moved[ANN] != before[LEA]
    for night in ("2026-11-23T23:00:00+01:00", "2026-11-24T23:00:00+01:00"):
        done = written.run("--yes", as_of=night)
        assert done.err == "Nothing to write.\n"
        assert "a person moved it" not in done.out
    assert written.times() == moved


@pytest.mark.parametrize("where", [LEA, ANN])
def test_a_decline_in_one_calendar_is_enough(written: SmallCompany, where: str) -> None:
    """Ann's answer stands in one of the calendars alone, as where nobody carries it over."""
    before = written.times()
    written.ours(where)[0].edit("PARTSTAT=NEEDS-ACTION;RSVP=TRUE", "PARTSTAT=DECLINED;RSVP=TRUE")
    assert written.run("--yes").err == "Written: 1 moved.\n"
    moved = written.times()
    assert moved[LEA] == moved[ANN] != before[LEA]
    assert written.run("--yes", as_of="2026-11-23T23:00:00+01:00").err == "Nothing to write.\n"


@pytest.mark.parametrize("where", [LEA, ANN])
def test_a_duplicate_is_not_ours(written: SmallCompany, where: str) -> None:
    """A copy that somebody made of our event, marker and all, is theirs: no run changes a byte of it."""
    ours = written.ours(where)[0]
    uid = ours.path.stem
    duplicate = ours.path.with_name("duplicate.ics")
    duplicate.write_bytes(ours.path.read_bytes().replace(f"UID:{uid}".encode(), b"UID:duplicate"))
    before = duplicate.read_bytes()
    written.run("--yes")
    written.meeting(ANN, "2026-11-26 09:00", 180)
    written.meeting(LEA, "2026-11-27 09:00", 90)
    written.run("--yes", "--force")
    ours.path.unlink()
    written.run("--yes", "--force")
    assert written.times() == {ANN: [], LEA: []}, "the duplicate does not stand for what was deleted"
    assert duplicate.read_bytes() == before


@pytest.mark.parametrize("where", [LEA, ANN])
@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=WEEKLY\n"])
def test_what_people_booked_is_kept(tmp_path: Path, where: str, rule: str) -> None:
    """A 1-on-1 that the two booked themselves, once or every week, is never doubled and never changed."""
    company = SmallCompany(tmp_path / "company", weeks=2 if rule else 1).write()
    company.meeting(where, "2026-11-26 10:00", more=ONLY_THE_TWO + rule)
    before = tree(company.calendars / where)
    for _ in range(2):
        done = company.run("--yes")
        assert (done.code, done.err) == (0, "Nothing to write.\n")
        assert "booked by people" in done.out
        assert company.times() == {ANN: [], LEA: []}
        assert tree(company.calendars / where) == before


def test_a_booking_leaves_the_other_week_to_us(tmp_path: Path) -> None:
    """People book one week of two; the other one is planned."""
    company = SmallCompany(tmp_path / "company", weeks=2).write()
    company.meeting(LEA, "2026-11-26 10:00", more=ONLY_THE_TWO)
    assert company.run("--yes").err == "Written: 1 created.\n"
    ((ours,), (same,)) = company.times().values()
    assert ours == same
    assert ours.startswith(("2026-12-03", "2026-12-04"))


def test_foreign_files_never_change(company: SmallCompany) -> None:
    """Creating, moving and cancelling ours changes no byte of what is not ours: exports, files, bad ones too."""
    company.meeting(LEA, "2026-11-26 09:00")
    company.meeting(ANN, "2026-11-26 09:30", more="X-SCHEDULE-MARKER:v=1&leader=lea%40example.com\n")
    export = company.meeting(ANN, "2026-11-27 09:00", uid="export").rename(company.calendars / f"{ANN}.ics")
    (company.calendars / LEA / "notes.txt").write_bytes(b"notes \xff")
    (company.calendars / LEA / "old.ics").write_bytes(export.read_bytes().replace(b"20261127", b"20190102"))
    foreign = contents(company.calendars)
    company.run("--yes")
    company.meeting(ANN, "2026-11-26 09:00", 180)
    company.meeting(LEA, "2026-11-27 09:00", 90)
    foreign |= {path: data for path, data in contents(company.calendars).items() if "elsewhere" in path}
    company.run("--yes", "--force")
    company.configure(members=[])
    company.configure(members=["cat@example.com"])
    company.run("--yes", "--force")
    assert company.times() == {ANN: [], LEA: []}
    assert contents(company.calendars, besides=[".schedule.lock"]) == foreign
