"""The paths of a day's network are its legal courses, with what they cost, no more and no fewer."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.day.counted import counted, most_held
from solver.day.expand import expand
from solver.day.frame import Frame, Label
from solver.day.network import CLUSTER, Network, clusters_of, fragments_of
from solver.day.path import best_lunch, path_through
from solver.day.reduce import contract, reduce
from solver.meeting import meetings, taken
from solver.model.build import build
from solver.model.courses import Course, Visit, capacity, cheapest_by_number, dear_arcs, draw, frame_on, network_of
from solver.model.domain import whole
from solver.problem import Problem
from tests.solver.day.days import Packing, courses, packing_with, starts_of, tiny_days
from tests.solver.day.paths import cheapest, number_on, walk

TODAY = (0, 0)


def by_occurrence(frame: Frame, held: Mapping[Label, tuple[Visit, ...]], network: Network) -> dict[frozenset[int], int]:
    """The cheapest paths by which occurrences they hold."""
    number = {label: held[one][0][0] for label, one in enumerate(frame.labels)}
    return {frozenset(number[label] for label in labels): cost for labels, cost in cheapest(network).items()}


def owned(problem: Problem, course: frozenset[int]) -> int:
    """How many of these the leader of the day leads."""
    return sum(problem.pairs[problem.occurrences[index].pair].leader == 0 for index in course)


def in_one(packing: Packing) -> int:
    """As a network counts it."""
    return CLUSTER * packing[0] + packing[1]


@settings(max_examples=250)
@given(tiny_days())
def test_paths_are_the_legal_courses_at_their_costs(problem: Problem) -> None:
    """Both ways: what the judge accepts with some lunch is a path, and nothing else is; the cheapest path costs what
    is measured with the best lunch."""
    frame, network, held = draw(whole(problem), TODAY)
    expected = {course: in_one(packing) for course, packing in courses(problem).items()}
    assert by_occurrence(frame, held, network) == expected


@settings(max_examples=250)
@given(tiny_days())
def test_making_a_network_smaller_changes_nothing_that_it_says(problem: Problem) -> None:
    """The same courses at the same costs: equal nodes merged, passed nodes left out, numbers as state."""
    frame, _ = frame_on(whole(problem), TODAY)
    drawn = expand(frame)
    all_of_it = cheapest(drawn)
    smaller = reduce(drawn)
    own = [label.own for label in frame.labels]
    assert cheapest(contract(drawn)) == all_of_it
    assert cheapest(smaller) == all_of_it
    assert cheapest(reduce(smaller)) == all_of_it
    assert cheapest(counted(smaller, own, range(len(own) + 1))) == all_of_it
    assert all(cost >= 0 for arcs in smaller.arcs for _, _, cost in arcs)
    assert len(smaller.arcs) <= len(drawn.arcs)


@settings(max_examples=250)
@given(tiny_days(), st.sets(st.integers(0, 4)))
def test_a_counted_network_has_the_courses_with_an_allowed_number(problem: Problem, allowed: set[int]) -> None:
    """Each says how many of the leader's own 1-on-1s it holds; most_held is the largest of all numbers."""
    frame, _ = frame_on(whole(problem), TODAY)
    network = reduce(expand(frame))
    own = [label.own for label in frame.labels]
    numbers = {labels: sum(own[label] for label in labels) for labels in cheapest(network)}
    expected = {labels: cost for labels, cost in cheapest(network).items() if numbers[labels] in allowed}
    some = counted(network, own, allowed)
    assert cheapest(some) == expected
    for path in walk(some) if some.possible else ():
        assert number_on(some, path) == sum(
            label >= 0 and own[label] for node, arc in path for label in [some.arcs[node][arc][1]]
        )
    assert most_held(network, own) == max(numbers.values())


