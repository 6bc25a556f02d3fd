"""How many 1-on-1s each of the leader's free rooms holds: few variables that decide much about packing.

A room is a longest stretch that other people's meetings leave open. The rules of this file follow from the others
for every solution, but not for the linear relaxation, which mixes full rooms with empty ones.
"""

from ortools.sat.python.cp_model import LinearExpr

from solver.model.filling import Filling, Room
from solver.model.spans import within
from solver.model.variables import Values, Variables
from solver.problem import Leader, Span


def find_rooms(variables: Variables, number: int, index: int) -> list[Room]:
    """The rooms of one of the leader's days; the first call adds their variables."""
    if (number, index) not in variables.rooms:
        leader = variables.problem.leaders[number]
        spans = within(variables.candidates.open_time[leader.person], leader.days[index].span)
        variables.rooms[number, index] = [Room(span, _fillings(variables, number, index, span)) for span in spans]
    return variables.rooms[number, index]


def _fillings(variables: Variables, number: int, index: int, room: Span) -> tuple[Filling, ...]:
    leader = variables.problem.leaders[number]
    placings = [placing for placing in variables.on_day(number, index) if room.contains(placing.block)]
    shapes = {(placing.occurrence.duration, placing.occurrence.prep) for placing in placings}
    lunches = [
        lunch for start, lunch in variables.lunch.get((number, index), {}).items() if room.begin <= start < room.end
    ]
    takers = {
        variable.index for tick in range(room.begin, room.end) for variable in variables.taking(leader.person, tick)
    }
    own = [placing.variable for placing in placings]
    if len(shapes) != 1 or takers != {variable.index for variable in (*own, *lunches)}:
        return ()
    ((duration, prep),) = shapes
    length = room.end - room.begin
    most = min(length // (duration + prep), len({placing.index for placing in placings}))
    options: list[tuple[int, bool, int, int]] = []
    for count in range(most + 1):
        for lunch in (False, True) if lunches else (False,):
            free = length - count * (duration + prep) - lunch * leader.lunch
            runs = -(-count // ((leader.max_run + prep) // (duration + prep))) if leader.pause else min(count, 1)
            lost = _least_lost(leader, free, max(0, runs - 1 - lunch))
            if lost is not None:
                options.append((count, lunch, runs, lost))

    def formula(values: Values) -> list[int]:
        count = sum(values[variable.index] for variable in own)
        lunch = any(values[variable.index] for variable in lunches)
        return [int((count, lunch) == option[:2]) for option in options]

    chosen = variables.derived_booleans(len(options), formula)
    variables.model.add_exactly_one(chosen)
    counts = LinearExpr.weighted_sum(chosen, [option[0] for option in options])
    variables.model.add(counts == LinearExpr.sum(own))
    if lunches:
        with_lunch = [variable for variable, option in zip(chosen, options, strict=True) if option[1]]
        variables.model.add(LinearExpr.sum(with_lunch) == LinearExpr.sum(lunches))
    return tuple(Filling(*option, variable) for option, variable in zip(options, chosen, strict=True))


def _least_lost(leader: Leader, free: int, gaps: int) -> int | None:
    """The least free time in short pieces, with so many pauses among `free` ticks; None: there is no room for them."""
    if free < gaps * leader.pause:
        return None
    short = leader.pause if leader.pause < leader.piece else 0
    least = free if free < leader.piece or gaps else 0
    for long in range(1, gaps + 2):
        if free >= long * leader.piece + max(0, gaps - long) * leader.pause:
            least = min(least, max(0, gaps - long) * short)
    return least
