"""The levels after the first five: rhythm, packing, preferences and fairness, among all that is as good on those."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from solver import neighbourhoods
from solver.anonymous import Anonymous, anonymous
from solver.cost import Cost
from solver.day.network import CLUSTER, clusters_of, fragments_of
from solver.day.path import path_through
from solver.elimination import Reduced, useless, without
from solver.joint import Joint, join
from solver.model.build import Model, Starts, build
from solver.model.courses import Weights, chosen_labels, draw
from solver.model.domain import DayOf, Domain
from solver.model.levels import fairness, fairness_of, least_fairness, missed, moves, postponed, preferences
from solver.model.weeks import add_layout, placed_in, weeks_of
from solver.model.who import rhythm_of, steady_duals
from solver.neighbourhoods import Answer
from solver.parameters import CROWDED, LARGE, PER_NEIGHBOURHOOD, SMALL, Work
from solver.program import Outcome, Program
from solver.relaxation import SCALE, Certificate, certify, relax
from solver.rolling import rolled
from solver.solution import LEVELS

DETAIL = LEVELS[5:]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a part of the problem may not exceed, since the first five levels are settled."""

    occurrences: tuple[int, ...]
    days: tuple[DayOf, ...]
    values: Mapping[str, int]
    spare: int
    """How many of its occurrences may at most be without a place."""
    least: int = 0
    """No answer misses less."""
    crowd: int = 0
    """Of those who could have a place, no answer leaves fewer without."""


@dataclass(frozen=True, slots=True)
class Detail:
    starts: Starts
    values: Mapping[str, int]
    bounds: Mapping[str, int]


def detail(domain: Domain, starts: Starts, ceilings: Sequence[Ceiling], work: Work) -> Detail:
    """The best answer to the later levels that the work left allows, from one that keeps within the ceilings."""
    best = _best_by_numbers(domain, starts, ceilings)
    if best is not None:
        return best

    def decide(block: Domain, known: Starts, days: Sequence[DayOf]) -> Starts:
        chosen = frozenset(days)
        return detail(block, known, [one for one in ceilings if chosen.issuperset(one.days)], work).starts

    starts = rolled(domain, starts, [(one.occurrences, one.days) for one in ceilings], decide)
    return _Detailer(domain, starts, ceilings, work).solve()


def _best_by_numbers(domain: Domain, starts: Starts, ceilings: Sequence[Ceiling]) -> Detail | None:
    """The answer as it is, where numbers alone show that none is better: no program is needed for that."""
    settled = all(len(domain.starts[index]) == (index in domain.placed) for index in domain.occurrences)
    rhythm = rhythm_of(domain, starts)
    disliked = sum(
        0 if start is None else domain.problem.occurrences[index].cost.get(start, 0) for index, start in starts.items()
    )
    unfair = fairness_of(domain, starts)
    if not settled and (rhythm or disliked or unfair > _least_fairness(domain, ceilings)):
        return None
    cost = 0
    for day in domain.days:
        frame, network, held = draw(domain, day)
        steps = path_through(network, chosen_labels(frame, held, starts))
        assert steps is not None, "the known answer is a course of every day"
        cost += network.offset + sum(network.arcs[node][number][2] for node, number in steps)
    if not settled and cost > _anonymous(domain, ceilings, (CLUSTER, 1)).bound:
        return None
    values = dict(zip(DETAIL, (rhythm, clusters_of(cost), fragments_of(cost), disliked, unfair), strict=True))
    return Detail(starts, values, values)


def _least_fairness(domain: Domain, ceilings: Sequence[Ceiling]) -> int:
    """What it costs at least whatever is decided."""
    return least_fairness(
        domain, [(one.occurrences, range(one.least, one.values["missed"] + 1), one.crowd) for one in ceilings]
    )


def _anonymous(domain: Domain, ceilings: Sequence[Ceiling], weights: Weights) -> Anonymous:
    layouts = {
        day: ceiling.values["layout"] + ceiling.values["evenness"] for ceiling in ceilings for day in ceiling.days
    }
    return anonymous(domain, weights, layouts, max((ceiling.spare for ceiling in ceilings), default=0))


@dataclass(frozen=True, slots=True)
class _Packed:
    values: list[int] | None
    """None: no solution was found."""
    bounds: list[int]
    refuted: bool = False
    """There is no solution."""


