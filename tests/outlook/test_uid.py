"""UIDs, by which meetings are known in calendars of other services."""

import pytest

from providers.outlook.uid import icalendar_uid

OWN = "040000008200E00074C5B7101A82E00800000000C0CFBB3A4F10DC01000000000000000010000000611ADE0CCACD674D8958B24742524618"
WRAPPED = (
    "040000008200E00074C5B7101A82E00800000000000000000000000000000000000000003200000076"
    "43616C2D55696401000000716138377132743535326465746637373335303870647263686340676F6F676C652E636F6D00"
)


def with_day(uid: str) -> str:
    """The same meeting, on 26 November 2026 only."""
    return f"{uid[:32]}07EA0B1A{uid[40:]}"


@pytest.mark.parametrize("told", [WRAPPED, WRAPPED.lower(), with_day(WRAPPED)])
def test_a_uid_from_elsewhere_is_unwrapped(told: str) -> None:
    """Exchange hides the UID of an invitation from Google in one of its own."""
    assert icalendar_uid(told) == "qa87q2t552detf773508pdrchc@google.com"


@pytest.mark.parametrize("told", [OWN, with_day(OWN)])
def test_an_occurrence_has_the_uid_of_its_series(told: str) -> None:
    """As invitations by mail, and so the calendars of other services, have it."""
    assert icalendar_uid(told) == OWN


@pytest.mark.parametrize("told", ["", "plain@example.com", OWN[:80] + "zz", OWN[:33], f"{WRAPPED[:104]}FF00"])
def test_anything_else_stays(told: str) -> None:
    """What is no identifier of Exchange's, or one that cannot be understood."""
    assert icalendar_uid(told) == told
