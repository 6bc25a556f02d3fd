"""One company, several hosts: each pair is read and written where its calendars are."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import CalendarFailure, Stale
from scheduler.ledger.record import State
from scheduler.plan import Action, Origin, Outcome
from tests.planning.build import ANN, BEN, CAT, LEA, THURSDAY, at
from tests.servers.base import Answer, Fault, Request
from tests.servers.google import GoogleServer
from tests.servers.google.state import Role
from tests.servers.graph import GraphServer
from tests.writing.mixed import Mixed

ON_GOOGLE = {LEA: "google", ANN: "google", BEN: "outlook", CAT: "folder"}
IN_FILES = {LEA: "folder", ANN: "google", BEN: "outlook", CAT: "folder"}


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    with GoogleServer() as server:
        yield server
    server.check()


@pytest.fixture
def graph() -> Iterator[GraphServer]:
    with GraphServer() as server:
        yield server
    assert server.violations == []


@pytest.fixture
def mixed(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> Mixed:
    """Lea and Ann on Google, Ben on Outlook, Cat in files."""
    return Mixed(google, graph, tmp_path, ON_GOOGLE)


@pytest.fixture
def files(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> Mixed:
    """Lea and Cat in files, Ann on Google, Ben on Outlook."""
    return Mixed(google, graph, tmp_path, IN_FILES)


def with_ann(mixed: Mixed) -> str:
    """UID, in the ledger, of the 1-on-1 with Ann; on Google its id."""
    return next(entry.uid for entry in mixed.memory().entries if entry.member == ANN)


def writes(request: Request) -> bool:
    """Whether a request changes an event."""
    return request.method in ("POST", "PATCH", "PUT", "DELETE") and "/events" in request.path


def test_a_leader_on_google(mixed: Mixed) -> None:
    """Ann gets a copy from Google, Ben an invitation by mail, Cat a file; nobody is both mailed and written."""
    assert len(mixed.night().done) == 3
    assert len(mixed.times(LEA)) == 3
    assert len(mixed.times(ANN)) == len(mixed.files(CAT)) == 1
    assert {mail.to for mail in mixed.google.mails} == {BEN}
    assert not any(writes(request) for request in mixed.graph.log)


def test_a_leader_in_files(files: Mixed) -> None:
    """Who cannot be invited by the leader's calendar gets an event of their own, wherever it is, and no mail."""
    assert len(files.night().done) == 3
    assert len(files.files(LEA)) == 3
    assert [len(files.times(ANN)), len(files.times(BEN)), len(files.files(CAT))] == [1, 1, 1]
    assert (files.google.mails, files.graph.mails) == ([], [])


@pytest.mark.parametrize("hosted", [ON_GOOGLE, IN_FILES, dict.fromkeys((LEA, ANN, BEN), "outlook") | {CAT: "google"}])
def test_a_second_night_reads_once_and_writes_nothing(
    google: GoogleServer, graph: GraphServer, tmp_path: Path, hosted: dict[str, str]
) -> None:
    """Nothing is asked of a calendar twice; what was read for the plan is good enough to be noted."""
    mixed = Mixed(google, graph, tmp_path, hosted)
    mixed.night()
    providers = mixed.providers()
    for server in (google, graph):
        server.log.clear()
    plan, seen = mixed.plan(providers)
    assert {(change.action, change.why, change.writes) for change in plan.changes} == {(Action.KEEP, "unchanged", ())}
    asked = [request.path for server in (google, graph) for request in server.log if request.method == "GET"]
    assert len(asked) == len(set(asked))
    before = google.calls, graph.calls
    assert mixed.write(plan, providers, seen).done == ()
    assert (google.calls, graph.calls) == before


def test_what_another_run_wrote_is_read_again(mixed: Mixed) -> None:
    """Somebody else's run wrote for this leader in between: its notes are not overwritten with older ones."""
    mixed.night()
    providers = mixed.providers()
    plan, seen = mixed.plan(providers)
    mixed.google.person(LEA).delete(with_ann(mixed))
    mixed.night()
    with pytest.raises(Stale):
        mixed.write(plan, providers, seen)
    assert {entry.state for entry in mixed.memory().entries if entry.member == ANN} == {State.DELETED}


def test_the_leader_deletes_a_shared_meeting(mixed: Mixed) -> None:
    """Noted, and not created again."""
    mixed.night()
    mixed.google.person(LEA).delete(with_ann(mixed))
    (change,) = mixed.night().done
    assert (change.origin, change.pair.member) == (Origin.DELETED, ANN)
    assert mixed.night().done == ()
    assert not mixed.google.person(ANN).has(with_ann(mixed))


