"""Claims about bettering a solution part by part."""

from dataclasses import replace
from itertools import islice

from bench.leaders import Shape, make_leader
from solver.check import check
from solver.descent import Descent
from solver.measure import measure
from solver.model.assemble import LEVEL_COSTS, assemble
from solver.model.neighbourhoods import GROUP, Neighbourhood, rounds
from solver.parameters import Limits
from solver.problem import Split
from solver.solve import solve

PROBLEM = make_leader(Shape(7, 2, Split(), every=15), seed=3)
EVERYBODY = set(range(len(PROBLEM.occurrences)))


def test_every_round_gives_everybody_a_chance() -> None:
    """No occurrence and no week is left out of a round, and no group is larger than it may be."""
    for parts in islice(rounds(PROBLEM), 7):
        assert set().union(*(part.occurrences for part in parts)) == EVERYBODY
        assert set().union(*(part.weeks for part in parts)) == {0, 1}
        for part in parts:
            pairs = {PROBLEM.occurrences[index].pair for index in part.occurrences}
            assert len(part.weeks) == 1 or len(pairs) <= GROUP


def test_a_single_week_is_no_part() -> None:
    """It would be the whole."""
    one_week = make_leader(Shape(7, 1, Split(), every=15), seed=3)
    assert all(len(part.occurrences) <= GROUP for parts in islice(rounds(one_week), 4) for part in parts)


def test_what_is_outside_a_part_stays() -> None:
    """Only the part's occurrences may start elsewhere, and afterwards all may again."""
    variables = assemble(PROBLEM)
    nowhere = variables.complete((None,) * len(EVERYBODY), variables.first_lunches())
    descent = Descent(variables, LEVEL_COSTS["missed"](variables), nowhere)
    with variables.only(Neighbourhood(frozenset({0, 5}), frozenset({0, 1})), nowhere):
        descent.whole(1.0)
    placed = {index for index, start in enumerate(variables.starts(descent.values)) if start is not None}
    assert placed == {0, 5}
    everybody = Descent(variables, LEVEL_COSTS["missed"](variables), nowhere)
    everybody.whole(1.0)
    assert everybody.value < descent.value


def test_parts_alone_make_a_good_solution_of_a_bad_one() -> None:
    """From nobody placed at all: everybody that the whole can place, and no bound is claimed."""
    variables = assemble(PROBLEM)
    nowhere = variables.complete((None,) * len(EVERYBODY), variables.first_lunches())
    descent = Descent(variables, LEVEL_COSTS["missed"](variables), nowhere)
    descent.parts(Limits())
    best = {level.name: level.value for level in solve(PROBLEM).levels}
    starts, lunches = variables.starts(descent.values), variables.lunches(descent.values)
    assert dict(measure(PROBLEM, starts, lunches))["missed"] == best["missed"] == descent.value
    assert descent.bound <= best["missed"]


def test_hurried_levels_are_bettered_by_parts() -> None:
    """With no time for the whole, parts make a level better; the answer obeys every rule."""
    hurried = Limits(level=0.02, glance=0.02, parts=0.0, again=0.02)
    many = make_leader(Shape(12, 2, Split(), every=5), seed=0)
    without, bettered = solve(many, hurried), solve(many, replace(hurried, parts=0.5))
    assert check(many, without) == check(many, bettered) == ()
    assert [level.value for level in bettered.levels] < [level.value for level in without.levels]
