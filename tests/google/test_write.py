"""Writing our meetings into Google's calendars."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from providers.errors import Conflict, NotPermitted, NotSignedIn, UsedUp
from providers.event import Event, Response
from providers.google.provider import GoogleProvider
from providers.google.settings import Notify
from providers.interface import Writer
from tests.google.office import Badge, Office, ending, ours, read
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, create, meeting, span
from tests.servers.base import Fault, Request
from tests.servers.google import Role, google_error

UID = meeting().marker.uid
GUEST = "guest@elsewhere.example"
DOC = "https://docs.google.com/document/d/abc/edit"
ASSISTANT = "assistant@example.com"
ACTS: dict[str, Callable[[Writer, list[Event]], None]] = {
    "create": lambda writer, _: writer.create(meeting("2026-W49", LATER), (LEADER, MEMBER)),
    "move": lambda writer, copies: writer.move(copies, LATER),
    "cancel": lambda writer, copies: writer.cancel(copies),
}


@pytest.fixture
def provider(office: Office) -> GoogleProvider:
    return office.provider()


def written(office: Office) -> list[Request]:
    """Requests that ask for a change."""
    return [request for request in office.parts() if request.method != "GET" and not request.path.endswith("/freeBusy")]


def test_an_invitation(office: Office, provider: GoogleProvider) -> None:
    """One request; the attendee's calendar holds the same meeting, and its owner has not answered."""
    create(provider)
    assert [(request.method, request.query["sendUpdates"]) for request in office.parts()] == [("POST", "externalOnly")]
    copies = ours(provider)
    assert [(copy.calendar, copy.follows, copy.response) for copy in copies] == [
        (LEADER, False, Response.ACCEPTED),
        (MEMBER, True, Response.NEEDS_ACTION),
    ]
    assert {copy.uid for copy in copies} == {f"{UID}@google.com"}
    assert office.server.person(LEADER).look(UID)["summary"] == meeting().title


def test_as_the_calendars_owner(office: Office, provider: GoogleProvider) -> None:
    """Whoever reads, the leader invites."""
    office.hire(ASSISTANT)
    create(office.provider(read_as=ASSISTANT))
    assert {request.headers["authorization"] for request in written(office)} == {f"Bearer token-for-{LEADER}"}


def test_as_the_one_who_signed_in(office: Office) -> None:
    """Somebody who may write the leader's calendar, and whose quota it is: the leader's meeting all the same."""
    office.hire(ASSISTANT)
    office.server.share(LEADER, ASSISTANT, Role.WRITER)
    badge = Badge(ASSISTANT)
    create(office.provider(badge))
    assert office.server.person(LEADER).look(UID)["organizer"]["email"] == LEADER
    assert set(badge.asked) == {ASSISTANT}


@pytest.mark.parametrize(("notify", "expected"), [(Notify.OUTSIDE, "externalOnly"), (Notify.ALL, "all")])
def test_whom_google_mails(office: Office, notify: Notify, expected: str) -> None:
    """As configured, for every change; never nobody, which loses events. One mail for each change."""
    provider = office.provider(notify=notify)
    create(provider)
    with provider.writing() as writer:
        writer.move(ours(provider), LATER)
        writer.cancel(ours(provider))
    assert [request.query["sendUpdates"] for request in written(office)] == [expected] * 3
    assert office.server.sins == []
    kinds = [mail.kind for mail in office.server.mails]
    assert kinds == (["invitation", "update", "cancellation"] if notify is Notify.ALL else [])


def test_guests_from_outside_are_mailed(office: Office, provider: GoogleProvider) -> None:
    """Once for each change."""
    outside = replace(meeting(), attendee=replace(meeting().attendee, email=GUEST))
    with provider.writing() as writer:
        writer.create(outside, (LEADER, GUEST))
        writer.create(outside, (LEADER, GUEST))
        writer.move(ours(provider, LEADER), LATER)
    assert [(mail.to, mail.kind) for mail in office.server.mails] == [(GUEST, "invitation"), (GUEST, "update")]


