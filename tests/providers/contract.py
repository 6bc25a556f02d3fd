"""What every provider must keep. A provider's own test module inherits `ProviderContract`, through `contract_copies`
or `contract_shared`, and says how its place is reached by others than `schedule`: by people with their programs."""

from collections.abc import Callable
from itertools import count
from typing import Any, ClassVar, Protocol

import pytest

from providers.errors import Conflict, NotPermitted
from providers.event import Event, Interval, Response, Show
from providers.interface import Account, Provider
from tests.providers.meetings import (
    ACCOUNTS,
    FIRST,
    LATER,
    LEADER,
    MEMBER,
    WINDOW,
    ZONE,
    create,
    meeting,
    our_copies,
    read,
    span,
)
from tests.providers.steps import PREPARED, STEPS, MakeProvider, dies, in_process
from tests.providers.stood import Stood

MISSING = "nobody@example.com"
UID = meeting().marker.uid
ELSEWHEN = span("2026-12-03 16:00")
TWO_WEEKS_BEFORE = span("2026-11-10 10:00")


class Place(Protocol):
    """A host of calendars as a test sees it: Lena's and Marco's calendars, both empty at first.

    Our events are called by the UID of their marker.
    """

    @property
    def shared(self) -> bool:
        """Whether the two share one meeting, which its host keeps alike in both calendars; else each has a copy."""
        ...

    @property
    def make(self) -> MakeProvider:
        """Makes a provider; can be sent to another process."""
        ...

    def put_foreign(self, email: str, at: Interval, show: Show = Show.BUSY) -> str:
        """Put an event of somebody else's into a calendar; its UID."""
        ...

    def human_moves(self, email: str, uid: str, to: Interval) -> None:
        """Somebody drags the event to another time, in one calendar. Where it is shared, whoever may do so does."""

    def human_deletes(self, email: str, uid: str) -> None:
        """Somebody deletes the event from one calendar."""

    def human_answers(self, uid: str, who: str, answer: Response) -> None:
        """`who` answers the invitation, which both calendars show."""

    def human_decorates(self, email: str, uid: str) -> None:
        """Somebody adds all that programs let people add: notes, alarm, attachment, conference link, colour."""

    def human_duplicates(self, email: str, uid: str) -> str:
        """Somebody copies the event, marker and all, within one calendar; the copy's UID."""
        ...

    def looks(self, email: str, uid: str) -> Any:
        """All that a human sees of an event but its times, answers and version."""

    def everything(self) -> Any:
        """All that the place holds but the time of writing; equal where two places are."""

    def foreign(self) -> Any:
        """All that is not ours, to the byte."""

    def stands(self) -> list[Stood]:
        """Every copy of every event of ours."""
        ...


