"""Reading by what changed since the last run."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from providers.attendee_copies import recognise
from providers.event import Calendar, Interval, Response
from providers.outlook.api import KEPT
from providers.pair_meetings import pair_up
from tests.outlook.office import Office, at, interval, read
from tests.outlook.test_read import weekly
from tests.providers.meetings import LEADER, MEMBER, WINDOW, create, meeting
from tests.servers.base import Answer, Fault
from tests.servers.graph import graph_error

GUEST = "guest@example.com"


def night(office: Office, window: Interval = WINDOW, *, once: bool = False) -> dict[str, Calendar]:
    """A run of its own, which remembers."""
    provider = office.provider(changes=True)
    office.server.log.clear()
    answers = read(provider, window=window, once=once)
    provider.remember()
    return answers


def same(office: Office, answers: dict[str, Calendar]) -> None:
    """Assert that changes lead to what a masked reading shows, but for counts, which come without being asked for."""
    for email, calendar in read(office.provider()).items():
        known = {(event.uid, event.span): event for event in calendar.events}
        for event in answers[email].events:
            expected = known.pop((event.uid, event.span), None) if not event.recurring else None
            if not event.recurring:
                assert expected == replace(event, people=expected.people if expected else None)
        spans = [event.span for event in calendar.events]
        assert [event.span for event in answers[email].events] == spans
        assert answers[email].held == calendar.held
        assert answers[email].unknown == ()


def busy(office: Office) -> None:
    """A few events, single and recurring ones."""
    lena = office.server.person(LEADER)
    lena.add(*at(3, 9), subject="Secret talk", attendees=[MEMBER, GUEST])
    lena.add(*at(3, 11), showAs="oof")
    lena.add(*at(-10, 11), subject="Long ago")
    lena.add(*at(2, 13), attendees=[MEMBER], **weekly("wednesday"))
    office.server.person(MEMBER).add(*at(4, 0, 1440), isAllDay=True)


def test_the_first_night_reads_all(office: Office) -> None:
    """Without a snapshot, what changed is everything."""
    busy(office)
    create(office.provider())
    same(office, night(office))


def test_a_night_without_changes_is_one_request(office: Office) -> None:
    """One batch, in which each calendar's changes are asked for by its token: nothing comes, and nothing is lost."""
    busy(office)
    create(office.provider())
    night(office)
    answers = night(office)
    assert office.server.calls == 1
    asked = office.parts("delta")
    assert len(asked) == 2
    assert all("$deltatoken" in request.query for request in asked)
    same(office, answers)


def test_changes_are_never_asked_for_with_a_mask(office: Office) -> None:
    """Graph refuses one there; the other questions are masked as ever."""
    busy(office)
    night(office)
    assert all("$select" not in request.query for request in office.parts("delta"))
    assert all("subject" not in request.query.get("$select", "") for request in office.parts())


def test_nothing_private_is_kept(office: Office) -> None:
    """Neither titles, nor texts, nor places, nor who takes part: files hold what the mask names."""
    office.server.person(LEADER).add(
        *at(3, 9),
        subject="Secret talk",
        body={"contentType": "text", "content": "Secret text"},
        location={"displayName": "Secret room"},
        attendees=[MEMBER, GUEST],
    )
    night(office)
    files = list((office.state / "outlook").iterdir())
    assert len(files) == 2
    for file in files:
        held = json.loads(file.read_text())["items"].values()
        assert held
        assert all(each.keys() <= {*KEPT} for each in held)
        assert not re.search(r"secret|guest|lena|marco", json.dumps(list(held)).lower())
        assert file.stat().st_mode & 0o077 == 0


def test_participants_are_counted_on_arrival(office: Office) -> None:
    """No further question is needed, and a title is asked for only of two."""
    lena = office.server.person(LEADER)
    lena.add(*at(3, 9), subject="Catch-up", attendees=[MEMBER])
    lena.add(*at(3, 11), subject="Catch-up", attendees=[MEMBER, GUEST])
    lena.add(*at(3, 13), subject="Catch-up")
    answers = night(office)
    assert [event.people for event in answers[LEADER].events] == [2, 3, None]
    assert [event.people for event in answers[MEMBER].events] == [2, 3]
    assert office.server.calls == 1
    assert pair_up(answers)[MEMBER].events[0].partner == LEADER
    provider = office.provider(changes=True)
    office.server.log.clear()
    titled = read(provider, title=re.compile("Interview"))
    assert [event.title_matches for event in titled[MEMBER].events] == [False, True]
    assert len([each for each in office.parts() if "subject" in each.query.get("$select", "")]) == 1