def test_links(office: Office) -> None:
    """An agenda in Drive is attached; a Meet link is made where the configuration wants one, and once."""
    provider = office.provider(meet=True)
    create(provider, replace(meeting(), url=DOC))
    create(provider, replace(meeting(), url=DOC))
    looks = office.server.person(LEADER).look(UID)
    assert [each["fileUrl"] for each in looks["attachments"]] == [DOC]
    assert DOC in looks["description"]
    assert looks["hangoutLink"]
    assert looks["reminders"]["overrides"] == [{"method": "popup", "minutes": 5}]


def test_an_id_that_was_deleted(office: Office, provider: GoogleProvider) -> None:
    """Google never takes it again: the next generation may be created."""
    create(provider)
    office.server.person(LEADER).delete(UID)
    with pytest.raises(UsedUp, match=LEADER):
        create(provider)
    create(provider, meeting(generation=1))
    assert len(ours(provider)) == 2


@pytest.mark.parametrize("body", [{}, {"extendedProperties": {"private": {"schedule": "v=1"}}}])
def test_an_id_that_somebody_else_took(office: Office, provider: GoogleProvider, body: dict[str, Any]) -> None:
    """Somebody else's event is never taken for ours, nor changed."""
    office.server.person(LEADER).add(FIRST.start, FIRST.end, id=UID, **body)
    before = office.server.person(LEADER).holds()
    with pytest.raises(Conflict, match="another event") as caught:
        create(provider)
    assert not isinstance(caught.value, UsedUp)
    assert office.server.person(LEADER).holds() == before


def test_a_move_is_one_request(office: Office, provider: GoogleProvider) -> None:
    """Times, our note of them, and the version that is meant."""
    create(provider)
    copies = ours(provider)
    office.restart()
    with provider.writing() as writer:
        writer.move(copies, LATER)
    (request,) = office.parts()
    assert request.method == "PATCH"
    assert request.headers["if-match"] == copies[0].etag
    assert sorted(request.json) == ["end", "extendedProperties", "start"]


def test_a_move_field_by_field(office: Office, provider: GoogleProvider) -> None:
    """Everything that people and programs put there survives: in both calendars, every property but the times."""
    create(provider)
    office.server.person(LEADER).decorate(UID)
    office.server.person(MEMBER).decorate(UID)
    office.server.person(MEMBER).accept(UID)
    before = {email: office.server.person(email).look(UID) for email in (LEADER, MEMBER)}
    with provider.writing() as writer:
        writer.move(ours(provider), LATER)
    for email, looks in before.items():
        now = office.server.person(email).look(UID)
        for name in sorted(looks.keys() | now.keys()):
            assert now.get(name) == looks.get(name), name
    times = office.server.person(LEADER).holds()[0]
    assert times["start"] == {"dateTime": "2026-11-27T15:30:00+01:00", "timeZone": "Europe/Madrid"}


def test_who_declined_is_asked_again_with_the_rest_as_it_was(office: Office, provider: GoogleProvider) -> None:
    """The list of attendees is written whole: guests and comments that people added stay."""
    create(provider)
    lena = office.server.person(LEADER)
    marco = {"email": MEMBER, "displayName": "Marco", "responseStatus": "declined", "comment": "not then"}
    lena.edit(
        UID, attendees=[{"email": LEADER, "responseStatus": "accepted"}, marco, {"email": GUEST, "optional": True}]
    )
    before = lena.look(UID)["attendees"]
    office.restart()
    with provider.writing() as writer:
        writer.move(ours(provider), LATER)
    after = lena.look(UID)["attendees"]
    assert [one["responseStatus"] for one in after] == ["accepted", "needsAction", "needsAction"]
    assert [{**one, "responseStatus": ""} for one in after] == [{**one, "responseStatus": ""} for one in before]
    assert len(written(office)) == 1


def test_from_whole_days(office: Office, provider: GoogleProvider) -> None:
    """What somebody made an all-day event has hours again where we move it."""
    create(provider)
    office.server.person(LEADER).move(UID, date(2026, 12, 3), date(2026, 12, 4))
    copies = ours(provider)
    assert copies[0].all_day
    with provider.writing() as writer:
        writer.move(copies, LATER)
    assert [(copy.span, copy.all_day) for copy in ours(provider)] == [(LATER, False)] * 2


