"""The levels that are costs of single decisions, and the budget of moves."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from solver.cost import Cost
from solver.meeting import moved
from solver.model.domain import Domain
from solver.model.who import Who
from solver.program import Program

SUMS = 5000
"""So many different sums of weights are looked at."""


def missed(domain: Domain, decisions: Who, some: Collection[int] | None = None) -> Cost:
    """The weight of what stays without a place."""
    cost = Cost()
    for index, variable in decisions.unplaced.items():
        if some is not None and index not in some:
            continue
        weight = domain.problem.occurrences[index].weight
        cost.add(variable, weight)
        cost.ceiling += weight
        cost.floor += weight if index in domain.missing else 0
    return cost


def postponed(domain: Domain, decisions: Who, some: Collection[int] | None = None) -> Cost:
    """Weeks between the week that each occurrence is due in and the one it is placed in."""
    cost = Cost()
    for index in _of(domain, some):
        cost.ceiling += max((item.late for item in domain.starts[index]), default=0)
        for item in domain.starts[index]:
            if item.late:
                for variable in decisions.starts[index][item.start]:
                    cost.add(variable, item.late)
    return cost


def moves(domain: Domain, decisions: Who, some: Collection[int] | None = None) -> Cost:
    """The weight of what moves and was not asked to; a new length at the same start is no move."""
    cost = Cost()
    for index in _of(domain, some):
        occurrence = domain.problem.occurrences[index]
        moving = list(_moving(domain, decisions, index))
        if not occurrence.declined and occurrence.move_weight and moving:
            cost.ceiling += occurrence.move_weight
            for variable in moving:
                cost.add(variable, occurrence.move_weight)
    return cost


def add_move_budget(program: Program, domain: Domain, decisions: Who) -> None:
    """At most `max_moves` counted occurrences leave where they are, those that their member declined included."""
    budget = domain.problem.max_moves
    if budget is None:
        return
    counted = [index for index in domain.occurrences if domain.problem.occurrences[index].counted]
    moving = [variable for index in counted for variable in _moving(domain, decisions, index)]
    if moving:
        program.row(moving, [1] * len(moving), None, budget)


def preferences(domain: Domain, decisions: Who) -> Cost:
    """What the chosen starts cost."""
    cost = Cost()
    for index in domain.occurrences:
        penalties = domain.problem.occurrences[index].cost
        mine = [penalties.get(item.start, 0) for item in domain.starts[index]]
        cost.ceiling += max(mine, default=0)
        cost.floor += min(mine, default=0) if index in domain.placed else 0
        for item, penalty in zip(domain.starts[index], mine, strict=True):
            if penalty:
                for variable in decisions.starts[index][item.start]:
                    cost.add(variable, penalty)
    return cost


def fairness(domain: Domain, decisions: Who, least: int = 0) -> Cost:
    """How much those were missed or moved of late who have no place, or leave theirs without having asked for it.

    Args:
        least: no answer costs less.
    """
    cost = Cost(floor=least)
    for index in domain.occurrences:
        lately = _lately(domain, index)
        variables = [decisions.unplaced[index]] if index in decisions.unplaced else []
        if not domain.problem.occurrences[index].declined:
            variables += _moving(domain, decisions, index)
        if lately and variables:
            cost.ceiling += lately
            for variable in variables:
                cost.add(variable, lately)
    return cost


def fairness_of(domain: Domain, starts: Mapping[int, int | None]) -> int:
    """The fairness of an answer."""
    occurrences = domain.problem.occurrences
    return sum(
        _lately(domain, index)
        for index, start in starts.items()
        if start is None or (moved(occurrences[index], start) and not occurrences[index].declined)
    )


def least_fairness(domain: Domain, missed: Iterable[tuple[Sequence[int], range, int]]) -> int:
    """What fairness costs whatever is decided.

    Of those who can come nowhere or cannot stay where they are; and of those who have to be missed besides.

    Args:
        missed: some of the occurrences, the weight that is missed among them, and how many besides `domain.missing` are
            missed at least.
    """
    occurrences = domain.problem.occurrences
    certain = {index for index in domain.occurrences if not domain.starts[index] or _leaves(domain, index)}
    total = sum(_lately(domain, index) for index in certain)
    for some, weights, number in missed:
        nowhere = [index for index in some if not domain.starts[index]]
        number -= sum(index not in domain.missing for index in nowhere)
        heavy = sum(occurrences[index].weight for index in nowhere)
        able = [index for index in some if domain.starts[index] and index not in domain.placed]
        items = [(occurrences[index].weight, 0 if index in certain else _lately(domain, index)) for index in able]
        total += _cheapest_choice(items, range(weights.start - heavy, weights.stop - heavy), max(0, number))
    return total


def _cheapest_choice(items: Sequence[tuple[int, int]], weights: range, number: int) -> int:
    """The least that items cost of which there are so many, and which weigh as much together.

    Args:
        items: (weight, cost) of each.
        weights: what they may weigh together.
        number: how many there are at least.

    Returns:
        0 where there are too many sums to look at.
    """
    best = {(0, 0): 0}
    for weight, cost in items:
        for (whole, count), paid in list(best.items()):
            then = (whole + weight, min(count + 1, number))
            if then[0] < weights.stop:
                best[then] = min(paid + cost, best.get(then, paid + cost))
        if len(best) > SUMS:
            return 0
    return min((paid for (whole, count), paid in best.items() if whole in weights and count == number), default=0)


def _leaves(domain: Domain, index: int) -> bool:
    """Whether it stands where it cannot stay, and was not declined."""
    occurrence = domain.problem.occurrences[index]
    stands = occurrence.current is not None and not occurrence.declined
    return stands and all(item.start != occurrence.current for item in domain.starts[index])


def _lately(domain: Domain, index: int) -> int:
    return domain.problem.pairs[domain.problem.occurrences[index].pair].lately


def _of(domain: Domain, some: Collection[int] | None) -> Iterator[int]:
    """These occurrences; None: all."""
    return (index for index in domain.occurrences if some is None or index in some)


def _moving(domain: Domain, decisions: Who, index: int) -> Iterator[int]:
    """The variables that say that an occurrence leaves the time it has now."""
    current = domain.problem.occurrences[index].current
    if current is not None:
        for start, variables in decisions.starts[index].items():
            if start != current:
                yield from variables
