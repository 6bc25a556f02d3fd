"""Writing events through Graph."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from providers.attendee_copies import recognise
from providers.errors import Conflict, NotFound, NotPermitted, Unavailable, UsedUp
from providers.event import Event, Response
from providers.pair_meetings import pair_up
from tests.outlook.office import Office, interval, ours, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, ZONE, create, meeting
from tests.servers.base import Answer, Fault, Request
from tests.servers.graph import graph_error

UID = meeting().marker.uid
WRITES = ("POST", "PATCH", "DELETE")


def writes(office: Office) -> list[str]:
    """Methods of the writing requests so far; reading is done in batches and needs none."""
    return [request.method for request in office.parts() if request.method in WRITES]


def is_write(method: str) -> Any:
    """Whether a request is such a write."""
    return lambda request: request.method == method and "/events" in request.path


def mailed(office: Office) -> dict[str, int]:
    """How many mails everybody got, and forgets them."""
    counted = Counter(mail.to for mail in office.server.mails)
    office.server.mails.clear()
    return dict(counted)


def move(office: Office, events: list[Event], to: Any = LATER) -> None:
    """Move these events."""
    with office.provider().writing() as writer:
        writer.move(events, to)


def cancel(office: Office, events: list[Event]) -> None:
    """Cancel these events."""
    with office.provider().writing() as writer:
        writer.cancel(events)


def test_creating_is_one_request_and_one_mail(office: Office) -> None:
    """The event stands in the leader's calendar, and the member is invited."""
    create(office.provider())
    assert writes(office) == ["POST"]
    assert mailed(office) == {MEMBER: 1}
    (event,) = ours(office.provider())
    assert (event.calendar, event.span, event.written, event.partner) == (LEADER, FIRST, FIRST, MEMBER)
    stored = office.server.person(LEADER).item(UID).fields
    assert "docs.example.com" in stored["body"]["content"]
    assert (stored["isReminderOn"], stored["reminderMinutesBeforeStart"]) == (True, 5)


def test_an_attendee_hosted_elsewhere_is_not_invited(office: Office) -> None:
    """Who is written is not mailed: another provider writes that calendar."""
    with office.provider().writing() as writer:
        writer.create(meeting(), [LEADER])
    assert mailed(office) == {}
    assert ours(office.provider())[0].partner == MEMBER


def test_a_copy_without_the_organizers_invites_nobody(office: Office) -> None:
    """The leader's calendar is hosted elsewhere: the member's holds an event of its own, and it is ours."""
    with office.provider().writing() as writer:
        writer.create(meeting(), [MEMBER])
        (event,) = ours(office.provider())
        assert (event.calendar, event.partner, event.span) == (MEMBER, LEADER, FIRST)
        writer.move([event], LATER)
        (event,) = ours(office.provider())
        assert event.span == event.written == LATER
        writer.cancel([event])
    assert ours(office.provider()) == []
    assert mailed(office) == {}


def test_a_teams_link_where_configured(office: Office) -> None:
    """New events get one, others do not."""
    create(office.provider(teams=True))
    assert office.server.person(LEADER).item(UID).fields["onlineMeeting"]["joinUrl"]


def test_a_lost_answer_makes_no_second_event(office: Office) -> None:
    """Created, but told to nobody: the same request again finds it."""
    office.server.inject(Fault(lost=True, effect=True), is_write("POST"))
    create(office.provider())
    assert writes(office) == ["POST", "POST"]
    assert len(ours(office.provider())) == 1
    assert mailed(office) == {MEMBER: 1}


@pytest.mark.parametrize("status", [400, 409])
def test_another_text_makes_no_second_event(office: Office, status: int) -> None:
    """Where a later run says the same in other words, the event that stands is enough, also one that was moved."""
    office.server.duplicate_status = status
    create(office.provider())
    office.server.person(LEADER).move(UID, *(interval(8, 9).start, interval(8, 9).end))
    mailed(office)
    create(office.provider(), replace(meeting(), title="Other words"))
    assert [event.span for event in ours(office.provider())] == [interval(8, 9)]
    assert mailed(office) == {}