@settings(max_examples=250)
@given(tiny_days(), st.sets(st.integers(0, 4), max_size=3))
def test_a_network_of_what_is_certain_has_the_courses_that_hold_it(problem: Problem, certain: set[int]) -> None:
    """No others, at the same costs: where somebody is certain to start, nothing passes by."""
    frame, _ = frame_on(whole(problem), TODAY)
    forced = frozenset(label for label in certain if label < len(frame.labels))
    expected = {labels: cost for labels, cost in cheapest(reduce(expand(frame))).items() if forced <= labels}
    drawn = reduce(expand(replace(frame, forced=forced)))
    assert cheapest(drawn) == expected
    assert len(drawn.arcs) <= len(reduce(expand(frame)).arcs)


@settings(max_examples=120)
@given(tiny_days())
def test_a_network_without_prices_has_the_same_courses(problem: Problem) -> None:
    """They cost nothing."""
    frame, _ = frame_on(whole(problem), TODAY)
    assert cheapest(network_of(frame, priced=False)) == dict.fromkeys(cheapest(network_of(frame)), 0)


@settings(max_examples=120)
@given(tiny_days(most=7))
def test_a_plan_is_led_along_its_cheapest_path_with_the_best_lunch(problem: Problem) -> None:
    """path_through finds exactly the legal courses, at their costs; best_lunch loses no more time than needed."""
    frame, network, held = draw(whole(problem), TODAY)
    label_of = {held[label][0][0]: number for number, label in enumerate(frame.labels)}
    legal = courses(problem)
    everybody = sorted(label_of)
    for mask in range(1 << len(everybody)):
        course = frozenset(index for bit, index in enumerate(everybody) if mask >> bit & 1)
        steps = path_through(network, [label_of[index] for index in course])
        if course not in legal:
            assert steps is None
            continue
        assert steps is not None
        arcs = [network.arcs[node][number] for node, number in steps]
        assert {label for _, label, _ in arcs if label >= 0} == {label_of[index] for index in course}
        assert network.offset + sum(cost for _, _, cost in arcs) == in_one(legal[course])
        starts = starts_of(problem, course)
        planned = [meeting for meeting in meetings(problem, starts) if meeting.planned is not None]
        lunch = best_lunch(frame, taken(problem, 0, planned))
        assert packing_with(problem, starts, lunch) == legal[course]


def modelled(problem: Problem) -> Course:
    """The course of the day in a whole program."""
    model = build(whole(problem), rhythm=False)
    assert model is not None, "nobody has to be placed"
    return model.courses[TODAY]


WEIGHTS = st.tuples(st.integers(1, 30), st.integers(1, 3))


@settings(max_examples=120)
@given(tiny_days(), WEIGHTS)
def test_the_cheapest_course_by_number_is_the_cheapest_of_all(problem: Problem, weights: tuple[int, int]) -> None:
    """For every number of 1-on-1s that the day can have up to its limit, and no other."""
    expected: dict[int, int] = {}
    for meeting, (clusters, fragments) in courses(problem).items():
        cost = weights[0] * clusters + weights[1] * fragments
        number = owned(problem, meeting)
        expected[number] = min(cost, expected.get(number, cost))
    course = modelled(problem)
    assert cheapest_by_number(course.network, weights) == expected
    assert set(course.counts) == set(expected)
    assert capacity(whole(problem), TODAY) == max(expected)


@settings(max_examples=120)
@given(tiny_days(most=7), WEIGHTS, st.dictionaries(st.integers(0, 4), st.integers(0, 120), min_size=1))
def test_dear_arcs_are_those_that_no_course_within_its_room_has(
    problem: Problem, weights: tuple[int, int], room: dict[int, int]
) -> None:
    """An arc stays exactly where some path through it costs at most what its number has room for."""
    course = modelled(problem)
    network = course.network
    kept: set[int] = set()
    for path in walk(network):
        cost = network.offset + sum(network.arcs[node][number][2] for node, number in path)
        paid = weights[0] * clusters_of(cost) + weights[1] * fragments_of(cost)
        if paid <= room.get(number_on(network, path), -1):
            kept.update(course.arcs[node][number] for node, number in path)
    everything = {variable for row in course.arcs for variable in row}
    assert set(dear_arcs(course, weights, room)) == everything - kept
