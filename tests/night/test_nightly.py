"""`schedule nightly`, as a timer starts it: one run for everybody, whatever happens to one of them."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.company import SECRET, contents, tree
from tests.night.company import ANN, BEN, CAT, DAN, LEA, TEAMS, Teams

THURSDAY, FRIDAY = "2026-11-26", "2026-11-27"


def test_everybody_is_written_and_nobody_is_in_two_places(teams: Teams) -> None:
    """Two teams that share Ann: each pair has its event in both calendars, and Ann's do not overlap."""
    assert teams.endings() == {LEA: "written", ANN: "written"}
    held = {email: [copy.event["UID"] for copy in teams.ours(email)] for email in teams.everybody}
    assert {email: len(uids) for email, uids in held.items()} == {LEA: 2, ANN: 3, BEN: 1, CAT: 1, DAN: 1}
    assert {*held[LEA], *held[ANN]} == {uid for email in (ANN, BEN, CAT, DAN) for uid in held[email]}
    assert teams.overlaps() == []


def test_a_second_night_changes_nothing(teams: Teams) -> None:
    """All calendars stay as they are, to the byte."""
    teams.night()
    before = contents(teams.calendars)
    assert {*teams.endings().values()} <= {"written", "unchanged"}
    assert contents(teams.calendars) == before


def test_a_preview_writes_nothing(teams: Teams) -> None:
    """`--dry-run` names everybody, and leaves every file as it is, and no new one."""
    before = tree(teams.root)
    assert teams.endings("--dry-run") == {LEA: "previewed", ANN: "previewed"}
    assert tree(teams.root) == before


def test_a_night_asks_nothing(teams: Teams) -> None:
    """At a terminal, too."""
    done = teams.start_night(terminal=True).wait()
    assert done.code == 0
    assert "?" not in done.out
    assert len(teams.ours(LEA)) == 2


@pytest.mark.parametrize(("option", "planned"), [("--only", {ANN}), ("--except", {LEA})])
def test_some_leaders(teams: Teams, option: str, planned: set[str]) -> None:
    """`--only ann` plans hers, around what Lea's 1-on-1s take; `--except ann` all others'."""
    assert teams.endings(option, "ann").keys() == planned
    written = {LEA: len(teams.ours(LEA)), CAT: len(teams.ours(CAT))}
    assert written == ({LEA: 0, CAT: 1} if option == "--only" else {LEA: 2, CAT: 0})
    teams.night()
    assert teams.overlaps() == []


def test_leaders_who_are_none_are_named_at_once(teams: Teams) -> None:
    """Exit code 2, a line for each, and nothing is read or written."""
    before = tree(teams.root)
    done = teams.night("--only", "ben", "--except", "nobody")
    assert done.code == 2
    assert re.findall(r"'(\w+)' is no leader", done.err) == ["ben", "nobody"]
    assert tree(teams.root) == before


def test_a_calendar_that_cannot_be_read_stays_with_its_team(teams: Teams) -> None:
    """Cat's calendar is damaged: her 1-on-1 is left alone and told; everybody else has theirs."""
    (teams.calendars / CAT / "broken.ics").write_bytes(b"BEGIN:VCALENDAR\r\nnonsense")
    done = teams.night()
    assert done.code in (0, 5)
    assert {email: len(teams.ours(email)) for email in (LEA, ANN, BEN, CAT, DAN)} == {
        LEA: 2, ANN: 2, BEN: 1, CAT: 0, DAN: 1,
    }  # fmt: skip
    assert CAT in done.out + done.err


def test_a_lost_calendar_stops_only_those_who_need_it(teams: Teams) -> None:
    """Dan's calendar loses everything at once: Ann's team is left as it is and named; Lea's night goes on."""
    teams.meeting(DAN, f"{THURSDAY} 09:00")
    teams.night()
    before = {email: teams.times()[email] for email in (CAT, ANN)}
    for file in (teams.calendars / DAN).glob("*.ics"):
        file.unlink()
    teams.meeting(BEN, teams.times()[BEN][0].rpartition("-")[0])
    told = teams.told(code=5)
    assert {each["leader"]: each["ending"] for each in told["leaders"]} == {LEA: "written", ANN: "failed"}
    (failed,) = [each for each in told["leaders"] if each["leader"] == ANN]
    assert DAN in failed["why"]
    assert {email: teams.times()[email] for email in (CAT, ANN)} == before
    (lea,) = [each for each in told["leaders"] if each["leader"] == LEA]
    assert [change["action"] for change in lea["changes"]] == ["move"]