def test_a_decline_moves_a_shared_meeting(mixed: Mixed) -> None:
    """Ann's answer is in Lea's copy; both copies move with one write."""
    mixed.night()
    mixed.google.person(ANN).decline(with_ann(mixed))
    before = mixed.times(ANN)
    (change,) = mixed.night().done
    assert (change.action, change.writes) == (Action.MOVE, (LEA,))
    assert mixed.times(ANN) != before


def test_an_id_that_was_used_up_gets_a_successor(mixed: Mixed) -> None:
    """With the ledger lost, nobody knows that Lea deleted it: it is created in the next generation, and noted so."""
    mixed.night()
    first = with_ann(mixed)
    mixed.google.person(LEA).delete(first)
    mixed.ledger.unlink()
    (change,) = (each for each in mixed.night().done if each.action is Action.CREATE)
    assert (change.pair.member, change.generation) == (ANN, 1)
    assert with_ann(mixed) != first
    assert mixed.google.person(ANN).has(with_ann(mixed))
    assert mixed.night().done == ()


def test_generations_are_the_same_everywhere(files: Mixed) -> None:
    """With the ledger lost and both copies deleted, Google takes the old id no more: nothing is left of it in files."""
    files.night()
    uid = with_ann(files)
    files.google.person(ANN).delete(uid)
    next(path for path in files.files(LEA) if path.stem == uid).unlink()
    files.ledger.unlink()
    assert [each.generation for each in files.night().done if each.action is Action.CREATE] == [1]
    assert len(files.files(LEA)) == 3
    assert files.night().done == ()


def test_a_lost_ledger_is_rebuilt(mixed: Mixed) -> None:
    """From the leader's copies alone, where they are shared: from then on deletions are known again."""
    mixed.night()
    before = mixed.memory()
    mixed.ledger.unlink()
    assert mixed.night().done == ()
    assert mixed.memory() == before


def test_a_copy_that_was_deleted_before_it_was_noted(files: Mixed) -> None:
    """With the ledger lost, Google knows that Ann's own event was deleted: Lea's goes too, as it would have."""
    files.night()
    files.google.person(ANN).delete(with_ann(files))
    files.ledger.unlink()
    outcomes = files.night()
    assert [(each.pair.member, each.origin) for each in outcomes.done] == [(ANN, Origin.DELETED)]
    assert len(files.files(LEA)) == 2
    assert files.night().done == ()


def test_one_failure_stops_no_other(mixed: Mixed) -> None:
    """Google refuses one of three: the others are written, and the next night completes."""
    refused = Fault(Answer(403, {"error": {"code": 403, "errors": [{"reason": "forbidden"}]}}))
    mixed.google.validates = False
    mixed.google.inject(refused, lambda request: request.method == "POST" and request.path.endswith("/events"))
    outcomes = mixed.night()
    assert (len(outcomes.done), len(outcomes.failed), outcomes.conflicts) == (2, 1, False)
    assert len(mixed.night().done) == 1
    assert len(mixed.times(LEA)) == 3


def test_an_event_that_keeps_changing_is_a_conflict(mixed: Mixed) -> None:
    """A plan made anew may be written; whoever runs this one is told."""
    mixed.night()
    mixed.google.person(ANN).decline(with_ann(mixed))
    changed = Fault(Answer(412, {"error": {"code": 412, "errors": [{"reason": "conditionNotMet"}]}}))
    mixed.google.validates = False
    mixed.google.inject(changed, lambda request: request.method in ("PATCH", "PUT"), times=20)
    outcomes = mixed.night()
    assert (outcomes.done, len(outcomes.failed), outcomes.conflicts) == ((), 1, True)


def test_a_meeting_that_came_since_makes_a_plan_stale(mixed: Mixed) -> None:
    """Read again under the lock: nothing is written."""
    providers = mixed.providers()
    plan, seen = mixed.plan(providers)
    planned = next(change.after for change in plan.changes if change.pair.member == BEN)
    assert planned is not None
    mixed.graph.person(BEN).add(planned.start, planned.end)
    with pytest.raises(Stale, match="Ben: a block"):
        mixed.write(plan, providers, seen)
    assert mixed.times(LEA) == []


def down(request: Request) -> bool:
    """Everything."""
    return True


