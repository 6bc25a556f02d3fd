"""A move changes the times of an event and nothing else."""

import re

import pytest

from scheduler.ledger.store import recall
from tests.cli.company import ANN, LEA, SmallCompany

BY_HAND = (
    "LOCATION:Room 7\\, second floor\n"
    "X-GOOGLE-CONFERENCE:https://meet.example.com/abc-defg-hij\n"
    "ATTACH;FMTTYPE=application/pdf;FILENAME=goals.pdf:https://files.example.com/goals.pdf\n"
    "COLOR:turquoise\n"
    "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Bring the goals\nTRIGGER:-PT20M\nEND:VALARM\n"
    "END:VEVENT"
)
_TIMES = re.compile(r"^(DTSTART|DTEND|X-SCHEDULE-WRITTEN|SEQUENCE|DTSTAMP|LAST-MODIFIED)[;:].*\r\n", re.MULTILINE)


@pytest.mark.parametrize("declined", [False, True])
def test_what_people_added_survives_a_move(company: SmallCompany, declined: bool) -> None:
    """Notes, place, conference, attachment, colour and reminder that people added are there after a move, to the byte.

    Moved from under a new meeting, or because Ann declined; then her answer alone starts anew. The ledger counts the
    moves that nobody asked for, once each.
    """
    company.run("--yes")
    for email in (LEA, ANN):
        (copy,) = company.ours(email)
        copy.edit("END:VEVENT", BY_HAND)
        copy.edit(r"(?m)^DESCRIPTION:Shared", "DESCRIPTION:Talk about the offsite. Shared")
    before = {email: company.ours(email)[0] for email in (LEA, ANN)}
    times, texts = company.times(), {email: copy.path.read_bytes().decode() for email, copy in before.items()}
    sequences = {email: copy.event["SEQUENCE"] for email, copy in before.items()}
    if declined:
        for email in (LEA, ANN):
            company.ours(email)[0].edit("PARTSTAT=NEEDS-ACTION", "PARTSTAT=DECLINED")
    else:
        company.meeting(ANN, times[LEA][0].rpartition("-")[0])
    assert company.run("--yes").err == "Written: 1 moved.\n"
    for email in (LEA, ANN):
        (copy,) = company.ours(email)
        assert copy.time != times[email][0]
        assert copy.event["SEQUENCE"] > sequences[email]
        assert _TIMES.sub("", copy.path.read_bytes().decode()) == _TIMES.sub("", texts[email])
    assert company.ours(LEA)[0].time == company.ours(ANN)[0].time
    assert [(entry.member, entry.moved) for entry in recall(company.ledger, LEA).entries if entry.moved] == (
        [] if declined else [(ANN, 1)]
    )
    company.run("--yes")
    assert sum(entry.moved for entry in recall(company.ledger, LEA).entries) == (0 if declined else 1)
