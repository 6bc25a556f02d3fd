"""Every smallest set of causes, and every relief: against exhaustive search."""

from dataclasses import replace
from itertools import product

from hypothesis import given, settings

from solver.explain import explain_fully
from solver.explaining import ASKED
from solver.explaining.causes import group_of
from solver.explaining.focus import Focus, focus
from solver.explaining.hindrances import obstacles, without
from solver.explaining.reliefs import relaxed
from solver.explanation import Hindrance, Obstacle, Reasons, Relief
from solver.problem import Problem, Span
from solver.solve import solve_missed
from tests.solver.brute_force import everybody_fits
from tests.solver.build import THURSDAY, day, fixed, leader, occurrence, person, problem, span
from tests.solver.strategies import crowded_problems, tiny_problems

ADA, BEN = 0, 1
MORNING, NOON, ALL_DAY = span(THURSDAY, 9, 10), span(THURSDAY, 10, 11), span(THURSDAY, 9, 11)
SHORT_DAY = [leader([day(begin=9, end=11)])]


def reasons(one: Problem) -> Reasons:
    """Of the first occurrence, which has no place."""
    return explain_fully(one, solve_missed(one), 0)


def test_two_causes_that_suffice_alone_are_both_told() -> None:
    """Whoever cancels the leader's meeting learns that the member's is in the way, too."""
    both = problem(occurrence(), people=[person(busy=[ALL_DAY]), person(busy=[ALL_DAY])], leaders=SHORT_DAY)
    found = reasons(both)
    told = {tuple((each.kind, each.person) for each in causes) for causes in found.causes if len(causes) == 1}
    assert {((Hindrance.LEADER_BUSY, ADA),), ((Hindrance.MEMBER_BUSY, BEN),)} <= told
    assert found.complete


def test_meetings_of_one_day_are_one_cause() -> None:
    """Two meetings of a morning make no two explanations, and both are named."""
    split = problem(occurrence(), people=[person(busy=[MORNING, NOON]), person()], leaders=SHORT_DAY)
    found = reasons(split)
    by_meetings = [causes for causes in found.causes if Hindrance.LEADER_BUSY in {each.kind for each in causes}]
    assert [[each.span for each in causes if each.span] for causes in by_meetings] == [[MORNING, NOON]]


def test_a_length_is_shortened_by_no_more_than_needed() -> None:
    """Twenty-five minutes are offered where five too many were asked for."""
    tight = problem(
        occurrence(),
        people=[person(), person(hours=[Span(MORNING.begin, MORNING.begin + 5)])],
        leaders=SHORT_DAY,
    )
    (shorter,) = [
        each.relaxations[0].amount
        for each in reasons(tight).remedies
        if [one.kind for one in each.relaxations] == [Relief.SHORTER]
    ][:1]
    assert shorter == 5


def test_every_single_relief_is_offered() -> None:
    """Each that helps by itself, not the cheapest alone."""
    full = problem(
        occurrence(),
        fixed=[fixed(MORNING.begin, pair=1)],
        leaders=[leader([day(begin=9, end=11)], max_per_day=1)],
        earliest=0,
    )
    kinds = {each.relaxations[0].kind for each in reasons(full).remedies}
    assert Relief.ONE_MORE in kinds
    assert all(len(each.relaxations) == 1 for each in reasons(full).remedies)


@settings(max_examples=50, deadline=None)
@given(tiny_problems())
def test_causes_and_reliefs_hold_when_everything_is_tried(tiny: Problem) -> None:
    """Every set leaves no place, and one without any of its causes; every relief places it."""
    hold(tiny)


@settings(max_examples=6, deadline=None)
@given(crowded_problems("fixed", reports=2))
def test_they_hold_where_there_is_little_room(crowded: Problem) -> None:
    """Where many things stand in the way at once."""
    if len(crowded.occurrences) <= 3:
        hold(crowded)


def hold(one: Problem) -> None:
    """All that is claimed of everything that has no place."""
    solution = solve_missed(one)
    for index, start in enumerate(solution.starts):
        if start is None:
            part = focus(one, solution, index)
            found = explain_fully(one, solution, index)
            if found.causes == ((Obstacle(Hindrance.NO_DAY),),):
                continue
            for causes in found.causes:
                suffices_and_needs_each(part.problem, causes)
            if found.complete:
                nothing_else_stands_in_the_way(part.problem, found)
            for remedy in found.remedies:
                places(part, remedy.relaxations, remedy.start)


def suffices_and_needs_each(part: Problem, causes: tuple[Obstacle, ...]) -> None:
    """No place with these alone, one without any of them."""
    others = [each for each in obstacles(part) if each not in causes]
    assert not everybody_fits(without(part, others))
    for spared in causes:
        assert everybody_fits(without(part, [*others, spared]))


def nothing_else_stands_in_the_way(part: Problem, found: Reasons) -> None:
    """Taking a group out of each set gives a place, whichever it is: so there is no set that was not found."""
    everything = obstacles(part)
    groups = [sorted({str(group_of(part, each)) for each in causes}) for causes in found.causes]
    for chosen in product(*groups):
        gone = [each for each in everything if str(group_of(part, each)) in chosen]
        assert everybody_fits(without(part, gone)), chosen


def places(part: Focus, given: tuple[object, ...], start: int) -> None:
    """Everybody fits, the asked one at the promised start."""
    eased, _ = relaxed(part.problem, part.starts, given)  # type: ignore[arg-type]
    asked = eased.occurrences[ASKED]
    promised = (Span(start, start + asked.duration),)
    assert everybody_fits(replace(eased, occurrences=(replace(asked, allowed=promised), *eased.occurrences[1:])))