@pytest.mark.parametrize("act", ["move", "cancel"])
@pytest.mark.parametrize(
    ("edit", "conflict"),
    [
        ({"description": "a note"}, False),
        ({"summary": "another title", "colorId": "3"}, False),
        ({"location": "Room 4"}, False),
        ({"start": {"dateTime": "2026-11-26T09:55:00+01:00"}}, True),
        ({"end": {"dateTime": "2026-11-26T11:00:00+01:00"}}, True),
        ({"attendees": [{"email": LEADER}, {"email": MEMBER, "responseStatus": "declined"}]}, True),
        ({"attendees": [{"email": LEADER}, {"email": MEMBER}, {"email": GUEST}]}, True),
        ({"extendedProperties": {"private": {"schedule": None}}}, True),
    ],
)
def test_what_changed_since_it_was_read(
    office: Office, provider: GoogleProvider, edit: dict[str, Any], conflict: bool, act: str
) -> None:
    """It is read again, and decided again: notes decide nothing; times, answers and guests do."""
    create(provider)
    copies = ours(provider)
    office.server.person(LEADER).edit(UID, **edit)
    before = office.server.person(LEADER).holds()
    with provider.writing() as writer:
        if conflict:
            with pytest.raises(Conflict, match=LEADER):
                ACTS[act](writer, copies)
            assert office.server.person(LEADER).holds() == before
            return
        ACTS[act](writer, copies)
    assert [copy.span for copy in ours(provider)] == ([LATER, LATER] if act == "move" else [])


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("act", ["move", "cancel"])
def test_a_version_that_is_refused_without_reason(
    office: Office, provider: GoogleProvider, times: int, act: str
) -> None:
    """Nothing changed that matters: it is tried again with the version of now."""
    create(provider)
    copies = ours(provider)
    refused = Fault(answer=google_error(412, "conditionNotMet"))
    office.server.inject(refused, lambda request: "if-match" in request.headers, times=times)
    with provider.writing() as writer:
        ACTS[act](writer, copies)
    assert [copy.span for copy in ours(provider)] == ([LATER, LATER] if act == "move" else [])


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_versions_that_never_fit(office: Office, provider: GoogleProvider, act: str) -> None:
    """It ends, in a conflict."""
    create(provider)
    copies = ours(provider)
    refused = Fault(answer=google_error(412, "conditionNotMet"))
    office.server.inject(refused, lambda request: "if-match" in request.headers, times=50)
    with provider.writing() as writer, pytest.raises(Conflict, match=LEADER):
        ACTS[act](writer, copies)
    assert len(written(office)) < 10


def test_a_move_of_what_is_gone(office: Office, provider: GoogleProvider) -> None:
    """It is not brought back; taking it away is no error."""
    create(provider)
    copies = ours(provider)
    office.server.person(LEADER).delete(UID)
    with provider.writing() as writer:
        with pytest.raises(Conflict, match=LEADER):
            writer.move(copies, LATER)
        writer.cancel(copies)
    assert ours(provider) == []


def test_what_is_where_it_should_be_is_left(office: Office, provider: GoogleProvider) -> None:
    """Nobody is told of a move that is none."""
    create(provider)
    copies = ours(provider)
    office.restart()
    with provider.writing() as writer:
        writer.move(copies, FIRST)
    assert office.parts() == []


def test_what_is_not_ours_is_never_written(office: Office, provider: GoogleProvider) -> None:
    """Neither a duplicate of ours, nor an attendee's copy, nor what only claims to be ours."""
    create(provider)
    (leaders,) = ours(provider, LEADER)
    office.server.person(LEADER).duplicate(UID)
    foreign = [event for event in read(provider)[LEADER].events if event.marker is None]
    forged = replace(leaders, id="someotherid")
    office.restart()
    with provider.writing() as writer:
        for event in (*foreign, forged):
            with pytest.raises(NotPermitted):
                writer.move([leaders, event], LATER)
            with pytest.raises(NotPermitted):
                writer.cancel([leaders, event])
    assert office.parts() == []