class ProviderContract:
    """Claims about any provider."""

    looks_around: ClassVar[bool] = True
    """Whether reading counts what a calendar holds two weeks before the window, too."""
    fewest_writes: ClassVar[int]
    """A step makes at least so many writes, at each of which a process can die."""

    @pytest.fixture
    def places(self) -> Callable[[], Place]:
        """Makes a fresh place each time."""
        raise NotImplementedError

    @pytest.fixture
    def place(self, places: Callable[[], Place]) -> Place:
        return places()

    @pytest.fixture
    def other_place(self, places: Callable[[], Place]) -> Place:
        return places()

    @pytest.fixture
    def provider(self, place: Place) -> Provider:
        return place.make()

    def test_what_was_created_is_read(self, provider: Provider) -> None:
        """Both copies come back with times, marker, written span, partner and answers, to a second instance, too."""
        create(provider)
        copies = our_copies(provider)
        assert [copy.calendar for copy in copies] == [LEADER, MEMBER]
        for copy, partner in zip(copies, (MEMBER, LEADER), strict=True):
            assert copy.span == copy.written == FIRST
            assert copy.marker == meeting().marker
            assert copy.partner == partner
            assert copy.show is Show.BUSY or (copy.follows and copy.show is Show.TENTATIVE)
            assert not copy.all_day
            assert not copy.recurring
            assert copy.answers == {LEADER: Response.ACCEPTED, MEMBER: Response.NEEDS_ACTION}
            assert copy.etag or copy.follows
        assert [copy.response for copy in copies] == [Response.ACCEPTED, Response.NEEDS_ACTION]

    def test_two_instances_see_the_same(self, place: Place, provider: Provider) -> None:
        """What one instance writes, another one reads."""
        create(provider)
        assert read(place.make()) == read(provider)

    def test_ours_are_not_held(self, place: Place, provider: Provider) -> None:
        """`held` counts what is not ours, in and out of the window."""
        create(provider)
        place.put_foreign(LEADER, ELSEWHEN)
        place.put_foreign(LEADER, TWO_WEEKS_BEFORE)
        held = {email: answer.held for email, answer in read(provider).items()}
        assert held == {LEADER: 1 + self.looks_around, MEMBER: 0}

    def test_only_what_touches_the_window_is_read(self, place: Place, provider: Provider) -> None:
        """Events that end where the window starts, or start where it ends, are out; those that reach in are in."""
        place.put_foreign(LEADER, Interval(span("2026-11-22 23:00").start, WINDOW.start))
        into = place.put_foreign(LEADER, span("2026-11-22 23:50"))
        place.put_foreign(LEADER, Interval(WINDOW.end, span("2026-12-21 01:00").end))
        assert [event.uid for event in read(provider)[LEADER].events] == [into]

    def test_a_foreign_event_has_no_marks(self, place: Place, provider: Provider) -> None:
        """Of somebody else's event, neither marker nor answers nor version are told."""
        uid = place.put_foreign(MEMBER, ELSEWHEN)
        (event,) = read(provider)[MEMBER].events
        assert event == Event(MEMBER, uid, ELSEWHEN, Show.BUSY)

    def test_a_missing_calendar_is_unknown(self, place: Place, provider: Provider) -> None:
        """A calendar that is not there is unknown over the whole window, says why, and hides no other."""
        place.put_foreign(LEADER, ELSEWHEN)
        answers = provider.read((Account(MISSING, ZONE), *ACCOUNTS), WINDOW)
        (unknown,) = answers[MISSING].unknown
        assert unknown.span == WINDOW
        assert MISSING in unknown.why
        assert answers[MISSING].events == ()
        assert len(answers[LEADER].events) == 1
        assert answers[LEADER].unknown == ()

    def test_creating_again_changes_nothing(self, place: Place, provider: Provider) -> None:
        """A calendar that holds the event already is left as it is, also where a human changed it since."""
        create(provider)
        place.human_moves(LEADER, UID, ELSEWHEN)
        before = place.everything()
        create(provider)
        assert place.everything() == before
        assert our_copies(provider)[0].span == ELSEWHEN

    def test_moving(self, provider: Provider) -> None:
        """Both copies come to lie at the new time, which is what was written."""
        create(provider)
        with provider.writing() as writer:
            writer.move(our_copies(provider), LATER)
        assert [(copy.span, copy.written) for copy in our_copies(provider)] == [(LATER, LATER)] * 2

    def test_moving_again_changes_nothing(self, place: Place, provider: Provider) -> None:
        """The same call, with the same old versions, finds its work done."""
        create(provider)
        copies = our_copies(provider)
        with provider.writing() as writer:
            writer.move(copies, LATER)
            before = place.everything()
            writer.move(copies, LATER)
        assert place.everything() == before

    def test_moving_keeps_what_people_added(self, place: Place, provider: Provider) -> None:
        """Notes, alarms, attachments, conference links, colours: everything but the times stays."""
        create(provider)
        for email in (LEADER, MEMBER):
            place.human_decorates(email, UID)
        before = [place.looks(email, UID) for email in (LEADER, MEMBER)]
        with provider.writing() as writer:
            writer.move(our_copies(provider), LATER)
        assert [place.looks(email, UID) for email in (LEADER, MEMBER)] == before
        assert {copy.span for copy in our_copies(provider)} == {LATER}

    def test_a_declined_answer_was_about_the_old_time(self, place: Place, provider: Provider) -> None:
        """After a move, who declined is asked again; who called the meeting has accepted."""
        create(provider)
        place.human_answers(UID, MEMBER, Response.DECLINED)
        declined = our_copies(provider)
        assert {copy.answers[MEMBER] for copy in declined} == {Response.DECLINED}
        assert declined[1].response is Response.DECLINED
        with provider.writing() as writer:
            writer.move(declined, LATER)
        expected = {LEADER: Response.ACCEPTED, MEMBER: Response.NEEDS_ACTION}
        assert [copy.answers for copy in our_copies(provider)] == [expected] * 2

    def test_a_human_move_shows(self, place: Place, provider: Provider) -> None:
        """Where a human moved a copy, its span differs from what we wrote, and its version from before."""
        create(provider)
        before = our_copies(provider)[0]
        place.human_moves(LEADER, UID, ELSEWHEN)
        after = our_copies(provider)[0]
        assert (after.span, after.written) == (ELSEWHEN, FIRST)
        assert after.etag != before.etag

    def test_to_where_a_human_moved_it(self, place: Place, provider: Provider) -> None:
        """Moving to where the event lies already still remembers that this is now what we wrote."""
        create(provider)
        place.human_moves(LEADER, UID, LATER)
        with provider.writing() as writer:
            writer.move(our_copies(provider), LATER)
        assert {(copy.span, copy.written) for copy in our_copies(provider)} == {(LATER, LATER)}

    @pytest.mark.parametrize("changed", [LEADER, MEMBER])
    def test_moving_what_changed_is_a_conflict(self, place: Place, provider: Provider, changed: str) -> None:
        """A copy that a human changed since it was read is not written, and neither is the other."""
        create(provider)
        copies = our_copies(provider)
        place.human_moves(changed, UID, ELSEWHEN)
        before = place.everything()
        with provider.writing() as writer, pytest.raises(Conflict, match=LEADER if place.shared else changed):
            writer.move(copies, LATER)
        assert place.everything() == before

    def test_moving_what_is_gone_is_a_conflict(self, place: Place, provider: Provider) -> None:
        """What a human deleted, from the calendar that is written, is not brought back."""
        create(provider)
        copies = our_copies(provider)
        gone = LEADER if place.shared else MEMBER
        place.human_deletes(gone, UID)
        before = place.everything()
        with provider.writing() as writer, pytest.raises(Conflict, match=gone):
            writer.move(copies, LATER)
        assert place.everything() == before

    def test_cancelling(self, place: Place, other_place: Place, provider: Provider) -> None:
        """Cancelled copies are gone; cancelling them again is no error."""
        create(provider)
        copies = our_copies(provider)
        with provider.writing() as writer:
            writer.cancel(copies)
            writer.cancel(copies)
        assert our_copies(provider) == []
        assert read(provider) == read(other_place.make())

    def test_cancelling_what_changed_is_a_conflict(self, place: Place, provider: Provider) -> None:
        """An event that a human changed since it was read is not taken away."""
        create(provider)
        copies = our_copies(provider)
        place.human_moves(MEMBER, UID, ELSEWHEN)
        before = place.everything()
        with provider.writing() as writer, pytest.raises(Conflict, match=LEADER if place.shared else MEMBER):
            writer.cancel(copies)
        assert place.everything() == before

    def test_generations_live_side_by_side(self, provider: Provider) -> None:
        """After a cancel, the same occurrence can be created anew, as its next generation."""
        create(provider)
        with provider.writing() as writer:
            writer.cancel(our_copies(provider))
        again = meeting(generation=1)
        create(provider, again)
        assert [copy.marker for copy in our_copies(provider)] == [again.marker] * 2

    def test_a_copy_is_not_ours(self, place: Place, provider: Provider) -> None:
        """An event duplicated by a human bears our marker, but another identity: it is an ordinary foreign event."""
        create(provider)
        uid = place.human_duplicates(LEADER, UID)
        answer = read(provider)[LEADER]
        copy = next(event for event in answer.events if event.uid == uid)
        assert (copy.marker, copy.written, copy.etag, dict(copy.answers)) == (None, None, None, {})
        assert answer.held == 1
        assert len(our_copies(provider)) == 2

    def test_foreign_events_are_never_written(self, place: Place, provider: Provider) -> None:
        """Asked to move or cancel what is not ours, a writer refuses."""
        place.put_foreign(LEADER, ELSEWHEN)
        events = read(provider)[LEADER].events
        before = place.foreign()
        with provider.writing() as writer:
            with pytest.raises(NotPermitted):
                writer.move(events, LATER)
            with pytest.raises(NotPermitted):
                writer.cancel(events)
        assert place.foreign() == before

    def test_foreign_events_stay_to_the_byte(self, place: Place, provider: Provider) -> None:
        """Creating, moving and cancelling ours leaves everybody else's as it was, copies of ours included."""
        create(provider)
        place.put_foreign(LEADER, FIRST)
        place.human_duplicates(MEMBER, UID)
        before = place.foreign()
        for step in ("create_several", "move_later", "cancel_both"):
            if step == "move_later":
                with provider.writing() as writer:
                    writer.move(our_copies(provider, UID), LATER)
            elif step == "cancel_both":
                with provider.writing() as writer:
                    writer.cancel(our_copies(provider, UID))
            else:
                STEPS[step](provider)
            assert place.foreign() == before

    def test_two_runs_at_once_write_each_event_once(self, place: Place, other_place: Place) -> None:
        """Two processes that create the same 1-on-1s at the same time leave what one would."""
        processes = [in_process(place.make, "create_several") for _ in range(2)]
        for process in processes:
            process.join()
        assert [process.exitcode for process in processes] == [0, 0]
        STEPS["create_several"](other_place.make())
        assert place.everything() == other_place.everything()
        assert len(our_copies(place.make())) == 8

    @pytest.mark.parametrize("step", ["create_both", "move_later", "cancel_both"])
    def test_killed_at_any_write_and_repeated(self, places: Callable[[], Place], step: str) -> None:
        """However far a run came before it was killed, the next one completes it, and leaves nothing else."""
        expected = _done(places(), *PREPARED[step], step).everything()
        for deaths in count():
            place = _done(places(), *PREPARED[step])
            if not dies(place.make, step, deaths):
                break
            _done(place, step)
            assert place.everything() == expected, f"killed at write {deaths}"
            _done(place, "cancel_both")
            assert our_copies(place.make()) == []
        assert deaths >= self.fewest_writes, "the step makes more writes than were seen"
        assert place.everything() == expected


def _done(place: Place, *steps: str) -> Place:
    """The place after these steps."""
    for step in steps:
        STEPS[step](place.make())
    return place
