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
from solver.program import Program
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
    certificate = relax(program, rhythm) if most > rhythm.floor and rhythm.variables else None
    least = rhythm.floor if certificate is None else min(most, max(rhythm.floor, certificate.least))
    while True:
        gone = [] if certificate is None else useless(certificate, program, least)
        reduced = without(program, gone)
        reduced.program.at_most(reduced.cost(rhythm), least)
        packed = _pack(reduced, packing, limits)
        if not packed.refuted or least == most:
            break
        least += 1
    if packed.values is not None:
        return packed.values, [least, *packed.bounds]
    return known, [least, *(packed.bounds if least == most else [0] * len(packing))]


@dataclass(frozen=True, slots=True)
class _Packed:
    values: list[int] | None
    """Of the whole program; None: no solution was found."""
    bounds: list[int]
    refuted: bool
    """There is no solution."""


def _pack(reduced: Reduced, packing: Sequence[Cost], limits: Limits) -> _Packed:
    """The last levels, as many at once as one objective can hold, then the next ones."""
    program = reduced.program
    left = [reduced.cost(cost) for cost in packing]
    values: list[int] | None = None
    bounds: list[int] = []
    proven = True
    while left:
        size = next(size for size in range(len(left), 0, -1) if size == 1 or join(left[:size]) is not None)
        some, left = left[:size], left[size:]
        joint = join(some)
        cost = some[0] if joint is None else joint.cost
        program.minimize(cost)
        outcome = program.solve(limits.detail)
        if outcome.values is None and values is None:
            return _Packed(None, [0] * len(packing), outcome.infeasible)
        if outcome.values is not None and (values is None or cost.value(outcome.values) < cost.value(values)):
            values = outcome.values
        assert values is not None
        found = [one.value(values) for one in some]
        new = [min(outcome.bound, found[0])] if joint is None else joint.bounds(outcome.bound, found)
        bounds += new if proven else [0] * len(some)
        proven = proven and new == found
        for one in some:
            if left:
                program.at_most(one, one.value(values))
    return _Packed(None if values is None else reduced.whole(values), bounds, refuted=False)


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
