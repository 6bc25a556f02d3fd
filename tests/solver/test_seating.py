"""People are matched with the meetings of a course only if everybody can sit where they sit."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.day.counted import counted
from solver.day.network import NOTHING, Network
from solver.model.courses import frame_on, network_of
from solver.model.domain import whole
from solver.problem import Problem
from solver.seating import Guest, Seat, seat
from tests.solver.day.days import tiny_days
from tests.solver.day.paths import cheapest


def one_of(*costs: int) -> Network:
    """A day with one meeting: label 0, 1, … at these costs."""
    return Network((tuple((1, label, cost) for label, cost in enumerate(costs)), ((2, NOTHING, 0),), ()), 0)


def both() -> Network:
    """A day with two meetings, 0 and then 1."""
    return Network((((1, 0, 0),), ((2, 1, 0),), ()), 0)


def places(*labels: int) -> dict[Seat, int]:
    """Seats of the first day that are all as dear to somebody."""
    return {(0, label): 0 for label in labels}


def test_a_course_that_nobody_can_come_to_is_passed_over() -> None:
    """However much cheaper it is."""
    assert seat([one_of(0, 100)], [Guest(1, places(1))]) == [(0, 1)]
    assert seat([one_of(0, 100)], [Guest(1, places(0, 1))]) == [(0, 0)]


def test_nobody_is_seated_where_some_meeting_stays_empty() -> None:
    """Two can come to the first of two meetings, and nobody to the second; nor does one guest fill both."""
    assert seat([both()], [Guest(1, places(0)), Guest(1, places(0))]) is None
    assert seat([both()], [Guest(1, places(0, 1))]) is None
    assert seat([both(), both()], [Guest(1, places(0, 1))] * 4) is None, "they can come on the first day only"


def test_whoever_can_sit_elsewhere_makes_room() -> None:
    """The first one took the only seat of the second one, and gives it away."""
    assert seat([both()], [Guest(2, places(0, 1)), Guest(1, places(0))]) == [(0, 1), (0, 0)]


def test_the_heaviest_are_seated() -> None:
    """In whatever order they come; of those as heavy, the first."""
    assert seat([one_of(0)], [Guest(1, places(0)), Guest(3, places(0)), Guest(3, places(0))]) == [None, (0, 0), None]


def test_of_those_as_heavy_whoever_was_missed_of_late_is_seated() -> None:
    """Also where somebody else was seated first, and nobody likes it less; not where somebody does."""
    late = Guest(1, {(0, 0): 1}, lately=2)
    assert seat([one_of(0)], [Guest(1, {(0, 0): 1}), late]) == [None, (0, 0)]
    assert seat([one_of(0)], [Guest(2, {(0, 0): 1}), late]) == [(0, 0), None]
    assert seat([one_of(0)], [Guest(1, {(0, 0): 0}), late]) == [(0, 0), None]


def test_two_change_places_if_that_pleases_them() -> None:
    """In sum, with seats that both of them can have; one without a seat takes part if as heavy."""
    first, second = Guest(1, {(0, 0): 5, (0, 1): 0}), Guest(1, {(0, 0): 1, (0, 1): 2})
    assert seat([both()], [first, second]) == [(0, 1), (0, 0)]
    assert seat([one_of(0)], [Guest(1, {(0, 0): 5}), Guest(1, {(0, 0): 1})]) == [None, (0, 0)]
    assert seat([one_of(0)], [Guest(2, {(0, 0): 5}), Guest(1, {(0, 0): 1})]) == [(0, 0), None]


@settings(max_examples=150)
@given(tiny_days(), st.integers(1, 3), st.randoms(use_true_random=True))
def test_seats_are_a_course_at_which_everybody_can_sit(problem: Problem, number: int, chance: Random) -> None:
    """On days of all kinds, with as many meetings as wanted and some more guests."""
    frame, _ = frame_on(whole(problem), (0, 0))
    network = counted(network_of(frame), [label.own for label in frame.labels], {number})
    if not network.possible:
        return
    labels = range(len(frame.labels))
    guests = [
        Guest(chance.randint(1, 2), {(0, label): chance.randint(0, 3) for label in labels if chance.randrange(3)})
        for _ in range(number + chance.randint(0, 5))
    ]
    found = seat([network], guests)
    if found is None:
        return
    seated = [place for place in found if place is not None]
    assert len(set(seated)) == len(seated)
    assert frozenset(label for _, label in seated) in cheapest(network)
    assert all(place is None or place in guest.seats for guest, place in zip(guests, found, strict=True))
