"""The levels after the first four: rhythm, packing and preferences, among all that is as good on those."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solver.cost import Cost
from solver.elimination import Reduced, useless, without
from solver.joint import join
from solver.model.build import Model, Starts, build
from solver.model.domain import DayOf, Domain
from solver.model.levels import missed, moves, postponed, preferences
from solver.model.weeks import add_layout, placed_in, weeks_of
from solver.parameters import Limits
from solver.program import Outcome, Program
from solver.relaxation import relax
from solver.solution import LEVELS

DETAIL = LEVELS[4:]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a part of the problem may not exceed, since the first four levels are settled."""

    occurrences: tuple[int, ...]
    days: tuple[DayOf, ...]
    values: Mapping[str, int]
    spare: int
    """How many of its occurrences may at most be without a place."""


@dataclass(frozen=True, slots=True)
class Detail:
    starts: Starts
    values: Mapping[str, int]
    bounds: Mapping[str, int]


def detail(domain: Domain, starts: Starts, ceilings: Sequence[Ceiling], limits: Limits) -> Detail:
    """The best answer to the later levels that the limits allow, from one that keeps within the ceilings."""
    model = build(domain, rhythm=True)
    assert model is not None, "the known answer is a course of every day"
    for ceiling in ceilings:
        _keep_within(model, ceiling)
    clusters, fragments = model.packing
    costs = [model.decisions.rhythm, clusters, fragments, preferences(domain, model.decisions)]
    values = model.values(starts)
    assert values is not None, "the known answer is one of the program's"
    if all(len(domain.starts[index]) == (index in domain.placed) for index in domain.occurrences):
        bounds = [cost.value(values) for cost in costs]
    else:
        values, bounds = _best(model.program, costs, values, limits)
    found = [cost.value(values) for cost in costs]
    return Detail(model.starts(values), dict(zip(DETAIL, found, strict=True)), dict(zip(DETAIL, bounds, strict=True)))


def _best(program: Program, costs: Sequence[Cost], known: list[int], limits: Limits) -> tuple[list[int], list[int]]:
    """The best values of all variables, and a bound of each level.

    The least rhythm that the relaxation allows is assumed; all that has no part in such an answer is eliminated, and
    the rest is packed. Where nothing can be packed, the least rhythm is one more, and so on.
    """
    rhythm, packing = costs[0], costs[1:]
    most = rhythm.value(known)
    certificate = relax(program, rhythm) if rhythm.variables else None
    least = rhythm.floor if certificate is None else min(most, max(rhythm.floor, certificate.least))
    while True:
        gone = [] if certificate is None else useless(certificate, program, least)
        reduced = without(program, gone)
        reduced.program.at_most(reduced.cost(rhythm), least)
        packed = _pack(reduced, packing, reduced.part(known) if least == most else None, limits)
        if not packed.refuted or least == most:
            break
        least += 1
    if packed.values is not None:
        return reduced.whole(packed.values), [least, *packed.bounds]
    return known, [least, *([0] * len(packing))]


@dataclass(frozen=True, slots=True)
class _Packed:
    values: list[int] | None
    """None: no solution was found."""
    bounds: list[int]
    refuted: bool = False
    """There is no solution."""


def _pack(reduced: Reduced, packing: Sequence[Cost], known: list[int] | None, limits: Limits) -> _Packed:
    """The last levels, as many at once as one objective can hold, then the next ones."""
    program = reduced.program
    left = [reduced.cost(cost) for cost in packing]
    values = known
    bounds: list[int] = []
    proven = True
    while left:
        size = next(size for size in range(len(left), 0, -1) if size == 1 or join(left[:size]) is not None)
        some, left = left[:size], left[size:]
        joint = join(some)
        found = _least(program, some[0] if joint is None else joint.cost, values, limits)
        if found.values is None:
            return _Packed(None, [0] * len(packing), found.infeasible)
        values = found.values
        worth = [one.value(values) for one in some]
        new = [min(found.bound, worth[0])] if joint is None else joint.bounds(found.bound, worth)
        bounds += new if proven else [0] * len(some)
        proven = proven and new == worth
        for one in some:
            if left:
                program.at_most(one, one.value(values))
    return _Packed(values, bounds)


def _least(program: Program, cost: Cost, known: list[int] | None, limits: Limits) -> Outcome:
    """The solution of the least cost, as far as the limit allows, and a bound.

    Where a solution is known, only what may be better than it is looked at.
    """
    program.minimize(cost)
    if known is None:
        return program.solve(limits.detail)
    value = cost.value(known)
    if value == cost.floor:
        return Outcome(known, value, infeasible=False, work=0.0)
    certificate = relax(program, cost)
    bound = max(cost.floor, certificate.least)
    if bound >= value:
        return Outcome(known, value, infeasible=False, work=0.0)
    better = without(program, useless(certificate, program, value - 1))
    less = better.cost(cost)
    better.program.at_most(less, value - 1)
    better.program.minimize(less)
    outcome = better.program.solve(limits.detail)
    if outcome.infeasible:
        return Outcome(known, value, infeasible=False, work=outcome.work)
    bound = min(value, max(bound, outcome.bound))
    if outcome.values is None:
        return Outcome(known, bound, infeasible=False, work=outcome.work)
    return Outcome(better.whole(outcome.values), bound, infeasible=False, work=outcome.work)


def _keep_within(model: Model, ceiling: Ceiling) -> None:
    domain = model.domain
    chosen = frozenset(ceiling.occurrences)
    decisions = model.decisions
    for name, cost in (
        ("missed", missed(domain, decisions, chosen)),
        ("postponed", postponed(domain, decisions, chosen)),
        ("moves", moves(domain, decisions, chosen)),
    ):
        model.program.at_most(cost, ceiling.values[name])
    layout = Cost()
    for week in weeks_of(domain):
        if week.days[0] in ceiling.days:
            most = ceiling.values["layout"]
            layout.add_all(add_layout(model, week, placed_in(week, domain, ceiling.spare), most))
    model.program.at_most(layout, ceiling.values["layout"])