def test_copies_of_ours_are_not_asked_about(office: Office) -> None:
    """They are meetings of two, but known ones."""
    create(office.provider())
    provider = office.provider(changes=True)
    answers = recognise(read(provider, title=re.compile("x")))
    assert [event.follows for event in answers[MEMBER].events] == [True]
    assert all("subject" not in request.query.get("$select", "") for request in office.parts())


def drops(office: Office, uid: str) -> None:
    office.server.person(LEADER).delete(uid)


def drags(office: Office, uid: str) -> None:
    office.server.person(LEADER).move(uid, *at(4, 15))


def drags_away(office: Office, uid: str) -> None:
    office.server.person(LEADER).move(uid, *at(300, 15))


def adds(office: Office, uid: str) -> None:
    office.server.person(LEADER).add(*at(4, 9))


def marks_free(office: Office, uid: str) -> None:
    office.server.person(LEADER).edit(uid, showAs="free")


def answers_ours(office: Office, uid: str) -> None:
    office.server.person(MEMBER).accept(meeting().marker.uid)


def deletes_ours(office: Office, uid: str) -> None:
    office.server.person(LEADER).delete(meeting().marker.uid)


def ends_series(office: Office, uid: str) -> None:
    lena = office.server.person(LEADER)
    (series,) = (item.uid for item in lena.mailbox.items.values() if item.recurrence)
    lena.delete(series)


def moves_series(office: Office, uid: str) -> None:
    lena = office.server.person(LEADER)
    (series,) = (item.uid for item in lena.mailbox.items.values() if item.recurrence)
    lena.move(series, *at(2, 16))


@pytest.mark.parametrize(
    "change",
    [drops, drags, drags_away, adds, marks_free, answers_ours, deletes_ours, ends_series, moves_series],
)
@pytest.mark.parametrize("noise", ["", "delta_replays", "delta_duplicates"])
def test_what_people_did_since(office: Office, change: Callable[[Office, str], None], noise: str) -> None:
    """Whatever changed, and however often it is told, the next night sees what is."""
    busy(office)
    uid = office.server.person(LEADER).add(*at(3, 14), attendees=[GUEST])
    create(office.provider())
    night(office)
    if noise:
        setattr(office.server, noise, True)
    change(office, uid)
    same(office, night(office))
    same(office, night(office))


def test_answers_come_by_changes(office: Office) -> None:
    """What somebody answered is seen although nothing else is read anew."""
    create(office.provider())
    night(office)
    answers_ours(office, "")
    assert night(office)[LEADER].events[0].answers[MEMBER] is Response.ACCEPTED


@pytest.mark.parametrize("status", [410, 404, 400, 403])
def test_an_expired_token(office: Office, status: int) -> None:
    """All is read anew; what went away meanwhile is gone, although nothing says so."""
    busy(office)
    uid = office.server.person(LEADER).add(*at(3, 14))
    night(office)
    drops(office, uid)
    office.server.expire_delta_tokens(gone=status == 410, status=status)
    answers = night(office)
    assert office.server.calls == 2
    same(office, answers)
    assert night(office) == answers
    assert office.server.calls == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, {"value": []}),
        Answer(200, {"value": [{"subject": "x"}], "@odata.deltaLink": "x"}),
        Answer(200, {"value": [], "@odata.deltaLink": "https://evil.example/v1.0/delta?$deltatoken=1"}),
    ],
)
def test_an_answer_that_leads_nowhere(office: Office, answer: Answer) -> None:
    """It is never kept: that person is unknown, or read anew, and the next night is right."""
    busy(office)
    expected = night(office)
    office.server.inject(Fault(answer=answer), lambda request: request.path.endswith(f"{LEADER}/calendarView/delta"))
    answers = night(office)
    assert answers[MEMBER] == expected[MEMBER]
    assert answers == expected or answers[LEADER].unknown
    assert night(office) == expected


def test_a_token_that_graph_does_not_understand(office: Office) -> None:
    """Whatever it calls it, all is read anew in the same run."""
    busy(office)
    expected = night(office)
    refused = Fault(answer=graph_error(400, "BadRequest"))
    office.server.inject(refused, lambda request: request.path.endswith(f"{LEADER}/calendarView/delta"))
    assert night(office) == expected
    assert office.server.calls == 2