class _Detailer:
    def __init__(
        self,
        domain: Domain,
        starts: Starts,
        ceilings: Sequence[Ceiling],
        work: Work,
        *,
        part_of_a_neighbourhood: bool = False,
    ) -> None:
        self._domain = domain
        self._part_of_a_neighbourhood = part_of_a_neighbourhood
        self._ceilings = ceilings
        self._work = work
        model = build(domain, rhythm=True)
        assert model is not None, "the known answer is a course of every day"
        self._keep_within(model)
        self._model = model
        self._rhythm = model.decisions.rhythm
        unfair = fairness(domain, model.decisions, _least_fairness(domain, ceilings))
        self._packing = [*model.packing, preferences(domain, model.decisions), unfair]
        self._joint = join(self._packing)
        self._use(starts)

    def _keep_within(self, model: Model) -> None:
        for ceiling in self._ceilings:
            _keep_within(model, ceiling)

    def _use(self, starts: Starts) -> None:
        """Start from this answer."""
        values = self._model.values(starts)
        assert values is not None, "the known answer is one of the program's"
        self._starts = starts
        self._known = values

    def solve(self) -> Detail:
        costs = [self._rhythm, *self._packing]
        values, bounds = self._best()
        found = [cost.value(values) for cost in costs]
        starts = self._model.starts(values)
        return Detail(starts, dict(zip(DETAIL, found, strict=True)), dict(zip(DETAIL, bounds, strict=True)))

    def _best(self) -> tuple[list[int], list[int]]:
        """The best values of all variables, and a bound of each level.

        The least rhythm that the relaxation allows is assumed; all that has no part in such an answer is eliminated,
        and the rest is packed. Where nothing can be packed, the least rhythm is one more, and so on.
        """
        certificate = self._certificate()
        most = self._rhythm.value(self._known)
        least = min(most, max(self._rhythm.floor, certificate.least))
        relaxed = not self._steady()
        crowded = not self._part_of_a_neighbourhood
        while True:
            gone = useless(certificate, self._model.program, least)
            cheapest = self._cheapest(gone, least)
            if cheapest is not None:
                return cheapest
            if crowded and self._crowded(gone, least):
                self._better()
                most = self._rhythm.value(self._known)
                least = min(most, least)
                if self._work.left <= 0 or self._crowded(gone, least):
                    return self._known, [least, *self._anonymous_bounds(least)]
                crowded = False
                continue
            packed = self._packed(gone, least)
            if not packed.refuted or least == most:
                break
            least += 1
            if not relaxed:
                relaxed = True
                certificate = relax(self._model.program, self._rhythm, self._work)
                least = min(most, max(least, certificate.least))
        for nearer in (
            (least + most) // 2,
            most,
        ):  # nothing was found or refuted: look for less, and pack what is known
            if packed.values is not None or nearer <= least:
                continue
            packed = self._packed(useless(certificate, self._model.program, nearer), nearer)
        if packed.values is None:
            return self._known, [least, *([0] * len(self._packing))]
        return packed.values, [least, *packed.bounds]

    def _crowded(self, gone: Sequence[int], rhythm: int) -> bool:
        """Whether too much is left to be searched at once."""
        return (
            len(self._model.program) > CROWDED
            and len(without(self._model.program, [*gone, *self._dear(rhythm)]).program) > CROWDED
        )

    def _better(self) -> None:
        """Better the known answer, a few pairs at a time."""
        work = self._work.besides(self._work.limits.neighbourhoods)

        def decide(narrowed: Domain, starts: Starts) -> Answer:
            work.spend(PER_NEIGHBOURHOOD)
            found = _Detailer(narrowed, starts, self._ceilings, work, part_of_a_neighbourhood=True).solve()
            return found.starts, tuple(found.values.values())

        worth = tuple(cost.value(self._known) for cost in (self._rhythm, *self._packing))
        starts, _ = neighbourhoods.bettered(self._domain, (self._starts, worth), decide, lambda: work.left > 0)
        self._work.late = self._work.late or work.late
        self._use(starts)

    def _anonymous_bounds(self, rhythm: int) -> list[int]:
        """What is known of the packing where nothing was searched: whoever meets, no days cost less."""
        joint = self._joint
        worth = [cost.value(self._known) for cost in self._packing]
        if joint is None or self._rhythm.value(self._known) > rhythm:
            return [0] * len(worth)
        return joint.bounds(self._shifted(joint, self._anonymous(joint).bound), worth)

    def _packed(self, gone: Sequence[int], rhythm: int) -> _Packed:
        """The best packing with at most so many deviations; values of all variables."""
        program = self._model.program
        reduced = without(program, [*gone, *self._dear(rhythm)])
        reduced.program.at_most(reduced.cost(self._rhythm), rhythm)
        known = reduced.part(self._known) if rhythm >= self._rhythm.value(self._known) else None
        packed = _pack(reduced, self._packing, known, self._work)
        return packed if packed.values is None else replace(packed, values=reduced.whole(packed.values))

    def _steady(self) -> bool:
        """Whether an answer in which all pairs keep their time is looked for before anything is known of it.

        Where one is known, and on large programs where one is near: there the relaxation takes longer than the search.
        """
        deviations = self._rhythm.value(self._known)
        return deviations == 0 or (len(self._model.program) > LARGE and deviations <= len(self._domain.problem.pairs))

    def _certificate(self) -> Certificate:
        """What is proven of the rhythm before anything is searched."""
        program, model = self._model.program, self._model
        if not self._steady():
            return relax(program, self._rhythm, self._work)
        return certify(program, self._rhythm, steady_duals(program, self._domain, model.decisions, SCALE))

    def _cheapest(self, gone: Sequence[int], least: int) -> tuple[list[int], list[int]] | None:
        """An answer in which every week has one of its cheapest courses, nobody dislikes anything and all is as fair as
        can be, if there is one.

        Nothing can be better. On calendars with much free time there often is one, and it is quickly found.
        """
        program = self._model.program
        joint = self._joint
        if joint is None or len(program) <= LARGE:
            return None
        bound = self._anonymous(joint)
        reduced = without(program, [*gone, *bound.dear(self._model, bound.bound)])
        reduced.program.at_most(reduced.cost(self._rhythm), least)
        reduced.program.at_most(reduced.cost(joint.cost), self._shifted(joint, bound.bound))
        outcome = reduced.program.solve(self._work, self._work.limits.detail / 4)
        if outcome.values is None:
            return None
        values = reduced.whole(outcome.values)
        return values, [least, *(cost.value(values) for cost in self._packing)]

    def _anonymous(self, joint: Joint) -> Anonymous:
        weights = (joint.weights[0], joint.weights[1])
        return self._domain.kept("anonymous", lambda: _anonymous(self._domain, self._ceilings, weights))

    def _shifted(self, joint: Joint, packing: int) -> int:
        """The joint cost where clusters and fragments cost so much, and the levels after them as little as they can."""
        return packing - sum(
            weight * cost.floor for weight, cost in zip(joint.weights[:2], self._packing[:2], strict=True)
        )

    def _dear(self, least: int) -> list[int]:
        """What only courses have that are dearer than the answer allows, whoever meets in them."""
        joint = self._joint
        if joint is None or self._rhythm.value(self._known) > least:
            return []
        bound = self._anonymous(joint)
        room = joint.cost.value(self._known) - self._shifted(joint, bound.bound)
        return bound.dear(self._model, bound.bound + room)


