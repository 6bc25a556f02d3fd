"""Level 5: each pair at the same weekday and time in every week."""

from collections import Counter
from collections.abc import Callable

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.cost import Cost
from solver.model.variables import Values, Variables

Key = tuple[int, int]


def rhythm(variables: Variables) -> Cost:
    """For each pair, how many of its 1-on-1s are not at the time that most of them share.

    A pair chooses one key (weekday and wall-clock time). An occurrence agrees only where the chosen key is its own:
    `agrees <= chosen` and `agrees <= starts there`, which is much tighter in the linear relaxation than a deviation
    per occurrence, because the agreements of one occurrence add up over all keys.
    """
    cost = Cost()
    for number in range(len(variables.problem.pairs)):
        _add_pair(variables, cost, number)
    return cost


def _add_pair(variables: Variables, cost: Cost, number: int) -> None:
    stands = _standing(variables, number)
    starts: dict[Key, dict[int, list[IntVar]]] = {}
    occurrences = [index for index, item in enumerate(variables.problem.occurrences) if item.pair == number]
    for index in occurrences:
        for candidate in variables.candidates.starts[index]:
            starts.setdefault(candidate.key, {}).setdefault(index, []).append(variables.placed[index][candidate.start])
    shareable = sorted(key for key in {*starts, *stands} if len(starts.get(key, {})) + stands.get(key, 0) > 1)
    standing = stands.total()
    if standing + len(occurrences) < 2:
        return
    cost.offset += standing + len(occurrences)
    for index in occurrences:
        cost.add(variables.unplaced[index], -1)
    *chosen, alone = variables.derived_booleans(len(shareable) + 1, _favourite(starts, stands, shareable))
    variables.model.add_exactly_one([*chosen, alone])
    for key, choice in zip(shareable, chosen, strict=True):
        if stands[key]:
            cost.add(choice, -stands[key])
        for placed in starts.get(key, {}).values():
            agrees = variables.derived(_both(choice, placed))
            variables.model.add_implication(agrees, choice)
            variables.model.add(LinearExpr.sum(placed) >= agrees)
            cost.add(agrees, -1)
    _add_alone(variables, cost, alone, occurrences, standing > 0)


def _add_alone(variables: Variables, cost: Cost, alone: IntVar, occurrences: list[int], stands: bool) -> None:
    """Where no two share a key, one of them is the rhythm all the same, if there is one at all."""
    unplaced = [variables.unplaced[index] for index in occurrences]
    if stands:
        cost.add(alone, -1)
        return
    first = variables.derived(
        lambda values: int(values[alone.index] and not all(values[variable.index] for variable in unplaced))
    )
    variables.model.add_implication(first, alone)
    variables.model.add_bool_or([~first, *(~variable for variable in unplaced)])
    cost.add(first, -1)


def _standing(variables: Variables, number: int) -> Counter[Key]:
    """How often the pair already meets at each key; a fixed 1-on-1 on no slot has a key that nothing else has."""
    problem = variables.problem
    pair = problem.pairs[number]
    keys = {slot.tick: (day.weekday, slot.wall) for day in problem.leaders[pair.leader].days for slot in day.slots}
    stands = Counter(
        keys.get(fixed.start, (-1, index))
        for index, fixed in enumerate(problem.fixed)
        if fixed.pair == number and fixed.rhythm
    )
    if pair.habit is not None:
        stands[pair.habit] += 1
    return stands


def _favourite(
    starts: dict[Key, dict[int, list[IntVar]]], stands: Counter[Key], keys: list[Key]
) -> Callable[[Values], list[int]]:
    """One Boolean for each key and one for none of them."""

    def formula(values: Values) -> list[int]:
        counts = [
            stands[key]
            + sum(any(values[variable.index] for variable in placed) for placed in starts.get(key, {}).values())
            for key in keys
        ]
        most = max(counts, default=0)
        favourite = counts.index(most) if most > 1 else len(keys)
        return [int(position == favourite) for position in range(len(keys) + 1)]

    return formula


def _both(choice: IntVar, placed: list[IntVar]) -> Callable[[Values], int]:
    return lambda values: int(values[choice.index] and any(values[variable.index] for variable in placed))
