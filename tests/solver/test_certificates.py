"""What a certificate says of an integer program is true, whoever thought of its multipliers."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.cost import Cost
from solver.elimination import useless, without
from solver.parameters import Limits, Work
from solver.program import Program
from solver.relaxation import SCALE, Certificate, certify, relax
from tests.solver.programs import costs, holds, programs, proven, solutions


def assert_true(certificate: Certificate, program: Program, cost: Cost) -> None:
    """Its bound follows from its multipliers, no solution is below it, and none that is good uses what is useless."""
    assert certificate.bound == SCALE * proven(program, cost, [Fraction(dual, SCALE) for dual in certificate.duals])
    assert (certificate.least - 1) * SCALE < certificate.bound <= certificate.least * SCALE
    known = [(cost.value(values), values) for values in solutions(program)]
    assert all(value >= certificate.least for value, _ in known)
    for most in {value for value, _ in known} | {certificate.least}:
        gone = useless(certificate, program, most)
        assert all(values[variable] == 0 for value, values in known if value <= most for variable in gone)


@settings(max_examples=100)
@given(st.data())
def test_the_relaxation_never_lies(data: st.DataObject) -> None:
    """With the multipliers that a floating-point solver found, of programs with and without solutions."""
    program = data.draw(programs())
    cost = data.draw(costs(program))
    assert_true(relax(program, cost, Work(Limits())), program, cost)


@settings(max_examples=100)
@given(st.data())
def test_falsified_multipliers_prove_less_but_nothing_false(data: st.DataObject) -> None:
    """Any multipliers give a bound; those with the wrong sign for their row count for nothing."""
    program = data.draw(programs())
    cost = data.draw(costs(program))
    good = relax(program, cost, Work(Limits())).duals
    noise = data.draw(st.lists(st.integers(-3 * SCALE, 3 * SCALE), min_size=len(good), max_size=len(good)))
    for duals in (noise, [dual + other for dual, other in zip(good, noise, strict=True)], [-dual for dual in good]):
        assert_true(certify(program, cost, duals), program, cost)


def test_a_bound_is_rounded_up_to_whole_units_and_no_further() -> None:
    """Costs are integers: above 1 is at least 2, exactly 1 is at least 1, and above -1 is at least 0."""
    bounds = (SCALE, SCALE + 1, 2 * SCALE, -1, -SCALE, 0)
    assert [Certificate((), (), bound).least for bound in bounds] == [1, 2, 2, 0, -1, 0]


def one_of_two() -> tuple[Program, Cost]:
    """One of two binary variables is 1, which costs 3 or 5."""
    program, cost = Program(), Cost()
    cheap, dear = program.boolean(), program.boolean()
    program.exactly_one([cheap, dear])
    cost.add(cheap, 3)
    cost.add(dear, 5)
    return program, cost


def test_a_variable_is_useless_as_soon_as_it_costs_more_than_there_is_room_for() -> None:
    """Worth 3 at least, and 2 more with the second variable: useless up to 4, needed for what costs 5."""
    program, cost = one_of_two()
    certificate = certify(program, cost, [3 * SCALE])
    assert certificate.least == 3
    assert [useless(certificate, program, most) for most in (3, 4, 5)] == [[1], [1], []]


def test_a_row_without_the_limit_that_a_multiplier_needs_pays_nothing() -> None:
    """From below, `x + y <= 1` says nothing."""
    program, cost = one_of_two()
    program.rows = [([0, 1], [1, 1], None, 1)]
    assert certify(program, cost, [3 * SCALE]).bound == 0


@settings(max_examples=100)
@given(programs(), st.data())
def test_what_is_dropped_is_0_and_nothing_else_changes(program: Program, data: st.DataObject) -> None:
    """The smaller program's solutions are exactly those of the whole one in which the dropped variables are 0."""
    binary = [variable for variable, domain in enumerate(program.domains) if domain == (0, 1)]
    gone = data.draw(st.lists(st.sampled_from(binary), min_size=1, unique=True)) if binary else []
    reduced = without(program, gone)
    kept = {values for values in solutions(program) if all(values[variable] == 0 for variable in gone)}
    assert {tuple(reduced.whole(values)) for values in solutions(reduced.program)} == kept
    cost = data.draw(costs(program))
    for values in solutions(program):
        part = reduced.part(values)
        assert (part is not None) == (values in kept)
        if part is not None:
            assert holds(reduced.program, part)
            assert reduced.cost(cost).value(part) == cost.value(values)


def test_where_nothing_flows_in_nothing_flows_out() -> None:
    """Without the first of a chain of arcs, the whole chain is gone; what has another way in stays."""
    program = Program()
    first, second, third, other = (program.boolean() for _ in range(4))
    program.exactly_one([first, other])
    program.row([first, second], [-1, 1], 0, 0)
    program.row([second, other, third], [-1, -1, 1], 0, 0)
    assert without(program, [first]).kept == (third, other)
    assert without(program, [third]).kept == (), "nobody may come, and one has to: the row that says so is left"
    assert without(program, [third]).program.rows == [([], [], 1, 1)]


def test_only_a_limit_of_0_that_the_rest_pulls_away_from_forces_anything() -> None:
    """Without y, `x - y >= 0` and `x - y <= 1` say nothing of x; `x - y <= 0` does, and so does `y - x >= 0`."""
    rows = {(1, 0, None): True, (1, None, 1): True, (1, None, 0): False, (-1, 0, None): False, (-1, None, 0): True}
    for (sign, low, high), stays in rows.items():
        program = Program()
        x, y = program.boolean(), program.boolean()
        program.row([x, y], [sign, -sign], low, high)
        assert without(program, [y]).kept == ((x,) if stays else ())


@settings(max_examples=100)
@given(st.data())
def test_a_search_finds_what_trying_everything_finds(data: st.DataObject) -> None:
    """The least cost with an equal bound, or that there is no solution."""
    program = data.draw(programs())
    program.domains = [(0, 1)] * len(program)
    program.minimize(data.draw(costs(program)))
    outcome = program.solve(Work(Limits()), 1.0, dive=data.draw(st.booleans()))
    known: Sequence[int] = [program.objective.value(values) for values in solutions(program)]
    assert outcome.infeasible == (not known)
    if known:
        assert outcome.values is not None
        assert holds(program, outcome.values)
        assert (program.objective.value(outcome.values), outcome.bound) == (min(known), min(known))
