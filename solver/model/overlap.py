"""Nobody is in two places: at most one thing takes any tick of a person."""

from ortools.sat.python.cp_model import IntVar

from solver.model.variables import Variables


def add_no_overlap(variables: Variables) -> None:
    """One clique per tick; only maximal ones, for each is also a row of the linear relaxation."""
    for person, by_tick in variables.meeting.items():
        previous: set[int] = set()
        previous_literals: list[IntVar] = []
        grown = False
        ticks = sorted({*by_tick, *variables.eating.get(person, {})})
        for tick in [*ticks, None]:
            literals = [] if tick is None else variables.taking(person, tick)
            current = {literal.index for literal in literals}
            if grown and not previous <= current:
                variables.model.add_at_most_one(previous_literals)
                grown = False
            grown = grown or not current <= previous
            previous, previous_literals = current, literals
