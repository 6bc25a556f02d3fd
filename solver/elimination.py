"""A smaller program: without variables that no good solution uses."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.cost import Cost
from solver.program import Program
from solver.relaxation import SCALE, Certificate


@dataclass(frozen=True, slots=True)
class Reduced:
    """A program without some variables of another, which are 0."""

    program: Program
    """The smaller one. What may be added to it holds for it alone."""
    kept: tuple[int, ...]
    """By variable of the smaller program: its number in the whole one."""
    size: int
    """How many variables the whole one has."""

    def cost(self, cost: Cost) -> Cost:
        """A cost of the whole program in the smaller one's variables."""
        number = {variable: position for position, variable in enumerate(self.kept)}
        smaller = Cost(cost.offset, floor=cost.floor, ceiling=cost.ceiling)
        for variable, weight in zip(cost.variables, cost.weights, strict=True):
            if variable in number:
                smaller.add(number[variable], weight)
        return smaller

    def part(self, values: Sequence[int]) -> list[int] | None:
        """A solution of the whole program as one of the smaller; None: it is none."""
        found = [values[variable] for variable in self.kept]
        return found if self.whole(found) == list(values) else None

    def whole(self, values: Sequence[int]) -> list[int]:
        """A solution of the smaller program as one of the whole."""
        found = [0] * self.size
        for variable, value in zip(self.kept, values, strict=True):
            found[variable] = value
        return found


def useless(certificate: Certificate, program: Program, most: int) -> list[int]:
    """Binary variables that are 0 in every solution which costs at most `most`, by their reduced costs.

    A solution with the variable at 1 costs at least the certificate's bound plus the variable's reduced cost, where
    that is above 0 (docs/solver.md). `program` must be the one that the certificate is of, or have the same variables
    and more rows.
    """
    room = most * SCALE - certificate.bound
    return [
        variable
        for variable, (value, domain) in enumerate(zip(certificate.reduced, program.domains, strict=True))
        if domain == (0, 1) and value > room
    ]


def without(program: Program, gone: Sequence[int]) -> Reduced:
    """The program without these binary variables and all others that can only be 0 with them.

    In a row whose limit is 0 and whose terms that are left all pull away from it, they are 0: where nothing flows into
    a node, nothing flows out of it.
    """
    alive = _Alive(program)
    alive.drop(gone)
    kept = [variable for variable, stays in enumerate(alive.stays) if stays]
    number = {variable: position for position, variable in enumerate(kept)}
    smaller = Program()
    smaller.domains = [program.domains[variable] for variable in kept]
    for variables, weights, low, high in program.rows:
        terms = [(number[v], weight) for v, weight in zip(variables, weights, strict=True) if v in number]
        if terms or (low is not None and low > 0) or (high is not None and high < 0):
            smaller.row([variable for variable, _ in terms], [weight for _, weight in terms], low, high)
    return Reduced(smaller, tuple(kept), len(program))


class _Alive:
    """Which variables are left."""

    def __init__(self, program: Program) -> None:
        self.stays = [True] * len(program)
        self._program = program
        self._rows: list[list[tuple[int, bool]]] = [[] for _ in range(len(program))]
        """By variable: the rows it is in, and whether with a positive weight."""
        self._left: list[dict[bool, int]] = []
        """By row: how many terms with a positive weight are left, and how many with a negative one."""
        for number, (variables, weights, _, _) in enumerate(program.rows):
            left = {True: 0, False: 0}
            for variable, weight in zip(variables, weights, strict=True):
                self._rows[variable].append((number, weight > 0))
                left[weight > 0] += 1
            self._left.append(left)

    def drop(self, gone: Sequence[int]) -> None:
        """These are 0, and so is whatever that forces to be."""
        stack = list(dict.fromkeys(gone))
        for variable in stack:
            self.stays[variable] = False
        while stack:
            for number, positive in self._rows[stack.pop()]:
                self._left[number][positive] -= 1
                if self._left[number][positive] == 0:
                    for variable in self._forced(number, not positive):
                        self.stays[variable] = False
                        stack.append(variable)

    def _forced(self, number: int, positive: bool) -> list[int]:
        """Of a row that has terms of one sign only: those that are 0 by its limit."""
        variables, weights, low, high = self._program.rows[number]
        if (high if positive else low) != 0:
            return []
        return [
            variable
            for variable, weight in zip(variables, weights, strict=True)
            if self.stays[variable] and (weight > 0) == positive and self._program.domains[variable] == (0, 1)
        ]