def test_a_deleted_event_is_used_up(office: Office) -> None:
    """Where Graph remembers the transaction of an event that is gone, the next generation is due."""
    office.server.transactions_outlive = True
    create(office.provider())
    office.server.person(LEADER).delete(UID)
    with pytest.raises(UsedUp, match=LEADER):
        create(office.provider())
    create(office.provider(), meeting(generation=1))
    assert [event.marker.generation for event in ours(office.provider()) if event.marker] == [1]


def test_creating_for_nobody(office: Office) -> None:
    """A calendar that is not there is an error, in the tree."""
    other = replace(meeting(), organizer=replace(meeting().organizer, email="nobody@example.com"))
    with pytest.raises(NotFound, match=r"nobody@example\.com"), office.provider().writing() as writer:
        writer.create(other, ["nobody@example.com"])


def test_moving_changes_times_and_nothing_else(office: Office) -> None:
    """Notes, place, colour, reminder, file, Teams link, importance and zone stay, field by field; one mail is sent."""
    create(office.provider())
    lena = office.server.person(LEADER)
    lena.decorate(UID)
    before, zone = lena.look(UID), lena.item(UID).zone
    mailed(office)
    move(office, ours(office.provider()))
    after = lena.look(UID)
    assert after.keys() == before.keys()
    for name in before:
        assert after[name] == before[name], name
    assert lena.item(UID).zone == zone == ZONE
    assert mailed(office) == {MEMBER: 1}
    (event,) = ours(office.provider())
    assert event.span == event.written == LATER


def test_moving_names_start_end_and_marker_only(office: Office) -> None:
    """The body is never sent again: the link to the online meeting stands in it."""
    create(office.provider())
    move(office, ours(office.provider()))
    (patch,) = office.parts(method="PATCH")
    assert set(patch.json) == {"start", "end", "singleValueExtendedProperties"}
    assert patch.headers["if-match"].startswith("W/")


def test_moving_again_changes_nothing(office: Office) -> None:
    """The same call with the same old versions finds its work done."""
    create(office.provider())
    events = ours(office.provider())
    move(office, events)
    mailed(office)
    move(office, events)
    assert len(office.parts(method="PATCH")) == 1
    assert mailed(office) == {}


def test_to_where_a_person_moved_it(office: Office) -> None:
    """Only what we remember changes, and nobody is mailed."""
    create(office.provider())
    office.server.person(LEADER).move(UID, LATER.start, LATER.end)
    mailed(office)
    move(office, ours(office.provider()))
    assert set(office.parts(method="PATCH")[0].json) == {"singleValueExtendedProperties"}
    assert mailed(office) == {}
    assert ours(office.provider())[0].written == LATER


def test_answers_after_a_move(office: Office) -> None:
    """Graph asks everybody anew about another time."""
    create(office.provider())
    office.server.person(MEMBER).decline(UID)
    (declined,) = ours(office.provider())
    assert declined.answers[MEMBER] is Response.DECLINED
    move(office, [declined])
    assert ours(office.provider())[0].answers[MEMBER] is Response.NEEDS_ACTION


def test_a_lost_answer_to_a_move(office: Office) -> None:
    """The repeated request meets a new version, which is found to be the one wanted; one mail."""
    create(office.provider())
    mailed(office)
    office.server.inject(Fault(lost=True, effect=True), is_write("PATCH"))
    move(office, ours(office.provider()))
    assert [event.span for event in ours(office.provider())] == [LATER]
    assert mailed(office) == {MEMBER: 1}


@pytest.mark.parametrize("step", [move, cancel])
def test_a_version_refused_for_a_moment(office: Office, step: Any) -> None:
    """A 412 over nothing is looked into, and tried again."""
    create(office.provider())
    office.server.transient_conflicts = 2
    step(office, ours(office.provider()))
    assert [event.span for event in ours(office.provider())] == ([LATER] if step is move else [])


@pytest.mark.parametrize("step", [move, cancel])
def test_a_version_refused_for_ever(office: Office, step: Any) -> None:
    """That ends in a conflict, not in a loop."""
    create(office.provider())
    office.server.transient_conflicts = 99
    with pytest.raises(Conflict, match=LEADER):
        step(office, ours(office.provider()))
    assert len(writes(office)) < 10