def _pack(reduced: Reduced, packing: Sequence[Cost], known: list[int] | None, work: Work) -> _Packed:
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
        found = _least(program, some[0] if joint is None else joint.cost, values, work)
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


def _least(program: Program, cost: Cost, known: list[int] | None, work: Work) -> Outcome:
    """The solution of the least cost, as far as the work left allows, and a bound.

    Of a larger program, only what may cost as little as the relaxation allows is looked at first: mostly that is where
    the best solution is, and it is little. Where there is none, the bound is higher, and more is looked at.
    """
    program.minimize(cost)
    value = None if known is None else cost.value(known)
    if value == cost.floor:
        return Outcome(known, cost.floor, infeasible=False, work=0.0)
    if len(program) <= SMALL:
        outcome = program.solve(work, work.limits.detail)
        return _better_of(outcome, known, value, cost)
    certificate = relax(program, cost, work)
    bound = max(cost.floor, certificate.least)
    for most in _targets(bound, value):
        if value is not None and bound >= value:
            break
        reduced = without(program, [] if most is None else useless(certificate, program, most))
        less = reduced.cost(cost)
        if most is not None:
            reduced.program.at_most(less, most)
        reduced.program.minimize(less)
        outcome = reduced.program.solve(work, work.limits.detail)
        if outcome.infeasible:
            if most is None:
                return outcome
            bound = most + 1
            continue
        bound = max(bound, outcome.bound if most is None else min(outcome.bound, most + 1))
        if outcome.values is not None:
            found = Outcome(reduced.whole(outcome.values), bound, infeasible=False, work=outcome.work)
            return _better_of(found, known, value, cost)
    return Outcome(known, bound if value is None else min(bound, value), infeasible=False, work=0.0)


def _targets(bound: int, value: int | None) -> Iterator[int | None]:
    """How much a solution may cost that is looked for: what the relaxation says, then more and more."""
    if value is None:
        yield bound
        yield bound + max(1, bound // 200)
        yield None
        return
    room = value - 1 - bound
    yield from sorted({bound, bound + room // 16, bound + room // 4, bound + room})


def _better_of(outcome: Outcome, known: list[int] | None, value: int | None, cost: Cost) -> Outcome:
    """What was found, or else what was known."""
    if value is None or (outcome.values is not None and cost.value(outcome.values) <= value):
        return outcome
    bound = value if outcome.infeasible else min(outcome.bound, value)
    return Outcome(known, bound, infeasible=False, work=outcome.work)


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
    layout, evenness = Cost(), Cost()
    for week in weeks_of(domain):
        if week.days[0] in ceiling.days:
            most = ceiling.values["layout"] + ceiling.values["evenness"]
            totals = placed_in(week, domain, ceiling.spare)
            for cost, one in zip((layout, evenness), add_layout(model, week, totals, most), strict=True):
                cost.add_all(one)
    model.program.at_most(layout, ceiling.values["layout"])
    model.program.at_most(evenness, ceiling.values["evenness"])
