"""Whoever makes up an event of ours gains nothing; whoever loses the key loses nothing."""

import json
import re

from tests.cli.company import ANN, BEN, LEA, SmallCompany, contents

_EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Outsider//EN
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261101T000000Z
DTSTART:20261126T090000Z
DTEND:20261126T093000Z
SUMMARY:Invitation
X-SCHEDULE-MARKER:{marker}
END:VEVENT
END:VCALENDAR
"""


def believes_nothing_old(company: SmallCompany) -> None:
    """Let the time be over in which what was there before the key is believed."""
    file = company.ledger.parent / "marker.key"
    file.write_text(json.dumps({**json.loads(file.read_text()), "believes_until": "2026-W01"}))


def unsealed(company: SmallCompany) -> None:
    """Bring our events into the form that they had before there were seals."""
    for email in (LEA, ANN):
        for copy in company.ours(email):
            text, count = re.subn(r"&seal=[0-9a-v.]+", "", copy.text)
            assert count == 1
            copy.path.write_bytes(text.encode())


def forged(company: SmallCompany, email: str) -> None:
    """An outsider's event with UID and marker of this week's 1-on-1 of Lea and Ben, as far as they can be computed."""
    from providers.marker import Marker
    from providers.marker_codec import marker_text

    marker = Marker(LEA, BEN, "report", "2026-W48")
    text = _EVENT.format(uid=marker.uid, marker=marker_text(marker))
    (company.calendars / email / f"{marker.uid}.ics").write_text(text)


def test_a_forged_event_is_not_ours(company: SmallCompany) -> None:
    """It keeps its place, and Ben is met all the same: under a UID that nobody can have foreseen to be needed."""
    assert company.run("--yes").code == 0
    believes_nothing_old(company)
    (company.calendars / BEN).mkdir()
    company.configure((ANN, BEN))
    forged(company, LEA)
    before = {path: data for path, data in contents(company.calendars).items() if "Outsider" in data.decode()}
    assert company.run("--yes").err == "Written: 1 created.\n"
    assert len(company.times()[BEN]) == 1
    assert company.times()[BEN][0] in company.times()[LEA]
    assert before.items() <= contents(company.calendars).items()
    assert company.run("--yes").err == "Nothing to write.\n"


def test_what_was_written_before_there_were_seals(company: SmallCompany) -> None:
    """It is known again, and gets its seal when it is next written."""
    company.run("--yes")
    unsealed(company)
    assert company.run("--yes").err == "Nothing to write.\n"
    company.meeting(ANN, company.times()[ANN][0].rpartition("-")[0])
    assert company.run("--yes").err == "Written: 1 moved.\n"
    assert "&seal=" in company.ours(LEA)[0].text
    believes_nothing_old(company)
    assert company.run("--yes").err == "Nothing to write.\n"


def test_a_lost_key_stops_the_run(company: SmallCompany) -> None:
    """With the ledger there, events that are known no more would pass for deleted: nothing is planned or written."""
    company.run("--yes")
    (company.ledger.parent / "marker.key").unlink()
    before = contents(company.root)
    for option in ("--yes", "--dry-run"):
        done = company.run(option)
        assert done.code == 4
        assert "marker.key: the key by which our events are known is missing; nothing was written." in done.err
    assert contents(company.root) == before


def test_check_and_cancel_say_that_the_key_is_lost(company: SmallCompany) -> None:
    """Without it neither can tell our events from others': all is not well, and nobody is told of nothing to cancel."""
    company.run("--yes")
    (company.ledger.parent / "marker.key").unlink()
    before = contents(company.root)
    for command in (("check",), ("cancel", "--leader", "nobody@example.com", "--dry-run")):
        done = company.run(*command, leader=None)
        assert (done.code, "marker.key: the key by which our events are known is missing" in done.err) == (4, True)
    assert contents(company.root) == before


def test_the_key_of_another_machine_stops_the_run(company: SmallCompany) -> None:
    """So does a key that is not the one that the ledger knows."""
    company.run("--yes")
    file = company.ledger.parent / "marker.key"
    file.write_text(json.dumps({**json.loads(file.read_text()), "secret": "ab" * 32}))
    done = company.run("--yes")
    assert (done.code, "is another one than the ledger knows" in done.err) == (4, True)


def test_key_and_ledger_are_lost(company: SmallCompany) -> None:
    """Calendars stay the truth: nothing that is right is changed, now or later."""
    company.run("--yes")
    before = contents(company.calendars)
    for file in company.ledger.parent.iterdir():
        file.unlink()
    for _ in range(2):
        assert company.run("--yes").err == "Nothing to write.\n"
        assert contents(company.calendars) == before