@pytest.mark.parametrize("step", [move, cancel])
def test_notes_do_not_stand_in_the_way(office: Office, step: Any) -> None:
    """Another version with the same times and answers is the same event to us."""
    create(office.provider())
    events = ours(office.provider())
    office.server.person(LEADER).decorate(UID)
    step(office, events)
    assert [event.span for event in ours(office.provider())] == ([LATER] if step is move else [])


def drags(office: Office) -> None:
    """Lena moves it."""
    office.server.person(LEADER).move(UID, interval(8, 9).start, interval(8, 9).end)


def declines(office: Office) -> None:
    """Marco declines."""
    office.server.person(MEMBER).decline(UID)


def widens(office: Office) -> None:
    """Lena makes it last all day."""
    midnight = {"dateTime": "2026-11-26T00:00:00", "timeZone": ZONE}
    after = {"dateTime": "2026-11-27T00:00:00", "timeZone": ZONE}
    office.server.person(LEADER).edit(UID, start=midnight, end=after, isAllDay=True)


@pytest.mark.parametrize("step", [move, cancel])
@pytest.mark.parametrize("decision", [drags, declines, widens])
def test_decisions_that_came_in_between(office: Office, step: Any, decision: Any) -> None:
    """What people decided since it was read is not written over."""
    create(office.provider())
    events = ours(office.provider())
    decision(office)
    before = office.server.person(LEADER).holds()
    with pytest.raises(Conflict, match=LEADER):
        step(office, events)
    assert office.server.person(LEADER).holds() == before


def test_what_another_run_wrote_in_between(office: Office) -> None:
    """Where another run of ours wrote since, this one decides anew."""
    create(office.provider())
    (event,) = ours(office.provider())
    with pytest.raises(Conflict):
        move(office, [replace(event, written=LATER, etag='W/"0"')])


def test_a_decision_right_before_the_write(office: Office) -> None:
    """Between the last look and the write, too: the version is refused, and the event looked at again."""
    create(office.provider())
    events = ours(office.provider())
    looked = office.server.handle

    def meddled(request: Request) -> Answer:
        if request.method == "PATCH":
            office.server.handle = looked  # type: ignore[method-assign]
            drags(office)
        return looked(request)

    office.server.handle = meddled  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        move(office, events)
    assert [event.span for event in ours(office.provider())] == [interval(8, 9)]


def test_an_event_that_lasts_all_day_can_be_moved_back(office: Office) -> None:
    """Somebody stretched it over a day, and the plan says otherwise."""
    create(office.provider())
    widens(office)
    move(office, ours(office.provider()))
    (event,) = ours(office.provider())
    assert (event.span, event.all_day) == (LATER, False)


def test_what_is_gone_is_not_moved(office: Office) -> None:
    """It is a conflict: somebody deleted it."""
    create(office.provider())
    events = ours(office.provider())
    office.server.person(LEADER).delete(UID)
    with pytest.raises(Conflict, match=LEADER):
        move(office, events)
    assert ours(office.provider()) == []


def test_cancelling(office: Office) -> None:
    """One request, one mail; both copies go, and a repeated call finds nothing to do."""
    create(office.provider())
    mailed(office)
    events = ours(office.provider())
    cancel(office, events)
    cancel(office, events)
    assert len(office.parts(method="DELETE")) == 1
    assert mailed(office) == {MEMBER: 1}
    assert not office.server.person(MEMBER).has(UID)


def test_a_lost_answer_to_a_cancel(office: Office) -> None:
    """Gone is gone."""
    create(office.provider())
    office.server.inject(Fault(lost=True, effect=True), is_write("DELETE"))
    cancel(office, ours(office.provider()))
    assert ours(office.provider()) == []


def test_copies_that_follow_are_passed_over(office: Office) -> None:
    """What an attendee holds is their server's."""
    from providers.attendee_copies import recognise

    create(office.provider())
    copies = [event for each in recognise(read(office.provider())).values() for event in each.events]
    assert [copy.follows for copy in copies] == [False, True]
    move(office, copies)
    assert {request.path.split("/")[3] for request in office.parts(method="PATCH")} == {LEADER}
    move(office, copies[1:])
    cancel(office, copies[1:])
    assert len(ours(office.provider())) == 1


