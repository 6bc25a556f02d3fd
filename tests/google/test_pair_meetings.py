"""Who meets whom, where services count people without naming them."""

from dataclasses import replace

from providers.event import Calendar, Event, Show
from providers.pair_meetings import pair_up
from tests.providers.meetings import FIRST, LATER, LEADER, MEMBER

THIRD = "ines.vidal@example.com"


def event(calendar: str, people: int | None = 2, uid: str = "x@google.com") -> Event:
    """A meeting."""
    return Event(calendar, uid, FIRST, Show.BUSY, people=people)


def partners(*events: Event) -> list[str | None]:
    """Who meets whom, of events in calendars of their own."""
    calendars = pair_up({each.calendar: Calendar(each.calendar, (each,)) for each in events})
    return [calendars[each.calendar].events[0].partner for each in events]


def test_two_calendars_with_the_same_meeting_of_two() -> None:
    """Their owners meet each other."""
    assert partners(event(LEADER), event(MEMBER)) == [MEMBER, LEADER]


def test_one_copy_that_tells_is_enough() -> None:
    """The other may be hosted where nobody counts."""
    assert partners(event(LEADER), event(MEMBER, people=None)) == [MEMBER, LEADER]


def test_more_than_two() -> None:
    """A meeting of three is nobody's 1-on-1, whatever another copy says."""
    assert partners(event(LEADER, 3), event(MEMBER, 3)) == [None, None]
    assert partners(event(LEADER, 2), event(MEMBER, 3)) == [None, None]
    assert partners(event(LEADER, None), event(MEMBER, None)) == [None, None]


def test_the_other_is_not_read() -> None:
    """With whom, is not told then; nor where three calendars hold what is said to be of two."""
    assert partners(event(LEADER)) == [None]
    assert partners(event(LEADER), event(MEMBER), event(THIRD)) == [None, None, None]


def test_instances_of_a_series() -> None:
    """They share the UID; the same hour makes the same meeting."""
    assert partners(event(LEADER), replace(event(MEMBER), span=LATER)) == [None, None]


def test_blocks_have_no_partner() -> None:
    """Two blocks of free and busy at the same time are no meeting."""
    assert partners(event(LEADER, uid=""), event(MEMBER, uid="")) == [None, None]


def test_what_is_known_stays() -> None:
    """A calendar that names people knows better."""
    assert partners(replace(event(LEADER), partner=THIRD), event(MEMBER)) == [THIRD, LEADER]
