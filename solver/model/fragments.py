"""Level 7: the leader's free time in pieces that are of use."""

from dataclasses import dataclass

from ortools.sat.python.cp_model import IntVar, LinearExpr

from solver.model.cost import Cost
from solver.model.rooms import find_rooms
from solver.model.variables import Values, Variables
from solver.problem import Span


def fragments(variables: Variables) -> Cost:
    """Ticks of free time in pieces shorter than `piece`, by leader and day.

    What is free and not part of a long piece is lost. A long piece is one that lasts at least `piece` once begun: the
    minimum up-time of unit commitment (Rajan and Takriti 2005), whose relaxation has only integral vertices.
    """
    cost = Cost()
    for number, leader in enumerate(variables.problem.leaders):
        for index in range(len(leader.days)):
            for room in find_rooms(variables, number, index):
                lost = _room_cost(variables, _stretches(variables, leader.person, room.span), leader.piece)
                cost.add_all(lost)
                ways = room.fillings
                least = LinearExpr.weighted_sum([way.chosen for way in ways], [way.lost for way in ways])
                variables.model.add(lost.expression() >= least)
    return cost


@dataclass(slots=True)
class _Stretch:
    """Ticks that the same decisions take."""

    takers: list[IntVar]
    length: int

    def free(self, values: Values) -> bool:
        return not any(values[variable.index] for variable in self.takers)


def _stretches(variables: Variables, person: int, span: Span) -> list[_Stretch]:
    stretches: list[_Stretch] = []
    previous: set[int] | None = None
    for tick in range(span.begin, span.end):
        takers = variables.taking(person, tick)
        current = {variable.index for variable in takers}
        if current == previous:
            stretches[-1].length += 1
        else:
            stretches.append(_Stretch(takers, 1))
        previous = current
    return stretches


def _room_cost(variables: Variables, stretches: list[_Stretch], piece: int) -> Cost:
    cost = Cost()
    count = len(stretches)
    both = variables.derived_booleans(2 * count, lambda values: _pieces(stretches, piece, values))
    long, begins = both[:count], both[count:]
    reach = [_reach(stretches, position, piece) for position in range(count)]
    for position, stretch in enumerate(stretches):
        variables.model.add_at_most_one([*stretch.takers, long[position]])
        before = [long[position - 1]] if position else []
        variables.model.add(LinearExpr.sum([begins[position], *before]) >= long[position])
        lasting = [begins[first] for first in range(position + 1) if (reach[first] or 0) > position]
        variables.model.add(LinearExpr.sum(lasting) <= long[position])
        if reach[position] is None:
            variables.model.add(begins[position] == 0)
        cost.offset += stretch.length
        for variable in (*stretch.takers, long[position]):
            cost.add(variable, -stretch.length)
    return cost


def _reach(stretches: list[_Stretch], first: int, piece: int) -> int | None:
    """The end of the shortest row of stretches from `first` on that is a long piece; None: none is."""
    length = 0
    for position in range(first, len(stretches)):
        length += stretches[position].length
        if length >= piece:
            return position + 1
    return None


def _pieces(stretches: list[_Stretch], piece: int, values: Values) -> list[int]:
    """For every stretch whether it is part of a long piece, then for every one whether a long piece begins there."""
    long = [0] * len(stretches)
    begins = [0] * len(stretches)
    first = 0
    for position in range(len(stretches) + 1):
        if position < len(stretches) and stretches[position].free(values):
            continue
        if first < position and sum(stretch.length for stretch in stretches[first:position]) >= piece:
            begins[first] = 1
            long[first:position] = [1] * (position - first)
        first = position + 1
    return long + begins