def test_foreign_events_are_refused(office: Office) -> None:
    """Nor is one written whose marker somebody took away, or copied."""
    lena = office.server.person(LEADER)
    lena.add(*(interval(3, 13).start, interval(3, 13).end))
    create(office.provider())
    events = list(read(office.provider())[LEADER].events)
    foreign = [event for event in events if event.marker is None]
    (mine,) = (event for event in events if event.marker is not None)
    copy = lena.item(lena.duplicate(UID))
    copied = replace(mine, id=copy.id, etag=copy.etag)
    before = lena.holds()
    for step in (move, cancel):
        with pytest.raises(NotPermitted):
            step(office, foreign)
        with pytest.raises(Conflict):
            step(office, [copied])
    assert lena.holds() == before


def test_a_copy_that_took_the_transaction_along_is_a_persons_own(office: Office) -> None:
    """Of two that look the same the older is ours: moved and cancelled by itself, while the copy stays as it is."""
    office.server.copies_keep_transactions = True
    create(office.provider())
    lena = office.server.person(LEADER)
    copied = lena.duplicate(UID)
    lena.move(copied, LATER.start, LATER.end)
    kept = lena.look(copied)
    answers = read(office.provider())[LEADER].events
    assert [(event.span, event.marker is None) for event in answers] == [(FIRST, False), (LATER, True)]
    move(office, ours(office.provider()), interval(3, 15))
    assert (lena.item(copied).start, lena.look(copied)) == (LATER.start, kept)
    cancel(office, ours(office.provider()))
    assert [item.uid for item in lena.mailbox.items.values()] == [copied]


def test_where_one_copy_is_in_conflict_none_is_written(office: Office) -> None:
    """All are looked at before the first is written."""
    create(office.provider(), meeting(), meeting("2026-W49", interval(10, 9)))
    first, second = ours(office.provider())
    drags(office)
    for step in (move, cancel):
        with pytest.raises(Conflict):
            step(office, [second, first])
    assert writes(office) == ["POST", "POST"]


def test_one_run_writes_at_a_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one waits, and then says so."""
    monkeypatch.setattr("providers.lock.WAIT", 0.05)
    with (
        office.provider().writing(),
        pytest.raises(Unavailable, match="another run"),
        office.provider().writing(),
    ):
        pass


def test_a_state_folder_that_cannot_be(office: Office) -> None:
    """One sentence names it."""
    office.state.write_text("a file")
    with pytest.raises(NotPermitted, match="state"), office.provider().writing():
        pass


def test_a_calendar_that_may_not_be_written(office: Office) -> None:
    """Whoever signed in writes what is shared with them for writing, no more."""
    with pytest.raises(NotPermitted, match=LEADER), office.person(MEMBER).writing() as writer:
        writer.create(meeting(), [LEADER, MEMBER])


def test_a_wrong_answer_to_a_create(office: Office) -> None:
    """What is not the event that was asked for is not believed."""
    office.server.inject(Fault(answer=Answer(201, {"value": "welcome"})), is_write("POST"))
    with pytest.raises(Exception, match="not the event"):
        create(office.provider())


def test_throttled_writes(office: Office) -> None:
    """The wait that Graph names is kept."""
    office.server.inject(Fault(answer=graph_error(429, "ApplicationThrottled", 17)), is_write("POST"))
    create(office.provider())
    assert office.clock.time >= 17


def test_an_event_that_a_person_made_recurring_is_no_longer_ours(office: Office) -> None:
    """Its weeks count as 1-on-1s that people booked; no change for one of them moves or cancels the whole series."""
    create(office.provider())
    known = ours(office.provider())
    pattern = {"type": "weekly", "interval": 1, "daysOfWeek": [f"{FIRST.start:%A}".lower()]}
    span = {"type": "noEnd", "startDate": str(FIRST.start.date())}
    office.server.person(LEADER).edit(UID, recurrence={"pattern": pattern, "range": span})
    answers = pair_up(recognise(read(office.provider())))
    weeks = answers[LEADER].events
    assert len(weeks) > 1
    assert {(event.marker, event.recurring, event.partner) for event in weeks} == {(None, True, MEMBER)}
    office.server.log.clear()
    with pytest.raises(Conflict):
        move(office, known)
    cancel(office, known)
    assert writes(office) == []