def test_a_night_on_which_nothing_can_be_read(teams: Teams) -> None:
    """Exit code 4, everybody by name, nothing written."""
    for email in teams.everybody:
        (teams.calendars / email / "broken.ics").write_bytes(b"BEGIN:VCALENDAR\r\nnonsense")
    before = contents(teams.calendars)
    assert teams.endings(code=4) == {LEA: "failed", ANN: "failed"}
    assert contents(teams.calendars) == before


@pytest.fixture
def busy(tmp_path: Path) -> Teams:
    """Five weeks' 1-on-1s stand, each pair's at one time; then Cat and Dan get a meeting over each of theirs."""
    company = Teams(tmp_path / "company", weeks=5).write()
    company.night()
    for email in (CAT, DAN):
        for time in company.times()[email]:
            company.meeting(email, time.rpartition("-")[0])
    return company


def test_a_guard_holds_back_one_leader(busy: Teams) -> None:
    """All of Ann's would move: refused, by name, with what to do; Lea's night goes on; --force writes hers."""
    busy.configured("max_changes = 100")
    before = busy.times()
    told = busy.told(code=5)
    assert {each["leader"]: each["ending"] for each in told["leaders"]} == {LEA: "written", ANN: "refused"}
    assert "--force" in next(each["why"] for each in told["leaders"] if each["leader"] == ANN)
    assert busy.times() == before
    assert busy.endings("--force") == {LEA: "written", ANN: "written"}
    assert busy.times()[CAT] != before[CAT]


def test_the_companys_guard_holds_back_everybody(busy: Teams) -> None:
    """10 of 20 would move where a fifth may: exit code 3, nothing is written for anybody; --force writes."""
    before = contents(busy.root / "calendars")
    told = busy.told(code=3)
    assert "10 of 20" in told["stopped"]
    assert "max_changes" in told["stopped"]
    assert contents(busy.root / "calendars") == before
    assert busy.endings("--force") == {LEA: "written", ANN: "written"}


def test_who_waits_for_room_comes_second(teams: Teams) -> None:
    """Ann's 1-on-1s with Cat and Lea's with Ann change places: nobody's is lost, and none overlaps in the end."""
    teams.night()
    lea = next(copy.time for copy in teams.ours(ANN) if "Lea" in copy.event["SUMMARY"])
    teams.meeting(LEA, lea.rpartition("-")[0])
    assert {*teams.endings("--force").values()} <= {"written", "unchanged"}
    assert teams.overlaps() == []
    assert {email: len(teams.ours(email)) for email in teams.everybody} == {LEA: 2, ANN: 3, BEN: 1, CAT: 1, DAN: 1}


def test_two_nights_at_once_write_each_event_once(teams: Teams) -> None:
    """However they interleave: one event each, and neither is told as failed."""
    runs = [teams.start_night() for _ in range(2)]
    assert [run.wait().code for run in runs] == [0, 0]
    assert {email: len(teams.ours(email)) for email in teams.everybody} == {LEA: 2, ANN: 3, BEN: 1, CAT: 1, DAN: 1}
    assert teams.overlaps() == []


def test_whose_1_on_1s_were_left_behind_is_told(teams: Teams) -> None:
    """Ann leads nobody any more: the night says so and how to cancel, and leaves her 1-on-1s."""
    teams.night()
    before = teams.times()[CAT]
    teams.organise({LEA: (ANN, BEN)})
    (orphan,) = teams.told()["orphans"]
    assert ANN in orphan
    assert "schedule cancel" in orphan
    assert teams.times()[CAT] == before


def test_a_night_far_from_the_clock_is_for_looking_at(teams: Teams) -> None:
    """Eight days ahead of the machine's clock: refused, nothing read or written; a preview shows it."""
    before = contents(teams.root)
    done = teams.night(as_of="2026-12-02T09:00:00+01:00", clock="2026-11-23T09:00:00+01:00")
    assert done.code == 3
    assert contents(teams.root) == before


def test_no_title_is_told(teams: Teams) -> None:
    """Of events that are not ours, in any form of a night's output."""
    for email in teams.everybody:
        teams.meeting(email, f"{FRIDAY} 09:00")
    outs = [teams.night("--dry-run"), teams.night("--format", "json"), teams.night()]
    assert not any(SECRET in done.out + done.err for done in outs)


def test_the_order_of_the_configuration_does_not_count(tmp_path: Path) -> None:
    """Teams and people the other way round: the same times."""
    times = []
    for number, led in enumerate((TEAMS, {ANN: (DAN, CAT), LEA: (BEN, ANN)})):
        company = Teams(tmp_path / str(number), teams=led).write()
        company.night()
        times.append({email: found for email, found in company.times().items() if email in company.everybody})
    assert times[0] == times[1]
    assert all(one < two for found in times[0].values() for one, two in pairwise(found))