def test_a_service_that_is_down_leaves_its_people_alone(mixed: Mixed) -> None:
    """Outlook answers 503 all night: Ben's pair is left as it is and told; the others are written."""
    mixed.graph.inject(Fault(Answer(503)), down, times=200)
    providers = mixed.providers()
    plan, seen = mixed.plan(providers)
    assert [(one.pair.member, one.outcome) for one in plan.not_placed] == [(BEN, Outcome.LEFT_ALONE)]
    (warning,) = plan.warnings
    assert warning.startswith(f"{BEN}: ")
    assert len(mixed.write(plan, providers, seen).done) == 2


def test_nothing_but_failures_is_one_sentence(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """Nobody's sign-in is good any more: what stopped everybody is said once."""
    mixed = Mixed(google, graph, tmp_path, dict.fromkeys((LEA, ANN, BEN, CAT), "google"))
    google.refused_tokens |= {f"token-for-{email}" for email in mixed.hosted}
    google.validates = False
    with pytest.raises(CalendarFailure, match="2 more: ") as failure:
        mixed.plan(mixed.providers())
    assert "\n" not in str(failure.value)


def test_a_copy_delivered_by_mail_follows(mixed: Mixed) -> None:
    """Ben's Outlook enters the invitation from Google: it blocks nothing, and moves along or not, nobody minds."""
    mixed.night()
    uid = next(entry.uid for entry in mixed.memory().entries if entry.member == BEN)
    lies = mixed.google.person(LEA).event(uid)
    start = next(entry.span.start for entry in mixed.memory().entries if entry.member == BEN)
    copy = mixed.graph.person(BEN).add(start, start + timedelta(minutes=30), uid=lies.uid)
    assert mixed.night().done == ()
    mixed.graph.person(BEN).move(copy, start + timedelta(hours=1), start + timedelta(hours=2))
    assert mixed.night().done == ()
    mixed.graph.person(BEN).add(start, start + timedelta(minutes=30))
    outcomes = mixed.night()
    assert ([each.action for each in outcomes.done], outcomes.failed) == ([Action.MOVE], ())


@pytest.mark.parametrize("leader", ["google", "outlook"])
def test_a_series_that_people_booked_across_services_counts(
    google: GoogleServer, graph: GraphServer, tmp_path: Path, leader: str
) -> None:
    """Lea and Ann meet every week already, one on Google, the other on Outlook: nothing is booked besides."""
    mixed = Mixed(google, graph, tmp_path, {LEA: leader, ANN: "outlook" if leader == "google" else "google"})
    start, end = at(THURSDAY - timedelta(weeks=2), "10:00").start, at(THURSDAY - timedelta(weeks=2), "10:30").start
    on_google: dict[str, Any] = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=9"]}
    on_outlook: dict[str, Any] = {
        "recurrence": {
            "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["thursday"]},
            "range": {"type": "noEnd", "startDate": str(start.date())},
        }
    }
    if leader == "google":
        booked = google.person(LEA).add(start, end, attendees=[LEA, ANN], **on_google)
        uid = google.person(LEA).event(booked).uid
        graph.person(ANN).add(start, end, uid=uid, **on_outlook)
    else:
        uid = graph.person(LEA).add(start, end, attendees=[ANN], **on_outlook)
        google.person(ANN).add(start, end, uid=uid, organizer=LEA, attendees=[LEA, ANN], **on_google)
    plan, _ = mixed.plan(mixed.providers())
    assert [(each.origin, each.after) for each in plan.changes] == [(Origin.BOOKED, at(THURSDAY, "10:00"))]


def test_nothing_is_planned_where_ours_cannot_be_seen(google: GoogleServer, graph: GraphServer, tmp_path: Path) -> None:
    """Of Lea's calendar, who reads may see only when she is busy: ours are written there, so nothing is decided.

    Of Ann's, that is enough.
    """
    reader = "reader@example.com"
    google.add_mailbox(reader, "UTC")
    mixed = Mixed(google, graph, tmp_path, ON_GOOGLE, read_as=reader)
    for email, role in ((LEA, Role.READER), (ANN, Role.FREE_BUSY_READER)):
        google.share(email, reader, role)
    assert {change.pair.member for change in mixed.plan(mixed.providers())[0].changes} == {ANN, BEN, CAT}
    google.share(LEA, reader, Role.FREE_BUSY_READER)
    plan, _ = mixed.plan(mixed.providers())
    assert plan.changes == ()
    assert {one.outcome for one in plan.not_placed} == {Outcome.LEFT_ALONE}
    assert any("Share single events" in warning for warning in plan.warnings)
