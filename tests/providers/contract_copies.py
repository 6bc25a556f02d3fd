"""What a provider must keep besides where every calendar holds a copy of its own, and each is written."""

from providers.event import Response
from providers.interface import Provider
from tests.providers.contract import UID, Place, ProviderContract
from tests.providers.meetings import LATER, LEADER, MEMBER, create, meeting, our_copies, read
from tests.providers.steps import STEPS


class CopiesContract(ProviderContract):
    """Claims about a provider that does not invite."""

    def test_nobody_is_invited(self, provider: Provider) -> None:
        """It says so; no copy follows another; each has the event's UID."""
        create(provider)
        assert not provider.invites
        assert [(copy.uid, copy.follows) for copy in our_copies(provider)] == [(UID, False)] * 2

    def test_creating_completes_the_calendars(self, place: Place, other_place: Place, provider: Provider) -> None:
        """Where one calendar lacks the event, creating it again writes it there."""
        create(provider)
        place.human_deletes(MEMBER, UID)
        create(provider)
        create(other_place.make())
        assert place.everything() == other_place.everything()

    def test_moving_completes_the_copies(self, place: Place, other_place: Place, provider: Provider) -> None:
        """A call that reached one copy only is completed by the same call."""
        create(provider)
        copies = our_copies(provider)
        with provider.writing() as writer:
            writer.move(copies[:1], LATER)
            writer.move(copies, LATER)
        undisturbed = other_place.make()
        create(undisturbed)
        STEPS["move_later"](undisturbed)
        assert place.everything() == other_place.everything()

    def test_moving_keeps_other_answers(self, place: Place, provider: Provider) -> None:
        """Who accepted has accepted the new time as well."""
        create(provider)
        place.human_answers(UID, MEMBER, Response.ACCEPTED)
        STEPS["move_later"](provider)
        assert [copy.answers[MEMBER] for copy in our_copies(provider)] == [Response.ACCEPTED] * 2

    def test_a_deletion_leaves_the_other_copy(self, place: Place, provider: Provider) -> None:
        """What is deleted from one calendar stands in the other one."""
        create(provider)
        place.human_deletes(MEMBER, UID)
        assert [copy.calendar for copy in our_copies(provider)] == [LEADER]

    def test_cancelling_completes_the_copies(self, place: Place, provider: Provider) -> None:
        """One copy being gone already does not save the other."""
        create(provider)
        copies = our_copies(provider)
        place.human_deletes(LEADER, UID)
        with provider.writing() as writer:
            writer.cancel(copies)
        assert our_copies(provider) == []

    def test_a_duplicate_keeps_its_partner(self, place: Place, provider: Provider) -> None:
        """A duplicate of ours tells who was invited."""
        create(provider)
        uid = place.human_duplicates(LEADER, UID)
        (copy,) = (event for event in read(provider)[LEADER].events if event.uid == uid)
        assert copy.partner == MEMBER

    def test_a_used_uid_is_free_again(self, provider: Provider) -> None:
        """After a cancel, even the same generation can be created anew."""
        create(provider)
        with provider.writing() as writer:
            writer.cancel(our_copies(provider))
        create(provider)
        assert [copy.marker for copy in our_copies(provider)] == [meeting().marker] * 2

    def test_a_move_of_one_copy_moves_that_one(self, place: Place, provider: Provider) -> None:
        """The other one stays where it was written."""
        create(provider)
        written = our_copies(provider)[1]
        place.human_moves(LEADER, UID, LATER)
        assert our_copies(provider)[1] == written
