"""The program of a problem has exactly the plans that the judge accepts, and costs what is measured."""

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solver.anonymous import anonymous
from solver.check import broken_rules
from solver.elimination import useless, without
from solver.measure import measure
from solver.model.build import Model, build
from solver.model.domain import Domain, whole
from solver.model.levels import fairness, missed, moves, postponed, preferences
from solver.model.weeks import add_layout, placed_in, weeks_of
from solver.model.who import steady_duals, still_rhythm
from solver.problem import Pair, Problem, WholeDay
from solver.relaxation import SCALE, certify
from tests.solver.brute_force import Starts, best_lunches, nowhere, without_lunch
from tests.solver.build import THURSDAY, at, day, days, leader, occurrence, person, problem, span
from tests.solver.programs import broken
from tests.solver.strategies import tiny_problems

SOME = 40
"""So many of the conceivable plans of a problem are tried."""
CHANCE = st.randoms(use_true_random=True)


def modelled(domain: Domain) -> Model:
    """With rhythm."""
    model = build(domain, rhythm=True)
    assert model is not None, "nobody has to be placed"
    return model


def values_of(model: Model, starts: Starts) -> list[int] | None:
    """What the program's variables are in a plan."""
    return model.values(dict(enumerate(starts)))


def conceivable(domain: Domain, chance: Random) -> list[Starts]:
    """Every start that an occurrence may have by itself, and none, in some of the combinations."""
    starts = [[None, *(item.start for item in domain.starts[index])] for index in domain.occurrences]
    return sorted({tuple(map(chance.choice, starts)) for _ in range(SOME)}, key=str)


def accepted(model: Model, chance: Random) -> dict[Starts, list[int]]:
    """Some of the plans that the program has, with the values of its variables."""
    plans = {starts: values_of(model, starts) for starts in conceivable(model.domain, chance)}
    return {
        starts: values for starts, values in plans.items() if values is not None and not broken(model.program, values)
    }


def costs_of(model: Model, values: list[int]) -> dict[str, int]:
    """The levels that are costs of the program itself; layout has variables of its own."""
    domain, decisions = model.domain, model.decisions
    costs = {
        "missed": missed(domain, decisions),
        "postponed": postponed(domain, decisions),
        "moves": moves(domain, decisions),
        "rhythm": decisions.rhythm,
        "clusters": model.packing[0],
        "fragments": model.packing[1],
        "preferences": preferences(domain, decisions),
        "fairness": fairness(domain, decisions),
    }
    found = {name: cost.value(values) for name, cost in costs.items()}
    for name, cost in costs.items():
        assert cost.floor <= found[name] <= cost.ceiling + max(0, cost.offset), name
    return found | {"rhythm": found["rhythm"] + still_rhythm(domain.problem)}


@settings(max_examples=100)
@given(tiny_problems(), CHANCE)
def test_a_program_has_exactly_the_plans_without_a_broken_rule(problem: Problem, chance: Random) -> None:
    """A plan satisfies every row where the judge accepts it, at what is measured; else it has no values or breaks a
    row. A plan survives becoming a solution and a plan again."""
    domain = whole(problem)
    model = modelled(domain)
    for starts in conceivable(domain, chance):
        values = values_of(model, starts)
        lunches = (
            None
            if broken_rules(without_lunch(problem), starts, nowhere(problem))
            else best_lunches(problem, starts, None)
        )
        if lunches is None:
            assert values is None or broken(model.program, values), starts
            continue
        assert values is not None, starts
        assert not broken(model.program, values)
        assert tuple(model.starts(values).values()) == starts
        measured = dict(measure(problem, starts, lunches))
        assert costs_of(model, values) == {
            name: value for name, value in measured.items() if name not in ("layout", "evenness")
        }


@settings(max_examples=100)
@given(tiny_problems(), CHANCE)
def test_a_layout_costs_what_is_measured(problem: Problem, chance: Random) -> None:
    """Of every plan, both of its levels."""
    model = modelled(whole(problem))
    costs = [
        add_layout(model, week, placed_in(week, model.domain, len(problem.occurrences)))
        for week in weeks_of(model.domain)
    ]
    for starts, values in accepted(model, chance).items():
        measured = measure(problem, starts, nowhere(problem))
        for level, name in enumerate(("layout", "evenness")):
            assert sum(both[level].value(values) for both in costs) == measured[name]
            assert all(both[level].floor <= both[level].value(values) <= both[level].ceiling for both in costs)


def standing_still(problem: Problem) -> Domain:
    """A domain in which everybody who can have a place has one."""
    domain = whole(problem)
    return replace(domain, placed=frozenset(domain.occurrences) - domain.missing)


@settings(max_examples=100)
@given(tiny_problems(), CHANCE)
def test_steady_multipliers_never_lie(problem: Problem, chance: Random) -> None:
    """No plan has a rhythm below what they prove, and none that has so little uses what they call useless."""
    domain = standing_still(problem)
    model = build(domain, rhythm=True)
    assume(model is not None)  # where two can only be at once, nobody has a plan in which both are placed
    assert model is not None
    certificate = certify(
        model.program, model.decisions.rhythm, steady_duals(model.program, domain, model.decisions, SCALE)
    )
    for values in accepted(model, chance).values():
        rhythm = model.decisions.rhythm.value(values)
        assert rhythm >= certificate.least
        assert not any(values[variable] for variable in useless(certificate, model.program, rhythm))


