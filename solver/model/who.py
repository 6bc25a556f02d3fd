"""Which occurrence starts where, and whether that is its pair's rhythm."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from solver.cost import Cost
from solver.model.domain import Domain
from solver.problem import Problem
from solver.program import Program

Key = tuple[int, int]
"""Weekday and wall-clock minutes."""


@dataclass(slots=True)
class PairRhythm:
    """The key that a pair chooses, or none."""

    pair: int
    """Index into `Problem.pairs`."""
    keys: dict[Key, int]
    """Variables, by the keys that two of its meetings may share."""
    alone: int
    """No two meetings share a key."""
    credit: int
    """The variable that counts one meeting as the rhythm where none share a key; often `alone` itself."""
    stands: Counter[Key]
    """How often the pair meets at each key whatever is decided: fixed 1-on-1s, and its habit."""
    choice: int
    """The row that says that exactly one is chosen."""
    agrees: dict[tuple[int, int], int] = field(default_factory=dict)
    """By occurrence and start."""
    agreeing: dict[int, list[int]] = field(default_factory=dict)
    """By occurrence: the rows that let it agree with the chosen key only."""


@dataclass(slots=True)
class Who:
    """The decisions."""

    starts: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    """By occurrence and start: the variables whose sum says whether it starts there, the deviating one last."""
    unplaced: dict[int, int] = field(default_factory=dict)
    """By occurrence, where it may be left without a place."""
    rows: dict[int, int] = field(default_factory=dict)
    """By occurrence: the row that says that it starts once or has no place."""
    rhythms: list[PairRhythm] = field(default_factory=list)
    """Of the pairs with two meetings or more, fixed ones and habit included."""
    rhythm: Cost = field(default_factory=Cost)
    """The level: see docs/solver.md for why it is meetings minus the largest number at one key."""


def who(program: Program, domain: Domain, *, rhythm: bool) -> Who:
    """A variable for each occurrence and start; two where rhythm counts, `agrees` and `deviates`.

    An occurrence agrees where its pair has chosen the key of its start. `agrees + deviates` says that it starts there,
    so that deviations are counted without further rows.
    """
    result = Who()
    by_pair: dict[int, list[int]] = {}
    for index in domain.occurrences:
        by_pair.setdefault(domain.problem.occurrences[index].pair, []).append(index)
    for index in domain.occurrences:
        result.starts[index] = {item.start: [] for item in domain.starts[index]}
    for pair, mine in by_pair.items():
        if rhythm:
            _add_rhythm(program, domain, result, pair, mine)
    for index in domain.occurrences:
        for variables in result.starts[index].values():
            if len(variables) < 2:
                variables.append(program.boolean())
        ways = [variable for variables in result.starts[index].values() for variable in variables]
        if index not in domain.placed:
            result.unplaced[index] = program.integer(1, 1) if index in domain.missing else program.boolean()
            ways.append(result.unplaced[index])
        result.rows[index] = len(program.rows)
        program.exactly_one(ways)
    _count_deviations(program, domain, result)
    return result


def standing_keys(problem: Problem, pair: int) -> tuple[Counter[Key], int]:
    """How often the pair already meets at each key, and how many fixed 1-on-1s lie on no slot: nothing shares those."""
    keys = {
        slot.tick: (day.weekday, slot.wall)
        for day in problem.leaders[problem.pairs[pair].leader].days
        for slot in day.slots
    }
    fixed = [keys.get(item.start) for item in problem.fixed if item.pair == pair and item.rhythm]
    stands = Counter(key for key in fixed if key is not None)
    habit = problem.pairs[pair].habit
    if habit is not None:
        stands[habit] += 1
    return stands, sum(key is None for key in fixed)


def _add_rhythm(program: Program, domain: Domain, result: Who, pair: int, mine: list[int]) -> None:
    stands, odd = standing_keys(domain.problem, pair)
    standing = stands.total() + odd
    result.rhythm.offset += standing
    if standing + len(mine) < 2:
        result.rhythm.offset -= standing
        return
    result.rhythm.ceiling += standing + len(mine) - 1
    meets: Counter[Key] = Counter(stands)
    for index in mine:
        meets.update({item.key for item in domain.starts[index]})
    shareable = sorted(key for key, times in meets.items() if times > 1)
    keys = {key: program.boolean() for key in shareable}
    alone = program.boolean()
    choice = len(program.rows)
    program.exactly_one([*keys.values(), alone])
    certain = standing > 0 or any(index in domain.placed for index in mine)
    chosen = PairRhythm(pair, keys, alone, alone if certain else program.boolean(), stands, choice)
    for key, variable in keys.items():
        result.rhythm.add(variable, -stands[key])
    result.rhythm.add(chosen.credit, -1)
    for index in mine:
        by_key: dict[Key, list[int]] = {}
        for item in domain.starts[index]:
            if item.key in keys:
                variable = chosen.agrees[index, item.start] = program.boolean()
                result.starts[index][item.start].append(variable)
                by_key.setdefault(item.key, []).append(variable)
        for key, variables in by_key.items():
            chosen.agreeing.setdefault(index, []).append(len(program.rows))
            program.row([*variables, keys[key]], [1] * len(variables) + [-1], None, 0)
    result.rhythms.append(chosen)


def still_rhythm(problem: Problem) -> int:
    """The rhythm of the pairs that have nothing to decide: a constant."""
    deciding = {occurrence.pair for occurrence in problem.occurrences}
    total = 0
    for pair in range(len(problem.pairs)):
        if pair not in deciding:
            stands, odd = standing_keys(problem, pair)
            total += stands.total() + odd - max(stands.values(), default=min(odd, 1))
    return total


def _count_deviations(program: Program, domain: Domain, result: Who) -> None:
    """Each meeting that deviates counts; where all are without a place, there is no rhythm to be credited for."""
    for chosen in result.rhythms:
        deviating: list[int] = []
        for index in domain.occurrences:
            if domain.problem.occurrences[index].pair == chosen.pair:
                deviating += [variables[-1] for variables in result.starts[index].values()]
        for variable in deviating:
            result.rhythm.add(variable)
        if chosen.credit != chosen.alone:
            program.row([chosen.credit, chosen.alone], [1, -1], None, 0)
            program.row([chosen.credit, *deviating], [1] + [-1] * len(deviating), None, 0)


def steady_duals(program: Program, domain: Domain, decisions: Who, unit: int) -> list[int]:
    """Multipliers of the rows that prove that no rhythm is below 0, and what has a part in none that is 0.

    Two thirds of a deviation for each occurrence that is certain to have a place, paid by the key that its pair
    chooses: then whatever deviates, choosing no key, and keys that some week lacks, all have reduced costs above 0.
    Pairs with something fixed, a habit, or fewer than two certain occurrences get none; with those, the bound that
    `certify` finds may be below 0, and is weak, but right.

    Args:
        unit: what one deviation costs.
    """
    duals = [0] * len(program.rows)
    third = unit // 3
    for chosen in decisions.rhythms:
        certain = [
            index
            for index in domain.occurrences
            if domain.problem.occurrences[index].pair == chosen.pair and index in domain.placed
        ]
        if chosen.stands or len(certain) < 2:
            continue
        for index in certain:
            duals[decisions.rows[index]] = 2 * third
            for row in chosen.agreeing.get(index, []):
                duals[row] = -2 * third
        duals[chosen.choice] = -2 * third * len(certain)
    return duals


def rhythm_of(domain: Domain, starts: Mapping[int, int | None]) -> int:
    """The rhythm of an answer's pairs, those that have nothing to decide apart."""
    met: dict[int, list[Key]] = {}
    for index in domain.occurrences:
        mine = met.setdefault(domain.problem.occurrences[index].pair, [])
        mine += [item.key for item in domain.starts[index] if item.start == starts[index]]
    total = 0
    for pair, keys in met.items():
        stands, odd = standing_keys(domain.problem, pair)
        stands.update(keys)
        total += stands.total() + odd - max(stands.values(), default=min(odd, 1))
    return total
