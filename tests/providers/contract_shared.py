"""What a provider must keep besides where attendees are invited, and hold copies that follow the organizer's."""

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import ClassVar, Protocol

import pytest

from providers.errors import Conflict, Unavailable, UsedUp
from providers.event import Response
from providers.interface import Provider
from tests.providers.contract import ELSEWHEN, UID, Place, ProviderContract
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER, create, meeting, our_copies, read
from tests.providers.steps import PREPARED, STEPS
from tests.servers.base import Fault, Server

DOWN = 1000
"""More requests than any step makes."""


class SharedPlace(Place, Protocol):
    """A service: a server that people use, too."""

    @property
    def server(self) -> Server:
        """Where requests arrive."""
        ...

    def mails(self) -> list[tuple[str, str]]:
        """What the service sent by itself to attendees, in order: the meeting's UID, and to whom."""
        ...


class SharedContract(ProviderContract):
    """Claims about a provider that invites."""

    fewest_writes = 2
    keeps_answers: ClassVar[bool]
    """Whether the service keeps who accepted, when a meeting moves."""
    leaving_declines: ClassVar[bool]
    """Whether an attendee who deletes their copy has declined."""

    @pytest.fixture
    def places(self) -> Callable[[], SharedPlace]:
        """Makes a fresh place each time."""
        raise NotImplementedError

    @pytest.fixture
    def place(self, places: Callable[[], SharedPlace]) -> SharedPlace:
        return places()

    def test_the_attendees_copy_follows(self, place: SharedPlace, provider: Provider) -> None:
        """One meeting in two calendars: the same UID in both; only the organizer's is written."""
        create(provider)
        assert provider.invites
        leaders, members = our_copies(provider)
        assert (leaders.follows, members.follows) == (False, True)
        assert leaders.uid == members.uid
        before = place.everything()
        with provider.writing() as writer:
            writer.move([members], LATER)
            writer.cancel([members])
        assert place.everything() == before

    def test_a_human_moves_both_copies(self, place: SharedPlace, provider: Provider) -> None:
        """Where the meeting is dragged, it is in both calendars."""
        create(provider)
        place.human_moves(LEADER, UID, ELSEWHEN)
        assert [(copy.span, copy.written) for copy in our_copies(provider)] == [(ELSEWHEN, FIRST)] * 2

    def test_answers_reach_the_organizer(self, place: SharedPlace, provider: Provider) -> None:
        """What the attendee answers is read from the organizer's copy, whose version changes by it."""
        create(provider)
        before = our_copies(provider)[0]
        place.human_answers(UID, MEMBER, Response.ACCEPTED)
        after = our_copies(provider)[0]
        assert after.answers == {LEADER: Response.ACCEPTED, MEMBER: Response.ACCEPTED}
        assert after.etag != before.etag

    def test_an_answer_in_between_is_a_conflict(self, place: SharedPlace, provider: Provider) -> None:
        """Who has answered since it was read has said something about where it lies."""
        create(provider)
        copies = our_copies(provider)
        place.human_answers(UID, MEMBER, Response.DECLINED)
        before = place.everything()
        with provider.writing() as writer, pytest.raises(Conflict, match=LEADER):
            writer.move(copies, LATER)
        assert place.everything() == before

    def test_notes_in_between_are_none(self, place: SharedPlace, provider: Provider) -> None:
        """Somebody who adds notes and links decides nothing about the time; they stay."""
        create(provider)
        copies = our_copies(provider)
        place.human_decorates(LEADER, UID)
        before = place.looks(LEADER, UID)
        with provider.writing() as writer:
            writer.move(copies, LATER)
        assert place.looks(LEADER, UID) == before
        assert {copy.span for copy in our_copies(provider)} == {LATER}

    def test_other_answers_after_a_move(self, place: SharedPlace, provider: Provider) -> None:
        """Who accepted has accepted the new time as well, unless the service itself asks everybody again."""
        create(provider)
        place.human_answers(UID, MEMBER, Response.ACCEPTED)
        STEPS["move_later"](provider)
        expected = Response.ACCEPTED if self.keeps_answers else Response.NEEDS_ACTION
        assert [copy.answers[MEMBER] for copy in our_copies(provider)] == [expected] * 2

    def test_an_attendee_who_deletes_leaves(self, place: SharedPlace, provider: Provider) -> None:
        """The organizer's meeting stands; it can be moved, taken away, and is not forced upon who left by `create`."""
        create(provider)
        place.human_deletes(MEMBER, UID)
        copy = our_copies(provider)[0]
        assert (copy.calendar, copy.span) == (LEADER, FIRST)
        declined = Response.DECLINED if self.leaving_declines else Response.NEEDS_ACTION
        assert copy.answers[MEMBER] is declined
        before = place.everything()
        create(provider)
        assert place.everything() == before
        STEPS["move_later"](provider)
        assert our_copies(provider)[0].span == LATER
        STEPS["cancel_both"](provider)
        assert our_copies(provider) == []

    def test_an_organizer_who_deletes_ends_it(self, place: SharedPlace, provider: Provider) -> None:
        """It is gone from both calendars, and cancelling it is no error."""
        create(provider)
        copies = our_copies(provider)
        place.human_deletes(LEADER, UID)
        assert our_copies(provider) == []
        with provider.writing() as writer:
            writer.cancel(copies)

    def test_a_deleted_one_is_replaced_by_its_next_generation(self, place: SharedPlace, provider: Provider) -> None:
        """Where the service takes the id again it stands anew; where not, that is said, and the next one is taken."""
        create(provider)
        place.human_deletes(LEADER, UID)
        try:
            create(provider)
        except UsedUp:
            assert our_copies(provider) == []
            create(provider, meeting(generation=1))
        assert len(our_copies(provider)) == 2

    def test_each_attendee_is_mailed_once_for_each_change(self, place: SharedPlace, provider: Provider) -> None:
        """Creating, moving and cancelling: at most one mail each; and none for doing it again."""
        for number, step in enumerate(("create_both", "move_later", "cancel_both"), 1):
            STEPS[step](provider)
            if step != "cancel_both":
                STEPS[step](provider)
            assert len(place.mails()) <= number
            assert {to for _, to in place.mails()} <= {MEMBER}

    def test_whom_nobody_asked_to_write_is_not_invited(self, place: SharedPlace, provider: Provider) -> None:
        """Into the organizer's calendar alone: who has a copy elsewhere is neither invited nor mailed."""
        with provider.writing() as writer:
            writer.create(meeting(), (LEADER,))
        assert [copy.calendar for copy in our_copies(provider)] == [LEADER]
        assert place.mails() == []

    def test_a_copy_without_the_organizers(self, place: SharedPlace, provider: Provider) -> None:
        """Where the organizer's calendar is hosted elsewhere, the attendee gets an event of their own: ours, alone."""
        with provider.writing() as writer:
            writer.create(meeting(), (MEMBER,))
            writer.create(meeting(), (MEMBER,))
        (copy,) = our_copies(provider)
        assert (copy.calendar, copy.follows, copy.marker) == (MEMBER, False, meeting().marker)
        STEPS["move_later"](provider)
        assert [(copy.span, copy.written) for copy in our_copies(provider)] == [(LATER, LATER)]
        STEPS["cancel_both"](provider)
        assert our_copies(provider) == []
        assert place.mails() == []

    def test_reading_changes_nothing(self, place: SharedPlace, provider: Provider) -> None:
        """Neither at the service nor on the disk."""
        create(provider)
        before = place.everything()
        place.server.log.clear()
        read(provider)
        assert place.everything() == before
        assert place.server.log
        assert [request for request in place.server.log if writes(request.method, request.path)] == []

    @pytest.mark.parametrize("effect", [False, True])
    @pytest.mark.parametrize("step", ["create_both", "move_later", "cancel_both"])
    def test_an_answer_is_lost_at_any_call(self, places: Callable[[], SharedPlace], step: str, effect: bool) -> None:
        """The provider asks again, before or after the effect: nothing is there twice, nobody is mailed twice."""
        expected = done(places(), *PREPARED[step], step).everything()
        for calls in count():
            place = done(places(), *PREPARED[step])
            place.server.log.clear()
            place.server.inject(Fault(lost=True, effect=effect), skip=calls)
            STEPS[step](place.make())
            assert place.everything() == expected, f"lost at call {calls}"
            if len(place.server.log) <= calls:
                break
        assert calls >= 1

    @pytest.mark.parametrize("effect", [False, True])
    @pytest.mark.parametrize("step", ["create_both", "move_later", "cancel_both"])
    def test_a_service_that_is_gone_from_any_call_on(
        self, places: Callable[[], SharedPlace], step: str, effect: bool
    ) -> None:
        """The run is told of it, by an error or a calendar that is unknown; the next one completes what it began."""
        expected = done(places(), *PREPARED[step], step).everything()
        for calls in count():
            place = done(places(), *PREPARED[step])
            place.server.log.clear()
            place.server.inject(Fault(lost=True, effect=effect), skip=calls)
            place.server.inject(Fault(lost=True), times=DOWN)
            with suppress(Unavailable):
                STEPS[step](place.make())
            met = len(place.server.log) > calls
            place.server.heal()
            STEPS[step](place.make())
            assert place.everything() == expected, f"gone from call {calls} on"
            if not met:
                break
        assert calls >= 1


def done(place: SharedPlace, *steps: str) -> SharedPlace:
    """The place after these steps."""
    for step in steps:
        STEPS[step](place.make())
    return place


def writes(method: str, path: str) -> bool:
    """Whether a request asks for a change; a batch does not by itself, nor does a question that is posted."""
    return method != "GET" and not path.endswith(("$batch", "/batch/calendar/v3", "/freeBusy", "/getSchedule"))