def test_steady_multipliers_prove_that_what_some_week_lacks_is_no_rhythm() -> None:
    """9:00 is taken in the second week and 9:30 in the third: what starts there has no part in a rhythm of 0."""
    taken = (span(THURSDAY, 9, 9.5, week=1), span(THURSDAY, 9.5, 10, week=2))
    hours = [span(THURSDAY, 9, 10.5, week=week) for week in range(3)]
    people = (person(hours=hours, busy=taken), person())
    weeks = [occurrence(weeks=(week,)) for week in range(3)]
    one = problem(*weeks, people=people, leaders=[leader([day(week=week) for week in range(3)])], pairs=[Pair(0, 1)])
    domain = standing_still(one)
    model = modelled(domain)
    certificate = certify(
        model.program, model.decisions.rhythm, steady_duals(model.program, domain, model.decisions, SCALE)
    )
    assert certificate.least == 0
    kept = set(without(model.program, useless(certificate, model.program, 0)).kept)
    for index in domain.occurrences:
        for start, variables in model.decisions.starts[index].items():
            assert bool(kept & set(variables)) == (start == at(THURSDAY, 10, week=index))


@settings(max_examples=100)
@given(tiny_problems(), CHANCE)
def test_anonymous_bounds_never_lie(problem: Problem, chance: Random) -> None:
    """No plan packs its days at less, and none that packs them at so much uses a course that is called dear.

    Among all plans, and among those whose weeks are laid out as well as the best.
    """
    domain = whole(problem)
    model = modelled(domain)
    weights = (100, 1)
    weeks = list(weeks_of(domain))
    layouts: dict[Starts, list[int]] = {}
    packed: dict[Starts, tuple[int, list[int]]] = {}
    for starts, values in accepted(model, chance).items():
        packed[starts] = sum(w * cost.value(values) for w, cost in zip(weights, model.packing, strict=True)), values
        numbers = [[_placed(problem, starts, one) for one in week.days] for week in weeks]
        layouts[starts] = [
            week.value([a + b for a, b in zip(week.fixed, row, strict=True)])
            for week, row in zip(weeks, numbers, strict=True)
        ]
    assume(packed)
    best = min(layouts.values(), key=lambda values: (sum(values), values))
    everybody = len(problem.occurrences)
    for most in (None, best):
        found = anonymous(
            model.domain,
            weights,
            {} if most is None else {w.days[0]: v for w, v in zip(weeks, most, strict=True)},
            everybody,
        )
        some = [
            packed[starts]
            for starts, values in layouts.items()
            if most is None or all(a <= b for a, b in zip(values, most, strict=True))
        ]
        assert all(cost >= found.bound for cost, _ in some)
        for room in (found.bound, found.bound + 2, found.bound + 101):
            dear = found.dear(model, room)
            assert not any(values[variable] for cost, values in some if cost <= room for variable in dear)


def _placed(problem: Problem, starts: Starts, one: tuple[int, int]) -> int:
    """How many planned 1-on-1s a leader has on a day."""
    number, index = one
    span_of = problem.leaders[number].days[index].span
    return sum(
        start is not None and problem.pairs[occurrence.pair].leader == number and span_of.begin <= start < span_of.end
        for occurrence, start in zip(problem.occurrences, starts, strict=True)
    )


def test_an_anonymous_bound_is_what_the_days_cost_with_anybody() -> None:
    """Two on a free day are one cluster; on two days in split layout they are two."""
    two = [occurrence(0), occurrence(1)]
    for layout, clusters in ((WholeDay(), 1), (None, 2)):
        domain = standing_still(problem(*two, leaders=[leader(days(), layout=layout)]))
        model = modelled(domain)
        assert anonymous(model.domain, (100, 0), {(0, 0): 0}, spare=0).bound == 100 * clusters


def test_an_anonymous_bound_allows_for_those_without_a_place() -> None:
    """One of two may be missed: one cluster is enough then; with both, and both, none at all."""
    domain = whole(problem(occurrence(0), occurrence(1)))
    model = modelled(domain)
    assert [anonymous(model.domain, (100, 0), {}, spare).bound for spare in (0, 1, 2)] == [100, 100, 0]


def test_dear_courses_are_those_with_more_clusters_than_allowed() -> None:
    """With room for one cluster, nobody meets on one day and somebody else on the other, nor twice on a day apart."""
    domain = standing_still(problem(occurrence(0), occurrence(1), leaders=[leader(days(), layout=WholeDay())]))
    model = modelled(domain)
    dear = set(anonymous(model.domain, (100, 1), {}, spare=0).dear(model, 100))
    together = values_of(model, (at(THURSDAY, 9), at(THURSDAY, 9, 30)))
    apart = values_of(model, (at(THURSDAY, 9), at(THURSDAY, 11)))
    assert together is not None
    assert apart is not None
    assert not any(together[variable] for variable in dear)
    assert any(apart[variable] for variable in dear)