def test_a_series_goes_with_its_occurrences(office: Office) -> None:
    """Also where only the series is said to be removed."""
    office.server.person(LEADER).add(*at(2, 13), **weekly("wednesday"))
    night(office)
    ends_series(office, "")
    real = office.server.handle

    def terse(request: Any) -> Answer:
        answer = real(request)
        if request.path.endswith("delta"):
            rows = answer.json["value"]
            answer.json["value"] = [each for each in rows if "@removed" not in each or "." not in each["id"]]
        return answer

    office.server.handle = terse  # type: ignore[method-assign]
    assert night(office)[LEADER].events == ()


def test_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token comes with the last page only."""
    monkeypatch.setattr("providers.outlook.sync._PREFER", 'IdType="ImmutableId", odata.maxpagesize=2')
    busy(office)
    same(office, night(office))
    assert office.server.calls > 2


def test_a_run_that_does_not_remember_loses_nothing(office: Office) -> None:
    """Its changes come again."""
    night(office)
    adds(office, "")
    read(office.provider(changes=True))
    same(office, night(office))


def test_one_provider_reads_twice(office: Office) -> None:
    """The second read of a run goes on from the first, before anything is kept."""
    provider = office.provider(changes=True)
    read(provider)
    adds(office, "")
    assert len(read(provider)[LEADER].events) == 1
    assert not office.state.exists()


def test_tomorrow_needs_no_full_read(office: Office) -> None:
    """Snapshots reach further than was asked for; weeks later they do not, and all is read anew."""
    night(office)
    for days, token in ((1, True), (40, True), (120, False)):
        later = Interval(WINDOW.start + timedelta(days=days), WINDOW.end + timedelta(days=days))
        night(office, later)
        assert all(("$deltatoken" in request.query) is token for request in office.parts("delta"))


def test_a_look_far_ahead_leaves_snapshots_alone(office: Office) -> None:
    """An event of ours that went missing is looked for a year ahead, masked."""
    night(office)
    night(office, Interval(WINDOW.end, WINDOW.end + timedelta(weeks=52)), once=True)
    assert office.parts("delta") == []
    night(office)
    assert all("$deltatoken" in request.query for request in office.parts("delta"))


def test_long_horizons_are_read_by_changes_as_well(office: Office) -> None:
    """Pairs who meet twice a year have most of a year planned; that is no reason to read it anew each night."""
    year = Interval(WINDOW.start, WINDOW.start + timedelta(weeks=44))
    office.server.person(LEADER).add(*at(200, 9))
    first = night(office, year)
    assert len(first[LEADER].events) == 1
    assert night(office, year) == first
    assert all("$deltatoken" in request.query for request in office.parts("delta"))


def test_occurrences_without_their_series(office: Office) -> None:
    """Where only occurrences are told, their series is asked for, masked."""
    lena = office.server.person(LEADER)
    lena.add(*at(2, 13), showAs="free", **weekly("wednesday"))
    real = office.server.handle

    def sparse(request: Any) -> Answer:
        answer = real(request)
        if request.path.endswith("delta"):
            answer.json["value"] = [each for each in answer.json["value"] if each.get("type") != "seriesMaster"]
        return answer

    office.server.handle = sparse  # type: ignore[method-assign]
    answers = night(office)
    assert [event.show.value for event in answers[LEADER].events] == ["free"] * 4
    assert office.server.calls == 2
    assert night(office) == answers
    assert office.server.calls == 1


def test_a_snapshot_that_cannot_be_understood(office: Office) -> None:
    """It is only a shortcut: all is read anew."""
    busy(office)
    night(office)
    for file in (office.state / "outlook").iterdir():
        held = json.loads(file.read_text())
        file.write_text(json.dumps({**held, "fields": "id,subject"}))
    same(office, night(office))
    assert all("$deltatoken" not in request.query for request in office.parts("delta"))


def test_a_snapshot_that_makes_no_sense_is_read_anew(office: Office) -> None:
    """It is only a shortcut: what cannot be understood of it makes nobody unknown."""
    busy(office)
    before = night(office)
    for file in (office.state / "outlook").iterdir():
        file.write_text(file.read_text().replace('"dateTime"', '"when"'))
    assert night(office) == before
    assert office.server.calls == 2


def test_a_recurring_1_on_1_is_known_by_both(office: Office) -> None:
    """Occurrences told sparsely have the same identity in both calendars."""
    office.server.person(LEADER).add(*at(3, 9), attendees=[MEMBER], **weekly())
    paired = pair_up(night(office))
    assert [event.partner for event in paired[LEADER].events] == [MEMBER] * 4
    assert [event.partner for event in paired[MEMBER].events] == [LEADER] * 4
    assert paired[LEADER].events[0].span == interval(3, 9)
