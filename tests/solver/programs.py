"""Small integer programs: at random, tried out completely, and what multipliers prove of them. Knows rows only."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from solver.cost import Cost
from solver.program import Program

WEIGHTS = st.sampled_from((-3, -2, -1, -1, 1, 1, 2, 3))


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to eight variables, mostly binary, and up to six rows: one-sided, two-sided, often with the limit 0."""
    program = Program()
    for domain in draw(st.lists(st.sampled_from([(0, 1)] * 6 + [(0, 2), (1, 1)]), min_size=3, max_size=8)):
        program.integer(*domain)
    for _ in range(draw(st.integers(1, 6))):
        variables = draw(st.lists(st.integers(0, len(program) - 1), min_size=1, max_size=5))
        weights = [draw(WEIGHTS) for _ in variables]
        low, room = draw(st.sampled_from((0, 0, 0, 1, -1, -2))), draw(st.sampled_from((0, 0, 1, 3)))
        sides = draw(st.sampled_from(((low, low + room), (low, low + room), (None, low), (low, None))))
        program.row(variables, weights, *sides)
    return program


@st.composite
def costs(draw: st.DrawFn, program: Program) -> Cost:
    """Any linear expression; a variable may come twice."""
    cost = Cost(offset=draw(st.integers(-5, 5)))
    for variable in draw(st.lists(st.integers(0, len(program) - 1), max_size=8)):
        cost.add(variable, draw(st.integers(-4, 6)))
    return cost


def holds(program: Program, values: Sequence[int]) -> bool:
    """Whether these values are in their domains and obey every row."""
    inside = (low <= value <= high for value, (low, high) in zip(values, program.domains, strict=True))
    return all(inside) and not broken(program, values)


def broken(program: Program, values: Sequence[int]) -> list[int]:
    """The rows that these values break."""
    found = []
    for number, (variables, weights, low, high) in enumerate(program.rows):
        total = sum(weight * values[variable] for variable, weight in zip(variables, weights, strict=True))
        if (low is not None and total < low) or (high is not None and total > high):
            found.append(number)
    return found


def solutions(program: Program) -> Iterator[tuple[int, ...]]:
    """All of them."""
    everything = product(*(range(low, high + 1) for low, high in program.domains))
    return (values for values in everything if holds(program, values))


def proven(program: Program, cost: Cost, duals: Sequence[Fraction]) -> Fraction:
    """The bound that multipliers prove by weak duality.

    Each row is weakened to the one inequality that the sign of its multiplier allows, multiplied, and taken off the
    cost; what is left of the cost is as small as the domains of the variables allow.
    """
    left = [Fraction(0)] * len(program)
    bound = Fraction(cost.offset)
    for variable, weight in zip(cost.variables, cost.weights, strict=True):
        left[variable] += weight
    for (variables, weights, low, high), dual in zip(program.rows, duals, strict=True):
        if dual == 0:
            continue
        limit = low if dual > 0 else high
        assert limit is not None, "a multiplier of this sign proves nothing of a row without this limit"
        bound += dual * limit
        for variable, weight in zip(variables, weights, strict=True):
            left[variable] -= dual * weight
    return bound + sum(min(value * low, value * high) for value, (low, high) in zip(left, program.domains, strict=True))