def test_made_recurring_by_a_human(office: Office, provider: GoogleProvider) -> None:
    """The series is theirs: a booked 1-on-1 of the two, not ours any more, and never changed."""
    create(provider)
    office.server.person(LEADER).edit(UID, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])
    assert ours(provider) == []
    events = read(provider)[LEADER].events
    assert [event.partner for event in events] == [MEMBER] * 3
    assert all(event.recurring for event in events)


@pytest.mark.parametrize(
    ("status", "reason", "says"),
    [
        (403, "forbiddenForServiceAccounts", "delegation"),
        (403, "requiredAccessLevel", "share"),
        (403, "forbiddenForNonOrganizer", "organizer"),
        (403, "quotaExceeded", "usage limit"),
        (400, "invalid", "did not understand"),
    ],
)
@pytest.mark.parametrize("act", ["create", "move", "cancel"])
def test_refusals(office: Office, provider: GoogleProvider, act: str, status: int, reason: str, says: str) -> None:
    """One sentence for whom it concerns; nothing is tried again that cannot succeed."""
    create(provider)
    copies = ours(provider)
    office.restart()
    office.server.inject(Fault(answer=google_error(status, reason)))
    with provider.writing() as writer, pytest.raises(Exception, match=says) as caught:
        ACTS[act](writer, copies)
    assert LEADER in str(caught.value)
    assert office.calls == 1


def test_a_service_account_without_delegation(office: Office) -> None:
    """It may write a calendar that is shared with it, and invite nobody."""
    robot = "robot@project.iam.gserviceaccount.com"
    office.server.service_accounts.add(robot)
    office.server.share(LEADER, robot, Role.WRITER)
    with pytest.raises(NotPermitted, match="delegation"):
        create(office.provider(Badge(robot)))


def test_nobody_is_signed_in(office: Office) -> None:
    """What the sign-in says reaches the person, for whom something was to be written."""

    class Locked(Badge):
        def credentials(self, owner: str) -> Any:
            raise NotSignedIn("nobody is signed in", who="google", do="Run `schedule auth google`.")

    with pytest.raises(NotSignedIn, match="schedule auth google"):
        create(office.provider(Locked()))
    assert office.calls == 0


def test_one_run_writes_at_a_time(office: Office, provider: GoogleProvider) -> None:
    """The lock is in the state's folder, apart from snapshots, which may be deleted, and let go afterwards."""
    with provider.writing():
        (lock,) = office.state.glob("*.lock")
        assert not _free(lock)
    assert _free(lock)


def _free(lock: Path) -> bool:
    other = FileLock(lock, blocking=False)
    try:
        with other:
            return True
    except TimeoutError:
        return False


def test_no_place_for_the_lock(office: Office, provider: GoogleProvider) -> None:
    """A sentence, not a traceback."""
    office.state.write_text("a file where a folder should be")
    with pytest.raises(NotPermitted, match="cannot be locked"), provider.writing():
        pass


def test_only_our_own_id_is_posted(office: Office, provider: GoogleProvider) -> None:
    """A repeated insert makes no second event, as it names its id."""
    create(provider)
    assert [request.json["id"] for request in office.parts("/events", "POST")] == [UID]


def test_later_copies_of_one_call(office: Office, provider: GoogleProvider) -> None:
    """Attendees' copies are passed over wherever they stand."""
    create(provider, meeting(), meeting("2026-W49", span("2026-12-03 10:00")))
    copies = ours(provider)
    assert [copy.follows for copy in copies] == [False, False, True, True]
    office.restart()
    with provider.writing() as writer:
        writer.cancel(list(reversed(copies)))
    assert len(written(office)) == 2
    assert ending("/events")(office.parts()[0]) is False
    assert ours(provider) == []


@pytest.mark.parametrize("act", ["move", "cancel"])
def test_forbidden_though_it_is_there(office: Office, provider: GoogleProvider, act: str) -> None:
    """Google forbids changes to what was deleted; what still stands may not be changed by who asks, which is told."""
    create(provider)
    copies = ours(provider)
    office.server.inject(Fault(answer=google_error(403, "forbidden")))
    with provider.writing() as writer, pytest.raises(NotPermitted, match="share"):
        ACTS[act](writer, copies)
