"""Attendees' copies, recognised by the organizer's."""

from dataclasses import replace

import pytest

from providers.attendee_copies import recognise
from providers.event import Calendar, Event, Interval, Response, Show, Unknown
from tests.planning.build import ANN, BEN, LEA, THURSDAY, at, busy, ours

TEN, LATER, NOON = at(THURSDAY, "10:00"), at(THURSDAY, "10:30"), at(THURSDAY, "12:00")


def meeting(span: Interval = TEN, **changes: object) -> Event:
    """The organizer's copy, which alone bears our marker."""
    return replace(ours(span)[0], uid="wire", **changes)  # type: ignore[arg-type]


def copy(email: str = ANN, span: Interval = TEN, uid: str = "wire") -> Event:
    """Somebody's copy, as a service tells it."""
    return Event(email, uid, span, Show.BUSY, response=Response.ACCEPTED)


def calendar(email: str, *events: Event, **changes: object) -> Calendar:
    held = sum(event.marker is None for event in events)
    return replace(Calendar(email, events, held=held), **changes)  # type: ignore[arg-type]


def known(*calendars: Calendar) -> dict[str, Calendar]:
    return recognise({each.email: each for each in calendars})


def test_the_members_copy_follows() -> None:
    """Same UID, in the member's calendar: it gets what the organizer's tells, keeps its time, and is not foreign."""
    found = known(calendar(LEA, meeting()), calendar(ANN, copy(span=NOON), busy(ANN, NOON)))[ANN]
    follower, foreign = found.events
    assert follower.follows
    assert (follower.marker, follower.written) == (meeting().marker, TEN)
    assert (follower.span, follower.response) == (NOON, Response.ACCEPTED)
    assert not foreign.follows
    assert found.held == 1


@pytest.mark.parametrize("stranger", [copy(uid="another"), copy(BEN)])
def test_what_is_not_the_members_copy_is_foreign(stranger: Event) -> None:
    """Another UID, or a third person's calendar: somebody forwarded the invitation, and we know nothing of it."""
    found = known(calendar(LEA, meeting()), calendar(stranger.calendar, stranger))
    assert found[stranger.calendar].events == (stranger,)
    assert found[stranger.calendar].held == 1


def test_a_copy_that_is_written_itself_follows_nothing() -> None:
    """Where each of the two has an event of their own, both bear the marker."""
    mine, theirs = ours(TEN)
    assert known(calendar(LEA, mine), calendar(ANN, theirs))[ANN].events == (theirs,)


def test_without_the_organizers_copy_nothing_is_recognised() -> None:
    """The organizer's calendar could not be read: the copy is an event like any other."""
    unread = Calendar(LEA, unknown=(Unknown(TEN, "why"),))
    assert known(unread, calendar(ANN, copy()))[ANN].events == (copy(),)


def test_once_is_enough() -> None:
    """What was recognised stays as it is."""
    found = known(calendar(LEA, meeting()), calendar(ANN, copy()))
    assert recognise(found) == found


def blocks(*spans: Interval) -> Calendar:
    """What free and busy tell of Ann."""
    return calendar(ANN, *(Event(ANN, "", span, Show.BUSY) for span in spans), listed=False)


def left(calendar: Calendar) -> tuple[list[Interval], list[Interval]]:
    """What is busy, and what is unknown."""
    return [event.span for event in calendar.events], [gap.span for gap in calendar.unknown]


WHOLE = Interval(TEN.start, LATER.end)


@pytest.mark.parametrize(
    ("seen", "busy", "unknown"),
    [
        ([TEN], [], []),
        ([NOON], [NOON], []),
        ([TEN, NOON], [NOON], []),
        ([WHOLE], [LATER], [TEN]),
        ([Interval(TEN.start, at(THURSDAY, "10:10").start)], [Interval(TEN.start, at(THURSDAY, "10:10").start)], []),
    ],
)
def test_our_meeting_is_taken_out_of_blocks(
    seen: list[Interval], busy: list[Interval], unknown: list[Interval]
) -> None:
    """A block of exactly our span is ours. One that reaches beyond may hide another meeting over ours."""
    found = known(calendar(LEA, meeting()), blocks(*seen))[ANN]
    assert left(found) == (busy, unknown)
    assert found.held == len(busy)


def test_two_of_ours_in_one_block() -> None:
    """Back to back they make one block: what is neither is busy, and both may have something over them."""
    other = replace(meeting(NOON), uid="other")
    day = Interval(TEN.start, NOON.end)
    found = known(calendar(LEA, meeting(), other), blocks(day))[ANN]
    assert left(found) == ([Interval(TEN.end, NOON.start)], [TEN, NOON])


def test_ours_end_to_end_are_ours() -> None:
    """A block that is made of nothing but ours reaches beyond none of them."""
    other = replace(meeting(LATER), uid="other")
    assert left(known(calendar(LEA, meeting(), other), blocks(WHOLE))[ANN]) == ([], [])


def test_what_the_member_declined_takes_none_of_their_time() -> None:
    """A block where they declined our meeting is another meeting."""
    declined = meeting(answers={LEA: Response.ACCEPTED, ANN: Response.DECLINED})
    assert left(known(calendar(LEA, declined), blocks(TEN))[ANN]) == ([TEN], [])
