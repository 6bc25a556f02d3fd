"""In which order plans are written, and what holds a whole night back."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.interval import Interval
from scheduler.company import Layout
from scheduler.night.guards import company_stopped
from scheduler.night.order import writing_order
from scheduler.plan import Action, Change, Origin, PairKey, Plan, Status

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LEADERS = ("ann", "bea", "cem", "dora")


def hour(number: int) -> Interval:
    """The hour that begins so many hours after noon."""
    return Interval(NOON + timedelta(hours=number), NOON + timedelta(hours=number + 1))


def change(leader: str, member: str, before: int | None, after: int | None, origin: Origin = Origin.OURS) -> Change:
    """From one hour to another."""
    actions = {(False, True): Action.CREATE, (True, False): Action.CANCEL}
    action = actions.get((before is not None, after is not None), Action.KEEP if before == after else Action.MOVE)
    was, will = (None if number is None else hour(number) for number in (before, after))
    return Change(action, PairKey(leader, member, "report"), "2026-W48", was, will, "UTC", "", None, origin)


def plan(leader: str, *changes: Change) -> Plan:
    """A plan with these changes."""
    week = Interval(NOON, NOON + timedelta(weeks=1))
    return Plan(
        leader, leader, "UTC", NOON, ("2026-W48",), week, Layout.SPLIT, Status.OPTIMAL, (), changes, (), (), (), ""
    )


def plans(*every: Plan) -> Mapping[str, Plan]:
    """By leader."""
    return {each.leader: each for each in every}


def test_who_makes_room_comes_first() -> None:
    """Bea's leaves the hour to which Ann's comes, for the person whom both meet."""
    ann, bea = plan("ann", change("ann", "cem", None, 1)), plan("bea", change("bea", "cem", 1, 2))
    assert writing_order(plans(ann, bea)) == ["bea", "ann"]
    elsewhere = plan("bea", change("bea", "dora", 1, 2))
    assert writing_order(plans(ann, elsewhere)) == ["ann", "bea"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(LEADERS),
            st.sampled_from(LEADERS),
            st.none() | st.integers(0, 5),
            st.none() | st.integers(0, 5),
        ).filter(lambda each: each[0] != each[1] and each[2:] != (None, None)),
        max_size=12,
    )
)
def test_everybody_has_one_turn_whoever_waits_for_whom(changes: list[tuple[str, str, int | None, int | None]]) -> None:
    """Also where they wait for each other in a circle; whoever waits for nobody and comes first by email begins."""
    every = plans(*(plan(leader, *(change(*each) for each in changes if each[0] == leader)) for leader in LEADERS))
    order = writing_order(every)
    assert sorted(order) == sorted(LEADERS)
    assert order == writing_order(dict(sorted(every.items(), reverse=True)))


@pytest.mark.parametrize(("moved", "stopped"), [(4, False), (5, True)])
def test_a_fifth_of_all_may_change(moved: int, stopped: bool) -> None:
    """Of 20 that stand 4 may move, not 5; what people deleted does not count, nor what is new."""
    standing = [change("ann", f"m{number}", 1, 2 if number < moved else 1) for number in range(20)]
    theirs = [change("bea", f"n{number}", 1, None, Origin.DELETED) for number in range(9)]
    new = [change("bea", f"o{number}", None, 1) for number in range(9)]
    why = company_stopped([plan("ann", *standing[:10]), plan("bea", *standing[10:], *theirs, *new)], 0.2)
    assert bool(why) == stopped
    assert not stopped or "5 of 20" in why


def test_a_small_company_has_its_leaders_guards_only() -> None:
    """Of 19 that stand all may change."""
    assert company_stopped([plan("ann", *(change("ann", f"m{number}", 1, None) for number in range(19)))], 0.2) == ""
